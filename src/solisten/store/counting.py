"""Integers added to rows that may not be there yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection


def add_counts(
    connection: Connection, table: sa.Table, counts: Mapping[tuple[Any, ...], int]
) -> None:
    """Add to the one counting column of a table; rows that reach zero are taken out."""
    *keys, value = (column.name for column in table.columns)
    rows = [
        {**dict(zip(keys, key, strict=True)), value: count}
        for key, count in counts.items()
        if count
    ]
    if not rows:
        return
    statement = insert_into(connection, table)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=list(table.primary_key.columns),
            set_={value: table.c[value] + statement.excluded[value]},
        ),
        rows,
    )
    lowered = [row for row in rows if row[value] < 0]
    if lowered:
        connection.execute(
            sa.delete(table).where(*matches(table, keys), table.c[value] == 0),
            [{f"k_{name}": row[name] for name in keys} for row in lowered],
        )


def matches(table: sa.Table, keys: Sequence[str]) -> list[sa.ColumnElement[bool]]:
    """Return the conditions that find a row by its keys, each a parameter k_<key>."""
    return [table.c[name] == sa.bindparam(f"k_{name}") for name in keys]


def insert_into(connection: Connection, table: sa.Table) -> Any:
    """Return an insert that knows ON CONFLICT in the database's dialect."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)
