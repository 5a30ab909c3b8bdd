"""A SQLite file that is moved away, or replaced, while somebody uses it."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from stores import only_sqlite, url_of

from solisten.errors import StoreError
from solisten.store import state
from solisten.store.database import Database, open_database

if TYPE_CHECKING:
    from pathlib import Path


def put(database: Database, value: str) -> None:
    with database.writing() as connection:
        state.put(connection, "x", value)


def got(database: Database) -> str | None:
    with database.reading() as connection:
        return state.get(connection, "x")


@only_sqlite
def test_nothing_is_written_beside_or_into_a_file_that_was_moved_away(tmp_path: Path) -> None:
    file, away = tmp_path / "solisten.db", tmp_path / "away.db"
    with closing(open_database(url_of(file))) as database:
        put(database, "before")
        with database.reading():  # the next needs a new connection
            file.rename(away)
            with pytest.raises(StoreError, match=r"not there any more.*put it back"):
                put(database, "meanwhile")
            with pytest.raises(StoreError, match=r"not there any more"):
                got(database)
        assert not file.exists()
        away.rename(file)
        assert got(database) == "before"
        put(database, "after")
        assert got(database) == "after"


@only_sqlite
def test_a_file_that_was_replaced_is_told(tmp_path: Path) -> None:
    file, other = tmp_path / "solisten.db", tmp_path / "backup.db"
    with closing(open_database(url_of(file))) as database:
        put(database, "before")
        shutil.copy(file, other)
        other.rename(file)
        with pytest.raises(StoreError, match=r"another file.*restart"):
            got(database)
