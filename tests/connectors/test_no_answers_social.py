"""What is no answer of a social network or forum, or holds no post."""

from __future__ import annotations

from typing import Any

import pytest
from shapes import records

from solisten.errors import Unreadable


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
