"""One digest for each table, by which two databases are compared."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import sqlalchemy as sa

from solisten.store.schema import READ_TABLES, gone

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

PAGES = {"yield_per": 10_000}
UNORDERED = {gone.name: ("channel", "day", "needs")}
"""Columns that depend on what was seen before a deletion, and so on the order of arrival."""


def digests(connection: Connection) -> dict[str, str]:
    """Return a SHA-256 of the rows of each table that follows from the posts, by its name."""
    return {str(table.name): _digest(connection, table) for table in READ_TABLES}


def _digest(connection: Connection, table: sa.Table) -> str:
    columns = [c for c in table.columns if c.name not in UNORDERED.get(table.name, ())]
    query = sa.select(*columns).order_by(*table.primary_key.columns)
    found = sha256()
    for row in connection.execute(query, execution_options=PAGES):
        found.update(repr(tuple(row)).encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def sizes(connection: Connection) -> dict[str, int]:
    """Return the number of rows of each table that follows from the posts, by its name."""
    return {
        str(table.name): int(
            connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() or 0
        )
        for table in READ_TABLES
    }
