"""What is written is read back, to the last field."""

from __future__ import annotations

import csv
import io
import json
import sys
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solisten.errors import FileError
from solisten.nouns import Gone, Kind, Post, Visibility
from solisten.records import FIELDS, Options, read_bytes, read_file, to_json_line, to_record
from solisten.records.cells import account

if TYPE_CHECKING:
    from pathlib import Path

NONE = Options()
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)


def named(text: str) -> bool:
    return text == text.strip() and account(text) == text and "E+" not in text.upper()


NAMES = WORDS.filter(named)
# From April 1970 on a float's every digit fits into nanoseconds.
TIMES = st.floats(min_value=2**23, max_value=7e9)
COUNTS = st.none() | st.integers(-(2**63), 2**63 - 1)

POSTS = st.builds(
    Post,
    network=st.from_regex(r"[a-z0-9-]{1,40}", fullmatch=True),
    id=NAMES.filter(bool),
    created_at=TIMES,
    channel=NAMES,
    url=NAMES,
    kind=st.sampled_from(list(Kind)),
    author=NAMES,
    author_name=NAMES,
    author_followers=COUNTS,
    author_bot=st.booleans(),
    edited_at=st.none() | TIMES,
    text=WORDS,
    title=WORDS,
    lang=NAMES,
    reply_to=NAMES,
    thread=NAMES,
    rating=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    likes=COUNTS,
    shares=COUNTS,
    visibility=st.sampled_from([Visibility.PUBLIC, Visibility.UNLISTED]),
    links=st.lists(NAMES.filter(bool), max_size=3).map(tuple),
    reply_text=st.none() | WORDS.filter(str.strip),
    reply_at=st.none() | TIMES,
    reply_author=NAMES,
    repost_of=NAMES,
    quote_of=NAMES,
    accepted=st.booleans(),
    official=st.sampled_from(["", "developer", "staff", "verified-domain"]),
)


@settings(deadline=None)
@given(POSTS)
def test_a_post_as_a_line(post: Post) -> None:
    line = to_json_line(post)
    assert "\n" not in line
    assert list(read_bytes(line.encode() + b"\n", NONE, "a.jsonl")) == [post]


@settings(deadline=None)
@given(st.lists(POSTS, max_size=4))
def test_posts_as_a_list(posts: list[Post]) -> None:
    body = json.dumps([to_record(post) for post in posts], indent=1).encode()
    assert list(read_bytes(body, NONE, "a.json")) == posts


@settings(deadline=None)
@given(NAMES.filter(bool), st.none() | TIMES)
def test_a_deletion(known: str, at: float | None) -> None:
    gone = Gone(network="forum", id=known, deleted_at=at)
    assert list(read_bytes(to_json_line(gone).encode(), NONE, "a.jsonl")) == [gone]


def guarded(value: object) -> object:
    text = " ".join(value) if isinstance(value, tuple) else value
    return f"'{text}" if isinstance(text, str) and text[:1] in set("=+-@\t\r") else text


def tabled(posts: list[Post]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS)
    writer.writeheader()
    for post in posts:
        writer.writerow({name: guarded(value) for name, value in to_record(post).items()})
    return out.getvalue().encode()


@settings(deadline=None)
@given(st.lists(POSTS, max_size=3))
def test_posts_as_a_guarded_table(posts: list[Post]) -> None:
    """A table has no lists, and no way to tell an empty text from none."""
    plain = [
        msgspec.structs.replace(
            post,
            links=tuple(link for link in post.links if link.isalnum()),
            text=post.text.strip("'") or "x",
            title=post.title.strip("'"),
            reply_text=(post.reply_text or "").strip(" '") or None,
            **{
                name: getattr(post, name).strip("' ")
                for name in (
                    *("channel", "url", "author", "author_name", "lang", "reply_to", "thread"),
                    *("reply_author", "repost_of", "quote_of"),
                )
            },
            id=f"i{post.id}",
        )
        for post in posts
    ]
    assert list(read_bytes(tabled(plain), NONE, "a.csv")) == plain


def test_empty_fields_are_left_out() -> None:
    post = Post(network="forum", id="7", created_at=86400.5, author_bot=False, likes=0)
    assert to_record(post) == {
        "network": "forum",
        "id": "7",
        "created_at": "1970-01-02T00:00:00.5Z",
        "kind": "post",
        "text": "",
        "likes": 0,
    }


def test_parquet(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    rows: list[dict[str, Any]] = [
        {"id": 850.0, "text": "a", "rating": 4.5, "links": ["https://a.example"], "bot": True},
        {"id": 851.0, "text": "", "rating": None, "links": [], "bot": False},
        {"id": None, "text": "x", "rating": None, "links": None, "bot": None},
        {"id": 853.0, "text": None, "rating": float("nan"), "links": None, "bot": None},
    ]
    times = pa.array([10**18, 10**18, 10**18, 10**18], pa.timestamp("ns"))
    table = pa.Table.from_pylist(rows).append_column("created_at", times)
    path = tmp_path / "a.parquet"
    pq.write_table(table, path)
    options = Options(network="forum", mapping={"author_bot": "bot"})
    first, second, third, fourth = read_file(path, options)
    assert isinstance(first, Post)
    assert (first.id, first.created_at, first.rating) == ("850", 1e9, 4.5)
    assert (first.links, first.author_bot) == (("https://a.example",), True)
    assert isinstance(second, Post)
    assert (getattr(third, "line", 0), getattr(third, "reason", "")) == (3, "no id")
    assert getattr(fourth, "reason", "") == "no text, title or rating"


def test_parquet_without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1xxxxPAR1")
    with pytest.raises(FileError, match=r'pip install "solisten\[parquet\]"'):
        list(read_file(path, NONE))
