"""PostgreSQL's own ways: one writer at a time, readers of one state, texts in order of bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from sqlalchemy import event

from solisten.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection, Engine

READING: Final[Mapping[str, object]] = {
    "isolation_level": "REPEATABLE READ",
    "postgresql_readonly": True,
}
"""Options of a connection that sees one state of the database and changes nothing."""
WRITER = 0x736F6C697374  # "solist"
"""The advisory lock that a writer holds until its transaction ends."""


def engine_of(url: sa.engine.URL, busy_seconds: float) -> Engine:
    """Return an engine whose writers wait for one another, at most so long."""
    if url.drivername not in {"postgresql", "postgresql+psycopg"}:
        raise ValueError(f"{url.drivername} is a driver that is not used here")
    url = url.set(drivername="postgresql+psycopg")
    settings = {} if "options" in url.query else {"options": _options(busy_seconds)}
    try:
        engine = sa.create_engine(url, connect_args=settings)
    except ImportError:
        raise ValueError('its driver is missing: pip install "solisten[postgres]"') from None
    event.listen(engine, "begin", _begin)
    return engine


def _options(busy_seconds: float) -> str:
    return f"-c lock_timeout={round(busy_seconds * 1000)}"


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("writes"):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER})")


def refuse_other_encodings(connection: Connection, place: str) -> None:
    """Raise StoreError for a database that cannot hold every character."""
    found = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if found != "UTF8":
        raise StoreError(
            f"{place} keeps texts in {found}; make one that holds every character: "
            "createdb --encoding=UTF8 --template=template0 NAME"
        )


def order_by_bytes(connection: Connection) -> None:
    """Give every column of text the order of its bytes, which is SQLite's and Python's."""
    query = """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
        FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
        AND a.attnum > 0 AND NOT a.attisdropped
        AND a.attcollation NOT IN (0, '"C"'::regcollation)
        ORDER BY c.relname, a.attnum
    """
    wanted: dict[str, list[str]] = {}
    quote = connection.dialect.identifier_preparer.quote
    for table, column, kind in connection.exec_driver_sql(query):
        change = f'ALTER COLUMN {quote(column)} TYPE {kind} COLLATE "C"'
        wanted.setdefault(quote(table), []).append(change)
    for table, changes in wanted.items():
        connection.exec_driver_sql(f"ALTER TABLE {table} {', '.join(changes)}")
