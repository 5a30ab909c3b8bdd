"""What the links of declared evidence answered: since when, until when, in which words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from solisten.store.schema import link

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.engine import Connection


@dataclass(frozen=True, slots=True)
class Link:
    """Hold one answer; `at` and `seen` (the last time that it was the same) in epoch seconds.

    `failure` says why there are no words, "" where there are; `sha256` is that of the words.
    """

    url: str
    sha256: str = ""
    failure: str = ""
    said: str = ""
    at: int = 0
    seen: int = 0


def keep(connection: Connection, brand: str, found: Link, now: int) -> bool:
    """Keep what a link answers now; say whether that is something else than the last time."""
    last = latest(connection, brand, {found.url}).get(found.url)
    here = (link.c.brand == brand, link.c.url == found.url)
    if last and (last.sha256, last.failure) == (found.sha256, found.failure):
        same = sa.update(link).where(*here, link.c.at == last.at)
        connection.execute(same.values(seen=max(last.seen, now)))
        return False
    connection.execute(sa.delete(link).where(*here, link.c.at == now))
    connection.execute(
        sa.insert(link).values(
            brand=brand,
            url=found.url,
            at=now,
            seen=now,
            sha256=found.sha256,
            failure=found.failure,
            said=found.said,
        )
    )
    return True


def latest(
    connection: Connection, brand: str, urls: Collection[str], before: int | None = None
) -> dict[str, Link]:
    """Return the last answer of each link before a time; the first of one only asked later."""
    query = (
        sa.select(link)
        .where(link.c.brand == brand, link.c.url.in_(sorted(urls)))
        .order_by(link.c.url, link.c.at)
    )
    found: dict[str, Link] = {}
    for row in connection.execute(query):
        if row.url not in found or before is None or row.at < before:
            found[row.url] = Link(
                row.url, row.sha256, row.failure, row.said, int(row.at), int(row.seen)
            )
    return found
