"""Files of every form, whole and damaged, and their limits."""

from __future__ import annotations

import gzip
import json
import os
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest

from solisten.errors import FileError, UsageError
from solisten.nouns import Post
from solisten.records import Hidden, Options, Rejected, read_bytes, read_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FORUM = Options(network="forum")


def record(number: int, **more: Any) -> dict[str, Any]:
    return {"id": str(number), "created_at": "2024-01-31T00:00:00Z", "text": "hello", **more}


def as_lines(records: Iterable[object]) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in records)


def ids(rows: Iterable[object]) -> list[str]:
    return [row.id for row in rows if isinstance(row, Post)]


def rejected(rows: Iterable[object]) -> list[Rejected]:
    return [row for row in rows if isinstance(row, Rejected)]


def take(seen: list[object], rows: Iterable[object]) -> None:
    for row in rows:
        seen.append(row)  # noqa: PERF402  (each is kept, although it ends badly)


THREE = [record(number) for number in (1, 2, 3)]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.jsonl", as_lines(THREE)),
        ("a.jsonl", as_lines(THREE).rstrip(b"\n")),
        ("a.jsonl", b"\xef\xbb\xbf\n\n" + as_lines(THREE).replace(b"\n", b"\r\n\r\n")),
        ("a.json", json.dumps(THREE).encode()),
        ("a.json", json.dumps(THREE, indent=2).encode()),
        ("a.json", b"".join(json.dumps(one, indent=2).encode() for one in THREE)),
        ("a.jsonl", b"\n".join(json.dumps([one]).encode() for one in THREE)),
        ("a.json", json.dumps(THREE).encode("utf-16")),
        ("no-ending", as_lines(THREE)),
        ("wrong.csv", as_lines(THREE)),
        ("a.jsonl.gz", gzip.compress(as_lines(THREE), mtime=0)),
        ("not-named-so.jsonl", gzip.compress(as_lines(THREE), mtime=0)),
        ("named-so.jsonl.gz", as_lines(THREE)),
        ("members.gz", b"".join(gzip.compress(as_lines([one]), mtime=0) for one in THREE)),
        ("padded.gz", gzip.compress(as_lines(THREE), mtime=0) + bytes(1024)),
        ("a.json.gz", gzip.compress(json.dumps(THREE).encode(), mtime=0)),
    ],
)
def test_the_content_tells_the_form(tmp_path: Path, name: str, body: bytes) -> None:
    (tmp_path / name).write_bytes(body)
    rows = list(read_file(tmp_path / name, FORUM))
    assert ids(rows) == ["1", "2", "3"]
    assert len(rows) == 3


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    for name, body in (("a.jsonl", b""), ("a.csv", b"\n\n"), ("a.json", b"[]"), ("b.json", b" ")):
        (tmp_path / name).write_bytes(body)
        assert list(read_file(tmp_path / name, FORUM)) == []


