"""A copy of the database, whole and usable, while others go on writing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from solisten.errors import StoreError, UsageError
from solisten.pipeline.session import Place, session
from solisten.store.copies import copy_rows
from solisten.store.database import Database, open_database
from solisten.store.sqlite import copy_sqlite

if TYPE_CHECKING:
    from pathlib import Path


def backup(place: Place, file: Path) -> None:
    """Copy the database, of either kind, to a SQLite file that is not there yet."""
    if file.exists():
        raise UsageError(f"{file} is there already; name another file, or take it away first")
    with session(place) as opened:
        try:
            _copy(opened.database, file)
        except (OSError, sqlite3.Error, StoreError) as error:
            file.unlink(missing_ok=True)
            raise StoreError(f"{file} could not be written ({error}); nothing was kept") from error


def _copy(database: Database, file: Path) -> None:
    if database.engine.dialect.name == "sqlite":
        copy_sqlite(database.engine, file)
        return
    with (
        closing(open_database(f"sqlite:///{file}")) as target,
        database.reading() as source,
        target.writing() as connection,
    ):
        copy_rows(source, connection)
