"""Feeds written as JSON: JSON Feed 1.0 or 1.1, or the elements of RSS."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from solisten.errors import Unreadable
from solisten_connectors._dates import date_of
from solisten_connectors._entry import Entry, Feed, identity, name_in
from solisten_connectors._html import address, links_of, text_of
from solisten_connectors._json import identifier, table, tables, text, value_of
from solisten_connectors._xmlfeed import Document, Element, Elements

if TYPE_CHECKING:
    from collections.abc import Mapping

_ITEMS = re.compile(r'"items"\s*:\s*\[')
_OPENING = re.compile(r"[\s,]*\{")
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


def json_value(body: bytes) -> Any:
    """Return the JSON value of a feed; of one that breaks off, its items up to there.

    >>> json_value(b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": 1}, {"id": 2, ')
    {'version': 'https://jsonfeed.org/', 'items': [{'id': 1}]}
    """
    try:
        return value_of(body)
    except Unreadable:
        plain = body.decode("utf-8", "replace")
        begin = _ITEMS.search(plain)
        if begin is None or not ("jsonfeed.org" in plain or "feed_url" in plain):
            raise
        decoder, items, at = json.JSONDecoder(strict=False), [], begin.end()
        while (opening := _OPENING.match(plain, at)) is not None:
            try:
                item, at = decoder.raw_decode(plain, opening.end() - 1)
            except (ValueError, RecursionError):
                break
            items.append(item)
        if not items:
            raise
        return {"version": "https://jsonfeed.org/", "items": items}


def rss_in_json(answer: Any) -> Document | None:
    """Return the elements of an RSS feed that is written as JSON, None for anything else.

    >>> item = {"title": "Up", "guid": {"isPermaLink": "false", "#value": "7"}}
    >>> rss_in_json({"rss": {"channel": {"item": [item]}}}).entries[0][1]["guid"][0].text
    '7'
    """
    channel = table(table(table(answer).get("rss")).get("channel"))
    items = channel.get("item")
    if not isinstance(items, list | dict):
        return None
    listed = tables(items if isinstance(items, list) else [items])
    own = _elements({key: value for key, value in channel.items() if key != "item"})
    return Document(root="rss", feed=own, entries=[({}, _elements(item)) for item in listed])


def _elements(raw: Mapping[str, Any]) -> Elements:
    elements: Elements = {}
    for key, value in raw.items():
        name = key.lower()
        for one in value if isinstance(value, list) else [value]:
            inside = table(one)
            attributes = {k.lower(): text(v) for k, v in inside.items() if not k.startswith("#")}
            said = text(inside.get("#value") or inside.get("#text")) if inside else text(one)
            elements.setdefault(name, []).append(Element(name, attributes, said))
    return elements


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
