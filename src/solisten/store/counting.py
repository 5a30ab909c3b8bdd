"""Integers added to rows that may not be there yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solisten.store.bulk import add, delete

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlalchemy as sa
    from sqlalchemy.engine import Connection


def add_counts(
    connection: Connection, table: sa.Table, counts: Mapping[tuple[Any, ...], int]
) -> None:
    """Add to the one counting column of a table; rows that reach zero are taken out."""
    rows = sorted([(*key, change) for key, change in counts.items() if change])
    add(connection, table, rows)
    *_, count = table.columns.keys()
    lowered = [row[:-1] for row in rows if row[-1] < 0]
    delete(connection, table, lowered, also=f"{count} = 0")
