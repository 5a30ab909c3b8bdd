"""The elements of an XML feed, read in time linear in its length."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from html import escape
from html.entities import html5
from types import MappingProxyType
from typing import TYPE_CHECKING
from xml.parsers import expat

from solisten.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOTS = frozenset({"rss", "feed", "rdf", "entry", "channel"})  # the last is CDF
HEAD = 50_000  # characters in which the root is looked for
MOST_ENTRIES = 50_000
MOST_LEVELS = 5_000
MOST_ATTRIBUTES = 1_000
SHORT = 100_000  # characters of an attribute or a part's text that are kept

# Namespaces by what people call them; "" is the feed's own.
_SPACES = {
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/rss/1.0/modules/slash/": "slash",
    "http://wellformedweb.org/commentapi/": "wfw",
    "http://purl.org/syndication/thread/1.0": "thr",
    "http://purl.org/atompub/tombstones/1.0": "at",
    "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "http://www.youtube.com/xml/schemas/2015": "yt",
    "http://gdata.youtube.com/schemas/2007": "yt",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://itunes.apple.com/rss": "im",
    "http://www.w3.org/1999/xhtml": "xhtml",
}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ROOT = re.compile(
    r"<!--(?s:.*?)-->|<(?:[A-Za-z][\w.-]{0,30}:)?(rss|feed|rdf)(?=[\s>/])[^<>]{0,20000}>",
    re.IGNORECASE,
)
_PLAIN_ROOT = re.compile(
    r"(?:\s|<\?[^>]{0,500}>|<!--(?s:.*?)-->|<!DOCTYPE[^>\[]{0,500}>)*+<([A-Za-z][\w.:-]{0,40})",
    re.IGNORECASE,
)
_BARE_VALUE = re.compile(r"=([\w.:/-]+)(?=[\s/]|$)")
_REFERENCE = re.compile(r"&(?:#([xX][0-9a-fA-F]{1,8}|[0-9]{1,9});|([A-Za-z][A-Za-z0-9]{0,31});)?")
_SHOWN = ("href", "class", "alt")  # attributes that say anything about a text
_VOID = frozenset({"br", "hr", "img", "input", "wbr", "col", "embed", "area", "meta", "link"})
_HIGH = re.compile("[\x80-\xff]")
_WINDOWS = re.compile("[\x80-\x9f]")
_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})
_KNOWN = frozenset({"amp", "lt", "gt", "quot", "apos"})


@dataclass(slots=True)
class Element:
    """Hold a child of a feed or entry: its text, or its markup where there are tags inside.

    `parts` are its own children, by name: their attributes and short texts.
    """

    name: str
    attributes: Mapping[str, str]
    text: str = ""
    markup: bool = False
    parts: dict[str, list[Element]] = field(default_factory=dict)


Elements = dict[str, list[Element]]


@dataclass(slots=True)
class Document:
    """Hold a feed's root name, its own elements, those of each entry, and what went wrong."""

    root: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    feed: Elements = field(default_factory=dict)
    entries: list[tuple[Mapping[str, str], Elements]] = field(default_factory=list)
    complete: bool = False  # to the end of the root: what stands behind it is no matter
    error: str = ""


def document_of(xml: str) -> Document:
    """Return the elements of an XML feed.

    A DOCTYPE is left out: no entity is ever declared, so that nothing expands or is fetched.
    XML that breaks off or breaks the rules is mended where that is plain (stray ampersands, HTML's
    entities, control characters); else `error` says what is wrong, and what came before is kept.
    `Unreadable` when it begins as something else than a feed.

    >>> found = document_of("<rss><channel><item><title>A &amp; B</title></item></channel></rss>")
    >>> found.entries[0][1]["title"][0].text
    'A & B'
    """
    xml = _from_root(_CONTROL.sub(_replaced, xml))
    found = _parsed(xml)
    if found.error:
        tag, end, rest = xml.partition(">")
        tag = _BARE_VALUE.sub(r'="\1"', tag)
        mended = _parsed(f"{tag}{end}{_REFERENCE.sub(_mended, rest)}")
        if not mended.error or len(mended.entries) >= len(found.entries):
            found = mended
    return found


