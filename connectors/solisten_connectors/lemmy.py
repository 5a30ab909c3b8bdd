"""Lemmy: posts and comments of communities, through one instance."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, partial
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from solisten.connector import Cursor, Listening, Request, Response, Source, connector
from solisten.errors import Unreadable
from solisten.nouns import Gone, Kind, Post, Visibility
from solisten_connectors import _activity
from solisten_connectors._blocked import format_of
from solisten_connectors._html import address, links_in, unescaped
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
from solisten_connectors._ownfeeds import own_posts, submission_of
from solisten_connectors._people import host_of, path_of, person
from solisten_connectors._threads import Threads, follow, followed, passed, threads_of, timed
from solisten_connectors._times import edited, moment
from solisten_connectors._whose import or_foreign

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NETWORK = "lemmy"
PAGE = "50"
SHOWN = {  # a community's visibility: 0.19 and 1.0 spell it differently
    "": Visibility.PUBLIC,
    "public": Visibility.PUBLIC,
    "localonlypublic": Visibility.PUBLIC,
    "unlisted": Visibility.UNLISTED,
}


@dataclass(slots=True)
class _Tree:
    """Hold what an answer tells of its instance: the global ids of its own numbers."""

    base: str
    comments: dict[str, str] = field(default_factory=dict)


def read(response: Response) -> Iterator[Post | Gone]:
    """Yield the posts and comments of API v3 or v4, of feeds, of the objects Lemmy publishes."""
    yield from or_foreign(NETWORK, response, _all(response))


def _all(response: Response) -> Iterator[Post | Gone]:
    if format_of(response.body) == "xml":
        yield from own_posts(response, submission_of, "/post/")
        return
    answer = answer_of(response)
    if isinstance(answer, dict) and isinstance(answer.get("error"), str):
        error = one_line(answer["error"]).lower()
        if "couldnt_find" in error or "not_found" in error or "not found" in error:
            return
        raise Unreadable(f'Lemmy says "{error}"')
    if isinstance(answer, dict) and "type" in answer and ("id" in answer or "@context" in answer):
        yield from _published(answer)
        return
    views = list(_views(answer))
    tree = _Tree(_base(response.url) or _home(views))
    for view in views:
        if comment := table(view.get("comment")):
            tree.comments[identifier(comment.get("id"))] = identifier(comment.get("ap_id"))
    told = set()
    for view in views:
        record = _comment(view, tree) if table(view.get("comment")) else _post(view)
        if record and record.id not in told:
            told.add(record.id)
            yield record


def _published(answer: Mapping[str, Any]) -> Iterator[Post | Gone]:
    """Yield the records of ActivityPub objects, named as the API names them."""
    way = _activity.Delivery(NETWORK, _account, _community, Kind.COMMENT, _root)
    yield from _activity.records_of(answer, way)


def _root(parent: str) -> str:
    """Return the post that opens the thread, where what is answered is that post."""
    return parent if "post" in path_of(parent)[:-1] else ""


def _account(uri: str) -> str:
    return _activity.handle_of(uri) or uri


def _community(value: Mapping[str, Any]) -> str:
    """Return the community that an object is for: its audience, else the one it is sent to."""
    sent = [value.get("audience"), value.get("to"), value.get("cc")]
    flat = [one for names in sent for one in (names if isinstance(names, list) else [names])]
    for uri in map(_activity.first_id, flat):
        if set(path_of(uri)[:-1]) & {"c", "m"}:
            return _account(uri)
    return ""


def _views(answer: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the views of posts and comments in an answer; reports and private messages are none."""
    stack = [answer]
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(inner(value))
        elif isinstance(value, dict):
            if any(key.endswith(("_report", "private_message")) for key in value):
                continue
            if isinstance(value.get("post"), dict) and isinstance(value.get("creator"), dict):
                if "ap_id" in value["post"]:
                    yield value
            else:
                stack.extend(
                    one for one in reversed(value.values()) if isinstance(one, dict | list)
                )


def _post(view: Mapping[str, Any]) -> Post | Gone | None:
    post = table(view.get("post"))
    uri, created = identifier(post.get("ap_id")), _time(post, "published")
    visibility = _visibility(view)
    if not uri or created is None or visibility is None:
        return None
    if post.get("deleted") is True or post.get("removed") is True:
        return Gone(network=NETWORK, id=uri)
    body, link = text(post.get("body")), address(text(post.get("url")))
    return Post(
        id=uri,
        created_at=created,
        kind=Kind.POST,
        edited_at=_edited(post, created),
        title=unescaped(text(post.get("name"))).strip(),
        text=body,
        links=tuple(dict.fromkeys([*([link] if link else []), *links_in(body)])),
        visibility=visibility,
        **_around(view, post),
    )


def _comment(view: Mapping[str, Any], tree: _Tree) -> Post | Gone | None:
    comment, post = table(view.get("comment")), table(view.get("post"))
    uri, created = identifier(comment.get("ap_id")), _time(comment, "published")
    visibility = _visibility(view)
    if not uri or created is None or visibility is None:
        return None
    if comment.get("deleted") is True or comment.get("removed") is True:
        return Gone(network=NETWORK, id=uri)
    root = identifier(post.get("ap_id"))
    # "0.17.23": the last number is the comment's own, the one before it its parent's.
    path = text(comment.get("path")).split(".")
    above = path[-2] if len(path) > 2 else ""
    parent = tree.comments.get(above) or f"{tree.base}/comment/{above}"
    content = text(comment.get("content"))
    return Post(
        id=uri,
        created_at=created,
        kind=Kind.COMMENT,
        edited_at=_edited(comment, created),
        text=content,
        reply_to=parent if above else root,
        thread=root,
        links=links_in(content),
        visibility=visibility,
        **_around(view, comment),
    )


