"""A copy of the database, whole and usable, while others go on writing."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from solisten.errors import StoreError, UsageError
from solisten.pipeline.session import Place, session
from solisten.store.database import copy_sqlite, shown

if TYPE_CHECKING:
    from pathlib import Path


def backup(place: Place, file: Path) -> None:
    """Copy the database to a file that is not there yet."""
    if file.exists():
        raise UsageError(f"{file} is there already; name another file, or take it away first")
    with session(place) as opened:
        if opened.database.engine.dialect.name != "sqlite":
            raise UsageError(
                f"{shown(opened.database.url)} is no SQLite database; use pg_dump for PostgreSQL"
            )
        try:
            copy_sqlite(opened.database, file)
        except (OSError, sqlite3.Error) as error:
            file.unlink(missing_ok=True)
            raise StoreError(f"{file} could not be written ({error}); nothing was kept") from error
