"""Hacker News: stories and comments that match a search, with their whole threads."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from solisten.connector import Cursor, Listening, Request, Response, Source, connector
from solisten.errors import Unreadable
from solisten.nouns import Gone, Kind, Post
from solisten_connectors._blocked import format_of
from solisten_connectors._feed import feed_at
from solisten_connectors._html import address, links_of, text_of, unescaped
from solisten_connectors._json import (
    answer_of,
    identifier,
    inner,
    one_line,
    table,
    tables,
    text,
    whole,
)
from solisten_connectors._listing import Page, days_of, newest_first
from solisten_connectors._people import account
from solisten_connectors._threads import Threads, follow, followed, passed, threads_of, timed
from solisten_connectors._times import moment
from solisten_connectors._whose import or_foreign

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NETWORK = "hackernews"
ALGOLIA = "https://hn.algolia.com"
PAGE = "100"
_ITEM = re.compile(r"\bnews\.ycombinator\.com/item\?id=(\d{1,18})")
_COMMENT = re.compile(r"New comment by \S+ in ")  # how hnrss.org calls a comment
_STORY = re.compile(r"story_(\d{1,18})")
ANSWERS = frozenset({"comment", "pollopt"})
STORIES = frozenset({"story", "job", "poll"})


def read(response: Response) -> Iterator[Post | Gone]:
    """Yield the posts of an item, a tree of comments, or a page of search results.

    Firebase's items, Algolia's items and its search, and the site's feed are read; lists of ids,
    users and changes hold no posts.
    """
    yield from or_foreign(NETWORK, response, _all(response))


def _all(response: Response) -> Iterator[Post | Gone]:
    if format_of(response.body) == "xml":
        yield from _stories(response)
        return
    answer = answer_of(response)
    if isinstance(answer, dict) and ("error" in answer or "message" in answer):
        said = one_line(answer.get("message")) or one_line(answer.get("error")) or "error"
        if "not found" not in said.lower():
            raise Unreadable(f'Hacker News says "{said}"')
    told = set()
    for item in _items(answer):
        record = _record(*item)
        if record and record.id not in told:
            told.add(record.id)
            yield record


def _stories(response: Response) -> Iterator[Post]:
    """Yield the stories of the site's feed, which tells neither their authors nor their words.

    hnrss.org tells both, and comments too.
    """
    feed = feed_at(response, "news.ycombinator.com", "hnrss.org")
    for entry in feed.entries if feed else ():
        pages = [part.text for part in entry.more.get("comments", ())]
        found = _ITEM.search(" ".join([entry.id, *pages, entry.link]))
        if found and entry.published is not None:
            link, comment = address(entry.link), _COMMENT.match(entry.title) is not None
            said, _, foot = entry.html.rpartition("<hr>")
            html = said if "# Comments:" in foot else entry.html if comment else ""
            links = [] if comment or not link or _ITEM.search(link) else [link]
            yield Post(
                network=NETWORK,
                id=found[1],
                created_at=entry.published,
                url=f"https://news.ycombinator.com/item?id={found[1]}",
                kind=Kind.COMMENT if comment else Kind.POST,
                author=account(entry.author),
                text=text_of(html),
                title="" if comment else entry.title,
                links=tuple(dict.fromkeys([*links, *links_of(html)])),
            )


def _items(answer: Any) -> Iterator[tuple[Mapping[str, Any], str, str]]:
    """Yield (item, what it stands below, its story) of an answer, a thread's as one reads it."""
    stack = [(answer, "", "")]
    while stack:
        value, above, story = stack.pop()
        if isinstance(value, list):
            stack.extend((one, above, story) for one in inner(value))
        elif isinstance(value, dict):
            if "hits" in value:
                stack.append((value["hits"], "", ""))
                continue
            kind, name = text(value.get("type")), identifier(value.get("id"))
            if "objectID" in value or kind in ANSWERS | STORIES:
                yield value, above, story
            top = name if kind in STORIES else story
            stack.append((value.get("children"), name, top))
            stack.append((value.get("options"), name, top))


