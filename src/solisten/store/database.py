"""One database: opened, brought to this version, read and written in transactions."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from solisten.errors import StoreError
from solisten.store import postgres, schema, sqlite
from solisten.store.refusals import shown, told

__all__ = ["Connection", "Database", "open_database", "shown"]

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from alembic.config import Config

HEAD = "0011"
"""The newest revision under migrations/; an older database is brought there, a newer refused."""
BUSY_SECONDS = 30
IN_MEMORY = "sqlite://"
READING: Mapping[str, Mapping[str, Any]] = {"postgresql": postgres.READING}
"""Options of a connection that only reads, where a database needs any."""


@dataclass(frozen=True, slots=True)
class Database:
    """Hold an open database; readers never hold the write lock."""

    engine: Engine
    url: str

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that sees one state of the database and changes nothing."""
        with told(self.url), self.engine.connect() as opened:
            connection = opened.execution_options(**READING.get(self.engine.dialect.name, {}))
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that holds the write lock; it commits whole or not at all."""
        with told(self.url), self.engine.connect() as opened:
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
    with told(url):
        try:
            engine = _engine(url, busy_seconds)
        except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ImportError) as error:
            raise _unusable(url, error) from None
        except (TypeError, ValueError) as error:  # of an option behind the "?"
            raise _unusable(url, error) from None
        try:
            _make_ready(engine, url)
        except BaseException:
            engine.dispose()
            raise
    return Database(engine, url)


def _make_ready(engine: Engine, url: str) -> None:
    try:
        engine.connect().close()
    except (TypeError, ValueError) as error:  # of an option behind the "?", too
        raise _unusable(url, error) from None
    found = _revision(engine, url)
    if found != HEAD:
        _refuse_newer(url, found)
    if engine.dialect.name == "sqlite":
        sqlite.write_ahead(engine)
    if found != HEAD:
        _migrate(engine, url)


def _unusable(url: str, error: Exception) -> StoreError:
    return StoreError(
        f"{shown(url)}: no usable database URL ({error}); write sqlite:///file.db or "
        "postgresql+psycopg://user@host/name"
    )


def _engine(url: str, busy_seconds: float) -> Engine:
    parsed = sa.engine.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return sqlite.engine_of(parsed, busy_seconds, shown(url))
    if parsed.get_backend_name() == "postgresql":
        return postgres.engine_of(parsed, busy_seconds)
    raise ValueError(f"{parsed.get_backend_name()} is another database")


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


def _migrate(engine: Engine, url: str) -> None:
    from alembic import command

    config = _alembic()
    with engine.connect() as opened:
        connection = opened.execution_options(writes=True)
        config.attributes["connection"] = connection
        with connection.begin():
            if engine.dialect.name == "postgresql":
                postgres.refuse_other_encodings(connection, shown(url))
            command.upgrade(config, "head")
