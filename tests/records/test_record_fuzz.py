"""No file, however broken, ends in anything but rows and a clear refusal."""

from __future__ import annotations

import gzip
import json
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from solisten.errors import FileError
from solisten.nouns import Gone, Post
from solisten.records import Hidden, Options, Rejected, preset_names, read_bytes

RECORDS = [
    {"id": str(at), "created_at": "2024-01-31", "text": f'"{at}", é\n', "rating": at}
    for at in range(30)
]
WHOLE = {
    "a.jsonl": "\n".join(json.dumps(one) for one in RECORDS).encode(),
    "a.json": json.dumps(RECORDS, indent=1).encode(),
    "a.csv": b"id,created_at,text,rating\n"
    + b"".join(b'%d,2024-01-31,"a ""b""\n%d",3\r\n' % (at, at) for at in range(30)),
    "b.csv": "id\tcreated_at\ttext\n1\t2024-01-31\thé\n".encode("utf-16"),
    "a.jsonl.gz": gzip.compress(b'{"id": "1", "created_at": 5, "text": "x"}\n' * 30),
}


def exhausted(body: bytes, name: str, preset: str = "") -> list[object]:
    rows: list[object] = []
    with suppress(FileError):
        rows.extend(read_bytes(body, Options(network="forum", preset=preset), name))
    assert all(isinstance(row, Post | Gone | Hidden | Rejected) for row in rows)
    for row in rows:
        if isinstance(row, Rejected):
            assert row.line >= 1
            assert row.reason.isprintable(), "a reason is shown on a terminal"
            assert len(row.reason) < 500
    return rows


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from([*WHOLE, "a.parquet", "a"]))
def test_any_bytes(body: bytes, name: str) -> None:
    exhausted(body, name)
    exhausted(b"id,created_at,text\n" + body, name)
    exhausted(b'{"id": 1}\n' + body, name)
    exhausted(b"[{" + body, name)
    exhausted(b"\x1f\x8b\x08\x00" + body, name)
    exhausted(b"PAR1" + body + b"PAR1", name)


@settings(deadline=None)
@given(
    st.sampled_from(list(WHOLE)),
    st.integers(0, 3000),
    st.integers(0, 4),
    st.binary(max_size=4),
    st.sampled_from(["", *preset_names()]),
)
@example("a.csv", 200, 1, b'"', "")
@example("a.json", 200, 1, b'"', "")
def test_any_damage(name: str, at: int, gone: int, put: bytes, preset: str) -> None:
    body = WHOLE[name]
    exhausted(body[:at] + put + body[at + gone :], name, preset)


@pytest.mark.parametrize("name", WHOLE)
def test_undamaged(name: str) -> None:
    assert all(isinstance(row, Post) for row in exhausted(WHOLE[name], name))


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
@settings(deadline=None)
@given(data=st.data())
def test_one_broken_line_costs_few_rows(name: str, data: st.DataObject) -> None:
    """One damaged byte outside the header loses the rows it touches, and no others."""
    body = WHOLE[name]
    at = data.draw(st.integers(body.index(b"\n") + 1, len(body) - 1))
    put = data.draw(st.sampled_from([b'"', b",", b"\n", b"{", b"\xff", b"\0", b""]))
    rows = exhausted(body[:at] + put + body[at + 1 :], name)
    assert sum(isinstance(row, Post) for row in rows) >= 28
