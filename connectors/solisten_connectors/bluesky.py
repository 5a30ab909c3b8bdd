"""Bluesky: public posts of accounts, threads, searches and the live stream."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

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
from solisten_connectors._atproto import COLLECTION, NETWORK, records_of
from solisten_connectors._json import (
    answer_of,
    identifier,
    lines_of,
    one_line,
    table,
    tables,
    text,
    whole,
)
from solisten_connectors._listing import Page, Steps, days_of, explained, newest_first
from solisten_connectors._threads import (
    Threads,
    answered,
    follow,
    followed,
    passed,
    threads_of,
    timed,
)
from solisten_connectors._times import moment
from solisten_connectors._whose import or_foreign

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

APPVIEW = "https://public.api.bsky.app"
ENTRY = "https://bsky.social"  # where one signs in
JETSTREAM = "wss://jetstream2.us-east.bsky.network/subscribe"
PAGE = "100"
DEPTH = "100"  # replies below replies
ABSENT = frozenset({"NotFound", "RecordNotFound", "RepoNotFound", "AccountNotFound"})
HIDDEN = frozenset({"AccountTakedown", "AccountDeactivated", "AccountSuspended", "RepoTakendown"})
CLOSED = (
    "Bluesky answers searches only to those who sign in: give identifier and password ="
    ' "env:NAME" (an app password); accounts and threads are readable without'
)


def read(response: Response) -> Iterator[Post | Gone]:
    """Yield the posts of a feed, thread, search, list of posts, repository or Jetstream frames.

    Threads and feeds also hold the posts they answer, quote or repeat: these are yielded, too.
    """
    yield from or_foreign(NETWORK, response, _all(response))


def _all(response: Response) -> Iterator[Post | Gone]:
    yield from _read(response, {})


def _read(response: Response, handles: Mapping[str, str]) -> Iterator[Post | Gone]:
    told = set()
    for answer in lines_of(response):
        if isinstance(answer, dict) and "error" in answer and "uri" not in answer:
            _refuse(answer)
        for record in records_of(answer, handles):
            version = (record.id, type(record), getattr(record, "edited_at", None))
            if version not in told:
                told.add(version)
                yield record


def _refuse(answer: Mapping[str, Any]) -> None:
    """Raise what an error body says, unless it says that there is no such post or account."""
    error, message = one_line(answer.get("error")), one_line(answer.get("message"))
    absent = error == "InvalidRequest" and "not found" in message.lower()
    if error in ABSENT or error in HIDDEN or absent or "could not locate" in message.lower():
        return
    if error in {"AuthMissing", "AuthenticationRequired", "InvalidToken", "ExpiredToken"}:
        raise Unreadable(f"Bluesky says {error}: {CLOSED}")
    raise Unreadable(f"Bluesky says {error}{': ' if message else ''}{message}")


@connector(
    "bluesky",
    read=read,
    reach="public posts of accounts and whole threads, without signing in; searches with an app"
    " password; the live stream of all posts, of which the words asked for are kept",
    auth="optional",
    options=("accounts", "search", "live", "words", "identifier", "password", "days"),
    rate="3000 requests in 5 minutes per address; searches are no bulk interface",
    terms="what is deleted must be deleted; people who ask not to be shown to those without an"
    " account are left out",
    sees=("replies", "edits", "deletions", "likes"),
    verified="feeds, threads, searches, quotes, posts and repositories on recorded answers;"
    " Jetstream and deleted parents on documented ones; searchPostsV2 and getPostThreadV2 by their"
    " schemas alone",
)
def listen(source: Source, cursor: Cursor) -> Listening:
    """Ask for accounts and searches, then for the threads that still move, then for the stream."""
    threads = threads_of(NETWORK, cursor)
    base, days = source.url.rstrip("/") or APPVIEW, days_of(source)
    for name in source.strings("accounts"):
        params = {"actor": name.removeprefix("@"), "filter": "posts_with_replies"}
        ask = partial(_ask, f"{base}/xrpc/app.bsky.feed.getAuthorFeed", params, {})
        page = partial(_page_of, threads)
        steps = newest_first(f"account:{name}", cursor, ask, page, days=days)
        yield from timed(threads, steps)
    if source.strings("search"):
        where, headers = yield from _signed_in(source, base)
        for words in source.strings("search"):
            params = {"q": words, "sort": "latest"}
            ask = partial(_ask, f"{where}/xrpc/app.bsky.feed.searchPosts", params, headers)
            page = partial(_page_of, threads)
            steps = newest_first(f"search:{words}", cursor, ask, page, days=days)
            yield from explained(timed(threads, steps), CLOSED)
    ask = partial(_ask_thread, base)
    yield from followed(threads, ask, partial(_thread, threads), absent=frozenset({400, 404}))
    if source.options.get("live"):
        yield from _live(source, cursor, base)


def _signed_in(source: Source, base: str) -> Steps[tuple[str, Mapping[str, str]]]:
    """Return where to search and the headers to do it with; without a password, as we are."""
    name, password = source.options.get("identifier"), source.options.get("password")
    if not name or not password:
        return base, {}
    entry = ENTRY if base == APPVIEW else base
    # The collector puts what `env:NAME` stands for into the request.
    body = {"identifier": name, "password": password}
    url = f"{entry}/xrpc/com.atproto.server.createSession"
    response = yield Request(url, method="POST", json=body)
    token = text(table(answer_of(response)).get("accessJwt")) if response else ""
    if not token:
        raise Unreadable(f"{url} gave no accessJwt: is the app password right?")
    return entry, {"authorization": f"Bearer {token}"}


def _ask(url: str, params: Mapping[str, str], headers: Mapping[str, str], older: str) -> Request:
    below = {"cursor": older} if older else {}
    return Request(url, params={**params, "limit": PAGE, **below}, headers=headers)


def _ask_thread(base: str, uri: str) -> Request:
    params = {"uri": uri, "depth": DEPTH, "parentHeight": "0"}
    return Request(f"{base}/xrpc/app.bsky.feed.getPostThread", params=params)


def _page_of(threads: Threads, response: Response) -> Page:
    """Return a page of a feed or search, and follow the threads that its posts belong to."""
    answer = table(answer_of(response))
    entries = []
    for item in [*tables(answer.get("feed")), *tables(answer.get("posts"))]:
        reason = table(item.get("reason"))
        view = table(item.get("post")) if "post" in item else item
        uri, words = identifier(view.get("uri")), table(view.get("record"))
        times = [moment(words.get("createdAt")), moment(view.get("indexedAt"))]
        at = moment(reason.get("indexedAt")) or min((t for t in times if t), default=0.0)
        if "reasonPin" not in text(reason.get("$type")):
            entries.append((f"{uri} {identifier(reason.get('indexedAt'))}".strip(), at))
        passed(threads, response, at)
        if not reason:
            root = identifier(table(table(words.get("reply")).get("root")).get("uri"))
            at_once = bool(root or whole(view.get("replyCount")))
            follow(threads, root or uri, at, root or uri, at_once=at_once)
    return Page(tuple(read(response)), tuple(entries), identifier(answer.get("cursor")))


def _thread(threads: Threads, key: str, _post: str, response: Response) -> Iterator[Post | Gone]:
    """Yield the posts of a thread, and note which they are."""
    records = tuple(read(response))
    posts = [one for one in records if isinstance(one, Post) and one.thread == key]
    answered(threads, key, {post.id: post.id for post in posts})
    yield from records


def _live(source: Source, cursor: Cursor, base: str) -> Steps[None]:
    """Follow the stream: posts with one of the `words`, and those of, or to, the `accounts`."""
    handles = yield from _dids(source, cursor, base)
    words = tuple(word.casefold() for word in source.strings("words"))
    query = [("wantedCollections", COLLECTION)]
    query += [] if words else [("wantedDids", did) for did in handles]
    if since := whole(cursor.get("live")):
        query.append(("cursor", str(since)))
    request = Request(f"{JETSTREAM}?{urlencode(query)}", stream=True)
    kept: set[str] = set()
    while (response := (yield request)) is not None:
        for record in _read(response, handles):
            if _wanted(record, handles, words, kept):
                kept.add(record.id)
                yield record
        times = [whole(frame.get("time_us")) or 0 for frame in tables(lines_of(response))]
        if max(times, default=0):
            yield Checkpoint({"live": max(times)})


def _wanted(
    record: Post | Gone, handles: Mapping[str, str], words: tuple[str, ...], kept: set[str]
) -> bool:
    def writer(uri: str) -> str:
        return uri.removeprefix("at://").partition("/")[0]

    if writer(record.id) in handles or record.id in kept:
        return True
    if isinstance(record, Gone):
        return False
    low = record.text.casefold()
    answers = writer(record.reply_to) in handles or writer(record.thread) in handles
    return answers or any(word in low for word in words)


def _dids(source: Source, cursor: Cursor, base: str) -> Steps[dict[str, str]]:
    """Return the handle of each of the source's accounts by its lasting id."""
    found: dict[str, str] = {}
    for name in (name.removeprefix("@") for name in source.strings("accounts")):
        did = name if name.startswith("did:") else identifier(cursor.get(f"did:{name}"))
        if not did:
            url = f"{base}/xrpc/com.atproto.identity.resolveHandle"
            response = yield Request(url, params={"handle": name})
            did = identifier(table(answer_of(response)).get("did")) if response else ""
            yield Checkpoint({f"did:{name}": did})
        if did:
            found[did] = name
    return found
