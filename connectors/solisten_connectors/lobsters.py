"""Lobsters: stories with their comments."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit

from solisten.connector import Cursor, Listening, Request, Response, Source, connector
from solisten.errors import Unreadable
from solisten.nouns import Gone, Kind, Post
from solisten_connectors._blocked import format_of
from solisten_connectors._feed import feed_at
from solisten_connectors._html import address, links_of, text_of, unescaped
from solisten_connectors._json import answer_of, identifier, one_line, table, tables, text, whole
from solisten_connectors._listing import Page, days_of, newest_first
from solisten_connectors._people import account, host_of, path_of
from solisten_connectors._threads import Threads, follow, followed, passed, threads_of, timed
from solisten_connectors._times import edited, moment
from solisten_connectors._whose import or_foreign

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NETWORK = "lobsters"
SITE = "https://lobste.rs"
FULL = 25  # stories of a page that is not the last

_STORY = re.compile(r"/s/([a-z0-9]{1,20})/")
_PLACE = re.compile(r"(https?://[^/?#]{1,200})/([sc])/([a-z0-9]{1,20})(?![a-z0-9])")
_SUBMITTED = re.compile(r"^\S{0,200}\s*\b(?:via|by)\s+(?=\S+$)")
_FOOT = re.compile(r"<p><a href=\"[^\"<>]{1,2000}\">Comments</a></p>\s*$")


def read(response: Response) -> Iterator[Post | Gone]:
    """Yield the stories of a list, a story with its comments, or what a feed holds."""
    yield from or_foreign(NETWORK, response, _all(response))


def _all(response: Response) -> Iterator[Post | Gone]:
    if format_of(response.body) == "xml":
        yield from _feed(response)
        return
    answer = answer_of(response)
    if isinstance(answer, dict) and "error" in answer and "short_id" not in answer:
        said = one_line(answer["error"]) or one_line(answer.get("status"))
        if "not found" not in said.lower():
            raise Unreadable(f'the site says "{said}"')
    told = set()
    for story in tables(answer if isinstance(answer, list) else [answer]):
        records = _comments([story], "") if "commenting_user" in story else _story(story)
        for record in records:
            if record.id not in told:
                told.add(record.id)
                yield record


def _story(story: Mapping[str, Any]) -> Iterator[Post | Gone]:
    name, created = identifier(story.get("short_id")), moment(story.get("created_at"))
    if not name or "title" not in story:
        return
    page = address(text(story.get("short_id_url"))) or f"{SITE}/s/{name}"
    link, html = address(text(story.get("url")), page), text(story.get("description"))
    if created is not None:
        yield Post(
            network=NETWORK,
            id=name,
            created_at=created,
            channel=host_of(page),
            url=address(text(story.get("comments_url"))) or page,
            kind=Kind.POST,
            title=unescaped(text(story.get("title"))).strip(),
            text=text_of(html) or text(story.get("description_plain")).strip(),
            likes=whole(story.get("score")),
            links=tuple(dict.fromkeys([*([link] if link else []), *links_of(html, page)])),
            **_writer(story.get("submitter_user")),
        )
    yield from _comments(list(tables(story.get("comments"))), name)


def _comments(comments: list[dict[str, Any]], story: str) -> Iterator[Post | Gone]:
    """Yield comments; older answers tell only how deep each stands below the one before."""
    above: list[tuple[int, str]] = []
    for comment in comments:
        name, created = identifier(comment.get("short_id")), moment(comment.get("created_at"))
        depth = comment.get("depth") if "depth" in comment else comment.get("indent_level")
        level = whole(depth) or 0
        while above and above[-1][0] >= level:
            above.pop()
        parent = identifier(comment.get("parent_comment"))
        if not parent and "parent_comment" not in comment and above:
            parent = above[-1][1]
        above.append((level, name))
        if name and (comment.get("is_deleted") is True or comment.get("is_moderated") is True):
            yield Gone(network=NETWORK, id=name)
        elif name and created is not None:
            html = text(comment.get("comment"))
            page = address(text(comment.get("url"))) or f"{SITE}/c/{name}"
            below = _STORY.search(page)  # a comment that is told alone
            root = story or (below[1] if below else "")
            changed = comment.get("last_edited_at") or comment.get("updated_at")
            yield Post(
                network=NETWORK,
                id=name,
                created_at=created,
                channel=host_of(page),
                url=address(text(comment.get("short_id_url"))) or page,
                kind=Kind.COMMENT,
                edited_at=edited(changed, created),
                text=text_of(html) or text(comment.get("comment_plain")),
                reply_to=parent or root,
                thread=root,
                likes=whole(comment.get("score")),
                links=links_of(html, page),
                **_writer(comment.get("commenting_user")),
            )


def _writer(user: Any) -> dict[str, Any]:
    """Return who wrote it: a name since 2024, before that an object."""
    told = table(user)
    name = account(told.get("username") if told else user)
    staff = told.get("is_admin") is True or told.get("is_moderator") is True
    return {"author": name, "official": "staff" if staff else ""}


def _feed(response: Response) -> Iterator[Post]:
    """Yield the stories or comments of one of the site's feeds; comments name no story there."""
    feed = feed_at(response, "lobste.rs", "/s/", "/c/")
    for entry in feed.entries if feed else ():
        pages = [entry.id, *(part.text for part in entry.more.get("comments", ())), entry.link]
        place = next((found for found in map(_PLACE.match, pages) if found), None)
        if place is None or entry.published is None:
            continue
        base, comment, link = place[1], place[2] == "c", address(entry.link)
        html = entry.html if comment else _FOOT.sub("", entry.html)
        shared = [link] if link and host_of(link) != host_of(base) else []
        yield Post(
            network=NETWORK,
            id=place[3],
            created_at=entry.published,
            channel=host_of(base),
            url=f"{base}/{place[2]}/{place[3]}",
            kind=Kind.COMMENT if comment else Kind.POST,
            # "acme.example via ana": who found it, or "by" whom it is.
            author=account(_SUBMITTED.sub("", entry.author)),
            text=text_of(html),
            title="" if comment else entry.title,
            links=tuple(dict.fromkeys([*shared, *links_of(html, base)])),
        )