def first(elements: Elements, *names: str) -> Element | None:
    """Return the first element of the first name that has one with a text or attributes."""
    for name in names:
        for element in elements.get(name, ()):
            if element.text or element.attributes:
                return element
    return None


def text_in(elements: Elements, *names: str) -> str:
    """Return the first text, without blanks around it, of the first name that has one."""
    for name in names:
        for element in elements.get(name, ()):
            if plain := element.text.strip():
                return plain
    return ""


def _replaced(sign: re.Match[str]) -> str:
    return "\ufffd" if sign[0] == "\x00" or sign[0] >= "\ud800" else " "


def _from_root(xml: str) -> str:
    """Return the document from its root on, without what stands before it.

    Declarations and a DOCTYPE are of no use here, warnings of a server neither, and some feeds
    are wrapped in a page.
    """
    for found in _ROOT.finditer(xml, 0, HEAD):
        if found[1]:
            return xml[found.start() :]
    begin = _PLAIN_ROOT.match(xml)
    name = begin[1].lower().rpartition(":")[2] if begin else ""
    if begin is None or name not in ROOTS:
        what = f"XML that begins with <{name}>" if name else f"{HEAD:,} characters without a feed"
        raise Unreadable(f"{what}: no feed")
    return xml[begin.start(1) - 1 :]


def _mended(reference: re.Match[str]) -> str:
    """Return a reference that XML can read: characters for names of HTML, and "&amp;" for a "&"."""
    number, name = reference[1], reference[2]
    if number:
        code = int(number[1:], 16) if number[0] in "xX" else int(number)
        legal = code in {9, 10, 13} or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE
        return reference[0] if legal or 0x10000 <= code < 0x110000 else "\ufffd"
    if name in _KNOWN:
        return reference[0]
    found = html5.get(f"{name};") if name else None
    if found is not None and found not in "&<":
        return found
    return f"&amp;{reference[0][1:]}"


@dataclass(slots=True)
class _Reading:
    """Hold where expat is: the open entry, its open child, and the child's open part."""

    document: Document = field(default_factory=Document)
    names: dict[tuple[str, str], str] = field(default_factory=dict)  # as `_full` gives them
    depth: int = 0
    entry: int = 0  # the depth of the open entry, 0 outside
    child: int = 0  # the depth of the open child
    into: Elements = field(default_factory=dict)
    element: Element = field(default_factory=lambda: Element("", {}))
    part: tuple[Element, int] | None = None  # the part, and where its text begins
    raw: list[str] = field(default_factory=list)
    markup: list[str] | None = None
    prefixes: dict[str, str] = field(default_factory=dict)
    spaces: list[str] = field(default_factory=lambda: [""])  # the default one, by depth


