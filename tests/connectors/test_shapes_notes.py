"""Notes of Misskey and its kin, which no recorded answer shows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from solisten.connector import Response
from solisten.errors import Unreadable
from solisten.nouns import Kind, Post, Visibility
from solisten_connectors import mastodon

URL = "https://m.example/api/notes/search-by-tag"


def note(name: str, **changes: Any) -> dict[str, Any]:
    user = {"id": "u1", "name": "Ana Lee", "username": "ana", "host": None, "isBot": False}
    told = {"id": name, "createdAt": "2026-05-01T10:00:00.250Z", "userId": "u1", "user": user}
    return told | {"text": "hi", "cw": None, "visibility": "public"} | changes


def posts(value: Any, url: str = URL) -> list[Post]:
    found = mastodon.read(Response(url, 200, {}, json.dumps(value).encode()))
    return [one for one in found if isinstance(one, Post)]


def test_a_note_of_the_instance_and_one_of_another() -> None:
    far = {"id": "u2", "name": None, "username": "bo", "host": "far.example", "isBot": True}
    remote = note("b", user=far, uri="https://far.example/objects/1", visibility="home", cw="Hm")
    own, other = posts([note("a", text="$[tada Acme] https://acme.example/x"), remote])
    assert (own.id, own.url, own.kind) == (
        "https://m.example/notes/a", "https://m.example/notes/a", Kind.POST
    )  # fmt: skip
    assert (own.author, own.author_name, own.author_bot) == ("ana@m.example", "Ana Lee", False)
    assert (own.created_at, own.text) == (1777629600.25, "Acme https://acme.example/x")
    assert (own.links, own.channel) == (("https://acme.example/x",), "m.example")
    assert (other.id, other.author, other.author_name) == (
        "https://far.example/objects/1", "bo@far.example", "bo"
    )  # fmt: skip
    assert (other.visibility, other.title, other.author_bot) == (Visibility.UNLISTED, "Hm", True)


def test_answers_quotes_and_reposts_of_notes() -> None:
    first = note("a")
    found = posts(
        [
            note("b", replyId="a", reply=first),
            note("c", renoteId="a", renote=first, text=None),
            note("d", renoteId="a", renote=first, text="see"),
            note("e", replyId="z"),
        ]
    )
    told = {one.id.rpartition("/")[2]: one for one in found}
    page = "https://m.example/notes/"
    assert told.keys() == set("abcde")
    assert (told["b"].kind, told["b"].reply_to) == (Kind.REPLY, f"{page}a")
    assert (told["c"].kind, told["c"].repost_of, told["c"].text) == (Kind.REPOST, f"{page}a", "")
    assert (told["d"].kind, told["d"].quote_of, told["d"].repost_of) == (Kind.POST, f"{page}a", "")
    assert told["e"].reply_to == f"{page}z"


@pytest.mark.parametrize("seen", ["followers", "specified", "", None])
def test_notes_that_are_not_for_everybody(seen: str | None) -> None:
    hidden = note("a", visibility=seen)
    assert not posts([hidden])
    assert not posts([note("b", renoteId="a", renote=hidden, text=None)])
    assert [one.id[-1] for one in posts([note("b", replyId="a", reply=hidden)])] == ["b"]


def test_frames_and_errors_of_notes() -> None:
    frame = {"type": "channel", "body": {"id": "1", "type": "note", "body": note("a")}}
    assert [one.id[-1] for one in posts(frame)] == ["a"]
    assert not posts({"error": {"message": "No such note.", "code": "NO_SUCH_NOTE"}})
    with pytest.raises(Unreadable, match="Rate limit"):
        posts({"error": {"message": "Rate limit exceeded.", "code": "RATE_LIMIT_EXCEEDED"}})
