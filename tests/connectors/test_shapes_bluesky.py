"""Views and frames of Bluesky that recorded answers do not show."""

from __future__ import annotations

import json
from typing import Any

from shapes import posts, records

from solisten.nouns import Gone, Kind, Post


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
