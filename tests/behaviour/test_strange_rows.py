"""Rows that no author meant well: each is stored harmlessly or rejected with line and reason."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
import stores
from desk import TOTAL, record

if TYPE_CHECKING:
    from pathlib import Path

    from desk import Desk

ASK = "Acme Rockets: why does it not work?"
OBEYED = [*map(chr, range(9)), *map(chr, range(11, 32)), *map(chr, range(127, 160))]
OBEYED += list("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
OBEYED = [char for char in OBEYED if char != "\r"]  # rows of CSV end in it


def strange() -> list[dict[str, Any]]:
    """Return rows that can be stored."""
    return [
        record("nul\x00id", f"{ASK} a\x00b"),
        record("sur\ud800", f"{ASK} \udfff", author="a\ud800"),
        record("old", created_at=0),
        record("far", created_at="2200-12-31T23:59:59Z", text="far away"),
        record("x" * 1000, author="x"),
        record("emoji", "Acme Rockets " + "\U0001f621" * 64_000),
        record("family", "Acme Rockets " + "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 9_000),
        record("zalgo", "Acme Rockets " + "a\u0301" * 30_000),
        record("many", "Acme Rockets " + "word " * 100_000),
        record("brackets", "Acme Rockets " + "(" * 50_000 + "<" * 50_000 + "&" * 50_000),
        record("names", "Acme Rockets " + "@a" * 50_000 + " http://" * 20_000),
        record("wide", ASK, title="t" * 200_000, url="http://" + "a" * 100_000),
        record("parts", f"{ASK} \x1f", channel="c\x1fd", author="e\x1ff", links=["http://a\x1fb"]),
        record("self", ASK, reply_to="self", thread="self"),
        record("ring1", ASK, reply_to="ring2"),
        record("ring2", ASK, reply_to="ring1"),
        record("#answer", ASK),
        record("tongue", ASK, lang="xx-yy-zz" * 50),
        record("deleted", deleted=True),
    ]


REJECTED = [
    (record("y1", created_at="0001-01-01T00:00:00Z"), "outside the years 1970 to 2200"),
    (record("y9999", created_at="9999-12-31T23:59:59Z"), "outside the years 1970 to 2200"),
    (record("before", created_at=-5), "outside the years 1970 to 2200"),
    (record("soon", created_at="soon"), "is no time"),
    (record("none", created_at=None), "no created_at"),
    (record("x" * 10_000), "it has 10,000 characters; 1,000 are the most"),
    (record("to", reply_to="y" * 10_000), "reply_to: it has 10,000 characters"),
    (record("likes", likes=10**30), "is beyond 64 bits"),
    (record("stars", rating="five"), "rating: 'five' is no number"),
    (record("net", network="My Forum"), "network 'My Forum'"),
    (record("net2", network="x" * 41), "40 at most"),
    (record("kind", kind="tweet"), "kind: 'tweet' is none of"),
    (record("who", visibility="unknown"), "visibility: 'unknown' is none of"),
    (record(""), "no id"),
    ([1, 2], "no object"),
    (None, "no object"),
]


def test_rows_that_cannot_be_read_are_told_with_line_and_reason(desk: Desk) -> None:
    path = desk.records("bad.jsonl", [record(1), *(row for row, _ in REJECTED)])
    done = desk.good("import", path)
    assert done.said[-1] == TOTAL.format(len(REJECTED) + 1, 1, 0, 0, len(REJECTED), 0)
    for line, (_, reason) in enumerate(REJECTED, 2):
        assert any(
            told.startswith(f"solisten: warning: {path}, line {line}: ") and reason in told
            for told in done.said
        ), reason
    assert all(len(line) < 400 for line in done.said)


def test_only_the_first_reasons_are_told(desk: Desk) -> None:
    done = desk.good("import", desk.records("bad.jsonl", [record(1), *[record("")] * 99]))
    assert len(done.said) == 22
    assert done.said[-2].endswith("... and 79 more rejected rows")


def test_deep_nesting_is_rejected_row_by_row(desk: Desk) -> None:
    deep = '{"id":"d","network":"forum","created_at":1,"text":' + "[" * 100_000 + "]" * 100_000
    desk.write("deep.jsonl", f"{json.dumps(record(1))}\n{deep}}}\n{json.dumps(record(2))}\n")
    done = desk.good("import", "deep.jsonl")
    assert done.said[-1] == TOTAL.format(3, 2, 0, 0, 1, 0)
    assert "line 2: no JSON" in done.said[0]


@pytest.fixture(scope="module")
def strange_talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database of strange rows."""
    from desk import saved

    return saved(tmp_path_factory.mktemp("strange"), strange())


@pytest.fixture
def odd(desk: Desk, strange_talk: Path) -> Desk:
    """Return a desk whose database holds strange rows."""
    stores.copy(strange_talk, desk.folder / "solisten.db")
    return desk


WINDOW = ("--since", "2026-01-01", "--until", "2026-02-01")


def test_strange_rows_are_stored_once(odd: Desk) -> None:
    again = odd.good("import", odd.records("odd.jsonl", strange()))
    assert again.said == [TOTAL.format(len(strange()), 0, 0, len(strange()), 0, 0)]
    before = odd.digests()
    odd.good("reread")
    assert odd.digests() == before


