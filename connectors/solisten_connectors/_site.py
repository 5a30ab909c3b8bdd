"""A page of a site: what it is, where it leads, whom it names as its own profiles."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from unicodedata import combining, normalize

from solisten.errors import Unreadable
from solisten_connectors._blocked import blocked, format_of, title_of
from solisten_connectors._charset import charset_of, text_from
from solisten_connectors._html import address, attributes_of, pieces, text_of, unescaped
from solisten_connectors._people import host_of, path_of
from solisten_connectors._profiles import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from solisten.connector import Response

MOST_BYTES = 3_000_000  # of a page that are looked at
MOST_LINKS = 2_000
MOST_SAID = 20_000  # characters of a page's words that are kept
FEEDS = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
)

_SCRIPT = re.compile(r"<script\b[^<>]{0,300}application/ld\+json[^<>]{0,300}>", re.IGNORECASE)
_BETWEEN = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Link:
    """Hold a link: where it leads, its words, and whether it says `rel=me`."""

    url: str
    said: str
    me: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Hold what a page tells; `same` are the profiles that its JSON-LD calls the same as it."""

    url: str
    title: str
    said: str
    software: str
    links: tuple[Link, ...]
    feeds: tuple[tuple[str, str], ...]
    same: tuple[str, ...]


def page_of(response: Response, most: int = MOST_SAID) -> Page:
    """Return what a page tells; `Unreadable` for block pages and for what is no page.

    Of its words at most so many characters are kept.

    >>> from solisten.connector import Response
    >>> body = b'<title>Acme</title><a href="/help">Help</a><a href="javascript:alert(1)">x</a>'
    >>> page = page_of(Response("https://acme.example/", body=body))
    >>> page.title, [link.url for link in page.links]
    ('Acme', ['https://acme.example/help'])
    """
    if reason := blocked(response, "html"):
        raise Unreadable(reason)
    body = response.body[:MOST_BYTES]
    html = text_from(body, charset_of(response.headers.get("content-type", "")))
    if format_of(body) in {"json", ""} or "<" not in html:
        raise Unreadable("no web page")
    links: dict[str, Link] = {}
    feeds: dict[str, str] = {}
    base, software = response.url, ""
    for tag, attributes, said in _elements(html):
        if tag == "base" and (found := address(attributes.get("href", ""), response.url)):
            base = found
        elif tag == "meta" and attributes.get("name", "").lower() == "generator":
            software = attributes.get("content", "")[:100]
        elif url := address(attributes.get("href", ""), base):
            rel = frozenset(attributes.get("rel", "").lower().split())
            if "alternate" in rel and attributes.get("type", "").lower() in FEEDS:
                feeds.setdefault(url, attributes.get("title", "")[:200])
            elif tag == "a" or "me" in rel:
                known = links.get(url)
                me = "me" in rel or (known is not None and known.me)
                links[url] = Link(url, (known.said if known else "") or said, me)
        if len(links) >= MOST_LINKS:
            break
    return Page(
        url=response.url,
        title=title_of(html[:200_000]),
        said=text_of(html)[:most],
        software=software,
        links=tuple(links.values()),
        feeds=tuple(feeds.items()),
        same=tuple(dict.fromkeys(_same(html))),
    )


def _elements(html: str) -> Iterator[tuple[str, Mapping[str, str], str]]:
    """Yield (tag, attributes, the words in it) of links, bases and meta elements."""
    opened: Mapping[str, str] | None = None
    said: list[str] = []
    for before, tag, raw in pieces(html):
        if opened is not None:
            said.append(before)
            if tag in {"a", "/a"}:
                yield "a", opened, " ".join(unescaped("".join(said)).split())[:100]
                opened = None
            elif tag == "img":
                said.append(attributes_of(raw).get("alt", ""))
        if tag == "a":
            opened, said = attributes_of(raw), []
            said.append(f"{opened.get('aria-label', '')} ")
        elif tag in {"link", "base", "meta"}:
            yield tag, attributes_of(raw), ""
    if opened is not None:
        yield "a", opened, ""


def _same(html: str) -> Iterator[str]:
    """Yield the addresses that JSON-LD calls the same as the organisation of the site."""
    for written in _scripts(html):
        try:
            stack: list[Any] = [json.loads(written)]
        except (ValueError, RecursionError):
            continue
        while stack:
            value = stack.pop()
            if isinstance(value, list):
                stack.extend(value[:200])
            elif isinstance(value, dict):
                named = value.get("sameAs")
                if "author" not in str(value.get("@type", "")).lower():
                    flat = named if isinstance(named, list) else [named]
                    yield from (url for url in map(_web, flat[:100]) if url)
                stack.extend(
                    value.get(key) for key in ("@graph", "publisher", "organization", "mainEntity")
                )


def _scripts(html: str) -> Iterator[str]:
    """Yield what stands in the scripts of JSON-LD, in time linear in the page's length."""
    at = 0
    while (opening := _SCRIPT.search(html, at)) is not None:
        end = html.find("</", opening.end())
        if end < 0:
            return
        yield html[opening.end() : end]
        at = end


def _web(value: Any) -> str:
    return address(value) if isinstance(value, str) else ""


def kind_of(url: str, said: str = "") -> str:
    """Return what kind of page an address or the words of its link promise, "" for none.

    >>> kind_of("https://acme.example/legal/community-guidelines"), kind_of("https://a.example/x")
    ('guidelines', '')
    >>> kind_of("https://acme.example/p/7", "Über uns"), kind_of("https://status.acme.example/")
    ('about', 'status')
    """
    path = path_of(url)
    slugs = [_slug(part.rpartition(".")[0] or part) for part in path[-2:]]
    named = {*slugs, "-".join(slugs), _slug(said)}
    if len(path) == 0:
        named.add(_slug(host_of(url).partition(".")[0]))
    for kind, known in _kinds().items():
        if not named.isdisjoint(known):
            return kind
    return ""


def _slug(words: str) -> str:
    folded = "".join(sign for sign in normalize("NFKD", words.casefold()) if not combining(sign))
    return _BETWEEN.sub("-", folded).strip("-")


@cache
def _kinds() -> Mapping[str, frozenset[str]]:
    return {kind: frozenset(known.split()) for kind, known in words()["kinds"].items()}
