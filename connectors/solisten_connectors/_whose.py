"""Whose answer some JSON is: a network's own without posts, or another network's altogether."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solisten.errors import Unreadable
from solisten_connectors._blocked import format_of
from solisten_connectors._json import ABSENT, table, tables, text, value_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from solisten.connector import Response
    from solisten.nouns import Gone, Post

KIN = {"activitypub": {"lemmy"}, "lemmy": {"activitypub"}}  # networks that read each other


def or_foreign(
    network: str, response: Response, records: Iterator[Post | Gone]
) -> Iterator[Post | Gone]:
    """Yield the records; where there are none, `Unreadable` if the answer is another network's."""
    nothing = True
    for record in records:
        nothing = False
        yield record
    if nothing and response.status not in ABSENT and format_of(response.body) == "json":
        try:
            other = whose(value_of(response.body))
        except Unreadable:  # JSON Lines; what is broken was said before
            return
        if other and other != network and other not in KIN.get(network, ()):
            raise Unreadable(f"an answer of {other}: the connector {other} reads it")


def whose(answer: Any) -> str:
    """Return the network whose answers look like this one, "" where none is known by it.

    >>> whose({"kind": "Listing", "data": {"children": []}}), whose([{"short_id": "a"}]), whose([])
    ('reddit', 'lobsters', '')
    """
    top = next(tables(answer), {}) if isinstance(answer, list) else table(answer)
    listed = [next(tables(value), {}) for value in top.values() if isinstance(value, list)]
    for one in [top, *listed[:20]]:
        for network, looks in _MARKS.items():
            if looks(one):
                return network
    return ""


def _reddit(one: Mapping[str, Any]) -> bool:
    return text(one.get("kind")) in {"Listing", "t1", "t3"} and isinstance(one.get("data"), dict)


def _hackernews(one: Mapping[str, Any]) -> bool:
    item = text(one.get("type")) in {"story", "comment", "job", "poll"}
    return "nbHits" in one or (item and ("by" in one or "created_at_i" in one))


def _lemmy(one: Mapping[str, Any]) -> bool:
    return isinstance(one.get("creator"), dict) and isinstance(one.get("community"), dict)


def _discourse(one: Mapping[str, Any]) -> bool:
    return bool(one.keys() & {"post_stream", "topic_list", "latest_posts"}) or (
        "post_number" in one and "topic_id" in one
    )


def _wordpress(one: Mapping[str, Any]) -> bool:
    own = isinstance(one.get("content"), dict) and "rendered" in one["content"]
    return own or ("ID" in one and "site_ID" in one)


_MARKS: Mapping[str, Callable[[Mapping[str, Any]], bool]] = {
    "reddit": _reddit,
    "youtube": lambda one: text(one.get("kind")).startswith("youtube#"),
    "activitypub": lambda one: (
        "type" in one and bool(one.keys() & {"@context", "attributedTo", "actor", "orderedItems"})
    ),
    "mastodon": lambda one: (
        ("account" in one and "uri" in one) or ("ancestors" in one and "descendants" in one)
    ),
    "bluesky": lambda one: text(one.get("uri") or table(one.get("post")).get("uri")).startswith(
        "at://"
    ),
    "hackernews": _hackernews,
    "lobsters": lambda one: "short_id" in one,
    "discourse": _discourse,
    "stackexchange": lambda one: (
        "quota_remaining" in one or ("question_id" in one and "owner" in one)
    ),
    "lemmy": _lemmy,
    "gitlab": lambda one: ("iid" in one and "web_url" in one) or "noteable_type" in one,
    "github": lambda one: "node_id" in one or text(one.get("url")).startswith("https://api.github"),
    "wordpress": _wordpress,
    "appstore": lambda one: (
        "itunes.apple.com" in str(table(one.get("feed")).get("id", ""))[:300]
        or "im:rating" in next(tables(table(one.get("feed")).get("entry")), {})
    ),
}
