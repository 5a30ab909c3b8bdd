"""Discourse: the public posts of a forum, with their topics."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from solisten.connector import Cursor, Listening, Request, Response, Source, connector
from solisten.errors import Unreadable
from solisten_connectors._blocked import format_of
from solisten_connectors._forum import NETWORK, Topics, records_of
from solisten_connectors._json import answer_of, identifier, one_line, table, tables, text, whole
from solisten_connectors._listing import Page, days_of, explained, newest_first
from solisten_connectors._ownfeeds import own_posts, topical_of
from solisten_connectors._threads import Threads, follow, followed, passed, threads_of, timed
from solisten_connectors._times import moment
from solisten_connectors._whose import or_foreign

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from solisten.nouns import Gone, Post

CHUNK = 20  # posts on a page of a topic
WINDOW = 50  # ids that a page of the newest posts looks at
EMPTY_PAGES = 20  # in a row, after which there is nothing older
REMEDY = (
    'this forum shows itself to its members alone: give an API key (key = "env:NAME",'
    " user = a member's name)"
)


def read(response: Response) -> Iterator[Post | Gone]:
    """Yield the public posts of a topic, the newest posts, a search, a user's actions or a feed.

    Lists of topics hold no posts: they tell neither the ids nor the words of the first ones. Feeds
    tell the words of posts, but mostly no ids: there "t/57/2" is the second post of topic 57.
    """
    yield from or_foreign(NETWORK, response, _all(response))


def _all(response: Response) -> Iterator[Post | Gone]:
    yield from _read(response, Topics())


def _read(response: Response, topics: Topics) -> Iterator[Post | Gone]:
    if format_of(response.body) == "xml":
        yield from own_posts(response, topical_of, "/t/", "-post-", "-topic-")
        return
    answer = answer_of(response)
    if isinstance(answer, dict) and "errors" in answer and "post_stream" not in answer:
        _refuse(answer)
    told = set()
    for record in records_of(answer, response.url, topics):
        if record.id not in told:
            told.add(record.id)
            yield record


def _refuse(answer: Mapping[str, Any]) -> None:
    """Raise what an error body says, unless it says that there is no such thing."""
    kind = text(answer.get("error_type"))
    errors = answer["errors"]
    said = one_line(errors[0] if isinstance(errors, list) and errors else errors)
    if kind == "not_found" or "not be found" in said or "not found" in said.lower():
        return
    closed = kind in {"not_logged_in", "invalid_access"}
    raise Unreadable(f'the forum says "{said}"{f": {REMEDY}" if closed else ""}')


@connector(
    "discourse",
    read=read,
    reach="all public posts of a forum, newest first; topics with their replies; searches",
    auth="optional",
    own_ids="url",
    options=("search", "key", "user", "days"),
    rate="200 requests a minute and 50 in 10 seconds per address; searches fewer",
    terms="each forum's own",
    sees=("replies", "edits", "deletions", "likes"),
    verified="topics, posts and the newest posts on recorded answers, users' actions on one;"
    " searches and feeds by their documents; deletions only as far as topics show them",
)
def listen(source: Source, cursor: Cursor) -> Listening:
    """Ask for the newest posts, or for searches, then for the topics that still move."""
    threads, topics = threads_of(NETWORK, cursor), Topics()
    base, days = source.url.rstrip("/"), days_of(source)
    page = partial(_page_of, threads, topics)
    searches = source.strings("search")
    for words in searches:
        ask = partial(_ask_search, source, base, words)
        steps = timed(
            threads, newest_first(f"search:{words}", cursor, ask, page, days=days, sortable=True)
        )
        yield from explained(steps, REMEDY)
    if not searches:
        ask = partial(_ask_posts, source, base)
        steps = newest_first("posts", cursor, ask, page, days=days, sortable=True)
        yield from explained(timed(threads, steps), REMEDY)
    yield from followed(
        threads, partial(_ask_topic, source, base), partial(_topic, threads, topics), closed=True
    )


def _asked(source: Source, url: str, params: Mapping[str, str]) -> Request:
    key, user = source.options.get("key"), source.options.get("user")
    # The collector puts what `env:NAME` stands for into the request.
    headers = {"api-key": str(key), "api-username": str(user or "system")} if key else {}
    return Request(url, params=params, headers=headers)


def _ask_posts(source: Source, base: str, older: str) -> Request:
    return _asked(source, f"{base}/posts.json", {"before": older} if older else {})


def _ask_search(source: Source, base: str, words: str, older: str) -> Request:
    params = {"q": f"{words} order:latest", **({"page": older} if older else {})}
    return _asked(source, f"{base}/search.json", params)


def _ask_topic(source: Source, base: str, key: str) -> Request:
    name, _, page = key.partition("/")
    return _asked(source, f"{base}/t/{name}.json", {"page": page} if page else {})


def _page_of(threads: Threads, topics: Topics, response: Response) -> Page:
    """Return a page of posts, and follow their topics: only these tell who answers whom."""
    answer = table(answer_of(response))
    records = tuple(_read(response, topics))
    entries = []
    for post in [*tables(answer.get("latest_posts")), *tables(answer.get("posts"))]:
        name, at = identifier(post.get("id")), moment(post.get("created_at")) or 0.0
        of, number = identifier(post.get("topic_id")), whole(post.get("post_number")) or 1
        entries.append((name, at))
        passed(threads, response, at)
        above = whole(post.get("reply_to_post_number")) or 1
        at_once = number > 1 or "blurb" in post
        follow(threads, of, at, topics.ids.get((of, 1), ""), at_once=at_once)
        for beside in {_page_key(of, above), _page_key(of, number)} - {of}:
            follow(threads, beside, at, "", at_once=True)
    asked = parse_qs(urlsplit(response.url).query)
    if "grouped_search_result" in answer:
        more = table(answer["grouped_search_result"]).get("more_full_page_results")
        page = whole(asked.get("page", ["1"])[0]) or 1
        return Page(records, tuple(entries), str(page + 1) if more else "")
    topics.empty = 0 if entries else topics.empty + 1
    before = whole(asked.get("before", [""])[0]) or 0
    older = _before(entries, before) if topics.empty <= EMPTY_PAGES else ""
    return Page(records, tuple(entries), older)


def _page_key(topic: str, number: int) -> str:
    """Return how a topic's page is named among the threads: the page that holds this post."""
    page = (number - 1) // CHUNK + 1
    return f"{topic}/{page}" if page > 1 else topic


def _before(entries: list[tuple[str, float]], asked: int) -> str:
    """Return what to ask for next, "" at the end.

    Forums give the posts among the 50 ids up to the one named, so that a page may be empty where
    many are private or deleted; some give 50 posts below it.

    >>> _before([("98", 0.0), ("97", 0.0)], 100), _before([("97", 0.0)], 97), _before([], 97)
    ('97', '96', '47')
    """
    lowest = min((whole(name) or 0 for name, _ in entries), default=asked - WINDOW)
    below = lowest - 1 if lowest == asked else lowest
    return str(below) if below > 0 else ""


def _topic(
    threads: Threads, topics: Topics, key: str, _post: str, response: Response
) -> Iterator[Post | Gone]:
    """Yield the posts of a page of a topic, and follow its next page."""
    answer = table(answer_of(response))
    posts = list(tables(table(answer.get("post_stream")).get("posts")))
    name, _, page = key.partition("/")
    if len(posts) >= (whole(answer.get("chunk_size")) or CHUNK):
        born = moment(answer.get("created_at")) or threads.now
        follow(threads, f"{name}/{(whole(page) or 1) + 1}", born, "", at_once=True)
    yield from _read(response, topics)
