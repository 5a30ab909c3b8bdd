"""PostgreSQL servers and databases that cannot be used: what they are is said, exit code 2."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from desk import TOTAL, record
from stores import empty_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk import Desk, Done
    from postgres_server import Server

WRITER = 0x736F6C697374


def asked(desk: Desk, url: str, command: str) -> Done:
    """Run a command on a database, which must refuse it in one sentence."""
    done = desk.run("--db", url, *command.split())
    assert (done.code, done.out) == (2, ""), done.err
    assert len(done.said) == 1, done.err
    assert "a bug" not in done.err
    return done


@contextmanager
def beside(url: str) -> Iterator[sa.Connection]:
    """Open a connection of somebody else's; what it does takes hold when it ends."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        yield connection


@pytest.fixture
def url(postgres: Server) -> str:
    """Return the URL of an empty database on a server."""
    assert postgres.process.poll() is None
    return empty_url()


def test_a_newer_database_is_refused_and_left_alone(desk: Desk, url: str) -> None:
    desk.good("--db", url, "status")
    with beside(url) as other:
        other.exec_driver_sql("update alembic_version set version_num = '9999'")
    done = asked(desk, url, "status")
    assert f"{url} was written by a newer Solisten (revision 9999" in done.err


def test_somebody_else_s_database_is_refused_and_left_alone(desk: Desk, url: str) -> None:
    with beside(url) as other:
        other.exec_driver_sql("create table place (url text)")
    assert "holds other tables (place" in asked(desk, url, "reread").err
    with beside(url) as other:
        assert sa.inspect(other).get_table_names() == ["place"]


def test_a_database_in_another_encoding_is_refused(desk: Desk, postgres: Server) -> None:
    engine = sa.create_engine(postgres.url(), poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as other:
        other.exec_driver_sql(
            "create database latin template template0 encoding 'LATIN1' "
            "locale 'C' locale_provider libc"
        )
    done = asked(desk, postgres.url("latin"), "status")
    assert "keeps texts in LATIN1; make one that holds every character: createdb" in done.err


def test_a_server_that_is_not_there(desk: Desk) -> None:
    done = asked(desk, "postgresql+psycopg://me:s3cret@127.0.0.1:1/x", "status")
    assert "postgresql+psycopg://me:***@127.0.0.1:1/x: " in done.err
    assert "refused" in done.err
    assert "check the path, the disk and the server" in done.err
    assert "s3cret" not in done.err


def test_a_database_that_is_not_there(desk: Desk, postgres: Server) -> None:
    done = asked(desk, postgres.url("nowhere"), "status")
    assert 'database "nowhere" does not exist' in done.err


def test_a_role_that_may_only_read_reads(desk: Desk, url: str) -> None:
    desk.good("--db", url, "import", desk.records("talk.jsonl", [record(1)]))
    with beside(url) as other:
        other.exec_driver_sql("create role looker login")
        other.exec_driver_sql("grant select on all tables in schema public to looker")
    looker = url.replace("postgres@", "looker@")
    for command in ("status", "metrics --brand Acme", "export metrics --brand Acme"):
        desk.good("--db", looker, *command.split())
    desk.records("more.jsonl", [record(2)])
    assert "cannot be written (permission denied" in asked(desk, looker, "import more.jsonl").err


def test_a_lock_is_waited_for_as_long_as_the_url_says(desk: Desk, url: str) -> None:
    desk.good("--db", url, "import", desk.records("talk.jsonl", [record(1)]))
    impatient = f"{url}?options=-clock_timeout%3D300"
    new = desk.records("new.jsonl", [record("new")])
    with beside(url) as other:
        other.exec_driver_sql(f"select pg_advisory_xact_lock({WRITER})")
        start = time.monotonic()
        done = asked(desk, impatient, f"import {new.name}")
        assert 0.2 < time.monotonic() - start < 5
        assert "is locked by another process" in done.err
        desk.good("--db", impatient, "metrics", "--brand", "Acme")  # readers go on
    assert desk.good("--db", impatient, "import", new).said[-1] == TOTAL.format(1, 1, 0, 0, 0, 0)


def test_a_url_without_a_driver_means_ours(desk: Desk, url: str) -> None:
    desk.good("--db", url.replace("+psycopg", ""), "status")


def test_another_driver_is_refused(desk: Desk, url: str) -> None:
    done = asked(desk, url.replace("+psycopg", "+pg8000"), "status")
    assert "postgresql+pg8000 is a driver that is not used here" in done.err
    assert "write sqlite:///file.db or postgresql+psycopg://user@host/name" in done.err


def test_a_missing_driver_is_named(desk: Desk, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert 'pip install "solisten[postgres]"' in asked(desk, url, "status").err