def _around(view: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the view says beside the words: who, where, in which language, how received."""
    creator, community = table(view.get("creator")), table(view.get("community"))
    counts = table(view.get("counts")) or own
    bot = creator.get("bot_account") is True or creator.get("bot") is True
    # Administrators up to 0.18 and since; whoever marks a comment as said for the community.
    marks = (creator.get("admin"), view.get("creator_is_admin"), own.get("distinguished"))
    staff = any(mark is True for mark in marks)
    return {
        "network": NETWORK,
        "channel": _address(community),
        "url": address(identifier(own.get("ap_id"))),
        "author": _address(creator),
        "author_name": person(creator.get("display_name")) or person(creator.get("name")),
        "author_bot": bot,
        "lang": _languages().get(whole(own.get("language_id")) or 0, ""),
        "likes": whole(counts.get("upvotes")),
        "official": "staff" if staff else "",
    }


def _address(one: Mapping[str, Any]) -> str:
    """Return the full address `name@host` of a person or community."""
    name = identifier(one.get("name"))
    host = host_of(identifier(one.get("actor_id")) or identifier(one.get("ap_id")))
    return f"{name}@{host}" if name and host else name


def _visibility(view: Mapping[str, Any]) -> Visibility | None:
    shown = text(table(view.get("community")).get("visibility"))
    return SHOWN.get(shown.lower().replace("_", ""))


def _time(own: Mapping[str, Any], name: str) -> float | None:
    return moment(own.get(f"{name}_at") or own.get(name))


def _edited(own: Mapping[str, Any], created: float) -> float | None:
    return edited(own.get("updated_at") or own.get("updated"), created)


@cache
def _languages() -> Mapping[int, str]:
    source = resources.files("solisten_connectors").joinpath("lemmy_languages.txt")
    lines = source.read_text(encoding="utf-8").splitlines()
    codes = " ".join(line for line in lines if not line.startswith("#")).split()
    return dict(enumerate(codes, 1))


def _home(views: list[Mapping[str, Any]]) -> str:
    """Return the instance that answered, told by what it calls its own, "" where it does not."""
    for view in views:
        for part in (view.get("comment"), view.get("post"), view.get("community")):
            if table(part).get("local") is True:
                own = identifier(table(part).get("ap_id")) or text(table(part).get("actor_id"))
                return _base(own)
    return ""


def _base(url: str) -> str:
    host = host_of(url)
    return f"{urlsplit(url).scheme}://{host}" if host else ""


@connector(
    "lemmy",
    read=read,
    reach="posts and comments of communities, as far as the instance that is asked knows them",
    options=("communities", "search", "api", "days"),
    rate="180 requests a minute, 60 searches in 10 minutes (an instance may set others)",
    terms="each instance's own; bots must be marked where they write",
    sees=("replies", "edits", "deletions", "likes"),
    verified="the objects that Lemmy publishes on recorded answers; API v3 on documented ones,"
    " v4 and the feeds by their source alone",
)
def listen(source: Source, cursor: Cursor) -> Listening:
    """Ask for communities and searches, newest first, then for the comments of each post."""
    threads = threads_of(NETWORK, cursor)
    api = f"{_base(source.url)}/api/{source.options.get('api', 'v3')}"
    page = partial(_page_of, threads)
    for name in source.strings("communities"):
        params = {"community_name": name.removeprefix("!"), "sort": "New", "type_": "All"}
        ask = partial(_ask, f"{api}/post/list", params)
        key = f"community:{name}"
        steps = newest_first(key, cursor, ask, page, days=days_of(source))
        yield from timed(threads, steps)
    for words in source.strings("search"):
        params = {"q": words, "sort": "New", "type_": "All", "listing_type": "All"}
        ask = partial(_ask, f"{api}/search", params)
        yield from timed(
            threads, newest_first(f"search:{words}", cursor, ask, page, days=days_of(source))
        )
    yield from followed(threads, partial(_ask_comments, api), _comments)


def _ask(url: str, params: Mapping[str, str], older: str) -> Request:
    name = "page" if older.isdecimal() else "page_cursor"
    below = {name: older} if older else {}
    return Request(url, params={**params, "limit": PAGE, **below})


def _ask_comments(api: str, post: str) -> Request:
    params = {"post_id": post, "type_": "All", "sort": "New", "max_depth": "50", "limit": PAGE}
    return Request(f"{api}/comment/list", params=params)


def _comments(_key: str, _post: str, response: Response) -> Iterator[Post | Gone]:
    yield from read(response)


def _page_of(threads: Threads, response: Response) -> Page:
    """Return a page of posts or of a search; what is pinned to the top has no place in it."""
    answer = table(answer_of(response))
    entries, most = [], 0
    for view in _views(answer):
        post, own = table(view.get("post")), table(view.get("comment")) or table(view.get("post"))
        at = _time(own, "published") or 0.0
        passed(threads, response, at)
        if not (own is post and (post.get("featured_community") or post.get("featured_local"))):
            entries.append((identifier(own.get("ap_id")), at))
        counts = table(view.get("counts")) or post
        at_once = own is not post or bool(whole(counts.get("comments")))
        name, uri = identifier(post.get("id")), identifier(post.get("ap_id"))
        follow(threads, name, _time(post, "published") or at, uri, at_once=at_once)
    for listed in ("posts", "comments", "items", "results"):
        most = max(most, sum(1 for _ in tables(answer.get(listed))))
    older = identifier(answer.get("next_page"))
    if not older and most >= int(PAGE):
        asked = parse_qs(urlsplit(response.url).query).get("page", ["1"])[0]
        older = str((whole(asked) or 1) + 1)
    return Page(tuple(read(response)), tuple(entries), older)
