"""What a connector reads in an answer written by us."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

from solisten.connector import Response
from solisten.nouns import Gone, Post

AT, LATER = "2026-05-01T09:00:00Z", "2026-05-01T10:00:00Z"
NINE, TEN = 1777626000.0, 1777629600.0  # the same in epoch seconds


def records(network: str, value: Any, url: str = "", status: int = 200) -> list[Post | Gone]:
    """Return what the connector reads in a JSON value or in bytes."""
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    response = Response(url, status, {}, body)
    return list(import_module(f"solisten_connectors.{network}").read(response))


def posts(network: str, value: Any, url: str = "") -> list[Post]:
    return [one for one in records(network, value, url) if isinstance(one, Post)]


def discourse_post(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "id": 100 + number,
        "topic_id": 7,
        "post_number": number,
        "post_type": 1,
        "username": "ana",
        "cooked": "<p>Hi</p>",
        "created_at": "2026-05-01T10:00:00.000Z",
        "updated_at": "2026-05-01T10:05:00.000Z",
        "version": 1,
        **changes,
    }


def discourse_topic(*several: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "id": 7,
        "title": "Help",
        "slug": "help",
        "archetype": "regular",
        "post_stream": {"posts": list(several), "stream": [one["id"] for one in several]},
        **changes,
    }


def reddit_comment(name: str, **changes: Any) -> dict[str, Any]:
    data = {"name": f"t1_{name}", "id": name, "author": "ana", "body": "Hi", "created_utc": 1.0e9}
    data |= {"link_id": "t3_p", "parent_id": "t3_p", "subreddit": "acme"} | changes
    return {"kind": "t1", "data": data}


def reddit_listing(*things: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "Listing", "data": {"children": list(things), "after": None}}
