"""Every row of one database in another, whatever engines they are on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from solisten.store import schema
from solisten.store.bulk import insert

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

PAGES = {"yield_per": 5_000}


def copy_rows(source: Connection, target: Connection) -> None:
    """Copy what one state of a database holds into an empty one of this version."""
    for table in schema.metadata.sorted_tables:
        names = tuple(column.name for column in table.columns)
        query = sa.select(*table.columns)
        for rows in source.execute(query, execution_options=PAGES).partitions():
            insert(target, table, names, [tuple(row) for row in rows])
