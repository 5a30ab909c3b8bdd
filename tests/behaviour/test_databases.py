"""SQLite files that cannot be used: what they are is said, they are left alone, exit code 2."""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from desk import TOTAL, record
from sqlalchemy import event
from sqlalchemy.engine import Engine
from stores import only_sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desk import Desk, Done

pytestmark = only_sqlite

COMMANDS = ("status", "import talk.jsonl", "estimate --brand Acme", "reread", "db backup b.db")


def asked(desk: Desk, url: str, command: str) -> Done:
    """Run a command on a database, which must refuse it in a sentence."""
    done = desk.run("--db", url, *command.split())
    assert (done.code, done.out) == (2, ""), done.err
    assert "a bug" not in done.err
    return done


def run_sql(file: Path, *statements: str) -> None:
    """Change a database by hand."""
    with closing(sqlite3.connect(file)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


@contextmanager
def limited(pages: int) -> Iterator[None]:
    """Let no database grow beyond so many pages: SQLite's own full disk."""

    def limit(connection: Any, _record: object) -> None:
        connection.execute(f"pragma max_page_count = {pages}")

    event.listen(Engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(Engine, "connect", limit)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_newer_database_is_refused_and_left_alone(talk: Desk, command: str) -> None:
    file = talk.folder / "newer.db"
    shutil.copy(talk.folder / "solisten.db", file)
    run_sql(file, "update alembic_version set version_num = '9999'", "pragma journal_mode = delete")
    before = file.read_bytes()
    done = asked(talk, "sqlite:///newer.db", command)
    assert "sqlite:///newer.db was written by a newer Solisten (revision 9999" in done.err
    assert "update Solisten" in done.err
    assert file.read_bytes() == before
    assert not (talk.folder / "b.db").exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_somebody_else_s_database_is_refused_and_left_alone(talk: Desk, command: str) -> None:
    file = talk.folder / "other.db"
    run_sql(file, "create table place (url text)", "insert into place values ('x')")
    before = file.read_bytes()
    done = asked(talk, "sqlite:///other.db", command)
    assert "holds other tables (place" in done.err
    assert "--db" in done.err
    assert file.read_bytes() == before
    assert sorted(path.name for path in talk.folder.glob("other*")) == ["other.db"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_text_file_is_refused_and_left_alone(talk: Desk, command: str) -> None:
    before = (talk.folder / "talk.jsonl").read_bytes()
    done = asked(talk, "sqlite:///talk.jsonl", command)
    assert "sqlite:///talk.jsonl is no SQLite database" in done.err
    assert (talk.folder / "talk.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:///talk.jsonl/x.db", "there is no folder"),
        ("sqlite:////no/such/folder/x.db", "there is no folder /no/such/folder; create it first"),
        ("sqlite:///.", "cannot be written (unable to open database file)"),
        ("sqlite:////dev/null", "sqlite:////dev/null"),
        ("solisten.db", "no usable database URL"),
        ("sqlite:///x.db?timeout=soon", "no usable database URL"),
        ("sqlite:///x.db?colour=red", "no usable database URL"),
        ("oracle://me:s3cret@host/x", "oracle://me:***@host/x: no usable database URL"),
        ("nosql://host", "no usable database URL"),
    ],
)
def test_what_cannot_be_a_database(talk: Desk, url: str, said: str) -> None:
    done = asked(talk, url, "status")
    assert said in done.err
    assert "s3cret" not in done.err


def test_a_damaged_database_names_the_backup(talk: Desk) -> None:
    bytes_ = bytearray((talk.folder / "solisten.db").read_bytes())
    for at in range(8192 * 2, len(bytes_), 8192):
        bytes_[at : at + 512] = b"\xff" * 512
    talk.write("hurt.db", bytes(bytes_))
    assert "is damaged" in asked(talk, "sqlite:///hurt.db", "reread").err
    assert "restore the last backup" in asked(talk, "sqlite:///hurt.db", "status").err
    doctor = talk.run("--db", "sqlite:///hurt.db", "doctor")
    assert (doctor.code, "restore the last backup" in " ".join(doctor.out.split())) == (4, True)


def test_a_database_that_may_only_be_read_is_read(talk: Desk) -> None:
    url = f"sqlite:///file:{talk.folder}/solisten.db?mode=ro&uri=true"
    for command in ("status", "metrics --brand Acme", "export metrics --brand Acme"):
        talk.good("--db", url, *command.split())
    assert talk.run("--db", url, "doctor").code == 4
    new = talk.records("new.jsonl", [record("new")])
    for command in (f"import {new.name}", "estimate --brand Acme", "reread"):
        done = asked(talk, url, command)
        assert "cannot be written (attempt to write a readonly database)" in done.err
        assert "permissions" in done.err


def test_a_lock_is_waited_for_as_long_as_the_url_says(talk: Desk) -> None:
    new = talk.records("new.jsonl", [record("new")])
    url = f"sqlite:///{talk.folder}/solisten.db?timeout=0.3"
    with closing(sqlite3.connect(talk.folder / "solisten.db", isolation_level=None)) as other:
        other.execute("begin immediate")
        start = time.monotonic()
        done = asked(talk, url, f"import {new.name}")
        assert 0.2 < time.monotonic() - start < 25  # not the usual 30 s
        assert "is locked by another process (database is locked); wait for it" in done.err
        assert talk.run("--db", url, "metrics", "--brand", "Acme").code == 0  # readers go on
        assert talk.run("--db", url, "status").code == 0
        other.execute("rollback")
    assert talk.good("--db", url, "import", new).said[-1] == TOTAL.format(1, 1, 0, 0, 0, 0)


def test_a_new_database_that_is_locked(talk: Desk) -> None:
    with closing(sqlite3.connect(talk.folder / "new.db", isolation_level=None)) as other:
        other.execute("begin exclusive")
        done = asked(talk, "sqlite:///new.db?timeout=0.2", "import talk.jsonl")
    assert "is locked by another process" in done.err


def test_a_full_disk_keeps_what_was_saved_before(desk: Desk) -> None:
    """The file may grow to a limit, as on a full disk; then it is given room."""
    desk.good("status")
    many = desk.records("many.jsonl", (record(n, f"rain {n} " * 99) for n in range(2100)))
    with limited(pages=330):
        done = asked(desk, "sqlite:///solisten.db", f"import {many.name}")
        assert "the disk is full; free some space and run the command again" in done.err
        kept = desk.good("status", "--json").json()
    rows = next(table["rows"] for table in kept["tables"] if table["table"] == "post")
    assert 1000 <= rows < 2100
    assert rows % 1000 == 0
    assert desk.good("import", many).said[-1] == TOTAL.format(2100, 2100 - rows, 0, rows, 0, 0)
    desk.good(*desk.at("clean.db"), "import", many)
    assert desk.digests() == desk.digests("clean.db")
