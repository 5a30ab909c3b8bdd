"""WordPress: a site's articles and their comments, by its own interface or WordPress.com's."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from solisten.connector import (
    Cursor,
    Listening,
    Request,
    RequestFailed,
    Response,
    Source,
    connector,
)
from solisten.errors import Unreadable
from solisten.nouns import Gone, Kind, Post
from solisten_connectors._feed import feed_of
from solisten_connectors._feedposts import feed_records
from solisten_connectors._html import address, links_of, text_of
from solisten_connectors._json import (
    answer_of,
    identifier,
    one_line,
    table,
    tables,
    text,
    value_of,
    whole,
)
from solisten_connectors._listing import Page, Steps, days_of, newest_first
from solisten_connectors._people import account, host_of, person
from solisten_connectors._times import edited, moment
from solisten_connectors._whose import or_foreign

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NETWORK = "wordpress"
COM = "https://public-api.wordpress.com"
PAGE = "100"
LONGEST = 500_000  # characters of an article that are read
SHOWN = frozenset({"publish", "approved", "1", "inherit", ""})
NO_POSTS = frozenset({"attachment", "nav_menu_item", "wp_block", "wp_template"})
CLOSED = "this site has closed its REST interface: its feeds are read instead"

_ROOT = re.compile(r"https?://(?P<site>[^?#]*?)(?:/wp-json(?:/|\Z)|/?(?:index\.php)?\?rest_route=)")
_NEXT = re.compile(r"<([^<>]{1,2000})>\s*;[^,<]{0,100}\brel=\"?next\"?")
_SITES = re.compile(r"/sites/([^/?#]+)")
_GUID = re.compile(r"https?://(.{1,300}\?p=\d{1,15}(?:#comment-\d{1,15})?)")
_TRAILING = re.compile(r'("(?:[^"\\]|\\.)*+")|,(?=\s*+[}\]])')


def read(response: Response) -> Iterator[Post | Gone]:
    """Yield the articles and comments of an answer of either interface, or of a feed."""
    yield from or_foreign(NETWORK, response, _all(response))


def _all(response: Response) -> Iterator[Post | Gone]:
    if response.body.lstrip()[:1] == b"<" and response.status < 400:
        yield from _feed(response)
        return
    answer = _answer(response)
    if answer is None or response.status in {404, 410}:
        return
    _refuse(answer)
    for item in _items(answer, response.url):
        post = _comment(item, response.url) if _is_comment(item) else _article(item, response.url)
        if post is not None:
            yield post
            found = (_comment(one, response.url) for one in _embedded(item))
            yield from (one for one in found if one is not None)


def _answer(response: Response) -> Any:
    try:
        return answer_of(response)
    except Unreadable:
        # Answers that somebody has saved and cut by hand keep commas without anything behind.
        if response.body.lstrip()[:1] not in {b"{", b"["}:
            raise
        mended = _TRAILING.sub(_kept, response.body.decode("utf-8", "replace"))
        return value_of(mended.encode("utf-8", "replace"))


def _kept(found: re.Match[str]) -> str:
    return found[1] or ""


def _refuse(answer: Any) -> None:
    """Raise what an error body says, unless it says that there is no such thing."""
    top = table(answer)
    code = identifier(top.get("code")) or identifier(top.get("error"))
    if not code or "id" in top or "ID" in top:
        return
    status = whole(table(top.get("data")).get("status")) or 0
    absent = ("invalid_page_number", "invalid_id", "no_route", "unknown_", "not_found")
    if status not in {404, 410} and not any(mark in code for mark in absent):
        said = one_line(text_of(text(top.get("message"))))
        closed = f": {CLOSED}" if status in {401, 403} or "disabled" in code else ""
        raise Unreadable(f'the site says "{said or one_line(code)}" ({one_line(code)}){closed}')


def _items(answer: Any, url: str) -> Iterator[Mapping[str, Any]]:
    """Yield the articles and comments of an answer."""
    home = _ROOT.match(url) is not None or url.startswith(COM)
    if isinstance(answer, dict):
        known = {"posts", "comments", "cards", "feeds", "revisions", "id", "ID", "success", "found"}
        if not known & answer.keys() and not table(answer).get("code"):
            if "error" in answer or "namespaces" in answer or home:
                return
            raise Unreadable("JSON that is no answer of WordPress")
        lists = [answer[key] for key in ("posts", "comments") if key in answer]
        cards = [card for card in tables(answer.get("cards")) if card.get("type") == "post"]
        lists.append([card.get("data") for card in cards])
        if "id" in answer or "ID" in answer:
            lists.append([answer])
    else:
        lists = [answer]
        if (
            any("content" not in one and "title" not in one for one in tables(answer))
            and not any("_links" in one or "link" in one for one in tables(answer))
            and not home
        ):
            raise Unreadable("JSON that is no answer of WordPress")
    for listed in lists:
        yield from tables(listed)


def _is_comment(item: Mapping[str, Any]) -> bool:
    return "post" in item and ("author_name" in item or "parent" in item)


def _embedded(item: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the comments that an article was asked to bring along (`_embed`).

    They tell their time by the site's clock alone: it is as far from UTC as the article's is.
    """
    here, utc = moment(item.get("date")), moment(item.get("date_gmt"))
    listed = table(item.get("_embedded")).get("replies")
    for replies in listed if isinstance(listed, list) else ():
        for one in tables(replies):
            at = moment(one.get("date"))
            if at is not None and here is not None and utc is not None:
                own = {"post": item.get("id"), "_links": item.get("_links")}
                yield {**own, **one, "date_gmt": at - here + utc}


