"""Mastodon and servers that speak its API: public posts known to one instance."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit

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
from solisten.errors import Unreadable
from solisten_connectors._blocked import format_of
from solisten_connectors._json import (
    answer_of,
    identifier,
    lines_of,
    one_line,
    table,
    tables,
    text,
    value_of,
    whole,
)
from solisten_connectors._listing import Page, Steps, days_of, explained, newest_first
from solisten_connectors._notes import notes_of
from solisten_connectors._ownfeeds import own_posts, status_of
from solisten_connectors._statuses import (
    NETWORK,
    SHOWN,
    Seen,
    base_of,
    records_of,
    root_of,
    uri_of,
)
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

    from solisten.nouns import Gone, Post

CLOSED = (
    'this server shows it to its own users alone: give a token (token = "env:NAME"), or ask a'
    " server whose timelines are public"
)
PAGE = "40"  # the most that a server gives

_NEXT = re.compile(r"<([^<>]{1,2000})>\s*;[^,<]{0,100}\brel=\"?next\"?")
_CONTEXT = re.compile(r"/statuses/([^/]+)/context$")


def read(response: Response) -> Iterator[Post | Gone]:
    """Yield the public posts of a timeline, account, thread, search, single post or stream.

    What Misskey and its kin answer by their own interface is read, too, and feeds of accounts.
    """
    yield from or_foreign(NETWORK, response, _all(response))


def _all(response: Response) -> Iterator[Post | Gone]:
    if format_of(response.body) == "xml":
        yield from own_posts(response, status_of, "/@")
        return
    yield from _read(response, Seen(response.url))


def _read(response: Response, seen: Seen) -> Iterator[Post | Gone]:
    anchor = _CONTEXT.search(urlsplit(seen.url).path)
    seen.anchor = anchor[1] if anchor else seen.anchor
    answers = _answers(response)
    yield from records_of(answers, seen)
    yield from notes_of(answers, seen.url)


def _answers(response: Response) -> list[Any]:
    """Return the JSON values of a response; a stream has one a frame."""
    if response.body[:6] in {b"event:", b"data: "} or response.body[:1] == b":":
        lines = response.body.split(b"\n")
        return [value_of(line[6:]) for line in lines if line.startswith(b"data: {")]
    answers = lines_of(response) if response.status < 400 else [answer_of(response)]
    for answer in answers:
        error = table(answer).get("error")
        error = table(error).get("message") if isinstance(error, dict) else error
        if error and "account" not in answer and response.status not in {404, 410}:
            _refuse(one_line(error) or "error")
    return answers


def _refuse(error: str) -> None:
    """Raise what an error body says, unless it says that there is no such thing."""
    low = error.lower()
    if "not found" in low or "no such" in low or "can't find" in low:
        return
    if "authenticated" in low or "token" in low or "log in" in low or "login" in low:
        raise Unreadable(f'the server says "{error}": {CLOSED}')
    raise Unreadable(f'the server says "{error}"')


@connector(
    "mastodon",
    read=read,
    reach="public and unlisted posts known to one instance: by hashtag, account, local timeline;"
    " threads as far as that instance knows them; search only with a token",
    auth="optional",
    options=("hashtags", "accounts", "search", "local", "days", "token"),
    rate="300 requests in 5 minutes per address",
    terms="each instance's own rules (/api/v1/instance/rules); private posts are never kept",
    sees=("replies", "followers", "edits", "deletions", "likes"),
    verified="timelines, accounts, threads, search, quotes, edits, deletions of Mastodon 4 on"
    " recorded answers; Pleroma, Akkoma, GoToSocial, Friendica, the interface of Misskey and"
    " the feeds by their documents alone",
)
def listen(source: Source, cursor: Cursor) -> Listening:
    """Ask for hashtags, accounts and the local timeline, then for the threads that still move."""
    threads = threads_of(NETWORK, cursor)
    days = days_of(source)
    base = base_of(source.url)
    for key, path, params in _listings(source):
        ask = partial(_ask, source, f"{base}{path}", params)
        page = partial(_page_of, threads)
        yield from explained(
            timed(threads, newest_first(key, cursor, ask, page, days=days, sortable=True)), CLOSED
        )
    for name in source.strings("accounts"):
        found = yield from _account(source, base, name, cursor)
        if found:
            ask = partial(_ask, source, f"{base}/api/v1/accounts/{quote(found)}/statuses", {})
            page, key = partial(_page_of, threads), f"account:{name}"
            yield from explained(
                timed(threads, newest_first(key, cursor, ask, page, days=days, sortable=True)),
                CLOSED,
            )
    yield from followed(threads, partial(_ask_context, source, base), partial(_context, threads))


def _listings(source: Source) -> Iterator[tuple[str, str, dict[str, str]]]:
    for tag in source.strings("hashtags"):
        name = quote(tag.removeprefix("#"), safe="")
        yield f"tag:{tag}", f"/api/v1/timelines/tag/{name}", {}
    if source.options.get("local"):
        yield "local", "/api/v1/timelines/public", {"local": "true"}
    for words in source.strings("search"):
        yield f"search:{words}", "/api/v2/search", {"q": words, "type": "statuses"}


def _ask(source: Source, url: str, params: Mapping[str, str], older: str) -> Request:
    # A search counts from its beginning, all else goes on below an id.
    below = {("offset" if "q" in params else "max_id"): older} if older else {}
    params = {**params, "limit": PAGE, **below}
    return Request(url, params=params, auth="bearer" if source.options.get("token") else "")


def _page_of(threads: Threads, response: Response) -> Page:
    """Return a page of a timeline, and follow the threads that its posts open or belong to."""
    seen = Seen(response.url)
    records = tuple(_read(response, seen))
    answer = answer_of(response)
    own = list(tables(answer if isinstance(answer, list) else table(answer).get("statuses")))
    times = {identifier(one.get("id")): moment(one.get("created_at")) or 0.0 for one in own}
    passed(threads, response, *times.values())
    for status in own:
        name, uri = identifier(status.get("id")), uri_of(status)
        if text(status.get("visibility")) in SHOWN and uri and not status.get("reblog"):
            alone = bool(status.get("in_reply_to_id")) and not root_of(status, seen)
            if alone or not status.get("in_reply_to_id"):
                at_once = alone or bool(whole(status.get("replies_count")))
                follow(threads, name, times[name], uri, at_once=at_once)
    following = _NEXT.search(response.headers.get("link", ""))
    older = parse_qs(urlsplit(following[1]).query).get("max_id", [""])[0] if following else ""
    if isinstance(answer, dict) and len(own) >= int(PAGE):
        offset = parse_qs(urlsplit(response.url).query).get("offset", ["0"])[0]
        older = str((whole(offset) or 0) + len(own))
    return Page(records, tuple((name, at) for name, at in times.items() if name), older)


def _account(source: Source, base: str, name: str, cursor: Cursor) -> Steps[str]:
    """Return the instance's own id of an account, "" when the instance does not know it."""
    key = f"id:{name}"
    if found := identifier(cursor.get(key)):
        return found
    auth = "bearer" if source.options.get("token") else ""
    params = {"acct": name.removeprefix("@")}
    try:
        response = yield Request(f"{base}/api/v1/accounts/lookup", params=params, auth=auth)
    except RequestFailed as failure:
        if failure.status != 404:
            raise
        return ""
    found = identifier(table(answer_of(response)).get("id")) if response else ""
    if found:
        yield Checkpoint({key: found})
    return found


def _ask_context(source: Source, base: str, name: str) -> Request:
    auth = "bearer" if source.options.get("token") else ""
    return Request(f"{base}/api/v1/statuses/{quote(name, safe='')}/context", auth=auth)


def _context(threads: Threads, name: str, uri: str, response: Response) -> tuple[Post | Gone, ...]:
    """Return the posts of a thread; from then on it is followed from its topmost post."""
    seen = Seen(response.url, {name: uri}, anchor=name)
    records = tuple(_read(response, seen))
    top = seen.above[0] if seen.above else {}
    if above := identifier(top.get("id")):
        del threads.open[name]
        born = moment(top.get("created_at")) or 0.0
        follow(threads, above, born, uri_of(top), at_once=True)
    else:
        below = {key: uri_of(one) for key, one in seen.statuses.items() if key != name}
        answered(threads, name, below)
    return records
