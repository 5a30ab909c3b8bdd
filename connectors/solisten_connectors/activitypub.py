"""ActivityPub: public objects, outboxes and threads of single servers, as they publish them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from solisten.connector import (
    Checkpoint,
    Cursor,
    Listening,
    Request,
    Response,
    Source,
    connector,
)
from solisten.errors import Unreadable
from solisten.nouns import Gone, Post
from solisten_connectors._activity import Delivery, first_id, kinds_of, records_of
from solisten_connectors._json import answer_of, identifier, one_line, table, tables, text
from solisten_connectors._listing import Page, Steps, days_of, explained, newest_first
from solisten_connectors._people import host_of
from solisten_connectors._threads import Threads, follow, followed, passed, threads_of, timed
from solisten_connectors._whose import or_foreign

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NETWORK = "activitypub"
ACCEPT = {
    "accept": 'application/ld+json; profile="https://www.w3.org/ns/activitystreams",'
    " application/activity+json"
}
ACTORS = frozenset({"Person", "Group", "Organization", "Service", "Application"})
CLOSED = (
    "this server answers signed requests alone; read it through the Mastodon API of an instance"
    " that knows it, or by its feed"
)


def read(response: Response) -> Iterator[Post | Gone]:
    """Yield the public posts and deletions of an object, activity, outbox or collection."""
    yield from or_foreign(NETWORK, response, _all(response))


def _all(response: Response) -> Iterator[Post | Gone]:
    answer = answer_of(response)
    if isinstance(answer, dict) and "error" in answer and "type" not in answer:
        error = one_line(answer["error"]) or "error"
        if "not found" in error.lower() or "gone" in error.lower():
            return
        raise Unreadable(f'the server says "{error}": {CLOSED}')
    told = set()
    for record in records_of(answer, Delivery(NETWORK, author=str, channel=_channel)):
        version = (record.id, type(record))
        if version not in told:
            told.add(version)
            yield record


def _channel(value: Mapping[str, Any]) -> str:
    return host_of(identifier(value.get("id")))


@connector(
    "activitypub",
    read=read,
    reach="what single servers publish of their own posts and accounts, and the replies they know",
    options=("objects", "accounts", "days"),
    rate="each server's own; one request a second is polite",
    terms="each server's own; many answer signed requests alone",
    sees=("replies", "edits", "deletions", "likes"),
    verified="objects of Mastodon, Pleroma, Friendica, GNU social, Lemmy, lotide, Mitra,"
    " Mobilizon, NodeBB, PeerTube and WordPress on recorded answers; outboxes on Lemmy's",
)
def listen(source: Source, cursor: Cursor) -> Listening:
    """Ask for the outboxes of accounts and the single objects, with the replies below them."""
    threads = threads_of(NETWORK, cursor)
    names = [*([source.url] if source.url else []), *source.strings("accounts")]
    for name in names:
        outbox = identifier(cursor.get(f"outbox:{name}"))
        if not outbox:
            outbox = yield from explained(_outbox(name), CLOSED)
            yield Checkpoint({f"outbox:{name}": outbox})
        if outbox:
            ask, page = partial(_ask, outbox), partial(_page_of, threads)
            steps = timed(
                threads, newest_first(f"account:{name}", cursor, ask, page, days=days_of(source))
            )
            yield from explained(steps, CLOSED)
    for uri in source.strings("objects"):
        follow(threads, uri, threads.now, uri, at_once=True)
    ask = partial(_ask, "")
    yield from followed(threads, ask, partial(_below, threads), closed=True)


def _ask(first: str, url: str) -> Request:
    return Request(url or first, headers=ACCEPT)


def _outbox(name: str) -> Steps[str]:
    """Return the address of an account's outbox; what is no account is taken for one itself."""
    actor = name if "://" in name else (yield from _actor(name.removeprefix("@")))
    if not actor:
        return ""
    response = yield Request(actor, headers=ACCEPT)
    answer = table(answer_of(response)) if response else {}
    return identifier(answer.get("outbox")) if kinds_of(answer) & ACTORS else actor


def _actor(handle: str) -> Steps[str]:
    """Return the id of the account `user@host`, asked of its host."""
    host = handle.rpartition("@")[2]
    params = {"resource": f"acct:{handle}"}
    response = yield Request(f"https://{host}/.well-known/webfinger", params=params)
    answer = table(answer_of(response)) if response else {}
    for link in tables(answer.get("links")):
        if link.get("rel") == "self" and "json" in text(link.get("type")):
            return identifier(link.get("href"))
    return ""


def _page_of(threads: Threads, response: Response) -> Page:
    """Return a page of an outbox, and follow what it holds; a first page may only name it."""
    answer, records = table(answer_of(response)), tuple(read(response))
    posts = [one for one in records if isinstance(one, Post)]
    passed(threads, response, *(post.created_at for post in posts))
    for post in posts:
        if not post.repost_of:
            follow(threads, post.id, post.created_at, post.id, at_once=False)
    _follow_replies(threads, answer, posts)
    older = first_id(answer.get("next"))
    if not older and "orderedItems" not in answer and "items" not in answer:
        older = first_id(answer.get("first"))
    return Page(records, tuple((post.id, post.created_at) for post in posts), older)


def _below(threads: Threads, key: str, uri: str, response: Response) -> Iterator[Post | Gone]:
    """Yield what an object or a collection of replies holds, and follow the replies it names."""
    records = tuple(read(response))
    posts = [one for one in records if isinstance(one, Post)]
    for post in posts:
        if post.id == uri and key in threads.open:
            threads.open[key][0] = post.created_at
    _follow_replies(threads, answer_of(response), posts)
    yield from records


def _follow_replies(threads: Threads, answer: Any, posts: list[Post]) -> None:
    """Follow the collections of replies, and the replies that are named but not told."""
    told = {post.id: post.created_at for post in posts}
    born = max(told.values(), default=threads.now)
    stack = [answer]
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(value)
        elif isinstance(value, dict):
            replies, kinds = value.get("replies"), kinds_of(value)
            if isinstance(replies, str):
                follow(threads, identifier(replies), born, "", at_once=True)
            if "CollectionPage" in kinds or "Collection" in kinds:
                for name in (value.get("next"), value.get("first")):
                    follow(threads, identifier(name), born, "", at_once=True)
                items = value.get("items")
                for item in items if isinstance(items, list) else ():
                    if isinstance(item, str) and item not in told:
                        follow(threads, identifier(item), born, identifier(item), at_once=True)
            stack.extend(one for one in value.values() if isinstance(one, dict | list))
