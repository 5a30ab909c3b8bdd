"""One database: opened, brought to this version, read and written in transactions."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

__all__ = ["Connection", "Database", "copy_sqlite", "open_database", "shown"]

from solisten.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = "0001"
"""The newest revision under migrations/; an older database is brought there, a newer refused."""
PAGE_BYTES = 8192
BUSY_SECONDS = 30
IN_MEMORY = "sqlite://"


@dataclass(frozen=True, slots=True)
class Database:
    """Hold an open database; readers never hold the write lock."""

    engine: Engine
    url: str

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that sees one state of the database and changes nothing."""
        with _told(self.url), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that holds the write lock; it commits whole or not at all."""
        with _told(self.url), self.engine.connect() as opened:
            connection = opened.execution_options(writes=True)
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def open_database(url: str, *, busy_seconds: float = BUSY_SECONDS) -> Database:
    """Open the database at a SQLAlchemy URL, create or migrate it, refuse a newer one.

    Raises StoreError (exit code 2) when it cannot be opened or is no database of Solisten.
    """
    with _told(url):
        try:
            engine = _engine(url, busy_seconds)
        except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ImportError) as error:
            raise StoreError(
                f"{shown(url)}: no usable database URL ({error}); write sqlite:///file.db or "
                "postgresql+psycopg://user@host/name"
            ) from None
        found = _revision(engine)
        if found != HEAD:
            _migrate(engine, url, found)
    return Database(engine, url)


def shown(url: str) -> str:
    """Return a database URL without its password."""
    try:
        return sa.engine.make_url(url).render_as_string(hide_password=True)
    except sa.exc.ArgumentError:
        return "the database URL"


def _engine(url: str, busy_seconds: float) -> Engine:
    parsed = sa.engine.make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return sa.create_engine(parsed)
    if parsed.database and parsed.database != ":memory:":
        folder = Path(parsed.database).resolve().parent
        if not folder.is_dir():
            raise StoreError(f"{parsed.database}: there is no folder {folder}; create it first")
        engine = sa.create_engine(parsed, connect_args={"timeout": busy_seconds})
    else:
        engine = sa.create_engine(
            parsed, poolclass=sa.pool.StaticPool, connect_args={"check_same_thread": False}
        )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA page_size = {PAGE_BYTES}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.execute("PRAGMA cache_size = -65536")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _revision(engine: Engine) -> str | None:
    """Return the revision of the database, None for an empty one."""
    inspector = sa.inspect(engine)
    tables = set(inspector.get_table_names())
    if "alembic_version" in tables:
        with engine.connect() as connection:
            return str(
                connection.exec_driver_sql("select version_num from alembic_version").scalar()
            )
    if tables:
        raise StoreError(
            f"{shown(str(engine.url))} holds other tables ({', '.join(sorted(tables)[:3])}...) and "
            "is no database of Solisten; name another one with --db or [store] url"
        )
    return None


def _migrate(engine: Engine, url: str, found: str | None) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "solisten.store:migrations")
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise StoreError(
            f"{shown(url)} was written by a newer Solisten (revision {found}, this one knows "
            f"{HEAD}); update Solisten, or name another database with --db"
        )
    with engine.connect() as opened:
        connection = opened.execution_options(writes=True)
        config.attributes["connection"] = connection
        with connection.begin():
            command.upgrade(config, "head")


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Turn what a database refuses into a sentence with a remedy."""
    try:
        yield
    except sa.exc.OperationalError as error:
        raise StoreError(_sentence(url, str(error.orig))) from error
    except (sa.exc.DatabaseError, sqlite3.DatabaseError) as error:
        cause = getattr(error, "orig", error)
        if "not a database" in str(cause) or "malformed" in str(cause) or "disk" in str(cause):
            raise StoreError(_sentence(url, str(cause))) from error
        raise


def _sentence(url: str, cause: str) -> str:
    place = shown(url)
    if "locked" in cause:
        return (
            f"{place} is locked by another process ({cause}); wait for it to finish, or stop it, "
            "and run the command again: nothing was written"
        )
    if "full" in cause:
        return (
            f"{place}: the disk is full; free some space and run the command again: what was "
            "saved before stays, this batch was not written"
        )
    if "readonly" in cause or "unable to open" in cause:
        return f"{place} cannot be written ({cause}); check the path and its permissions"
    if "not a database" in cause or "malformed" in cause:
        return f"{place} is no SQLite database ({cause}); name another file with --db"
    return f"{place}: {cause}"


def copy_sqlite(database: Database, file: Path) -> None:
    """Copy a SQLite database to a new file as of one moment, with SQLite's own backup."""
    target = sqlite3.connect(file)
    try:
        with database.engine.connect() as connection:
            source = connection.connection.driver_connection
            if source is not None:
                source.backup(target)
    finally:
        target.close()