@connector(
    "lobsters",
    read=read,
    reach="all stories, or those of some tags, newest first, with their comments",
    own_ids="url",
    options=("tags", "days"),
    rate="one request every few seconds at most; the site asks for minutes between visits",
    terms="no formal interface: be identifiable, be slow",
    sees=("replies", "edits", "deletions", "likes"),
    verified="lists of stories on a recorded excerpt; stories with comments and the feeds by the"
    " site's source and documents alone",
)
def listen(source: Source, cursor: Cursor) -> Listening:
    """Ask for the newest stories, then for those whose comments still move."""
    threads = threads_of(NETWORK, cursor)
    base = source.url.rstrip("/") or SITE
    for tag in source.strings("tags") or ("",):
        ask, page = partial(_ask, base, tag), partial(_page_of, threads)
        yield from timed(
            threads, newest_first(f"tag:{tag}", cursor, ask, page, days=days_of(source))
        )
    yield from followed(threads, partial(_ask_story, base), _thread)


def _ask(base: str, tag: str, older: str) -> Request:
    if tag:
        return Request(f"{base}/t/{quote(tag)}.json", params={"page": older} if older else {})
    return Request(f"{base}/newest/page/{older}.json" if older else f"{base}/newest.json")


def _ask_story(base: str, name: str) -> Request:
    return Request(f"{base}/s/{name}.json")


def _thread(_key: str, _post: str, response: Response) -> Iterator[Post | Gone]:
    yield from read(response)


def _page_of(threads: Threads, response: Response) -> Page:
    """Return a page of stories, and follow each."""
    stories = list(tables(answer_of(response)))
    entries = []
    for story in stories:
        name, at = identifier(story.get("short_id")), moment(story.get("created_at")) or 0.0
        entries.append((name, at))
        passed(threads, response, at)
        follow(threads, name, at, name, at_once=bool(whole(story.get("comment_count"))))
    return Page(
        tuple(read(response)), tuple(entries), _next(response) if len(stories) >= FULL else ""
    )


def _next(response: Response) -> str:
    asked = parse_qs(urlsplit(response.url).query).get("page", ["1"])[0]
    path = path_of(response.url)
    number = path[-1].removesuffix(".json") if "page" in path else asked
    return str((whole(number) or 1) + 1)
