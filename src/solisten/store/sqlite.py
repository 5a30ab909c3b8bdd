"""SQLite's own ways: its file, its settings, its locks, its copies."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event

from solisten.errors import StoreError
from solisten.store.moved import Watch

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

PAGE_BYTES = 8192
CACHED = 65_536  # KiB of pages that a connection remembers, for the one that writes much
CACHED_IN_ALL = 100_000_000
"""Bytes about which SQLite keeps in memory for all connections of a process; what it needs beyond
it takes from its oldest pages. Without it each of a daemon's threads fills a cache of its own."""
OPTIONS = frozenset({"timeout", "uri"})
"""What may stand behind the `?` of a SQLite URL; with `uri=true` also what SQLite itself knows."""


def engine_of(url: sa.engine.URL, busy_seconds: float, place: str) -> Engine:
    """Return an engine whose readers never hold the lock that writers begin with."""
    if not url.query.get("uri") and (unknown := sorted(url.query.keys() - OPTIONS)):
        raise ValueError(f"{unknown[0]} is no option; {', '.join(sorted(OPTIONS))} are")
    if file := file_of(url):
        if not file.parent.is_dir():
            raise StoreError(f"{place}: there is no folder {file.parent}; create it first")
        if "timeout" not in url.query:  # the owner's own is kept
            url = url.update_query_dict({"timeout": str(busy_seconds)})
        engine = sa.create_engine(url)
        watch = Watch(file, place)
        event.listen(engine, "do_connect", lambda *_: watch.look())
        event.listen(engine, "begin", lambda _: watch.look())
    else:
        engine = sa.create_engine(
            url, poolclass=sa.pool.StaticPool, connect_args={"check_same_thread": False}
        )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


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


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA page_size = {PAGE_BYTES}")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA secure_delete = ON")  # what was deleted is overwritten
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.execute(f"PRAGMA cache_size = -{CACHED}")
    cursor.execute(f"PRAGMA soft_heap_limit = {CACHED_IN_ALL}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def write_ahead(engine: Engine) -> None:
    """Let readers and a writer work at once; SQLite remembers it in the file."""
    with closing(engine.raw_connection()) as connection:  # it must be outside a transaction
        connection.cursor().execute("PRAGMA journal_mode = WAL")


def copy_sqlite(engine: Engine, file: Path) -> None:
    """Copy a SQLite database to a new file as of one moment, with SQLite's own backup."""
    target = sqlite3.connect(file)
    try:
        with engine.connect() as connection:
            source = connection.connection.driver_connection
            if source is not None:
                source.backup(target)
    finally:
        target.close()
