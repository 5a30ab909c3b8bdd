"""SQLite's write-ahead log, brought into the database and cut to nothing."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from solisten.store.database import Database


def truncate_log(database: Database) -> bool:
    """Empty the log; False where it is in use just now. PostgreSQL looks after its own."""
    if database.engine.dialect.name != "sqlite":
        return True
    with closing(database.engine.raw_connection()) as connection:  # outside any transaction
        row = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return row is None or not row[0]
