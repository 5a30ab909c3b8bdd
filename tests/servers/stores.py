"""Where the tests keep posts: SQLite files, or databases of a server of their own.

`SOLISTEN_TEST_DB=postgresql` runs every test that opens a database on PostgreSQL. A test names its
database by a file in its folder either way.
"""

from __future__ import annotations

import os
import shutil
from contextlib import closing, contextmanager
from functools import cache
from hashlib import blake2b
from itertools import count
from typing import TYPE_CHECKING

import postgres_server
import pytest
import sqlalchemy as sa

from solisten.store import schema
from solisten.store.database import IN_MEMORY, Database, open_database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ON_POSTGRESQL = os.environ.get("SOLISTEN_TEST_DB") == "postgresql"
TEMPLATE = "template_solisten"
AT_ONCE = 4
_fresh, _empty = count(), count()

only_sqlite = pytest.mark.skipif(ON_POSTGRESQL, reason="about SQLite's files")


def url_of(file: Path) -> str:
    """Return the URL of the database that stands for a file; it is made where it is missing."""
    if not ON_POSTGRESQL:
        return f"sqlite:///{file}"
    name = _name(file)
    if not _is_there(name):
        _make(name, _template())
    return postgres_server.server().url(name)


@contextmanager
def looking_into(file: Path) -> Iterator[sa.Connection]:
    """Open the database that stands for a file, to look into its tables."""
    with closing(open_database(url_of(file))) as database, database.reading() as connection:
        yield connection


def copy(source: Path, target: Path) -> None:
    """Copy a database that nobody is using."""
    if ON_POSTGRESQL:
        _make(_name(target), _name(source))
    else:
        shutil.copy(source, target)


def fresh() -> Database:
    """Return an open database without posts, which stays so until the fourth after it is asked."""
    if not ON_POSTGRESQL:
        return open_database(IN_MEMORY)
    number = next(_fresh)
    name = f"fresh_{number % AT_ONCE}"
    if number < AT_ONCE:
        _make(name, _template())
    database = open_database(postgres_server.server().url(name))
    with database.writing() as connection:
        for table in schema.metadata.sorted_tables:
            connection.execute(sa.delete(table))
    return database


def empty_url() -> str:
    """Return the URL of a new database on PostgreSQL, without any table."""
    name = f"empty_{next(_empty)}"
    _make(name, "template0")
    return postgres_server.server().url(name)


def forget(folder: Path) -> None:
    """Drop the databases that stand for the files of a folder."""
    if not ON_POSTGRESQL:
        return
    with _server() as connection:
        query = sa.text("select datname from pg_database where starts_with(datname, :prefix)")
        for name in connection.execute(query, {"prefix": _prefix(folder)}).scalars().all():
            connection.exec_driver_sql(f"drop database {name} with (force)")


@cache
def _template() -> str:
    _make(TEMPLATE, "template0")
    open_database(postgres_server.server().url(TEMPLATE)).close()
    return TEMPLATE


def _is_there(name: str) -> bool:
    with _server() as connection:
        query = sa.text("select count(*) from pg_database where datname = :name")
        return bool(connection.execute(query, {"name": name}).scalar())


def _make(name: str, template: str) -> None:
    with _server() as connection:
        connection.exec_driver_sql(f"create database {name} template {template}")


@cache
def _engine() -> sa.Engine:
    return sa.create_engine(
        postgres_server.server().url(), poolclass=sa.NullPool, isolation_level="AUTOCOMMIT"
    )


def _server() -> sa.Connection:
    return _engine().connect()


def _prefix(folder: Path) -> str:
    return f"f_{_digest(str(folder.resolve()))}_"


def _name(file: Path) -> str:
    return _prefix(file.parent) + _digest(file.name)


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()
