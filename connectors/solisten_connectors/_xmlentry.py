"""Entries from the elements of an XML feed: RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0, CDF."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from solisten_connectors._dates import date_of
from solisten_connectors._entry import Entry, Feed, identity, name_in, undone
from solisten_connectors._html import address, links_of, text_of, unescaped
from solisten_connectors._json import whole
from solisten_connectors._xmlfeed import Document, Element, Elements, text_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

KINDS = {"feed": "atom", "entry": "atom", "channel": "cdf"}
BODIES = (
    *("content:encoded", "content", "xhtml:body", "body", "fullitem", "description", "summary"),
    *("dc:description", "abstract", "media:description", "itunes:summary"),
)
PUBLISHED = (
    *("pubdate", "published", "issued", "atom:published", "dcterms:issued", "dc:date"),
    *("created", "dcterms:created"),
)
UPDATED = ("updated", "modified", "atom:updated", "dcterms:modified", "lastmod")
RELATED = frozenset({"related", "via"})
FEED_DATES = ("updated", "modified", "atom:updated", "lastbuilddate", "pubdate", "dc:date")

# Characters of a body that are read: 500,000, less where a feed has a great many entries.
LONGEST = 500_000
SHORTEST = 20_000
TOTAL = 5_000_000

_CLOSED = re.compile(r"</[A-Za-z][A-Za-z0-9]*>")
_LOOKS_MARKED = re.compile(r"</[A-Za-z][A-Za-z0-9]*>|<(?:br|img)\b|&#?\w{1,31};")


_Link: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Context:
    """Hold what the entries of a feed inherit."""

    own: Elements
    base: str
    atom: bool
    longest: int


def feed_of_xml(document: Document, url: str = "") -> Feed:
    """Return a document's feed; relative addresses are completed with `url` and xml:base."""
    atom = document.root in {"feed", "entry"}
    own = document.feed
    base = address(document.attributes.get("xml:base", ""), url) or url or _own_address(own)
    longest = max(SHORTEST, min(LONGEST, TOTAL // max(len(document.entries), 1)))
    context = _Context(own, base, atom, longest)
    links = [*_links(own, base)]
    lang = document.attributes.get("xml:lang") or text_in(own, "language", "dc:language")
    return Feed(
        kind=KINDS.get(document.root, document.root),
        id=text_in(own, "id"),
        title=_title(own, atom=atom),
        link=_page(links),
        lang=lang[:35],
        updated=_date(own, FEED_DATES),
        older=next((link for rel, _, link in links if rel == "next"), ""),
        entries=tuple(_entry(*entry, context) for entry in document.entries),
        gone=tuple(_gone(own)),
        generator=text_in(own, "generator").lower(),
    )


def _entry(attributes: Mapping[str, str], elements: Elements, context: _Context) -> Entry:
    base = address(attributes.get("xml:base", ""), context.base) or context.base
    links = [*_links(elements, base)]
    link = _link(attributes, elements, links, base)
    html, plain, inside = _body(elements, context, link or base)
    title = _title(elements, atom=context.atom)
    author, page = _author(elements, context)
    published = _date(elements, PUBLISHED)
    updated = _date(elements, UPDATED) or date_of(attributes.get("lastmod", ""))
    named = text_in(elements, "link")
    name = (
        text_in(elements, "guid", "id")
        or attributes.get("rdf:about", "").strip()
        or (named if address(named) else link)
    )
    said = name or title or html or plain
    return Entry(
        id=identity(name, title, str(published), html or plain) if said else "",
        link=link,
        title=title,
        text=text_of(html) if html else plain,
        html=html,
        base=inside,
        author=author,
        author_page=page,
        published=published,
        updated=updated,
        lang=(attributes.get("xml:lang") or _lang(elements))[:35],
        links=tuple(dict.fromkeys(_shared(elements, html, inside))),
        reply_to=_parent(elements),
        answers_at=_answers_at(elements, links, base),
        answers=whole(text_in(elements, "slash:comments", "thr:total")) if elements else None,
        more=elements,
    )


def _body(elements: Elements, context: _Context, base: str) -> tuple[str, str, str]:
    """Return the body as HTML or as plain text, and what its relative addresses start from."""
    for name in BODIES:
        found = elements.get(name, ())
        for element in (*found, *_in_group(elements, name)):
            html, plain = _words(element, atom=context.atom)
            html, plain = html[: context.longest], plain[: context.longest]
            if html or plain:
                inside = address(element.attributes.get("xml:base", ""), base) or base
                return html, plain, inside
    return "", "", base


def _in_group(elements: Elements, name: str) -> Iterator[Element]:
    for group in elements.get("media:group", ()):
        yield from group.parts.get(name, ())


def _words(element: Element, *, atom: bool) -> tuple[str, str]:
    """Return an element's words as (HTML, plain text); one of them is empty.

    Atom says which it is; RSS means HTML, which plain text mostly is as well.
    """
    kind = element.attributes.get("type", "").lower().strip()
    value = element.text
    if element.attributes.get("mode", "").lower() == "base64":
        value = _from_base64(value)
    if not value.strip() or (element.attributes.get("src") and not value.strip()):
        return "", ""
    if element.markup:
        return value.strip(), ""
    if atom and element.name in {"content", "summary", "title", "subtitle"}:
        # Without a type it is text, though some who leave the type out mean HTML.
        if kind in {"text", "text/plain"} or (not kind and not _CLOSED.search(value)):
            return "", value.strip()
        kind = kind or "html"
        if "html" not in kind and not kind.startswith("text/"):
            return "", ""  # a picture, or another document
    if element.name.startswith("media:") and kind in {"", "plain"}:
        return "", value.strip()
    return value.strip(), ""


def _from_base64(value: str) -> str:
    try:
        return base64.b64decode(value, validate=False).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _title(elements: Elements, *, atom: bool) -> str:
    for name in ("title", "dc:title", "media:title"):
        for element in (*elements.get(name, ()), *_in_group(elements, name)):
            html, plain = _words(element, atom=atom)
            # What RSS calls a title is text or HTML, and nobody says which.
            if html and not element.markup and "type" not in element.attributes:
                html, plain = (html, "") if _LOOKS_MARKED.search(html) else ("", unescaped(html))
            if found := " ".join((text_of(html) if html else plain).split()):
                return found
    return ""


def _links(elements: Elements, base: str, rels: frozenset[str] = frozenset()) -> Iterator[_Link]:
    """Yield (relation, type, address) of every link, or of those of some relations."""
    for name in ("link", "atom:link"):
        for element in elements.get(name, ()):
            rel = element.attributes.get("rel", "alternate").lower()
            if rels and rel not in rels:
                continue
            href = element.attributes.get("href") or element.text
            inside = address(element.attributes.get("xml:base", ""), base) or base
            if link := address(href, inside):
                yield rel, element.attributes.get("type", "").lower(), link


def _page(links: Iterable[_Link]) -> str:
    """Return the address of the page that a feed or an entry stands for."""
    pages = [(kind, link) for rel, kind, link in links if rel == "alternate"]
    html = next((link for kind, link in pages if not kind or "html" in kind), "")
    return html or (pages[0][1] if pages else "")


def _own_address(elements: Elements) -> str:
    """Return the address that a feed gives itself, for one that is read from a file."""
    links = sorted(_links(elements, ""), key=lambda link: link[0] != "self")
    return next((link for _, _, link in links), "") or address(text_in(elements, "id"))


def _link(
    attributes: Mapping[str, str], elements: Elements, links: Iterable[_Link], base: str
) -> str:
    found = address(text_in(elements, "feedburner:origlink", "pheedo:origlink"))
    found = found or _page(links) or address(attributes.get("href", ""), base)
    if not found:
        for element in elements.get("guid", ()):
            if element.attributes.get("ispermalink", "true").lower().strip() == "true":
                found = found or address(element.text)
        found = found or address(text_in(elements, "id"))
    return undone(found)


def _shared(elements: Elements, html: str, base: str) -> Iterator[str]:
    """Yield the addresses that an entry points to: those related to it, then those in its text."""
    for _, kind, link in _links(elements, base, RELATED):
        if "xml" not in kind:
            yield undone(link)
    yield from (undone(link) for link in links_of(html, base))


def _author(elements: Elements, context: _Context) -> tuple[str, str]:
    """Return the first author's name and page; Atom's entries inherit the source's or feed's."""
    for name in ("author", "dc:creator", "dc:author", "atom:author", "itunes:author"):
        for element in elements.get(name, ()):
            if found := _person(element):
                return found
    if context.atom:
        for source in elements.get("source", ()):
            for element in source.parts.get("author", ()):
                if found := _person(element):
                    return found
        for element in context.own.get("author", ()):
            if found := _person(element):
                return found
    return "", ""


def _person(element: Element) -> tuple[str, str] | None:
    if element.parts:
        named = text_in(element.parts, "name", "atom:name") or text_in(element.parts, "email")
        page = address(text_in(element.parts, "uri", "url", "homepage", "atom:uri"))
    else:
        named, page = element.text, ""
    found = name_in(named)
    return (found, page) if found else None


def _date(elements: Elements, names: tuple[str, ...]) -> float | None:
    for name in names:
        for element in elements.get(name, ()):
            found = date_of(element.text)
            if found is not None:
                return found
    return None


def _lang(elements: Elements) -> str:
    told = text_in(elements, "language", "dc:language")
    if told:
        return told
    for name in ("content", "summary", "title"):
        for element in elements.get(name, ()):
            if found := element.attributes.get("xml:lang"):
                return found
    return ""


def _parent(elements: Elements) -> str:
    for element in elements.get("thr:in-reply-to", ()):
        if ref := (element.attributes.get("ref") or element.attributes.get("href", "")).strip():
            return ref
    return ""


def _answers_at(elements: Elements, links: Iterable[_Link], base: str) -> str:
    told = address(text_in(elements, "wfw:commentrss"), base)
    replies = (link for rel, kind, link in links if rel == "replies" and "html" not in kind)
    return told or next(replies, "")


def _gone(elements: Elements) -> Iterator[tuple[str, float | None]]:
    """Yield the entries that a feed says are deleted (RFC 6721)."""
    for element in elements.get("at:deleted-entry", ()):
        if ref := element.attributes.get("ref", "").strip():
            yield ref, date_of(element.attributes.get("when", ""))