def _article(item: Mapping[str, Any], url: str) -> Post | None:
    """Return an article; drafts, private ones and those behind a password are nobody's."""
    number = identifier(item.get("id")) or identifier(item.get("ID"))
    created = _time(item, "date")
    content = item.get("content")
    closed = table(content).get("protected") is True or item.get("site_is_private") is True
    shown = text(item.get("status")) in SHOWN and text(item.get("type")) not in NO_POSTS
    if not number or created is None or "title" not in item or closed or not shown:
        return None
    page = address(_rendered(item.get("link"))) or address(text(item.get("URL")))
    html = _rendered(content)
    return Post(
        network=NETWORK,
        id=f"{_site(item, url, page)}?p={number}",
        created_at=created,
        channel=_host(item, url, page),
        url=page,
        kind=Kind.ARTICLE,
        edited_at=edited(item.get("modified_gmt") or item.get("modified"), created),
        text=text_of(html or _rendered(item.get("excerpt"))),
        title=" ".join(text_of(_rendered(item.get("title"))).split()),
        likes=whole(item.get("like_count")),
        links=links_of(html, page),
        **_author(item),
    )


def _comment(item: Mapping[str, Any], url: str) -> Post | None:
    """Return a comment that is shown; it answers another one, or the article."""
    number = identifier(item.get("id")) or identifier(item.get("ID"))
    created = _time(item, "date")
    post, parent = item.get("post"), item.get("parent")
    article = identifier(table(post).get("ID")) or identifier(post)
    kind = text(item.get("type"))
    if not number or created is None or kind not in {"", "comment"}:
        return None
    if text(item.get("status")) not in SHOWN:
        return None
    page = address(text(item.get("link"))) or address(text(item.get("URL")))
    thread = f"{_site(item, url, page)}?p={article}" if article else ""
    above = identifier(table(parent).get("ID")) or identifier(parent)
    above = "" if above in {"", "0"} else f"{thread}#comment-{above}"
    html = _rendered(item.get("content"))
    return Post(
        network=NETWORK,
        id=f"{thread}#comment-{number}",
        created_at=created,
        channel=_host(item, url, page),
        url=page,
        kind=Kind.REPLY if above else Kind.COMMENT,
        text=text_of(html),
        reply_to=above or thread,
        thread=thread,
        likes=whole(item.get("like_count")),
        links=links_of(html, page),
        **_author(item),
    )


def _rendered(value: Any) -> str:
    return (text(value.get("rendered")) if isinstance(value, dict) else text(value))[:LONGEST]


def _time(item: Mapping[str, Any], key: str) -> float | None:
    """Return a time; the one in UTC carries no zone, the other one the site's or none."""
    return moment(item.get(f"{key}_gmt")) or moment(item.get(key))


