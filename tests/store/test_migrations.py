"""Databases of every version: made by the migrations as by the schema, and brought up to date."""

from __future__ import annotations

import gzip
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from solisten.cli import main
from solisten.store import schema
from solisten.store.database import HEAD, IN_MEMORY, open_database

HERE = Path(__file__).parent
CONFIG = """
[[brand]]
name = "Acme"
query = '"acme rockets" OR acmerockets'
official = ["forum:@acme_care"]
hosts = ["google-play:com.acme.app"]

[[brand]]
name = "Globex"
query = "globex"
"""


def made(engine: sa.Engine) -> dict[str, str]:
    """Return how SQLite was told to make each table and index, without blanks and quotes."""
    query = "select name, sql from sqlite_master where sql is not null and type <> 'view'"
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(query).all()
    told = {name: re.sub(r"[\s\"]+", "", sql) for name, sql in rows}
    return {name: sql for name, sql in told.items() if name != "alembic_version"}


def test_the_migrations_make_what_the_schema_says() -> None:
    """What fails here is a change of schema.py without a migration; write one, and set HEAD."""
    meant = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
    schema.metadata.create_all(meant)
    with closing(open_database(IN_MEMORY)) as database:
        with database.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, schema.metadata) == []
        assert made(database.engine) == made(meant)
    meant.dispose()


def test_the_newest_migration_is_the_one_that_is_known() -> None:
    config = Config()
    config.set_main_option("script_location", "solisten.store:migrations")
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [HEAD]
    assert [script.revision for script in scripts.walk_revisions()][-1] == "0001"


@pytest.fixture
def first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a database of the first version, as that version wrote it."""
    monkeypatch.chdir(tmp_path)
    packed = (HERE / "version1.sqlite.gz").read_bytes()
    (tmp_path / "solisten.db").write_bytes(gzip.decompress(packed))
    (tmp_path / "config.toml").write_text(CONFIG)
    return tmp_path


def test_a_database_of_the_first_version_is_brought_up_to_date(
    first: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    posts = HERE / "version1.jsonl"
    count = len(posts.read_text().splitlines())
    with closing(sqlite3.connect(first / "solisten.db")) as connection:
        assert connection.execute("select version_num from alembic_version").fetchone() == ("0001",)
        known = set(connection.execute("select network, id from post"))
    assert main(["metrics", "--brand", "Acme", "--format", "json"]) == 0
    found = {row["metric"]: row["value"] for row in json.loads(capsys.readouterr().out)}
    assert (found["mentions"], found["official_replies"]) == (9, 4)
    assert main(["import", str(posts)]) == 0
    told = capsys.readouterr().err.splitlines()[-1]
    assert told == (
        f"read {count}, new 0, changed 0, unchanged {count - 1}, rejected 0, not public 1"
    )
    with closing(sqlite3.connect(first / "solisten.db")) as connection:
        assert connection.execute("select version_num from alembic_version").fetchone() == (HEAD,)
        assert set(connection.execute("select network, id from post")) == known


def test_it_ends_as_a_clean_import_does(first: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reread"]) == 0
    assert main(["--db", "sqlite:///clean.db", "import", str(HERE / "version1.jsonl")]) == 0
    shown = []
    for url in ("sqlite:///solisten.db", "sqlite:///clean.db"):
        capsys.readouterr()
        assert main(["--db", url, "status", "--json"]) == 0
        shown.append(json.loads(capsys.readouterr().out)["tables"])
    assert shown[0] == shown[1]


def test_an_estimate_kept_then_can_be_told_again(
    first: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["estimate", "--id", "1", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["brand"], document["tool_version"]) == ("Acme", "0.1.0")
