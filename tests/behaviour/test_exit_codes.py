"""Every command's exit code, and what it says when it cannot go on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from desk import ROOT, record

from solisten.cli.parser import COMMANDS

if TYPE_CHECKING:
    from desk import Desk

WINDOW = ("--since", "2026-01-01", "--until", "2026-02-01")


@pytest.mark.parametrize(
    "words",
    [
        "demo",
        "import talk.jsonl",
        "estimate --brand acme",
        "estimate --brand Acme --model all --format json --offline",
        "estimate --brand Acme --format html",
        "estimate --brand Acme --since 14d",
        "metrics --brand Acme",
        "metrics --brand Acme --by month --format csv",
        "export mentions --brand Acme",
        "export metrics --brand Acme --format jsonl",
        "export findings --brand Acme",
        "export estimates --brand Acme",
        "export methods --brand Acme",
        "explain response_rate",
        "explain 7",
        "explain response_rate --brand Acme",
        "models list",
        "models show solis",
        "models check",
        "connectors list",
        "connectors show file",
        "reread",
        "status",
        "status --json",
        "db backup copy.db",
    ],
)
def test_what_is_done_is_0(talk: Desk, words: str) -> None:
    done = talk.run(*words.split())
    assert (done.code, "error" in done.err) == (0, False), done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("estimate --brand Acne", 'no brand "Acne"; did you mean "Acme"?'),
        ("metrics --brand Acne", 'no brand "Acne"; did you mean "Acme"?'),
        ("export mentions --brand Acne", 'no brand "Acne"; did you mean "Acme"?'),
        ("export methods --brand Acne", 'no brand "Acne"; did you mean "Acme"?'),
        ("explain response_rate --brand Acne", 'no brand "Acne"; did you mean "Acme"?'),
        ("estimate --brand Acme --model solid", 'no model "solid"; did you mean "solis"?'),
        ("models show solid", 'no model "solid"; did you mean "solis"?'),
        ("explain 7 --model solid", 'no model "solid"; did you mean "solis"?'),
        ("explain respons_rate", 'did you mean "response_rate"?'),
        ("explain 11", "its levels are 1 to 10"),
        ("explain 0", "its levels are 1 to 10"),
        ("explain ٣", "٣"),
        ("connectors show fil", 'no connector "fil"; did you mean "file"?'),
        ("connectors read fil x.json", 'no connector "fil"; did you mean "file"?'),
        ("estimate --id 77", "no estimate 77 is kept; solisten export estimates"),
        ("estimate --id 99999999999999999999", "no estimate 99999999999999999999 is kept"),
        ("estimate --id -1", "no estimate -1 is kept"),
        ("import talk.jsonl --preset twsc", 'no preset "twsc"; did you mean "twcs"?'),
        ("import talk.jsonl --map txt=body", 'no field "txt"; did you mean "text"?'),
        ("export mentions --brand Acme --format parquet --output .", "is a folder"),
        ("estimate --brand Acme --output no/such/folder.txt", "cannot be written"),
        ("estimate --brand Acme --output talk.jsonl/x", "cannot be written"),
        ("export mentions --brand Acme --output no/such/folder.csv", "cannot be written"),
        ("estimate --brand Acme --since 2026-02-01 --until 2026-01-01", "before it begins"),
        ("db backup talk.jsonl", "talk.jsonl is there already"),
        ("db backup no/such/copy.db", "could not be written"),
    ],
)
def test_wrong_use_is_2(talk: Desk, words: str, said: str) -> None:
    done = talk.run(*words.split())
    assert (done.code, done.out) == (2, ""), done.err
    assert said in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("words", ["estimate --brand Acme", "metrics --brand Acme --format csv"])
def test_an_empty_database_is_3_and_says_what_to_do(desk: Desk, words: str) -> None:
    done = desk.run(*words.split())
    assert (done.code, done.out) == (3, "")
    assert "the database holds no post yet; bring some with solisten import FILE" in done.err


@pytest.mark.parametrize("words", ["estimate --brand Acme", "metrics --brand Acme"])
def test_a_brand_that_nobody_mentions_is_3_and_says_what_to_do(desk: Desk, words: str) -> None:
    desk.good("import", desk.records("x.jsonl", [record(1, "nothing to see here")]))
    done = desk.run(*words.split())
    assert (done.code, done.out) == (3, "")
    for part in ('nobody mentions "Acme"', "in the 1 posts stored", "--since", "query", "doctor"):
        assert part in done.err


def test_a_window_without_a_mention_is_3(talk: Desk) -> None:
    done = talk.run("metrics", "--brand", "Acme", "--since", "2025-01-01", "--until", "2025-02-01")
    assert done.code == 3
    assert "from 2025-01-01 to 2025-01-31" in done.err


@pytest.mark.parametrize("table", ["mentions", "metrics", "findings", "estimates", "methods"])
def test_a_table_of_nothing_is_0_and_has_its_header(desk: Desk, table: str) -> None:
    empty = desk.run("export", table, "--brand", "Acme", "--output", "empty.csv")
    assert empty.code == 0, empty.err
    header, *rows = (desk.folder / "empty.csv").read_text().splitlines()
    assert header.startswith("section,item" if table == "methods" else "brand,") or (
        "brand" in header
    )
    assert rows == []


def test_explaining_with_a_brand_that_nobody_mentions_is_0(desk: Desk) -> None:
    done = desk.run("explain", "response_rate", "--brand", "Acme")
    assert done.code == 0
    assert "response_rate" in done.out
    assert "holds no post yet" in done.err


def test_other_commands_do_not_mind_an_empty_database(desk: Desk) -> None:
    for words in ("status", "status --json", "reread", "db backup copy.db"):
        desk.good(*words.split())


def test_a_doctor_s_finding_is_4(talk: Desk) -> None:
    done = talk.run("doctor")
    assert done.code == 4
    assert "mastodon:@acme@social.example" in done.out
    assert "no post by it is stored" in " ".join(done.out.split())


def test_a_doctor_of_a_wrong_configuration_is_4(desk: Desk) -> None:
    desk.write("config.toml", "[stor]\n")
    done = desk.run("doctor")
    assert done.code == 4
    assert '"store"' in done.out


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<!DOCTYPE html><title>Just a moment...</title>", "web page"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "no post records"),
    ],
)
def test_a_response_that_is_none_is_4(desk: Desk, body: bytes, said: str) -> None:
    done = desk.run("connectors", "read", "file", desk.write("x.json", body))
    assert (done.code, done.out) == (4, "")
    assert said in done.err
    assert "x.json" in done.err


def test_a_response_that_is_one_is_0(desk: Desk) -> None:
    path = desk.records("x.jsonl", [record(1), record(2)])
    assert len(desk.good("connectors", "read", "file", path).out.splitlines()) == 2
    assert desk.run("connectors", "read", "file", "nofile.json").code == 2
    assert desk.run("connectors", "read", "file", ".").code == 2


def test_what_is_advised_can_be_done() -> None:
    """A message never names a command that this version does not have."""
    advised = {
        (path.name, word)
        for path in (ROOT / "src").rglob("*.py")
        for word in re.findall(r"[`\"' ]solisten ([a-z]+)", path.read_text())
        if word != "to"
    }
    wrong = {(name, word) for name, word in advised if word not in COMMANDS}
    assert wrong == set()
    assert Path(ROOT / "config.example.toml").exists()