class TestJson:
    def test_bad_lines_are_named_and_stop_nobody(self) -> None:
        body = b'{"id": "1"\n' + as_lines(THREE) + b'nonsense\n[1]\n7\n"x"\n{"id": "9"}\n'
        rows = list(read_bytes(body, FORUM, "a.jsonl"))
        assert ids(rows) == ["1", "2", "3"]
        assert [row.line for row in rejected(rows)] == [1, 5, 6, 7, 8, 9]
        assert rejected(rows)[0].reason.startswith("no JSON: ")
        assert rejected(rows)[2].reason == "a JSON list, no object"
        assert rejected(rows)[5].reason == "no created_at"

    def test_hidden(self) -> None:
        body = as_lines([record(1, visibility="direct"), record(2)])
        assert next(iter(read_bytes(body, FORUM, "a.jsonl"))) == Hidden(1)

    def test_what_other_tools_write(self) -> None:
        body = (
            b'{"id": 850.0, "created_at": 1706659200000, "text": "a\\u0000b\\ud800c"}\n'
            b'{"id": "2", "created_at": "2024-01-31", "text": "tab\there", "rating": NaN}\n'
            b'{"id": "3", "created_at": "2024-01-31", "text": "caf\xe9 \x00"}\n'
            b'{"id": "4", "created_at": NaN, "text": "x"}\n'
            b'{"id": "5", "created_at": Infinity, "text": "x"}\n'
            b'{"id": 123456789012345678901234567890, "created_at": 5, "text": "x"}\n'
        )
        rows = list(read_bytes(body, FORUM, "a.jsonl"))
        assert ids(rows) == ["850", "2", "3", "123456789012345678901234567890"]
        assert [row.line for row in rejected(rows)] == [4, 5]
        texts = [row.text for row in rows if isinstance(row, Post)]
        assert texts == ["a\ufffdb\ufffdc", "tab\there", "café \ufffd", "x"]

    def test_depth_is_no_danger(self) -> None:
        deep = b'{"id": "1", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"
        rows = list(read_bytes(as_lines(THREE) + deep, FORUM, "a.jsonl"))
        assert [row.line for row in rejected(rows)] == [4]
        wrapped = b"[" + deep + b"," + json.dumps(THREE[0]).encode() + b"]"
        assert ids(read_bytes(wrapped, FORUM, "a.json")) == ["1"]

    def test_a_line_that_is_too_long(self) -> None:
        body = as_lines([record(1), record(2, text="x" * 9_000_000), record(3)])
        rows = list(read_bytes(body, FORUM, "a.jsonl"))
        assert ids(rows) == ["1", "3"]
        assert rejected(rows) == [Rejected(2, "longer than 8,388,608 bytes")]

    def test_strings_with_brackets_and_escapes_in_a_list(self) -> None:
        texts = ['}]{"', "\\", '\\"', "[[[", "a\nb", '"', "é\u2028"]
        records = [record(at, text=text) for at, text in enumerate(texts)]
        for body in (json.dumps(records), json.dumps(records, indent=1, ensure_ascii=False)):
            rows = list(read_bytes(body.encode(), FORUM, "a.json"))
            assert [row.text for row in rows if isinstance(row, Post)] == texts

    def test_a_long_list_is_cut_at_any_place(self) -> None:
        records = [record(at, text='"}\\' * (at % 7)) for at in range(20_000)]
        rows = list(read_bytes(json.dumps(records, indent=1).encode(), FORUM, "a.json"))
        assert ids(rows) == [str(at) for at in range(20_000)]

    def test_lines_in_a_list(self) -> None:
        body = json.dumps([record(1), record(2, created_at="?")], indent=1).encode()
        assert [row.line for row in rejected(read_bytes(body, FORUM, "a.json"))] == [7]

    def test_a_cut_list(self) -> None:
        body = json.dumps(THREE).encode()[:-20]
        rows = list(read_bytes(body, FORUM, "a.json"))
        assert ids(rows) == ["1", "2"]
        assert len(rejected(rows)) == 1

    def test_mapped_keys(self) -> None:
        body = as_lines([{"nr": 7, "created_at": 0, "body": "hi", "text": "not this"}])
        options = Options(network="forum", mapping={"id": "nr", "text": "body"})
        (post,) = read_bytes(body, options, "a.jsonl")
        assert isinstance(post, Post)
        assert (post.id, post.text) == ("7", "hi")


class TestUnreadable:
    @pytest.mark.parametrize(
        ("name", "body", "says"),
        [
            ("a.jsonl", b"<!DOCTYPE html><html><body>Log in</body></html>", "web page"),
            ("a.csv", b"\n <html><head>", "web page"),
            ("a.json", b"<?xml version='1.0'?><rss/>", "XML"),
            ("a.csv", b"PK\x03\x04rest", "spreadsheet"),
            ("a.xls", b"\xd0\xcf\x11\xe0rest", "spreadsheet"),
            ("a.bz2", b"BZh9rest", "bunzip2"),
            ("a.xz", b"\xfd7zXZ\0rest", "unxz"),
            ("a.zst", b"\x28\xb5\x2f\xfdrest", "unzstd"),
            ("a.db", b"SQLite format 3\0rest", "database"),
            ("a.pdf", b"%PDF-1.7", "PDF"),
            ("a.csv", bytes(range(256)) * 20, "no post records"),
            ("a.jsonl", bytes(5000), "no post records"),
            ("a.jsonl", b"hello\nworld\n", "no JSON objects"),
            ("a.json", b"hello " * 50, "no JSON objects"),
            ("a.jsonl", b"[1]\n" * 500, "no JSON objects"),
            ("a.csv", b"just some words\nand more\n", "no column for id"),
            ("a.parquet", b"id,created_at\n", "no post records"),
            ("a.parquet", b"PAR1 broken PAR1", "Parquet that cannot be read"),
            ("a.jsonl.gz", gzip.compress(as_lines(THREE), mtime=0)[:12], "end in the middle"),
            ("a.gz", b"\x1f\x8b\xff\xff\xff", "no row can be read"),
        ],
    )
    def test_it_is_named_with_a_remedy(self, name: str, body: bytes, says: str) -> None:
        with pytest.raises(FileError, match=says) as caught:
            list(read_bytes(body, FORUM, name))
        assert str(caught.value).startswith(name)
        assert caught.value.exit_code == 2

    def test_no_such_file(self, tmp_path: Path) -> None:
        for path in (tmp_path / "nowhere.csv", tmp_path):
            with pytest.raises(FileError, match=str(path)):
                list(read_file(path, FORUM))

    def test_no_such_preset(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match='did you mean "google-play"'):
            list(read_file(tmp_path / "x", Options(preset="googleplay")))


