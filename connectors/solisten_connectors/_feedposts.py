"""Posts from the entries of a feed."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from solisten.nouns import Gone, Post
from solisten_connectors._dates import date_of
from solisten_connectors._feedthread import standing_of
from solisten_connectors._people import host_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solisten.connector import Response
    from solisten_connectors._feed import Entry, Feed

_HASH = re.compile(r"[0-9a-f]{16}")


def feed_records(
    feed: Feed, response: Response, network: str, known: frozenset[str] = frozenset()
) -> Iterator[Post | Gone]:
    """Yield a feed's records, without the undated entries that are `known` already."""
    places = defaultdict(set)
    for entry in feed.entries:
        places[entry.id].add(entry.link)
    host = host_of(feed.link) or host_of(response.url)
    for entry in feed.entries:
        # An id that several addresses share is none: each has its own.
        name = entry.id if len(places[entry.id]) < 2 or not entry.link else entry.link
        at = time_of(entry, feed, response)
        if name and at is not None and not (name in known and is_undated(entry)):
            channel = host or (host_of(entry.link) if not response.url else "")
            yield _post(entry, name, at, channel, feed.lang, network)
    for name, deleted_at in feed.gone:
        yield Gone(network=network, id=name, deleted_at=deleted_at)


def is_undated(entry: Entry) -> bool:
    """Say whether an entry tells no time at all."""
    return entry.published is None and entry.updated is None


def time_of(entry: Entry, feed: Feed, response: Response) -> float | None:
    """Return an entry's time; without one that of the feed, else when it was fetched."""
    if entry.published is not None:
        return entry.published
    if entry.updated is not None:
        return entry.updated
    seen = response.fetched_at
    if seen is None:
        seen = date_of(response.headers.get("date", ""))
    if feed.updated is not None and (seen is None or feed.updated < seen):
        return feed.updated
    return seen


def _post(entry: Entry, name: str, at: float, channel: str, lang: str, network: str) -> Post:
    standing = standing_of(entry)
    later = entry.updated is not None and entry.published is not None and entry.updated > at
    return Post(
        network=network,
        id=name,
        created_at=at,
        channel=channel,
        url=entry.link,
        kind=standing.kind,
        author=entry.author,
        author_name="" if _HASH.fullmatch(entry.author) else entry.author,
        edited_at=entry.updated if later else None,
        text=standing.text,
        title=standing.title,
        lang=entry.lang or lang,
        reply_to=standing.reply_to,
        thread=standing.thread,
        links=tuple(link for link in entry.links if not standing.thread or "#comment-" not in link),
    )
