"""Tables that leave the program: whole, harmless, and readable by the tools of analysts."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl  # type: ignore[import-untyped,unused-ignore]
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solisten.errors import FileError, UsageError
from solisten.export.cards import definitions
from solisten.export.cells import CONTROL, guarded
from solisten.export.columns import TABLES, columns
from solisten.export.pseudonyms import pseudonym
from solisten.export.rows import write_csv, write_json_list, write_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

MENTIONS = columns("mentions")
ROW: dict[str, object] = {
    "brand": "Acme", "network": "mastodon", "id": "https://social.example/1", "kind": "post",
    "role": "need", "created_at": 1_767_225_600.25, "author": "79de0c79b4ad7ce3",
    "text": 'Late, "again"\nand again', "lang": "en", "sentiment": -0.5, "need": "complaint",
    "sentiment_label": "negative", "tagged": True, "answered_at": 1_767_229_200,
    "answer_seconds": 3599.75, "rating": 1.0, "likes": 0, "shares": None, "elsewhere": 1,
}  # fmt: skip
DESIGN_7_6 = (
    "brand, network, channel, id, url, kind, role, created_at, author, text, title, lang, "
    "sentiment, sentiment_label, need, tagged, reply_to, thread, answered_at, answer_seconds, "
    "answered_by, peer_answer_seconds, outcome, rating, likes, shares"
)
DESIGN_7_5 = (
    "brand,metric,metric_version,window_start,window_end,network,channel,period,value,unit,"
    "numerator,denominator,n,ci_low,ci_high,coverage,status"
)


def test_the_columns_are_those_of_the_contract() -> None:
    assert ", ".join(column.name for column in MENTIONS) == DESIGN_7_6
    assert ",".join(column.name for column in columns("metrics")) == DESIGN_7_5


def test_every_column_says_what_it_means() -> None:
    for table in TABLES:
        assert len({column.name for column in columns(table)}) == len(columns(table))
        assert all(column.meaning.endswith(".") for column in columns(table))
    assert all(text.endswith(".") for text in definitions().values())


def test_csv_is_what_pandas_reads(tmp_path: Path) -> None:
    file = tmp_path / "mentions.csv"
    assert write_rows([ROW], MENTIONS, "csv", file) == 1
    raw = file.read_bytes()
    assert raw.startswith(b"brand,network,channel,id,")
    assert raw.endswith(
        b",-0.5000,negative,complaint,true,,,2026-01-01T01:00:00Z,3599.75,,,,1,0,\r\n"
    )
    (read,) = pd.read_csv(file, parse_dates=["created_at"]).to_dict("records")
    assert read["text"] == ROW["text"]
    assert read["created_at"] == pd.Timestamp("2026-01-01T00:00:00.25Z")
    assert read["tagged"] is True
    assert pd.isna(read["shares"])


@given(st.text())
def test_csv_gives_the_text_back(text: str) -> None:
    file = io.StringIO(newline="")
    write_csv([{"text": text}], MENTIONS, file)
    file.seek(0)
    (read,) = csv.DictReader(file)
    cell = read["text"]
    assert not re.match(r"[=+\-@\t\r]", cell)
    back = cell[1:] if re.match(r"'+[=+\-@\t\r]", cell) else cell
    assert back == CONTROL.sub("\ufffd", text)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "'="])
def test_a_formula_is_only_text(start: str) -> None:
    assert guarded(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


def test_only_outside_text_is_guarded() -> None:
    file = io.StringIO()
    write_csv(
        [{"text": "-1", "answer_seconds": -5.0, "brand": "-x", "title": "'tis"}], MENTIONS, file
    )
    (read,) = csv.DictReader(io.StringIO(file.getvalue()))
    shown = [read[name] for name in ("text", "answer_seconds", "brand", "title")]
    assert shown == ["'-1", "-5", "-x", "'tis"]


def test_a_sheet_takes_every_cell() -> None:
    sheet = openpyxl.Workbook().create_sheet()
    for code in range(0x2100):
        file = io.StringIO()
        write_csv([{"text": f"a{chr(code)}b"}], MENTIONS, file)
        sheet.cell(1, 1, next(csv.DictReader(io.StringIO(file.getvalue(), newline="")))["text"])


def test_jsonl_says_null_and_keeps_everything(tmp_path: Path) -> None:
    file = tmp_path / "mentions.jsonl"
    hostile = "\x1b[31m \u202e \x9b \x00 =1"
    write_rows([ROW, ROW | {"text": hostile, "sentiment": float("nan")}], MENTIONS, "jsonl", file)
    first, second = (json.loads(line) for line in file.read_text("utf-8").splitlines())
    assert list(first) == [column.name for column in MENTIONS]
    assert (first["created_at"], first["likes"], first["shares"]) == (
        "2026-01-01T00:00:00.25Z",
        0,
        None,
    )
    assert (second["text"], second["sentiment"]) == (hostile, None)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", file.read_text("utf-8"))


def test_parquet_has_types(tmp_path: Path) -> None:
    file = tmp_path / "mentions.parquet"
    rows = [ROW, dict.fromkeys(ROW), ROW | {"likes": 2**40}]
    assert write_rows(rows, MENTIONS, "parquet", file) == 3
    read = pd.read_parquet(file)
    assert list(read) == [column.name for column in MENTIONS]
    assert read["created_at"].tolist()[0] == pd.Timestamp("2026-01-01T00:00:00.25Z")
    assert read["likes"].tolist()[2] == 2**40
    assert read["text"].isna().tolist() == [False, True, False]


def test_metrics_parquet_has_days(tmp_path: Path) -> None:
    file = tmp_path / "metrics.parquet"
    rows = [{"metric": "mentions", "window_start": 20454, "window_end": "2026-04-01", "value": 3}]
    write_rows(rows, columns("metrics"), "parquet", file)
    (read,) = pd.read_parquet(file).to_dict("records")
    assert (str(read["window_start"]), str(read["window_end"])) == ("2026-01-01", "2026-04-01")


def test_empty_tables_are_tables(tmp_path: Path) -> None:
    for form in ("csv", "jsonl", "parquet"):
        assert write_rows([], MENTIONS, form, tmp_path / form) == 0
    assert (tmp_path / "csv").read_bytes().count(b"\r\n") == 1
    assert (tmp_path / "jsonl").read_bytes() == b""
    assert len(pd.read_parquet(tmp_path / "parquet")) == 0
    write_json_list([], MENTIONS, tmp_path / "json")
    assert json.loads((tmp_path / "json").read_bytes()) == []


def test_a_json_list_is_json(tmp_path: Path) -> None:
    write_json_list([ROW, ROW], MENTIONS, tmp_path / "json")
    assert len(json.loads((tmp_path / "json").read_bytes())) == 2


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "mentions.csv"
    file.write_text("old")
    file.chmod(0o640)

    def rows() -> Iterator[dict[str, object]]:
        yield ROW
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_rows(rows(), MENTIONS, "csv", file)
    assert (file.read_text(), os.listdir(tmp_path)) == ("old", ["mentions.csv"])  # noqa: PTH208
    write_rows([], MENTIONS, "csv", file)
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "missing" / "mentions.csv"):
        with pytest.raises(FileError, match=re.escape(str(place))):
            write_rows([ROW], MENTIONS, "csv", place)


def test_stdout_gets_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "from solisten.export.columns import columns\n"
        "from solisten.export.rows import write_rows\n"
        "write_rows([{'text': 'caf\\u00e9 \\u202e'}], columns('mentions'), 'csv', None)"
    )
    path = {"PYTHONPATH": str(Path(__file__).parents[2] / "src"), "LC_ALL": "C"}
    done = subprocess.run([sys.executable, "-c", code], env=path, capture_output=True, check=True)
    write_rows([{"text": "caf\u00e9 \u202e"}], MENTIONS, "csv", tmp_path / "same.csv")
    assert done.stdout == (tmp_path / "same.csv").read_bytes()


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    peaks = []
    for rows in (1_000, 8_000):
        tracemalloc.start()
        write_rows((ROW for _ in range(rows)), MENTIONS, "csv", tmp_path / "many.csv")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 100_000


def test_a_pseudonym_is_stable_and_secret() -> None:
    salt = b"0123456789abcdef"
    name = pseudonym("mastodon", "@Ana@social.example", salt)
    assert name == pseudonym("mastodon", "ana@social.example", salt)
    assert re.fullmatch("[0-9a-f]{16}", name)
    others = [("bluesky", "ana@social.example", salt), ("mastodon", "ben", salt)]
    others.append(("mastodon", "ana@social.example", b"another secret!!"))
    assert len({name, *(pseudonym(*other) for other in others)}) == 4


def test_a_terminal_is_spared_what_a_file_keeps(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    write_rows([{"text": "\u202eevil"}], MENTIONS, "csv")
    assert "\ufffdevil".encode() in capfdbinary.readouterr().out
    with pytest.raises(UsageError, match="give --output FILE"):
        write_rows([], MENTIONS, "parquet")
