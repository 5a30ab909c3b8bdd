"""Large and malicious answers of social networks: each ends soon, and with a reason."""

from __future__ import annotations

import json
import time
from importlib import import_module
from typing import Any

import pytest

from solisten.connector import Response
from solisten.errors import Unreadable

SIZE = 1_000_000  # bytes; twenty times as much is the most that is ever fetched
SECONDS = 6.0


def status(i: int, **changes: Any) -> dict[str, Any]:
    told = {"id": str(i), "uri": f"https://s.example/{i}", "visibility": "public", "content": "x"}
    return told | {"account": {"acct": "a"}, "created_at": "2026-05-01T10:00:00Z"} | changes


def thing(body: str) -> dict[str, Any]:
    data = {"name": "t1_a", "author": "a", "body": body, "created_utc": 1.0e9}
    return {"kind": "Listing", "data": {"children": [{"kind": "t1", "data": data}]}}


def feed(content: str) -> bytes:
    entry = f"<id>t1_a</id><updated>2026-05-01T10:00:00Z</updated><content>{content}</content>"
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{entry}</entry></feed>'.encode()


HOSTILE: dict[str, tuple[str, Any]] = {
    "many empty lists": ("mastodon", [[] for _ in range(SIZE // 3)]),
    "many numbers": ("hackernews", list(range(SIZE // 7))),
    "a chain of replies": ("mastodon", [status(i, in_reply_to_id=str(i - 1)) for i in range(5000)]),
    "a circle of replies": (
        "mastodon",
        [status(i, in_reply_to_id=str((i + 1) % 5000)) for i in range(5000)],
    ),
    "one post of tags": ("mastodon", [status(1, content="<br>" * (SIZE // 4))]),
    "one post of open quotes": ("mastodon", [status(1, content="<a b='" * (SIZE // 6))]),
    "one post of entities": (
        "lobsters",
        [{"short_id": "a", "title": "&#9;" * (SIZE // 4), "created_at": "2026-05-01"}],
    ),
    "one post of links": ("reddit", thing("https://a.example/" + ")" * SIZE)),
    "many links": ("reddit", thing("http://a" * (SIZE // 8))),
    "broken lines": ("bluesky", b"{\n" * (SIZE // 2)),
    "a flood of marks": ("reddit", feed("&lt;!-- SC_OFF --&gt;" * (SIZE // 22))),
    "a long id": (
        "discourse",
        {"id": "9" * SIZE, "post_number": 1, "topic_id": 1, "created_at": "2026-05-01"},
    ),
    "a long number": ("discourse", b'{"id": ' + b"9" * SIZE + b"}"),
    "a long time": ("lemmy", {"post": {"ap_id": "a", "published": "2" * SIZE}, "creator": {}}),
    "a long name": (
        "activitypub",
        {"type": "Note", "id": "a", "published": "2026-05-01", "attributedTo": "a@" * (SIZE // 2)},
    ),
    "nested threads": ("bluesky", b'{"thread":{"replies":[' * (SIZE // 22)),
    "nested activities": ("activitypub", b'{"type":"Create","object":' * (SIZE // 26)),
    "one deep list": ("stackexchange", b"[" * SIZE),
    "bidi and joiners": (
        "hackernews",
        [{"type": "story", "id": 1, "time": 1.0e9, "title": "\u202e\u200d" * (SIZE // 6)}],
    ),
    "UTF-16": ("lemmy", json.dumps({"posts": []}).encode("utf-16")),
    "half a character": (
        "mastodon",
        json.dumps([status(1, content="é")], ensure_ascii=False).encode()[:-30],
    ),
    "names of nobody": (
        "mastodon",
        [status(1, account={"acct": "@" * SIZE, "display_name": "a@b." * (SIZE // 4)})],
    ),
}


@pytest.mark.no_cover  # the tracer would be timed as well
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_answers_end_soon(name: str) -> None:
    network, value = HOSTILE[name]
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    start = time.process_time()
    try:
        list(import_module(f"solisten_connectors.{network}").read(Response("", 200, {}, body)))
    except Unreadable as refused:
        reason = refused.reason
    else:
        reason = "read"
    assert 0 < len(reason) < 400
    assert time.process_time() - start < SECONDS
