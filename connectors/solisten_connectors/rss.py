"""Feeds of every kind, RSS, RDF, Atom and JSON Feed, with the feeds of their comments."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from solisten.connector import (
    Checkpoint,
    Cursor,
    Listening,
    Request,
    RequestFailed,
    Response,
    Source,
    connector,
)
from solisten_connectors._feed import Entry, feed_of
from solisten_connectors._feedposts import feed_records, is_undated, time_of
from solisten_connectors._listing import DAY, Page, Steps, days_of, newest_first

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from solisten.nouns import Gone, Post

NETWORK = "rss"
YOUNG = 14 * DAY  # age of an article whose comments are asked for though nobody counts them
A_RUN = 40  # feeds of comments that are asked for in one run
REMEMBERED = 500  # undated entries that are known from the run before
CLOSED = frozenset({"gone", "denied"})  # failures that say that there are no comments to read


def read(response: Response) -> Iterator[Post | Gone]:
    """Yield the posts of a feed, or of the feed of a post's comments, and what it says is deleted.

    An entry without a date gets the feed's own, else the time at which it was fetched; without
    either it is no post.
    """
    feed = feed_of(response)
    if feed is not None:
        yield from feed_records(feed, response, NETWORK)


@connector(
    "rss",
    read=read,
    reach="what a feed holds when it is asked for, its older pages where it names them, and the"
    " comments that have a feed of their own",
    options=("comments", "days"),
    rate="what the site allows; unchanged feeds cost a 304",
    terms="those of each site; a feed is published to be read",
    sees=("replies", "edits"),
    verified="RSS 0.9 to 2.0, RDF, Atom, JSON Feed of 50 sites, phpBB, vBulletin, Google Alerts,"
    " Reddit, GitHub and YouTube on recorded feeds; XenForo and feeds of comments by their"
    " documents alone",
)
def listen(source: Source, cursor: Cursor) -> Listening:
    """Ask for the feed and for its older pages, then for comments where there are new ones."""
    found: dict[str, Entry] = {}
    undated: dict[str, None] = {}
    known = frozenset(str(name) for name in cursor.get("undated") or ())
    ask = partial(_ask, source.url)
    page = partial(_page_of, known, found, undated)
    yield from newest_first("feed", cursor, ask, page, days=days_of(source))
    if undated:
        yield Checkpoint({"undated": list(undated)[:REMEMBERED]})
    if source.options.get("comments", True):
        yield from _comments(found, cursor)


def _ask(url: str, older: str) -> Request:
    return Request(older or url)


def _page_of(
    known: frozenset[str], found: dict[str, Entry], undated: dict[str, None], response: Response
) -> Page:
    feed = feed_of(response)
    if feed is None:
        return Page(())
    times: list[tuple[str, float]] = []
    for entry in feed.entries:
        found[entry.answers_at or entry.id] = entry
        if is_undated(entry):
            undated[entry.id] = None
        at = time_of(entry, feed, response)
        if at is not None:
            times.append((entry.id, at))
    return Page(tuple(feed_records(feed, response, NETWORK, known)), tuple(times), feed.older)


def _comments(found: Mapping[str, Entry], cursor: Cursor) -> Steps[None]:
    """Ask for the feeds of comments that have more than we know, or that nobody counts."""
    old = cursor.get("comments")
    known: dict[str, Any] = dict(old) if isinstance(old, dict) else {}
    counts = {url: entry.answers for url, entry in found.items() if entry.answers_at}
    youngest = max((entry.published or 0.0 for entry in found.values()), default=0.0)
    asked = 0
    for url, count in counts.items():
        young = (found[url].published or 0.0) > youngest - YOUNG
        if asked >= A_RUN or not (young if count is None else count > int(known.get(url) or 0)):
            continue
        asked += 1
        try:
            response = yield Request(url)
        except RequestFailed as failure:
            if failure.kind not in CLOSED:
                raise
        else:
            if response is not None and not response.unchanged:
                yield from read(response)
        known[url] = count or 0
        kept = {place: number for place, number in known.items() if place in counts}
        yield Checkpoint({"comments": kept})
