"""stdout carries data and nothing else; stderr carries the rest, in a person's words."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from typing import TYPE_CHECKING

import pytest
from desk import COMMAND, CONFIG, ROOTS, conversation, record

if TYPE_CHECKING:
    from desk import Desk

QUIET = [
    "estimate --brand Acme --format json",
    "metrics --brand Acme --format json",
    "metrics --brand Acme --format csv",
    "export mentions --brand Acme --format jsonl",
    "export findings --brand Acme --format jsonl",
    "export methods --brand Acme",
    "status --json",
    "connectors read file talk.jsonl",
]


@pytest.mark.parametrize("words", QUIET)
def test_data_can_be_read_by_a_machine_whatever_is_said(talk: Desk, words: str) -> None:
    """The query's hint, the note on the window and the debug log all go to stderr."""
    talk.write("config.toml", CONFIG.replace("globex", "globex AND or"))
    more = ["--since", "2026-01-01T10:00"] if "--brand" in words else []
    done = talk.good("-v", *words.split(), *more)
    if "export methods" in words or "csv" in words:
        rows = list(csv.reader(io.StringIO(done.out)))
        assert len({len(row) for row in rows}) == 1
    elif "jsonl" in words:
        assert all(isinstance(json.loads(line), dict) for line in done.out.splitlines())
    else:
        assert done.json()
    if more:
        assert "is rounded outwards" in done.err


@pytest.mark.parametrize(
    "words", ["import talk.jsonl", "reread", "db backup b.db", "models check", "export mentions"]
)
def test_what_has_no_data_prints_none(talk: Desk, words: str) -> None:
    more = ["--brand", "Acme", "--output", "o.csv"] if "export" in words else []
    assert talk.good(*words.split(), *more).out == ""


@pytest.mark.parametrize(
    "words",
    [
        "estimate --brand Acne",
        "estimate --brand Acme --since 2020-01-01 --until 2020-02-01",
        "import nofile",
        "--db sqlite:///talk.jsonl status",
        "models check talk.jsonl",
        "connectors read rss config.toml",
    ],
)
def test_tracebacks_are_for_those_who_ask(talk: Desk, words: str) -> None:
    done = talk.run(*words.split())
    assert done.code in {2, 3, 4}
    assert "Traceback" not in done.err
    assert done.said[0].startswith("solisten: ")
    asked = talk.run("-v", *words.split())
    assert (asked.code, asked.out) == (done.code, "")
    if words != "import nofile":  # the others go on, hence no exception
        assert "Traceback (most recent call last)" in asked.err


@pytest.mark.parametrize("words", ["estimate --brand Acme", "metrics --brand Acme", "status"])
def test_colour_is_for_terminals_and_not_with_no_color(talk: Desk, words: str) -> None:
    assert "\x1b" not in talk.good(*words.split()).out


def shown_on_a_terminal(desk: Desk, *words: str, **env: str) -> bytes:
    """Run a command whose stdout is a terminal and return what it shows."""
    import subprocess

    ours, theirs = os.openpty()
    known = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "TERM"}}
    with subprocess.Popen(
        [*COMMAND, *desk.placed(words)],
        cwd=desk.folder,
        env={**known, "PYTHONPATH": ROOTS, "TERM": "xterm-256color", "COLUMNS": "80", **env},
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    ):
        os.close(theirs)
        shown = b""
        while part := read(ours):
            shown += part
    os.close(ours)
    return shown


def read(terminal: int) -> bytes:
    """Return what a terminal shows next, nothing when the other side is closed."""
    try:
        return os.read(terminal, 65_536)
    except OSError:  # what Linux says then
        return b""


@pytest.mark.parametrize(("env", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_is_coloured_unless_no_color(
    talk: Desk, env: dict[str, str], *, coloured: bool
) -> None:
    shown = shown_on_a_terminal(talk, "estimate", "--brand", "Acme", **env)
    assert b"Acme" in shown
    assert (b"\x1b[" in shown) is coloured


def test_a_report_fits_eighty_columns(talk: Desk) -> None:
    for words in ("estimate --brand Acme --model all", "metrics --brand Acme", "status", "doctor"):
        shown = talk.run(*words.split()).out
        assert max(map(len, shown.splitlines())) <= 80
    for words in ("models list", "models show solis", "connectors list", "explain 7"):
        shown = talk.run(*words.split()).out
        assert max(map(len, shown.splitlines())) <= 80


def test_json_logs_are_objects_only(talk: Desk) -> None:
    done = talk.run("--json-logs", "-v", "estimate", "--brand", "Acne")
    told = [json.loads(line) for line in done.said]
    assert told[-1]["level"] == "error"
    assert 'no brand "Acne"' in told[-1]["message"]
    assert all(re.fullmatch(r"20\d\d-.*Z", one["time"]) for one in told)


@pytest.mark.parametrize(
    ("meta", "code"),
    [
        (b"[1]", 2),
        (b"{", 2),
        (b'{"status": "fine"}', 2),
        (b'{"headers": [1]}', 2),
        (b"[" * 100_000, 2),
        (b'{"url": null, "status": null, "headers": null}', 0),
        (b'{"url": "https://x.example", "status": 200, "headers": {"A": 1}, "more": []}', 0),
    ],
)
def test_what_stands_beside_a_response(desk: Desk, meta: bytes, code: int) -> None:
    desk.records("x.jsonl", [record(1)])
    desk.write("x.meta.json", meta)
    done = desk.run("connectors", "read", "file", "x.jsonl")
    assert done.code == code, done.err
    if code:
        assert "x.meta.json" in done.err


def test_several_responses_and_one_that_is_none(talk: Desk) -> None:
    """What was read before stays printed; the exit code tells that not all was."""
    talk.write("page.html", "<html><title>Log in</title></html>")
    done = talk.run("connectors", "read", "file", "talk.jsonl", "page.html")
    assert done.code == 4
    assert len(done.out.splitlines()) == len(conversation())
    assert "page.html" in done.err
