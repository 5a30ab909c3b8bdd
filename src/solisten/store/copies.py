"""Every row of one database in another, whatever engines they are on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from solisten.store import schema
from solisten.store.bulk import insert

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

PAGE = 5_000


def copy_rows(source: Connection, target: Connection) -> None:
    """Copy what one state of a database holds into an empty one of this version."""
    for table in schema.metadata.sorted_tables:
        names = tuple(column.name for column in table.columns)
        reading = source.execution_options(yield_per=PAGE)
        for rows in reading.execute(sa.select(*table.columns)).partitions():
            insert(target, table, names, [tuple(row) for row in rows])
