"""Pages of a brand's own site: what they said, since when, and when that was last seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from solisten.store.schema import page

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy.engine import Connection


@dataclass(frozen=True, slots=True)
class Page:
    """Hold a page as it was found; `sha256` is that of its words, times in epoch seconds."""

    url: str
    sha256: str
    kind: str
    excerpt: str
    at: int = 0
    seen: int = 0


def keep(connection: Connection, brand: str, found: Iterable[Page], now: int) -> int:
    """Keep pages as they are now; return how many say something that was not kept yet."""
    fresh = 0
    for one in found:
        here = (page.c.brand == brand, page.c.url == one.url, page.c.sha256 == one.sha256)
        same = sa.update(page).where(*here).values(seen=now, kind=one.kind)
        if connection.execute(same).rowcount:
            continue
        fresh += 1
        connection.execute(
            sa.insert(page).values(
                brand=brand,
                url=one.url,
                sha256=one.sha256,
                kind=one.kind,
                at=now,
                seen=now,
                excerpt=one.excerpt,
            )
        )
    return fresh


def newest(
    connection: Connection, brand: str, kinds: Collection[str], before: int
) -> Sequence[Page]:
    """Return each page of some kinds as it was last found before a time, the newest first."""
    query = (
        sa.select(page)
        .where(page.c.brand == brand, page.c.kind.in_(sorted(kinds)), page.c.at < before)
        .order_by(page.c.at.desc(), page.c.url, page.c.sha256)
    )
    found: dict[str, Page] = {}
    for row in connection.execute(query):
        found.setdefault(row.url, _page(row))
    return list(found.values())


def versions(connection: Connection, keys: Collection[tuple[str, str]]) -> dict[str, Page]:
    """Return pages by their sha256, asked for by (url, sha256)."""
    query = sa.select(page).where(page.c.url.in_(sorted({url for url, _ in keys})))
    wanted = set(keys)
    return {
        row.sha256: _page(row)
        for row in connection.execute(query)
        if (row.url, row.sha256) in wanted
    }


def due(connection: Connection, before: int) -> list[tuple[str, Page]]:
    """Return (brand, page) of those that nobody has looked at since a time, in the same order."""
    last = sa.func.max(page.c.seen)
    latest = sa.select(page.c.brand, page.c.url).group_by(page.c.brand, page.c.url)
    old = {tuple(row) for row in connection.execute(latest.having(last < before))}
    rows = connection.execute(sa.select(page).order_by(page.c.brand, page.c.url, page.c.seen))
    found = {(row.brand, row.url): _page(row) for row in rows if (row.brand, row.url) in old}
    return [(brand, one) for (brand, _), one in found.items()]


def looked(connection: Connection, brand: str, url: str, now: int) -> None:
    """Note that a page was looked for and not found: its last version is not asked for soon."""
    rows = sa.select(sa.func.max(page.c.seen)).where(page.c.brand == brand, page.c.url == url)
    last = connection.execute(rows).scalar_one()
    connection.execute(
        sa.update(page)
        .where(page.c.brand == brand, page.c.url == url, page.c.seen == last)
        .values(seen=now)
    )


def _page(row: sa.Row[tuple[object, ...]]) -> Page:
    return Page(row.url, row.sha256, row.kind, row.excerpt, row.at, row.seen)