def _record(item: Mapping[str, Any], above: str, story: str) -> Post | Gone | None:
    name = identifier(item.get("objectID")) or identifier(item.get("id"))
    if not name.isdecimal():
        return None
    if item.get("deleted") is True or item.get("dead") is True:
        return Gone(network=NETWORK, id=name)
    answers = (kind := _kind(item)) in ANSWERS
    author = account(item.get("by")) or account(item.get("author"))
    html = text(item.get("text")) or text(item.get("comment_text")) or text(item.get("story_text"))
    if answers and not author and not html:
        return Gone(network=NETWORK, id=name)
    created = moment(item.get("time")) or moment(item.get("created_at_i"))
    created = created or moment(item.get("created_at"))
    if created is None:
        return None
    page = f"https://news.ycombinator.com/item?id={name}"
    link = address(text(item.get("url")), page)
    parent, thread = _place(item, kind, above, story) if answers else ("", "")
    return Post(
        network=NETWORK,
        id=name,
        created_at=created,
        url=page,
        kind=Kind.COMMENT if answers else Kind.POST,
        author=author,
        text=text_of(html),
        title="" if answers else unescaped(text(item.get("title"))).strip(),
        reply_to=parent,
        thread=thread,
        likes=whole(item.get("score") if "score" in item else item.get("points")),
        links=tuple(dict.fromkeys([*([link] if link else []), *links_of(html, page)])),
    )


def _place(item: Mapping[str, Any], kind: str, above: str, story: str) -> tuple[str, str]:
    """Return what an answer stands below, and its story; an option belongs to its poll alone."""
    told = [item.get(key) for key in ("parent", "parent_id", "poll")]
    parent = next((found for found in map(identifier, told) if found), above)
    if kind == "pollopt":
        return parent, parent
    marked = [_STORY.fullmatch(tag) for tag in map(text, _tags(item))]
    tagged = next((found[1] for found in marked if found), "")
    return parent, identifier(item.get("story_id")) or story or tagged


def _tags(item: Mapping[str, Any]) -> list[Any]:
    tags = item.get("_tags")
    return tags if isinstance(tags, list) else []


def _kind(item: Mapping[str, Any]) -> str:
    """Return an item's type; a search result names it among its tags."""
    kind = text(item.get("type"))
    kind = kind or next((tag for tag in map(text, _tags(item)) if tag in ANSWERS | STORIES), "")
    return kind or ("comment" if item.get("parent_id") or item.get("comment_text") else "story")


@connector(
    "hackernews",
    read=read,
    reach="all public stories and comments, by search (Algolia), with their whole threads",
    options=("search", "days"),
    rate="10,000 requests an hour per address",
    terms="https://www.ycombinator.com/legal/; the APIs are meant to be used, the pages are not",
    sees=("replies", "deletions", "likes"),
    verified="items of both APIs, a tree of comments, a search for stories and the feed on recorded"
    " answers; searches for comments, options of polls and hnrss.org by documents alone; edits"
    " leave no mark; the votes of comments are not public",
)
def listen(source: Source, cursor: Cursor) -> Listening:
    """Ask for what matches each search, newest first, then for the threads that still move."""
    threads = threads_of(NETWORK, cursor)
    base = source.url.rstrip("/") or ALGOLIA
    for words in source.strings("search"):
        ask, page = partial(_ask, base, words), partial(_page_of, threads)
        yield from timed(
            threads, newest_first(f"search:{words}", cursor, ask, page, days=days_of(source))
        )
    yield from followed(threads, partial(_ask_thread, base), _thread)


def _ask(base: str, words: str, older: str) -> Request:
    params = {
        "query": words,
        "tags": "(story,comment,poll,job)",
        "hitsPerPage": PAGE,
        "typoTolerance": "false",
    }
    # A query reaches 1,000 results: the next page is a query of its own, of what is older.
    if older:
        params["numericFilters"] = f"created_at_i<={older}"
    return Request(f"{base}/api/v1/search_by_date", params=params)


def _ask_thread(base: str, story: str) -> Request:
    return Request(f"{base}/api/v1/items/{story}")


def _thread(_key: str, _post: str, response: Response) -> Iterator[Post | Gone]:
    yield from read(response)


def _page_of(threads: Threads, response: Response) -> Page:
    """Return a page of results, and follow the threads that they belong to."""
    answer = table(answer_of(response))
    hits = list(tables(answer.get("hits")))
    entries = []
    for hit in hits:
        name, at = identifier(hit.get("objectID")), moment(hit.get("created_at_i")) or 0.0
        entries.append((name, at))
        passed(threads, response, at)
        answers = _kind(hit) in ANSWERS
        story = _place(hit, _kind(hit), "", "")[1] if answers else name
        at_once = answers or bool(whole(hit.get("num_comments")))
        follow(threads, story, at, story, at_once=at_once)
    full = len(hits) >= (whole(answer.get("hitsPerPage")) or int(PAGE))
    oldest = min((at for _, at in entries), default=0.0)
    return Page(tuple(read(response)), tuple(entries), str(int(oldest)) if full and oldest else "")
