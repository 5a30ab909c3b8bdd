"""Statuses of Mastodon that recorded answers do not show."""

from __future__ import annotations

import json
from typing import Any

import pytest
from shapes import posts, records

from solisten.nouns import Kind, Visibility


def status(**changes: Any) -> dict[str, Any]:
    account = {"id": "7", "acct": "ana", "username": "ana", "url": "https://s.example/@ana"}
    return {
        "id": "100",
        "uri": "https://s.example/users/ana/statuses/100",
        "visibility": "public",
        "content": "<p>Hi &amp; <a href='https://acme.example/x'>bye</a></p>",
        "created_at": "2026-05-01T10:00:00.250Z",
        "account": account,
        **changes,
    }


TIMELINE = "https://s.example/api/v1/timelines/tag/acme"


@pytest.mark.parametrize("seen", ["private", "direct", "local", "list", "limited", "", None])
def test_mastodon_tells_nothing_private(seen: str | None) -> None:
    hidden = status(visibility=seen)
    assert not records("mastodon", [hidden], TIMELINE)
    assert not records("mastodon", [status(reblog=hidden, content="")], TIMELINE)
    quoting = status(id="101", uri="u", quote={"state": "accepted", "quoted_status": hidden})
    assert [post.id for post in posts("mastodon", [quoting], TIMELINE)] == ["u"]


def test_mastodon_fields() -> None:
    told = status(
        spoiler_text="Warning",
        language="de",
        edited_at="2026-05-01T11:00:00Z",
        favourites_count=3,
        reblogs_count=2,
        visibility="unlisted",
    )
    told["account"] |= {"bot": True, "followers_count": 9, "display_name": "Ana"}
    (post,) = posts("mastodon", told, "https://s.example/api/v1/statuses/100")
    assert post.author == "ana@s.example"
    assert (post.author_name, post.author_followers, post.author_bot) == ("Ana", 9, True)
    assert (post.text, post.title, post.lang) == ("Hi & bye", "Warning", "de")
    assert (post.created_at, post.edited_at) == (1777629600.25, 1777633200.0)
    assert (post.likes, post.shares, post.visibility) == (3, 2, Visibility.UNLISTED)
    assert (post.links, post.channel) == (("https://acme.example/x",), "s.example")


def test_mastodon_warnings_are_no_markup() -> None:
    (told,) = posts("mastodon", [status(spoiler_text="Vec<T> & co.")], TIMELINE)
    assert told.title == "Vec<T> & co."
    html = status(spoiler_text="<b>Care</b>", pleroma={"local": True})
    assert posts("mastodon", [html], TIMELINE)[0].title == "Care"


def test_mastodon_marks() -> None:
    proof = {"name": "web", "value": "<a href='https://acme.example'>x</a>", "verified_at": "2026"}
    own = {"acct": "help@social.acme.example", "fields": [proof]}
    assert posts("mastodon", status(account=own), TIMELINE)[0].official == "verified-domain"
    other = {"acct": "ana@elsewhere.example", "fields": [proof]}
    assert not posts("mastodon", status(account=other), TIMELINE)[0].official
    team = {"acct": "ana", "roles": [{"name": "Moderator"}]}
    assert posts("mastodon", status(account=team), TIMELINE)[0].official == "staff"


def test_mastodon_parents() -> None:
    me = status()["account"]
    bob = {"id": "8", "acct": "bob", "url": "https://s.example/@bob"}
    new = {"id": "116000000000000001", "acct": "eve", "url": "https://s.example/@eve"}
    far = {"id": "9", "acct": "kim@far.example", "url": "https://far.example/@kim"}
    answers = [
        status(id="1", uri="https://s.example/users/ana/statuses/1"),
        status(id="2", uri="u2", in_reply_to_id="1", in_reply_to_account_id="7"),
        status(id="3", uri="u3", in_reply_to_id="50", in_reply_to_account_id="8", mentions=[bob]),
        status(
            id="4", uri="u4", in_reply_to_id="51", in_reply_to_account_id=new["id"], mentions=[new]
        ),
        status(id="5", uri="u5", in_reply_to_id="52", in_reply_to_account_id="9", mentions=[far]),
        status(
            id="6",
            uri="https://s.example/users/ana/statuses/6",
            in_reply_to_id="53",
            in_reply_to_account_id=me["id"],
        ),
        status(id="7", uri="u7", in_reply_to_id=None, in_reply_to_account_id="8"),
    ]
    found = posts("mastodon", answers, TIMELINE)
    assert [post.reply_to for post in found] == [
        "",
        "https://s.example/users/ana/statuses/1",
        "https://s.example/users/bob/statuses/50",
        "https://s.example/ap/users/116000000000000001/statuses/51",
        "https://s.example/@kim@far.example/52",
        "https://s.example/users/ana/statuses/53",
        "",
    ]
    assert [post.thread for post in found[:2]] == ["", "https://s.example/users/ana/statuses/1"]
    assert found[6].kind is Kind.REPLY


def test_mastodon_threads_name_their_root() -> None:
    root = status(id="1", uri="root")
    child = status(id="3", uri="child", in_reply_to_id="2")
    url = "https://s.example/api/v1/statuses/2/context"
    told = {"ancestors": [root], "descendants": [child]}
    assert {post.id: post.thread for post in posts("mastodon", told, url)}["child"] == "root"


def test_mastodon_streams() -> None:
    frame = {"stream": ["hashtag"], "event": "update", "payload": json.dumps(status())}
    assert len(posts("mastodon", frame, "wss://s.example/api/v1/streaming")) == 1
    lines = f"event: update\ndata: {json.dumps(status())}\n\n:thump\n".encode()
    assert len(posts("mastodon", lines, "https://s.example/api/v1/streaming/hashtag")) == 1
