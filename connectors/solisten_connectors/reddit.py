"""Reddit: posts and comments of subreddits and searches, by feed or by API."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from solisten.connector import Cursor, Listening, Request, Response, Source, connector
from solisten.errors import Unreadable
from solisten.nouns import Gone, Post
from solisten_connectors._blocked import format_of
from solisten_connectors._feed import feed_at
from solisten_connectors._json import answer_of, identifier, one_line, table, text
from solisten_connectors._listing import Page, Steps, days_of, explained, newest_first
from solisten_connectors._people import path_of
from solisten_connectors._things import NETWORK, SITE, record_of, record_of_entry, things_of
from solisten_connectors._threads import (
    Threads,
    answered,
    follow,
    followed,
    passed,
    threads_of,
    timed,
)
from solisten_connectors._whose import or_foreign

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

API = "https://oauth.reddit.com"
PAGE = "100"
FEED_PAGE = 25  # entries of a feed that may have more
REMEDY = (
    "Reddit answers feeds alone without a key, and those rarely to servers: ask for fewer"
    ' subreddits and less often, or give an approved app (client_id, client_secret = "env:NAME")'
)


def read(response: Response) -> Iterator[Post | Gone]:
    """Yield the posts and comments of a listing, a thread, a search or a feed."""
    yield from or_foreign(NETWORK, response, _all(response))


def _all(response: Response) -> Iterator[Post | Gone]:
    told = set()
    for record in _records(response):
        if record and record.id not in told:
            told.add(record.id)
            yield record


def _records(response: Response) -> Iterator[Post | Gone | None]:
    if format_of(response.body) == "xml":
        feed = feed_at(response, "reddit.com", "redd.it")
        yield from (record_of_entry(entry) for entry in (feed.entries if feed else ()))
        return
    try:
        answer = answer_of(response)
    except Unreadable as failure:
        if format_of(response.body) == "html":
            raise Unreadable(f"{failure.reason}. {REMEDY}") from None
        raise
    if isinstance(answer, dict) and "error" in answer and "data" not in answer:
        said = one_line(answer.get("message")) or one_line(answer.get("reason"))
        if text(answer["error"]) != "404" and said.lower() != "not found":
            raise Unreadable(f"Reddit says {one_line(answer['error'])} {said}: {REMEDY}")
    raw = "raw_json=1" in response.url
    things = list(things_of(answer))
    for kind, data in things:
        yield record_of(kind, data, raw=raw, url=response.url)
    # The page of a comment that is no more holds its post and nothing else.
    path = path_of(response.url)
    if (
        isinstance(answer, list)
        and path[-4:-3] == ("comments",)
        and [k for k, _ in things] == ["t3"]
    ):
        yield Gone(network=NETWORK, id=f"t1_{path[-1]}")


@connector(
    "reddit",
    read=read,
    reach="public subreddits and searches: by feed without a key, the newest alone and with no"
    " parents of comments; by API with an approved app, about 1,000 items deep",
    auth="optional",
    options=("subreddits", "search", "client_id", "client_secret", "days"),
    rate="100 requests a minute with a key; without one, one every few minutes",
    terms="what users deleted must be deleted within 48 hours; no training of models, no resale",
    sees=("replies", "edits", "deletions", "likes"),
    verified="listings, threads, searches, deletions and feeds on recorded answers; the replies"
    " behind 'more comments' are not asked for",
)
def listen(source: Source, cursor: Cursor) -> Listening:
    """Ask for subreddits and searches, newest first, then for the threads that still move."""
    threads = threads_of(NETWORK, cursor)
    headers = yield from explained(_signed_in(source), REMEDY)
    for key, path, params in _listings(source):
        ask = partial(_ask, headers, path, params)
        page = partial(_page_of if headers else _feed_page, threads)
        steps = timed(
            threads, newest_first(key, cursor, ask, page, days=days_of(source), sortable=True)
        )
        yield from explained(steps, REMEDY)
    yield from explained(
        followed(threads, partial(_ask_thread, headers), partial(_thread, threads)), REMEDY
    )


def _signed_in(source: Source) -> Steps[Mapping[str, str]]:
    """Return the headers of a signed-in app, none where the source names no app."""
    if not source.options.get("client_id"):
        return {}
    url, params = f"{SITE}/api/v1/access_token", {"grant_type": "client_credentials"}
    response = yield Request(url, method="POST", params=params, auth="basic")
    token = text(table(answer_of(response)).get("access_token")) if response else ""
    if not token:
        raise Unreadable(f"{url} gave no access_token: is the app approved, are its keys right?")
    return {"authorization": f"bearer {token}"}


def _listings(source: Source) -> Iterator[tuple[str, str, dict[str, str]]]:
    for name in source.strings("subreddits"):
        sub = quote(name.removeprefix("/").removeprefix("r/"), safe="+")
        yield f"new:{name}", f"/r/{sub}/new", {}
        yield f"comments:{name}", f"/r/{sub}/comments", {}
    for words in source.strings("search"):
        yield f"search:{words}", "/search", {"q": words, "sort": "new", "t": "all"}


def _ask(headers: Mapping[str, str], path: str, params: Mapping[str, str], older: str) -> Request:
    params = {**params, "limit": PAGE, **({"after": older} if older else {})}
    if headers:
        return Request(f"{API}{path}", params={**params, "raw_json": "1"}, headers=headers)
    return Request(f"{SITE}{path}.rss", params=params)


def _ask_thread(headers: Mapping[str, str], name: str) -> Request:
    if not headers:
        return Request(f"{SITE}/comments/{name}/.rss", params={"limit": PAGE})
    params = {"limit": "500", "depth": "10", "sort": "new", "raw_json": "1"}
    return Request(f"{API}/comments/{name}", params=params, headers=headers)


def _thread(threads: Threads, key: str, _post: str, response: Response) -> Iterator[Post | Gone]:
    """Yield the posts of a thread, and note which comments it has: each has a page of its own."""
    records = tuple(read(response))
    posts = [one for one in records if isinstance(one, Post) and one.id.startswith("t1_")]
    if "/" not in key and posts and posts[0].reply_to:
        answered(threads, key, {f"{key}/_/{one.id.removeprefix('t1_')}": one.id for one in posts})
    yield from records


def _page_of(threads: Threads, response: Response) -> Page:
    """Return a page of a listing, and follow the threads that it shows or belongs to."""
    records = tuple(read(response))
    listing = table(table(answer_of(response)).get("data"))
    entries = _entries(threads, records, response)
    return Page(records, entries, identifier(listing.get("after")))


def _feed_page(threads: Threads, response: Response) -> Page:
    records = tuple(read(response))
    entries = _entries(threads, records, response)
    return Page(records, entries, entries[-1][0] if len(entries) >= FEED_PAGE else "")


def _entries(
    threads: Threads, records: tuple[Post | Gone, ...], response: Response
) -> tuple[tuple[str, float], ...]:
    posts = [record for record in records if isinstance(record, Post)]
    passed(threads, response, *(post.created_at for post in posts))
    for post in posts:
        thread = post.thread or post.id
        if thread.startswith("t3_"):
            name = thread.removeprefix("t3_")
            # Whose parent is known already needs its thread once, for what stands above it.
            known = bool(post.reply_to) and name in threads.open
            follow(threads, name, post.created_at, thread, at_once=bool(post.thread) and not known)
    return tuple((post.id, post.created_at) for post in posts)
