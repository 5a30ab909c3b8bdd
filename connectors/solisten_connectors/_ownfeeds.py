"""Entries of the feeds of forums and social servers, named as their own interface names posts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from solisten.errors import Unreadable
from solisten.nouns import Kind, Post
from solisten_connectors._activity import handle_of
from solisten_connectors._feed import feed_at
from solisten_connectors._html import address, links_of, text_of
from solisten_connectors._people import account, host_of, person
from solisten_connectors._xmlfeed import text_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from solisten.connector import Response
    from solisten_connectors._entry import Entry

NO_SOURCES = frozenset({"mention", "hashtag"})

# Mastodon's page of a post, and GoToSocial's.
_STATUS = re.compile(r"(https?://[^/?#]{1,200})/@([\w.-]{1,100})/(?:statuses/)?(\w{5,40})\Z")
_SUBMITTED = re.compile(
    r"\A[^<>]{0,100}<a [^<>]{1,900}>[^<>]{0,300}</a>[^<>]{0,100}<a [^<>]{1,900}>[^<>]{0,300}</a>"
    r"<br/?>[^<>]{0,100}<a [^<>]{1,900}>[^<>]{0,100}</a>"
    r"(?:<br/?><a href=\"([^\"<>]{1,4000})\">.{0,5000}?</a>)?",
    re.DOTALL,
)
_GUID = re.compile(r"\S{1,200}-(?:topic-(\d{1,12})|post-(\d{1,12})(?:-(\d{1,9}))?)\Z")
_TOPIC = re.compile(r"(https?://[^?#]{1,500})/t/(?:[^/?#]{1,300}/)?(\d{1,12})(?:/(\d{1,9}))?/?\Z")
_FOOT = re.compile(
    r"(?:<p><small>[^<>]{0,200}</small></p>\s*)?"
    r"<p><a href=\"([^\"<>]{1,2000})\">[^<>]{0,200}</a></p>\s*\Z"
)


def own_posts(
    response: Response, post_of: Callable[[Entry], Post | None], *marks: str
) -> Iterator[Post]:
    """Yield the posts of a network's feed; `Unreadable` where it is another place's."""
    feed = feed_at(response, *marks)
    entries = feed.entries if feed else ()
    found = [post for post in map(post_of, entries) if post is not None]
    if entries and not found:
        raise Unreadable("a feed of another place: the connector rss reads it")
    yield from found


def status_of(entry: Entry) -> Post | None:
    """Return the post of an account's or a hashtag's feed; its title is the software's."""
    page = _STATUS.match(entry.id) or _STATUS.match(entry.link)
    if page is None or entry.published is None:
        return None
    base, name, number = page.groups()
    return Post(
        network="mastodon",
        id=f"{base}/users/{name}/statuses/{number}",
        created_at=entry.published,
        channel=host_of(base),
        url=address(entry.link) or page[0],
        author=f"{name}@{host_of(base)}",
        author_name=person(name),
        text=entry.text,
        links=links_of(entry.html, without=NO_SOURCES),
    )


def submission_of(entry: Entry) -> Post | None:
    """Return the post of a Lemmy community's feed, without the line that says who sent it in."""
    if "/post/" not in entry.id or entry.published is None:
        return None
    head = _SUBMITTED.match(entry.html)
    html = entry.html[head.end() :] if head else entry.html
    shared = address((head[1] or "") if head else "")
    named = [one.attributes.get("domain", "") for one in entry.more.get("category", ())]
    writer = text_in(entry.more, "dc:creator") or entry.author
    return Post(
        network="lemmy",
        id=entry.id,
        created_at=entry.published,
        channel=next((found for found in map(handle_of, named) if found), ""),
        url=address(entry.link),
        author=handle_of(writer) or account(writer),
        text=text_of(html),
        title=entry.title,
        links=tuple(dict.fromkeys([*([shared] if shared else []), *links_of(html)])),
    )


def topical_of(entry: Entry) -> Post | None:
    """Return the post of a Discourse feed; where it names no post, its place in its topic does."""
    guid, page = _GUID.match(entry.id), _TOPIC.match(entry.link)
    if guid is None or page is None or entry.published is None:
        return None
    topic, number = page[2], (guid[3] if guid[2] and guid[3] else page[3]) or "1"
    opens = bool(guid[1]) or number == "1"
    foot = _FOOT.search(entry.html, max(len(entry.html) - 3000, 0))
    ours = foot is not None and foot[1].startswith(page[1])
    html = entry.html[: foot.start()] if foot and ours else entry.html
    found: dict[str, Any] = {} if opens else {"thread": f"t/{topic}/1"}
    name, _, shown = entry.author.removeprefix("@").partition(" ")
    return Post(
        network="discourse",
        id=guid[2] if guid[2] and not guid[3] else f"t/{topic}/{number}",
        created_at=entry.published,
        channel=host_of(page[1]),
        url=entry.link,
        kind=Kind.POST if opens else Kind.REPLY,
        author=account(name if entry.author[:1] == "@" else entry.author),
        author_name=person(shown if entry.author[:1] == "@" else entry.author),
        text=text_of(html),
        title=entry.title if opens else "",
        links=links_of(html, page[1]),
        **found,
    )
