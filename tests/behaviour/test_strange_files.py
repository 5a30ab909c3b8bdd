"""Files that are not what they claim: said with the file's name, exit code 2, nothing stored."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest
from desk import TOTAL, record

if TYPE_CHECKING:
    from desk import Desk

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 9
LINES = b"".join(json.dumps(record(number)).encode() + b"\n" for number in range(60))
PACKED = gzip.compress(LINES, mtime=0)
NONE = TOTAL.format(0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("image.jsonl", PNG, "no post records in any known form"),
        ("image.csv", PNG, "no post records in any known form"),
        ("image.jsonl.gz", gzip.compress(PNG, mtime=0), "no post records in any known form"),
        ("page.jsonl", b"<!DOCTYPE html><html><body>Log in</body></html>", "a web page"),
        ("page.csv", b"\n <html lang=en><body>Log in</body></html>", "a web page"),
        ("feed.json", b'<?xml version="1.0"?><rss></rss>', "connectors read rss"),
        ("cut.jsonl.gz", PACKED[:15], "the gzip data end in the middle, no row can be read"),
        ("torn.jsonl.gz", PACKED[:10] + b"\xff" * 50, "no row can be read"),
        ("book.csv", b"PK\x03\x04" + bytes(99), "a spreadsheet; save it as CSV"),
        ("paper.csv", b"%PDF-1.7" + bytes(99), "a PDF"),
        ("bytes.parquet", b"PAR1" + b"nothing" * 99 + b"PAR1", "Parquet that cannot be read"),
        ("short.parquet", b"PAR1", "Parquet that cannot be read"),
        ("empty.parquet", b"", "no post records in any known form"),
        ("deep.jsonl", b"[" * 100_000 + b"]" * 100_000, "no JSON objects in it"),
        ("deep.json", b"[" * 100_000 + b"]" * 100_000, "no JSON objects in it"),
        ("deep2.jsonl", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "no JSON objects in it"),
        ("letter.csv", b"dear all,\nhow are you?\n", "no column for id"),
    ],
)
def test_a_file_that_is_something_else(desk: Desk, name: str, content: bytes, said: str) -> None:
    done = desk.run("import", desk.write(name, content), "--network", "forum")
    assert (done.code, done.out, done.said[-1]) == (2, "", NONE)
    assert name in done.err
    assert said in done.err


@pytest.mark.parametrize(
    ("name", "said"),
    [(".", "Is a directory"), ("nofile.jsonl", "No such file"), ("config.toml/x", "directory")],
)
def test_a_file_that_is_none(desk: Desk, name: str, said: str) -> None:
    done = desk.run("import", name)
    assert (done.code, done.said[-1]) == (2, NONE)
    assert said in done.err


@pytest.mark.parametrize("name", ["empty.jsonl", "empty.csv", "empty.jsonl.gz", "blank.jsonl"])
def test_a_file_without_a_row_is_no_error(desk: Desk, name: str) -> None:
    desk.write(name, b"\n\n" if name == "blank.jsonl" else b"")
    assert desk.good("import", name).said == [NONE]


def test_nothing_at_all(desk: Desk) -> None:
    assert desk.good("import", "/dev/null").said == [NONE]


def test_a_cut_archive_keeps_what_came_before(desk: Desk) -> None:
    done = desk.good("import", desk.write("cut.jsonl.gz", PACKED[: len(PACKED) * 2 // 3]))
    read, new = (int(part.split()[1]) for part in done.said[-1].split(",")[:2])
    assert 5 < new == read - 1
    assert "cut.jsonl.gz, line" in done.err
    assert "the gzip data end in the middle; what came before is kept" in done.err


@pytest.mark.parametrize("after", [b"\n" * 30_000_000, b'{"text": "' + b"a" * 30_000_000])
def test_a_bomb_is_left_where_it_unfolds(desk: Desk, after: bytes) -> None:
    done = desk.run("import", desk.write("bomb.jsonl.gz", gzip.compress(LINES + after, mtime=0)))
    assert (done.code, done.said[-1]) == (2, TOTAL.format(60, 60, 0, 0, 0, 0))
    assert "unfolds to more than 100 times its size; what came before is kept" in done.err


def test_a_file_beyond_the_bytes_allowed(desk: Desk) -> None:
    config = (desk.folder / "config.toml").read_text()
    desk.write("config.toml", f"[import]\nmax_bytes = {len(LINES) // 2}\n{config}")
    done = desk.run("import", desk.write("long.jsonl", LINES))
    assert done.code == 2
    assert "Raise [import] max_bytes to read on" in done.err
    assert "new 30" in done.said[-1] or "new 29" in done.said[-1]


def test_one_bad_file_does_not_stop_the_others(desk: Desk) -> None:
    desk.write("image.jsonl", PNG)
    good = desk.write("good.jsonl", LINES)
    done = desk.run("import", "image.jsonl", good, "nofile.jsonl")
    assert (done.code, done.said[-1]) == (2, TOTAL.format(60, 60, 0, 0, 0, 0))
    assert [line.split(":")[2].strip() for line in done.said[:-1]] == [
        "image.jsonl",
        "nofile.jsonl",
    ]


def test_an_archive_by_another_name(desk: Desk) -> None:
    assert desk.good("import", desk.write("plain.gz", LINES)).said[-1].startswith("read 60, new 60")
    packed = desk.good("import", desk.write("packed.jsonl", PACKED))
    assert packed.said == [TOTAL.format(60, 0, 0, 60, 0, 0)]


def test_a_csv_with_huge_cells(desk: Desk) -> None:
    text = "Acme Rockets " + "far " * 200_000
    desk.write(
        "huge.csv", f'id,created_at,text\n1,2026-01-02,"{text}"\n2,2026-01-02,Acme Rockets\n'
    )
    done = desk.good("import", "huge.csv", "--network", "forum")
    assert done.said[-1] == TOTAL.format(2, 2, 0, 0, 0, 0)
    assert "\nmentions " in desk.good("metrics", "--brand", "Acme").out


def test_an_unclosed_quote_takes_no_rows_silently(desk: Desk) -> None:
    rows = "".join(f"{number},2026-01-02,Acme Rockets\n" for number in range(2, 500))
    desk.write("open.csv", f'id,created_at,text\n1,2026-01-02,"Acme Rockets\n{rows}')
    done = desk.good("import", "open.csv", "--network", "forum")
    counts = dict(part.rsplit(" ", 1) for part in done.said[-1].split(", "))
    assert int(counts["read"]) >= 1
    assert int(counts["rejected"]) >= 1 or int(counts["new"]) == 499