def _parsed(xml: str) -> Document:
    reading = _Reading()
    reading.into = reading.document.feed
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.buffer_size = 65536
    parser.StartElementHandler = partial(_start, reading)
    parser.EndElementHandler = partial(_end, reading)
    parser.CharacterDataHandler = partial(_data, reading)
    try:
        parser.Parse(xml.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        if reading.document.complete:
            return reading.document
        reading.document.error = f"line {error.lineno}: {expat.errors.messages[error.code]}"
    return reading.document


def _start(reading: _Reading, tag: str, raw: dict[str, str]) -> None:
    reading.depth += 1
    if reading.depth > MOST_LEVELS or len(raw) > MOST_ATTRIBUTES:
        raise Unreadable(
            f"XML of more than {MOST_LEVELS:,} levels, or {MOST_ATTRIBUTES:,} attributes: refused"
        )
    for name, value in raw.items():
        if name.startswith("xmlns:"):
            reading.prefixes[name[6:].lower()] = value.strip().lower()
            reading.names.clear()
    own = raw.get("xmlns")
    space = reading.spaces[-1] if own is None else own.strip().lower()
    reading.spaces.append(space)
    name = reading.names.get((tag, space)) or _full(reading, tag)
    if reading.child:
        _start_inside(reading, name, raw)
        return
    if reading.depth == 1:
        _start_root(reading, name, raw)
    if name in {"item", "entry"} and not reading.entry:
        if len(reading.document.entries) >= MOST_ENTRIES:
            raise Unreadable(f"more than {MOST_ENTRIES:,} entries in one feed: refused")
        reading.entry, reading.into = reading.depth, {}
        reading.document.entries.append((_attributes(reading, raw), reading.into))
    elif reading.depth > 1 and (name != "channel" or reading.entry):
        reading.child = reading.depth
        reading.element = Element(name, _attributes(reading, raw))
        reading.raw, reading.markup = [], None


def _start_root(reading: _Reading, name: str, raw: dict[str, str]) -> None:
    reading.document.root = name.rpartition(":")[2]
    reading.document.attributes = _attributes(reading, raw)


def _start_inside(reading: _Reading, name: str, raw: dict[str, str]) -> None:
    """Note a tag inside of a child: a part of it, and markup in case that the child is text."""
    if reading.markup is None:
        reading.markup = [escape(text, quote=False) for text in reading.raw]
    if reading.depth == reading.child + 1:
        element = Element(name, _attributes(reading, raw))
        reading.element.parts.setdefault(name, []).append(element)
        reading.part = element, len(reading.raw)
    shown = "".join(f' {key}="{escape(raw[key])}"' for key in _SHOWN if key in raw)
    reading.markup.append(f"<{name.rpartition(':')[2]}{shown}>")


def _end(reading: _Reading, tag: str) -> None:
    if reading.child and reading.depth > reading.child:
        local = tag.rpartition(":")[2].lower()
        if reading.markup is not None and local not in _VOID:
            reading.markup.append(f"</{local}>")
        if reading.part and reading.depth == reading.child + 1:
            element, begin = reading.part
            element.text = _rightly("".join(reading.raw[begin:])[:SHORT])
            reading.part = None
    elif reading.child:
        element = reading.element
        element.markup = reading.markup is not None
        element.text = _rightly("".join(reading.raw if reading.markup is None else reading.markup))
        reading.into.setdefault(element.name, []).append(element)
        reading.child = 0
    elif reading.depth == reading.entry:
        reading.entry, reading.into = 0, reading.document.feed
    reading.depth -= 1
    reading.spaces.pop()
    reading.document.complete = not reading.depth


def _data(reading: _Reading, text: str) -> None:
    if reading.child:
        reading.raw.append(text)
        if reading.markup is not None:
            reading.markup.append(escape(text, quote=False))


def _rightly(text: str) -> str:
    """Return the text that was meant: UTF-8 that was encoded twice, Windows-1252 in Latin-1."""
    if _HIGH.search(text) is None:
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return _WINDOWS.sub(_from_windows, text)


def _from_windows(sign: re.Match[str]) -> str:
    found = sign[0].encode("latin-1").decode("cp1252", "ignore")  # five places are empty
    return found or sign[0]


def _full(reading: _Reading, name: str) -> str:
    """Return the name with the prefix that its namespace usually has; none for the feed's own."""
    prefix, colon, local = name.lower().rpartition(":")
    space = reading.prefixes.get(prefix, "") if colon else reading.spaces[-1]
    known = _SPACES.get(space)
    if known is None:
        known = prefix if colon and prefix != "rss" else ""
    if known == "atom" and reading.document.root in {"", "feed", "entry"}:
        known = ""
    full = f"{known}:{local}" if known else local
    if reading.depth > 1:  # the root's name, by which Atom's own is known, is settled
        reading.names[name, reading.spaces[-1]] = full
    return full


def _attributes(reading: _Reading, raw: dict[str, str]) -> Mapping[str, str]:
    if not raw:
        return _NO_ATTRIBUTES
    return {
        _full(reading, name) if ":" in name else name.lower(): value
        for name, value in raw.items()
        if not name.startswith("xmlns")
    }
