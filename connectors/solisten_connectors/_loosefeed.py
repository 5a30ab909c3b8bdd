"""The one door to feedparser: feeds that are too broken for XML."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from solisten_connectors._json import text
from solisten_connectors._xmlfeed import Document, Element, Elements

if TYPE_CHECKING:
    from collections.abc import Iterator

# feedparser takes some 50 microseconds a tag, and grows with the square of an endless word: what
# is beyond that is read as far as it is XML.
MOST_CHARACTERS = 1_000_000
MOST_SIGNS = 40_000
_ENDLESS = re.compile(r"[\w.+-]{3000}|<[^<>]{5000}")
_NAMES = {
    "id": ("guid",),
    "link": ("link",),
    "summary": ("description",),
    "published": ("published",),
    "updated": ("updated",),
    "created": ("dcterms:created",),
    "author": ("author",),
    "comments": ("comments",),
    "wfw_commentrss": ("wfw:commentrss",),
    "slash_comments": ("slash:comments",),
    "feedburner_origlink": ("feedburner:origlink",),
}


def mended_document(xml: str, broken: Document) -> Document:
    """Return what feedparser makes of a feed that expat gave up on, if that is more.

    Its sanitiser and its resolution of addresses are off: texts are read, never shown.
    """
    signs = xml.count("<") + xml.count("&")
    if len(xml) > MOST_CHARACTERS or signs > MOST_SIGNS or _ENDLESS.search(xml):
        return broken
    import feedparser

    data = BytesIO(xml.encode("utf-8", "replace"))  # a name of a file or address would be opened
    try:
        parsed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    except Exception:  # noqa: BLE001  (whatever it stumbles on, we keep what we have)
        return broken
    entries = [entry for entry in dict.get(parsed, "entries", []) if entry]
    if len(entries) < len(broken.entries) or not entries:
        return broken
    feed = dict.get(parsed, "feed", {})
    version = str(dict.get(parsed, "version") or "")
    return Document(
        root="feed" if version.startswith("atom") else "rss",
        feed={**_elements(feed), **broken.feed},
        entries=[({}, _elements(entry)) for entry in entries],
        error=broken.error,
    )


def _elements(found: dict[str, Any]) -> Elements:
    elements: Elements = {}
    for name, element in _named(found):
        elements.setdefault(name, []).append(element)
    return elements


def _named(found: dict[str, Any]) -> Iterator[tuple[str, Element]]:
    for key, names in _NAMES.items():
        value = dict.get(found, key)  # its own `get` knows aliases, and warns of them
        if isinstance(value, str):
            for name in names:
                yield name, Element(name, {}, text(value))
    title = dict.get(found, "title")
    if isinstance(title, str):
        kind = dict.get(dict.get(found, "title_detail") or {}, "type") or "text"
        yield "title", Element("title", {"type": "html" if "html" in kind else "text"}, text(title))
    for content in dict.get(found, "content") or ():
        value = dict.get(content, "value") if isinstance(content, dict) else None
        if isinstance(value, str):
            yield "content:encoded", Element("content:encoded", {}, text(value))