@pytest.mark.parametrize(
    "words",
    [
        "estimate --brand Acme",
        "estimate --brand Acme --format json",
        "estimate --brand Acme --format html",
        "metrics --brand Acme",
        "metrics --brand Acme --by channel",
        "metrics --brand Acme --by lang",
        "metrics --brand Acme --by rating",
        "metrics --brand Acme --by topic",
        "metrics --brand Acme --by week --format csv",
        "metrics --brand Acme --by day --format json",
        "export mentions --brand Acme",
        "export mentions --brand Acme --authors raw --format jsonl",
        "export findings --brand Acme",
        "export methods --brand Acme",
    ],
)
def test_every_face_bears_strange_rows(odd: Desk, words: str) -> None:
    shown = odd.good(*words.split(), *WINDOW).out
    assert shown
    if "mentions" not in words or "jsonl" in words:
        assert [char for char in OBEYED if char in shown] == []


def test_the_whole_range_of_years_can_be_asked_for(odd: Desk) -> None:
    for words in ("estimate --brand Acme", "metrics --brand Acme", "export mentions --brand Acme"):
        odd.good(*words.split(), "--since", "1970-01-01", "--until", "2201-01-01")


HOSTILE = record(
    "hostile",
    f"{ASK} \x1b[31mred\x1b[0m \x1b]0;\x07 \u202e [bold]x[/bold] <script>alert(1)</script>",
    author="\x1b[2Jeve\u202e",
    author_name="[red]eve[/red]",
    channel="\x1b[31mplace[/]",
    url="javascript:alert(1)",
)


@pytest.fixture
def hostile(desk: Desk) -> Desk:
    """Return a desk where enough people ask in words that a terminal or a page would obey."""
    rows = [
        {
            **HOSTILE,
            "id": f"h{n}",
            "author": f"{HOSTILE['author']}{n}",
            "text": f"{HOSTILE['text']} {'very ' * n} bad",
            "created_at": f"2026-01-{n + 1:02}T10:00:00Z",
        }
        for n in range(28)
    ]
    desk.good("import", desk.records("hostile.jsonl", rows))
    return desk


def test_a_terminal_report_shows_and_obeys_nothing(hostile: Desk) -> None:
    shown = hostile.good("estimate", "--brand", "Acme").out
    assert [char for char in OBEYED if char in shown] == []
    assert "\ufffd[31mred\ufffd[0m" in shown
    assert "[bold]x[/bold]" in shown.replace("\n", "").replace("  ", "")
    for words in ("metrics --brand Acme --by channel", "status", "doctor"):
        shown = hostile.run(*words.split()).out
        assert [char for char in OBEYED if char in shown] == []
    assert "[31mplace[/]" in hostile.good("metrics", "--brand", "Acme", "--by", "channel").out


def test_a_page_shows_and_runs_nothing(hostile: Desk) -> None:
    page = hostile.good("estimate", "--brand", "Acme", "--format", "html").out
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert '="javascript:' not in page
    assert [char for char in OBEYED if char in page] == []


def test_json_decodes_to_what_was_said(hostile: Desk) -> None:
    shown = hostile.good("export", "mentions", "--brand", "Acme", "--format", "jsonl").out
    assert json.loads(shown.splitlines()[0])["text"].startswith(HOSTILE["text"])
    assert [char for char in OBEYED if char in shown] == []


def test_logs_show_names_of_files_and_fields_harmlessly(desk: Desk) -> None:
    desk.records("\x1b[31mred.jsonl", [record(1, kind="\x1b[31m\u202e")])
    shown = desk.run("import", "\x1b[31mred.jsonl").err
    assert [char for char in OBEYED if char in shown] == []
    assert "\ufffd[31mred.jsonl" in shown
    assert "\x1b" not in desk.run("estimate", "--brand", "\x1b[31m").err
    assert "\x1b" not in desk.run("estimate", "\x1b[31m").err
    assert "\x1b" not in desk.run("\x1b[31m").err


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "'=1"]


def test_cells_that_a_sheet_would_run_are_quoted_and_come_back(desk: Desk) -> None:
    rows = [
        record(f"={n}", f"{start} {ASK}", title=start, channel=start, author=f"={n}", url=start)
        for n, start in enumerate(FORMULAS)
    ]
    desk.good("import", desk.records("sheet.jsonl", rows))
    table = desk.good("export", "mentions", "--brand", "Acme", "--authors", "raw").out
    read = list(csv.DictReader(io.StringIO(table, newline="")))
    assert len(read) == len(rows)
    for row in read:
        for name in ("id", "text", "title", "channel", "author"):
            assert not row[name].startswith(("=", "+", "-", "@", "\t", "\r")), row
    desk.write("back.csv", table.encode())
    desk.good(*desk.at("back.db"), "import", "back.csv")
    kept = ("id", "text", "title", "channel", "author", "created_at", "kind")
    back = desk.good(
        *desk.at("back.db"), "export", "mentions", "--brand", "Acme", "--authors", "raw"
    ).out
    again = list(csv.DictReader(io.StringIO(back, newline="")))
    assert [[row[n] for n in kept] for row in again] == [[row[n] for n in kept] for row in read]
