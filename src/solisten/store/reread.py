"""Everything that is read, derived again from the stored posts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import sqlalchemy as sa

from solisten.reading.facts import DAY
from solisten.store import schema
from solisten.store.bulk import update
from solisten.store.counting import add_counts
from solisten.store.languages import settle_languages
from solisten.store.roots import settle
from solisten.store.rows import READ_COLUMNS, post_of
from solisten.store.save import Lens, read_rows, settle_facts
from solisten.store.spam import settle_spam

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

PAGE = 2_000
_DERIVED = tuple(t for t in schema.READ_TABLES if t not in (schema.post, schema.gone))

Advance = Callable[[int, int | None], None]


def reread_all(connection: Connection, lens: Lens, advance: Advance) -> None:
    """Derive every fact and partial again; the outcome depends on the stored posts alone.

    `advance(done, total)` is told how many posts are done, of each of the two passes.
    """
    for table in _DERIVED:
        connection.execute(sa.delete(table))
    total = 2 * int(
        connection.execute(sa.select(sa.func.count()).select_from(schema.post)).scalar() or 0
    )
    done = 0
    for network in list(_networks(connection)):
        for rows in _pages(connection, network):
            _read_again(connection, lens, rows)
            done += len(rows)
            advance(done, total)
        for ids in _column_pages(connection, network, schema.post.c.id):
            settle(connection, network, ids)
        for roots in _column_pages(connection, network, schema.post.c.root):
            settle_languages(connection, lens.reader, network, (), roots, {})
        for authors in _column_pages(connection, network, schema.post.c.author_key):
            settle_spam(connection, network, set(authors))
    for network in list(_networks(connection)):
        for roots in _column_pages(connection, network, schema.post.c.root):
            settle_facts(connection, lens, {network: set(roots)}, {})
            done += len(roots)
            advance(min(done, total), total)
    advance(total, total)


def _networks(connection: Connection) -> Iterable[str]:
    return connection.execute(
        sa.select(schema.post.c.network).distinct().order_by(schema.post.c.network)
    ).scalars()


def _pages(connection: Connection, network: str) -> Iterator[list[dict[str, object]]]:
    """Yield the network's posts in pages, by their id."""
    after = ""
    while True:
        query = (
            sa.select(schema.post)
            .where(schema.post.c.network == network, schema.post.c.id > after)
            .order_by(schema.post.c.id)
            .limit(PAGE)
        )
        rows = [dict(row) for row in connection.execute(query).mappings()]
        if not rows:
            return
        yield rows
        after = str(rows[-1]["id"])


def _column_pages(
    connection: Connection, network: str, column: sa.Column[str]
) -> Iterator[list[str]]:
    """Yield what a column of the network's posts holds, in pages by its value; "" is left out."""
    after = ""
    while True:
        query = (
            sa.select(column)
            .where(schema.post.c.network == network, column > after)
            .distinct()
            .order_by(column)
            .limit(PAGE)
        )
        found = list(connection.execute(query).scalars())
        if not found:
            return
        yield found
        after = found[-1]


def _read_again(connection: Connection, lens: Lens, rows: list[dict[str, object]]) -> None:
    days: Counter[tuple[object, ...]] = Counter()
    read_rows(lens, [post_of(row) for row in rows], rows)
    for row in rows:
        row["root"], row["opens"] = "", False
        days[row["network"], row["channel"], int(str(row["t"])) // DAY] += 1
    values = [(*map(row.get, READ_COLUMNS), row["network"], row["id"]) for row in rows]
    update(connection, schema.post, READ_COLUMNS, values)
    add_counts(connection, schema.channel_day, days)