def _author(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return author and name: the account's login or number; guests have nothing but a name."""
    author = item.get("author")
    embedded = next(tables(table(item.get("_embedded")).get("author")), {})
    own = table(author)
    shown = item.get("author_name") or own.get("name") or embedded.get("name")
    name = person(text_of(text(shown)))
    number = account(own.get("ID")) or account(author)
    login = account(own.get("login"))
    return {"author": login or ("" if number == "0" else number) or name, "author_name": name}


def _site(item: Mapping[str, Any], url: str, page: str) -> str:
    """Return the site's address without its scheme: with "?p=" and a number it is a short link."""
    links = table(item.get("_links"))
    own = next(tables(links.get("self")), {})
    for told in (text(own.get("href")), url):
        found = _ROOT.match(told)
        if found:
            return f"{found['site'].rstrip('/')}/"
    return f"{_host(item, url, page)}/"


def _host(item: Mapping[str, Any], url: str, page: str) -> str:
    home = text(item.get("site_URL"))
    asked = _SITES.search(url)
    site = asked[1] if asked and "." in asked[1] else ""
    number = identifier(item.get("site_ID")) or (asked[1] if asked else "")
    return host_of(page) or host_of(home) or site or number or host_of(url)


def _feed(response: Response) -> Iterator[Post | Gone]:
    """Yield the posts of a site's feed; WordPress's ids in it are those of its interface."""
    feed = feed_of(response)
    for record in feed_records(feed, response, NETWORK) if feed else ():
        if isinstance(record, Gone):
            yield record
            continue
        fields = {key: getattr(record, key) for key in record.__struct_fields__}
        for key in ("id", "reply_to", "thread"):
            found = _GUID.fullmatch(fields[key])
            fields[key] = found[1] if found else fields[key]
        yield Post(**fields)


@connector(
    "wordpress",
    read=read,
    reach="all published articles and approved comments of a site; where its interface is closed,"
    " what its feeds hold",
    options=("comments", "days"),
    rate="what the site allows; pages of 100",
    terms="those of each site; WordPress.com's interface by Automattic's terms",
    sees=("replies", "edits", "likes"),
    verified="comments of both interfaces and articles of WordPress.com on recorded answers;"
    " articles of a site's own interface by its documents alone",
)
def listen(source: Source, cursor: Cursor) -> Listening:
    """Ask for articles by their last change and for comments, newest first."""
    orders = {"posts": {"orderby": "modified", "_embed": "author"}, "comments": {}}
    if source.options.get("comments") is False:
        del orders["comments"]
    for kind, order in orders.items():
        yield from _listing(source, cursor, kind, {**order, "order": "desc", "per_page": PAGE})


def _listing(source: Source, cursor: Cursor, kind: str, params: Mapping[str, str]) -> Steps[None]:
    """Read a listing through the first door that is open: the interface's two forms, the feed."""
    for root, own in _doors(source, kind):
        ask = partial(_ask, root, {**params, **own})
        try:
            yield from newest_first(
                kind, cursor, ask, partial(_page_of, root), days=days_of(source)
            )
        except RequestFailed as failure:
            if failure.kind not in {"gone", "denied"}:
                raise
        except Unreadable:  # a page where the interface should be
            continue
        else:
            return
    base = source.url.rstrip("/")
    response = yield Request(f"{base}/feed/" if kind == "posts" else f"{base}/comments/feed/")
    if response is not None and not response.unchanged:
        yield from read(response)


def _doors(source: Source, kind: str) -> Iterator[tuple[str, dict[str, str]]]:
    base, host = source.url.rstrip("/"), host_of(source.url)
    if host.endswith(".wordpress.com"):
        yield f"{COM}/wp/v2/sites/{host}/{kind}", {}
    else:
        yield f"{base}/wp-json/wp/v2/{kind}", {}
        yield f"{base}/", {"rest_route": f"/wp/v2/{kind}"}


def _ask(root: str, params: Mapping[str, str], older: str) -> Request:
    return Request(older) if older else Request(root, params=params)


def _page_of(root: str, response: Response) -> Page:
    """Return a page; the next one is what the Link header says, on the same site."""
    answer = _answer(response)
    if not isinstance(answer, list):
        raise Unreadable(CLOSED)
    entries = tuple(
        (identifier(item.get("id")), at)
        for item in tables(answer)
        if (at := moment(item.get("modified_gmt")) or _time(item, "date")) is not None
    )
    following = _NEXT.search(response.headers.get("link", ""))
    older = following[1] if following and host_of(following[1]) == host_of(root) else ""
    return Page(tuple(read(response)), entries, older)
