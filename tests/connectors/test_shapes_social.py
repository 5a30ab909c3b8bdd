"""Shapes that recorded answers do not show: what is private, gone or refused."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

import pytest

from solisten.connector import Response
from solisten.errors import Unreadable
from solisten.nouns import Gone, Kind, Post, Visibility


def records(network: str, value: Any, url: str = "", status: int = 200) -> list[Post | Gone]:
    """Return what the connector reads in a JSON value or in bytes."""
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    response = Response(url, status, {}, body)
    return list(import_module(f"solisten_connectors.{network}").read(response))


def posts(network: str, value: Any, url: str = "") -> list[Post]:
    return [one for one in records(network, value, url) if isinstance(one, Post)]


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


def view(**changes: Any) -> dict[str, Any]:
    return {
        "uri": "at://did:plc:a/app.bsky.feed.post/3k",
        "author": {"did": "did:plc:a", "handle": "acme.example"},
        "record": {
            "$type": "app.bsky.feed.post",
            "text": "Hi",
            "createdAt": "2026-05-01T10:00:00Z",
        },
        "indexedAt": "2026-05-01T10:00:01Z",
        **changes,
    }


def test_bluesky_leaves_out_who_asks_for_it() -> None:
    asking = {"did": "did:plc:a", "handle": "a.example", "labels": [{"val": "!no-unauthenticated"}]}
    assert not records("bluesky", {"posts": [view(author=asking)]})
    taken = view(labels=[{"val": "!takedown"}])
    assert not records("bluesky", {"posts": [taken]})
    negated = view(labels=[{"val": "!takedown", "neg": True}])
    assert len(records("bluesky", {"posts": [negated]})) == 1


def test_bluesky_names_and_times() -> None:
    (post,) = posts("bluesky", {"posts": [view()]})
    assert (post.author, post.official) == ("acme.example", "verified-domain")
    local = {"did": "did:plc:a", "handle": "acme.bsky.social"}
    assert not posts("bluesky", {"posts": [view(author=local)]})[0].official
    broken = {"did": "did:plc:a", "handle": "handle.invalid"}
    assert posts("bluesky", {"posts": [view(author=broken)]})[0].author == "did:plc:a"
    ahead = view(record={"text": "x", "createdAt": "2031-01-01T00:00:00Z"})
    assert posts("bluesky", {"posts": [ahead]})[0].created_at == 1777629601.0
    timeless = view(record={"text": "x"}, indexedAt="2026-05-01T10:00:01Z")
    assert posts("bluesky", {"posts": [timeless]})[0].created_at == 1777629601.0


def test_bluesky_reposts_and_quotes() -> None:
    by = {"did": "did:plc:b", "handle": "b.example"}
    reason = {
        "$type": "app.bsky.feed.defs#reasonRepost",
        "by": by,
        "indexedAt": "2026-05-02T00:00:00Z",
        "uri": "at://did:plc:b/app.bsky.feed.repost/3r",
    }
    repost = posts("bluesky", {"feed": [{"post": view(), "reason": reason}]})[0]
    assert (repost.kind, repost.text, repost.repost_of) == (Kind.REPOST, "", view()["uri"])
    other = "at://did:plc:c/app.bsky.feed.post/3q"
    record = view()["record"] | {
        "embed": {"$type": "app.bsky.embed.record", "record": {"uri": other}}
    }
    assert posts("bluesky", {"posts": [view(record=record)]})[0].quote_of == other
    gone = {"$type": "app.bsky.embed.record#view", "record": {"uri": other, "notFound": True}}
    assert records("bluesky", {"posts": [view(embed=gone)]})[1:] == [
        Gone(network="bluesky", id=other)
    ]


def test_bluesky_threads_of_the_second_version() -> None:
    def item(name: str, **value: Any) -> dict[str, Any]:
        kind = value.pop("kind")
        shown = {"$type": f"app.bsky.unspecced.defs#threadItem{kind}", **value}
        return {"uri": f"at://did:plc:a/app.bsky.feed.post/{name}", "depth": 0, "value": shown}

    thread = [
        item("3k", kind="Post", post=view(), moreReplies=0),
        item("3l", kind="NotFound"),
        item("3m", kind="Blocked", author={"did": "did:plc:b"}),
        item("3n", kind="NoUnauthenticated"),
    ]
    told, gone = records("bluesky", {"thread": thread, "hasOtherReplies": False})
    assert isinstance(told, Post)
    assert (told.id, told.text) == (view()["uri"], view()["record"]["text"])
    assert gone == Gone(network="bluesky", id="at://did:plc:a/app.bsky.feed.post/3l")


def test_bluesky_frames() -> None:
    commit = {"operation": "update", "collection": "app.bsky.feed.post", "rkey": "3k"}
    record = view()["record"]
    frames = [
        {
            "did": "did:plc:a",
            "time_us": 1777629700000000,
            "kind": "commit",
            "commit": commit | {"record": record},
        },
        {
            "did": "did:plc:a",
            "time_us": 1777629800000000,
            "kind": "commit",
            "commit": commit | {"operation": "delete"},
        },
        {"did": "did:plc:a", "kind": "account", "account": {"active": False, "status": "deleted"}},
    ]
    lines = b"\n".join(json.dumps(frame).encode() for frame in frames)
    edited, gone = records("bluesky", lines, "wss://jetstream2.us-east.bsky.network/subscribe")
    assert isinstance(edited, Post)
    assert edited.edited_at == 1777629700.0
    assert gone == Gone(network="bluesky", id=edited.id, deleted_at=1777629800.0)


@pytest.mark.parametrize(
    ("network", "value"),
    [
        ("bluesky", {"error": "NotFound", "message": "Post not found: at://x"}),
        ("mastodon", {"error": "Record not found"}),
        ("hackernews", {"status": 404, "error": "Not Found"}),
        ("reddit", {"message": "Not Found", "error": 404}),
        (
            "discourse",
            {
                "errors": ["The requested URL or resource could not be found."],
                "error_type": "not_found",
            },
        ),
        ("lemmy", {"error": "couldnt_find_post"}),
        ("activitypub", {"error": "Not found"}),
        ("stackexchange", {"items": [], "has_more": False}),
        ("lobsters", {"error": "not found"}),
    ],
)
def test_not_found_is_no_error(network: str, value: Any) -> None:
    assert not records(network, value)
    assert not records(network, b"<html>nothing here", status=404)


@pytest.mark.parametrize(
    ("network", "value", "said"),
    [
        ("mastodon", {"error": "This method requires an authenticated user"}, "give a token"),
        (
            "discourse",
            {"errors": ["Log in first."], "error_type": "not_logged_in"},
            "members alone",
        ),
        (
            "stackexchange",
            {"error_id": 502, "error_name": "throttle_violation", "error_message": "too many"},
            "free key",
        ),
        ("activitypub", {"error": "Request not signed"}, "signed requests"),
        ("hackernews", {"message": "Too many requests", "status": 429}, "Too many"),
        ("lemmy", {"error": "rate_limit_error"}, "rate_limit_error"),
        ("reddit", b"<html><title>whoa there, pardner!</title></html>", "approved app"),
    ],
)
def test_refusals_say_what_helps(network: str, value: Any, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        records(network, value)


NETWORKS = [
    "mastodon",
    "bluesky",
    "activitypub",
    "lemmy",
    "hackernews",
    "reddit",
    "discourse",
    "lobsters",
    "stackexchange",
]


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize(
    "body",
    [b"", b" ", b'{"a": ', b"%PDF-1.4", b"[" * 100_000, b"\x00\x01", b"<html><p>x", b"OK"],
)
def test_what_is_no_answer_is_an_error(network: str, body: bytes) -> None:
    with pytest.raises(Unreadable):
        records(network, body)


@pytest.mark.parametrize("network", [*NETWORKS, "appstore"])
def test_a_feed_of_another_place_is_an_error(network: str) -> None:
    """As "no posts" it would look like silence."""
    item = "<item><guid>https://a.example/1</guid><link>https://a.example/1</link></item>"
    body = f"<rss><channel><link>https://a.example</link>{item}</channel></rss>".encode()
    with pytest.raises(Unreadable, match="connector rss"):
        records(network, body)


FOREIGN: dict[str, Any] = {
    "reddit": {"kind": "Listing", "data": {"children": [], "after": None}},
    "youtube": {"kind": "youtube#commentThreadListResponse", "items": []},
    "mastodon": {"ancestors": [], "descendants": []},
    "bluesky": {"feed": [{"post": {"uri": "at://did:plc:a/app.bsky.feed.post/1"}}]},
    "hackernews": {"hits": [], "nbHits": 0, "page": 0},
    "lobsters": [{"short_id": "a", "title": "x"}],
    "discourse": {"topic_list": {"topics": []}, "users": []},
    "stackexchange": {"items": [], "has_more": False, "quota_remaining": 9},
    "lemmy": {"posts": [{"post": {"id": 1}, "creator": {}, "community": {}}]},
    "gitlab": [{"iid": 1, "web_url": "https://gitlab.com/a/b/-/issues/1"}],
    "github": [{"node_id": "I", "number": 1}],
    "wordpress": [{"content": {"rendered": "<p>x"}}],
    "activitypub": {"type": "OrderedCollection", "orderedItems": [], "@context": "x"},
}


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("other", FOREIGN)
def test_an_answer_of_another_network_is_an_error(network: str, other: str) -> None:
    """Its own, without a post, is none; ActivityPub's is read by Lemmy's, too."""
    if other == network or {other, network} == {"lemmy", "activitypub"}:
        assert not records(network, FOREIGN[other])
        return
    with pytest.raises(Unreadable, match=f"the connector {other} reads it"):
        records(network, FOREIGN[other])


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("value", [[], {}, None, 17, "x", [[]], [None, 3, "a"], {"id": 1}])
def test_what_holds_no_posts_is_no_error(network: str, value: Any) -> None:
    assert not records(network, value)