class TestDamage:
    def test_a_cut_gzip_keeps_what_was_read(self) -> None:
        body = gzip.compress(as_lines(record(at, text=os.urandom(20).hex()) for at in range(5000)))
        for cut in (len(body) // 2, len(body) - 9, len(body) - 4):
            rows = list(read_bytes(body[:cut], FORUM, "a.jsonl.gz"))
            found = ids(rows)
            assert found == [str(at) for at in range(len(found))]
            assert len(found) > 2000
            (last,) = rejected(rows)
            assert (
                rows[-1]
                == last
                == Rejected(
                    len(found) + 1, "the gzip data end in the middle; what came before is kept"
                )
            )

    def test_a_flipped_byte(self) -> None:
        body = bytearray(
            gzip.compress(as_lines(record(at, text=os.urandom(20).hex()) for at in range(5000)))
        )
        body[-1] ^= 1  # the length at the end
        rows = list(read_bytes(bytes(body), FORUM, "a.jsonl.gz"))
        assert len(ids(rows)) == 5000
        assert "gzip data are damaged" in rejected(rows)[0].reason

    def test_what_follows_the_last_member(self) -> None:
        rows = list(read_bytes(gzip.compress(as_lines(THREE), mtime=0) + b"garbage", FORUM, "a.gz"))
        assert ids(rows) == ["1", "2", "3"]
        assert len(rejected(rows)) == 1

    def test_a_cut_csv_in_gzip_loses_only_its_last_row(self) -> None:
        text = "id,created_at,text\n" + "".join(
            f"{at},2024-01-31,{os.urandom(20).hex()}\n" for at in range(5000)
        )
        rows = list(read_bytes(gzip.compress(text.encode())[:-5000], FORUM, "a.csv.gz"))
        assert len(rows[-2:]) == 2
        assert isinstance(rows[-1], Rejected)
        assert all(isinstance(row, Post) and len(row.text) == 40 for row in rows[:-1])


class TestLimits:
    def test_bombs(self) -> None:
        for text in ("x" * 100_000, "\n" * 10):
            body = gzip.compress(as_lines(record(at, text=text) for at in range(1, 9)) * 200)
            with pytest.raises(FileError, match="100 times its size; what came before is kept"):
                list(read_bytes(body, FORUM, "a.jsonl.gz"))

    def test_what_came_before_stays(self) -> None:
        lines = as_lines(record(at, text=os.urandom(100).hex()) for at in range(500))
        body = gzip.compress(lines, mtime=0) + gzip.compress(bytes(50_000_000))
        seen: list[object] = []
        with pytest.raises(FileError, match="100 times"):
            take(seen, read_bytes(body, FORUM, "a.jsonl.gz"))
        assert len(ids(seen)) == 500

    def test_small_files_are_no_bombs(self) -> None:
        body = gzip.compress(as_lines([record(1)] * 600))
        assert len(as_lines([record(1)] * 600)) > 100 * len(body)
        assert len(ids(read_bytes(body, FORUM, "a.jsonl.gz"))) == 600

    @pytest.mark.parametrize("pack", [bytes, gzip.compress])
    def test_max_bytes(self, pack: Any) -> None:
        lines = as_lines(record(at, text=os.urandom(10).hex()) for at in range(1000))
        seen: list[object] = []
        with pytest.raises(FileError, match=r"stopped after 10,000 bytes.*max_bytes"):
            take(seen, read_bytes(pack(lines), Options(network="forum", max_bytes=10_000), "a"))
        assert 100 < len(ids(seen)) < 140
        whole = Options(network="forum", max_bytes=len(lines))
        assert len(ids(read_bytes(pack(lines), whole, "a"))) == 1000

    def test_memory_does_not_grow_with_the_file(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        with path.open("w") as file:
            file.write("id,created_at,text\n")
            for at in range(10_000):
                file.write(f"{at},2024-01-31,{'some words and more' * 200}\n")
        tracemalloc.start()
        count = sum(1 for _ in read_file(path, FORUM))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert count == 10_000
        assert path.stat().st_size > 30_000_000
        assert peak < 3_000_000


def test_progress_ends_at_the_size_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(
        gzip.compress(as_lines(record(at, text=os.urandom(50).hex()) for at in range(5000)))
    )
    seen: list[tuple[int, int]] = []
    list(read_file(path, FORUM, lambda read, total: seen.append((read, total))))
    assert len(seen) > 3
    assert seen == sorted(seen)
    assert seen[-1] == (path.stat().st_size, path.stat().st_size)


def test_the_same_file_twice_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(as_lines(THREE))
    assert list(read_file(path, FORUM)) == list(read_file(path, FORUM))
