"""Comments and videos of YouTube, written by us."""

from __future__ import annotations

from typing import Any

import pytest
from shapes import AT, LATER, NINE, TEN, posts, records

from solisten.errors import Unreadable
from solisten.nouns import Gone, Kind, Post, Visibility


def comment(name: str, **snippet: Any) -> dict[str, Any]:
    return {
        "kind": "youtube#comment", "id": name,
        "snippet": {
            "videoId": "v", "channelId": "UCacme", "textOriginal": "x", "publishedAt": AT,
            "updatedAt": AT, "authorChannelId": {"value": "UCana"}, "authorDisplayName": "@ana",
            **snippet,
        },
    }  # fmt: skip


def test_a_thread_of_comments() -> None:
    thread = {
        "kind": "youtube#commentThread", "id": "c",
        "snippet": {"videoId": "v", "channelId": "UCacme", "topLevelComment": comment("c")},
        "replies": {"comments": [
            comment("c.1", parentId="c", authorChannelId={"value": "UCacme"}, updatedAt=LATER),
        ]},
    }  # fmt: skip
    top, reply = posts("youtube", {"kind": "youtube#commentThreadListResponse", "items": [thread]})
    assert (top.kind, top.reply_to, top.thread, top.official) == (Kind.COMMENT, "v", "v", "")
    assert (reply.kind, reply.reply_to, reply.thread) == (Kind.REPLY, "c", "v")
    assert (reply.official, reply.edited_at, reply.channel) == ("staff", TEN, "UCacme")
    hidden = thread | {"snippet": {**table_of(thread["snippet"]), "isPublic": False}}
    assert posts("youtube", {"kind": "youtube#commentThreadListResponse", "items": [hidden]}) == []
    assert posts("youtube", comment("c", moderationStatus="heldForReview")) == []


def table_of(value: object) -> dict[str, Any]:
    assert isinstance(value, dict)
    return value


def playlist_item(title: str, **more: Any) -> dict[str, Any]:
    return {
        "kind": "youtube#playlistItem",
        "snippet": {
            "resourceId": {"videoId": "v"}, "title": title, "publishedAt": LATER,
            "channelId": "UClist", "videoOwnerChannelId": "UCacme",
        },
        **more,
    }  # fmt: skip


def test_the_items_of_a_playlist() -> None:
    shown = playlist_item("x", contentDetails={"videoPublishedAt": AT})
    unlisted = playlist_item("x", contentDetails={"videoPublishedAt": AT}) | {
        "status": {"privacyStatus": "unlisted"}
    }
    hidden = playlist_item("x", status={"privacyStatus": "private"})
    items = [
        shown,
        unlisted,
        hidden,
        playlist_item("Private video"),
        playlist_item("Deleted video"),
    ]
    found = records("youtube", {"kind": "youtube#playlistItemListResponse", "items": items})
    assert [type(one) for one in found] == [Post, Post, Gone]
    assert isinstance(found[0], Post)
    assert (found[0].id, found[0].created_at, found[0].author) == ("v", NINE, "UCacme")
    assert isinstance(found[1], Post)
    assert found[1].visibility is Visibility.UNLISTED


def test_disabled_comments_are_no_error() -> None:
    error = {"code": 403, "errors": [{"reason": "commentsDisabled"}]}
    assert records("youtube", {"error": error}, status=403) == []
    with pytest.raises(Unreadable, match="quotaExceeded"):
        records("youtube", {"error": {"code": 403, "errors": [{"reason": "quotaExceeded"}]}})
