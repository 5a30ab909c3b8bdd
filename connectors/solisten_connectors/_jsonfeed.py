"""JSON Feed, versions 1.0 and 1.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solisten.errors import Unreadable
from solisten_connectors._dates import date_of
from solisten_connectors._entry import Entry, Feed, identity, name_in
from solisten_connectors._html import address, links_of, text_of
from solisten_connectors._json import identifier, table, tables, text

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 500_000  # characters of a body that are read


def json_feed(answer: Any, url: str = "") -> Feed:
    """Return the feed that a JSON value holds; `Unreadable` when it is no JSON Feed.

    >>> item = {"id": 7, "content_html": "<p>Up</p>", "date_published": "2026-05-01T09:00:00Z"}
    >>> json_feed({"version": "https://jsonfeed.org/version/1.1", "items": [item]}).entries[0].text
    'Up'
    """
    whole = table(answer)
    if "jsonfeed.org" not in text(whole.get("version")) and not isinstance(
        whole.get("items"), list
    ):
        raise Unreadable("JSON that is no JSON Feed")
    base = address(text(whole.get("home_page_url")), url) or url
    return Feed(
        kind="json",
        title=text_of(text(whole.get("title"))),
        link=base,
        lang=identifier(whole.get("language"))[:35],
        older=address(text(whole.get("next_url")), url),
        entries=tuple(_entry(item, whole, base) for item in tables(whole.get("items"))),
    )


def _entry(item: Mapping[str, Any], whole: Mapping[str, Any], base: str) -> Entry:
    link = address(text(item.get("url")), base)
    outside = address(text(item.get("external_url")), base)
    html = text(item.get("content_html"))[:LONGEST]
    plain = text(item.get("content_text")) or text(item.get("summary"))
    title = text(item.get("title"))
    author, page = _author(item) if _author(item)[0] else _author(whole)
    links = dict.fromkeys(
        (outside, *links_of(html, link or base)) if outside else links_of(html, link or base)
    )
    name = identifier(item.get("id")) or link or outside
    return Entry(
        id=identity(name, title, html or plain) if name or title or html or plain else "",
        link=link or outside,
        title=title.strip(),
        text=text_of(html) if html else plain.strip(),
        html=html,
        base=link or base,
        author=author,
        author_page=page,
        published=date_of(text(item.get("date_published"))),
        updated=date_of(text(item.get("date_modified"))),
        lang=identifier(item.get("language"))[:35],
        links=tuple(links),
    )


def _author(holder: Mapping[str, Any]) -> tuple[str, str]:
    """Return the first author's name and page: `authors` of version 1.1, `author` of 1.0."""
    for one in (*tables(holder.get("authors")), table(holder.get("author"))):
        if name := name_in(text(one.get("name"))):
            return name, address(text(one.get("url")))
    return "", ""
