"""One database: opened, brought to this version, read and written in transactions."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from solisten.errors import StoreError
from solisten.store import schema

__all__ = ["Connection", "Database", "copy_sqlite", "file_of", "open_database", "shown"]

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alembic.config import Config

HEAD = "0002"
"""The newest revision under migrations/; an older database is brought there, a newer refused."""
PAGE_BYTES = 8192
BUSY_SECONDS = 30
IN_MEMORY = "sqlite://"
OPTIONS = frozenset({"timeout", "uri"})
"""What may stand behind the `?` of a SQLite URL; with `uri=true` also what SQLite itself knows."""


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
            engine.connect().close()
        except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ImportError) as error:
            raise _unusable(url, error) from None
        except (TypeError, ValueError) as error:  # of an option behind the "?"
            raise _unusable(url, error) from None
        found = _revision(engine, url)
        if found != HEAD:
            _refuse_newer(url, found)
        _write_ahead(engine)
        if found != HEAD:
            _migrate(engine)
    return Database(engine, url)


def _unusable(url: str, error: Exception) -> StoreError:
    return StoreError(
        f"{shown(url)}: no usable database URL ({error}); write sqlite:///file.db or "
        "postgresql+psycopg://user@host/name"
    )


def shown(url: str) -> str:
    """Return a database URL without its password.

    >>> shown("postgresql+psycopg://me:secret@host/name"), shown("sqlite:///a b.db?timeout=1")
    ('postgresql+psycopg://me:***@host/name', 'sqlite:///a b.db?timeout=1')
    """
    try:
        parsed = sa.engine.make_url(url)
    except sa.exc.ArgumentError:
        return "the database URL"
    if parsed.get_backend_name() == "sqlite":
        return url
    return parsed.render_as_string(hide_password=True)


def file_of(url: sa.engine.URL) -> Path | None:
    """Return the file of a SQLite database, None for another server or one in memory.

    >>> str(file_of(sa.engine.make_url("sqlite:////data/x.db")))
    '/data/x.db'
    >>> str(file_of(sa.engine.make_url("sqlite:///file:/data/x.db?mode=ro&uri=true")))
    '/data/x.db'
    """
    name = url.database or ":memory:"
    if url.query.get("uri"):
        name = re.sub(r"^file:(?://(?=/))?", "", name) or ":memory:"
    if url.get_backend_name() != "sqlite" or name == ":memory:":
        return None
    return Path(name).resolve()


def _engine(url: str, busy_seconds: float) -> Engine:
    parsed = sa.engine.make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return sa.create_engine(parsed)
    if not parsed.query.get("uri") and (unknown := sorted(parsed.query.keys() - OPTIONS)):
        raise ValueError(f"{unknown[0]} is no option; {', '.join(sorted(OPTIONS))} are")
    if file := file_of(parsed):
        if not file.parent.is_dir():
            raise StoreError(f"{shown(url)}: there is no folder {file.parent}; create it first")
        if "timeout" not in parsed.query:  # the owner's own is kept
            parsed = parsed.update_query_dict({"timeout": str(busy_seconds)})
        engine = sa.create_engine(parsed)
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
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA secure_delete = ON")  # what was deleted is overwritten
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.execute("PRAGMA cache_size = -65536")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _revision(engine: Engine, url: str) -> str | None:
    """Return the revision of the database, None for an empty one."""
    with engine.connect() as connection, connection.begin():
        tables = set(sa.inspect(connection).get_table_names())
        if "alembic_version" in tables and schema.state.name in tables:
            query = "select version_num from alembic_version"
            return str(connection.exec_driver_sql(query).scalar())
    if tables:
        raise StoreError(
            f"{shown(url)} holds other tables ({', '.join(sorted(tables)[:3])}...) and "
            "is no database of Solisten; name another one with --db or [store] url"
        )
    return None


def _write_ahead(engine: Engine) -> None:
    """Let readers and a writer work at once; SQLite remembers it in the file."""
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as connection:  # it must be outside a transaction
            connection.cursor().execute("PRAGMA journal_mode = WAL")


def _refuse_newer(url: str, found: str | None) -> None:
    from alembic.script import ScriptDirectory

    known = {script.revision for script in ScriptDirectory.from_config(_alembic()).walk_revisions()}
    if found is not None and found not in known:
        raise StoreError(
            f"{shown(url)} was written by a newer Solisten (revision {found}, this one knows "
            f"{HEAD}); update Solisten, or name another database with --db"
        )


def _alembic() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "solisten.store:migrations")
    return config


def _migrate(engine: Engine) -> None:
    from alembic import command

    config = _alembic()
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
    except (sa.exc.OperationalError, sqlite3.OperationalError) as error:
        raise StoreError(_sentence(url, str(getattr(error, "orig", error)))) from error
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
    if "not a database" in cause:
        return f"{place} is no SQLite database ({cause}); name another file with --db"
    if "malformed" in cause:
        return f"{place} is damaged ({cause}); restore the last backup, or name another with --db"
    return f"{place}: {cause}; check the path, the disk and the server (solisten doctor)"


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
