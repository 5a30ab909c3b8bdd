"""The plain text and the links of a piece of HTML, in time linear in its length."""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST_LINK = 4096  # characters; longer ones are data, not addresses

_OPENING = re.compile(r"<(?=/?[a-zA-Z]|[!?]|/>)")  # "<3" and "</3" are no markup
_TAG = re.compile(r"<(/?[a-zA-Z][^\s/>]*)")
_SIMPLE = re.compile(r"<(/?[a-zA-Z][^\s/>\"'=]*+)([^>\"']*+)>")  # nothing quoted
_COMMENT = re.compile(r"<!--(?:-?>)?")
_COMMENT_END = re.compile(r"--!?>")
_VALUE_OR_END = re.compile(r"=\s*+([\"'])|>")
_ATTRIBUTE = re.compile(r"[\s/]*+([^\s/>=]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>]*+)))?")
BROKEN = re.compile("[\x00\ud800-\udfff]")  # what no database keeps
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_LONG_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{9,};?")
_SHOWN = re.compile(r"https?://[^\s<>\"\[\]`|\\^{}]{1,4096}", re.IGNORECASE)
_AFTER = ".,;:!?'*_~"  # what ends a sentence, not an address
# An address that no step of `address` would change: nothing to complete, escape or leave out.
_READY = re.compile(
    r"https?://[a-z0-9.-]+(?::\d+)?(?:/[\w./%~+@!$'()*,:=-]*(?:\?[\w./%~+@!$'()*,:=&?-]+)?)?",
    re.ASCII,
)
_IN_AN_ADDRESS = re.compile(r"[\t\n\r]")
_AROUND_AN_ADDRESS = "".join(map(chr, range(33)))  # what browsers take off its ends
_CONTROL = re.compile(r"[\x01-\x20\x7f]")

_HIDDEN = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "template", "title", "iframe", "noframes", "noembed", "svg")
}
_LINE = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details"}
    | {"div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr"}
    | {"li", "main", "nav", "ol", "option", "pre", "section", "summary", "table", "tr", "ul"}
)
_QUOTING = frozenset({"aside", "blockquote"})  # forums put cited posts and pages into asides
_PARAGRAPH = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
_CELL = frozenset({"td", "th"})
_MARKS = _LINE | _PARAGRAPH | _CELL | {"br", "img"}
_MARKING = _MARKS | {f"/{name}" for name in _MARKS}


@dataclass(slots=True)
class _Page:
    """Hold the text written so far, and what the next words are to be set apart by."""

    parts: list[str] = field(default_factory=list)
    breaks: int = 0
    blank: bool = False
    quoting: int = 0
    verbatim: int = 0


def text_of(html: str) -> str:
    r"""Return the words of a piece of HTML, without tags, scripts and entities.

    Paragraphs are set apart by an empty line, other blocks and `<br>` by a new line. The lines of
    a quotation or aside begin with "> ", as people write it where there is no HTML. A picture
    counts only when it stands for an emoji. Without a tag in it the text keeps its own lines.

    >>> text_of("<p>It&#39;s <b>5 &lt; 6</b>.<br>Yes<script>1</script></p><p>No &amp; no")
    "It's 5 < 6.\nYes\n\nNo & no"
    >>> text_of("<blockquote><p>Works?</p></blockquote><p>Never.</p>")
    '> Works?\n\nNever.'
    """
    if "<" not in html:
        return _lines(unescaped(html))
    page = _Page()
    for text, tag, attributes in pieces(html):
        if text:
            _write(page, text)
        if tag in _MARKING:
            _mark(page, tag, attributes)
    return _lines("".join(page.parts))


def _lines(text: str) -> str:
    """Return the text without blanks at the ends of its lines, and what no database keeps."""
    whole = BROKEN.sub("\ufffd", text)
    if "\n" in whole:
        whole = "\n".join(line.rstrip() for line in whole.split("\n"))
    return whole.strip()


def links_of(html: str, base: str = "", without: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return the web addresses that the text links to, each once, in the order of the text.

    Relative ones are completed with `base`, and left out where there is none. Only http and https
    count. Links of a class in `without` are left out: names and hashtags are no sources.

    >>> links_of('<a href="/a?b&amp;c">x</a> <a href="javascript:1">y</a>', "https://acme.example")
    ('https://acme.example/a?b&c',)
    """
    found: dict[str, None] = {}
    for _, tag, raw in pieces(html):
        if tag != "a" or not raw:
            continue
        attributes = attributes_of(raw)
        if without and not without.isdisjoint(attributes.get("class", "").split()):
            continue
        if link := address(attributes.get("href", ""), base):
            found[link] = None
    return tuple(found)


def without_quotation(html: str) -> str:
    """Return a post's HTML without the line by which old servers show what it quotes.

    >>> without_quotation('<p class="quote-inline">RE: <a href="x">x</a></p><p>So true</p>')
    '<p>So true</p>'
    """
    start = html.find('class="quote-inline"')
    opening, end = html.rfind("<", 0, max(start, 0)), html.find("</p>", max(start, 0))
    return html[:opening] + html[end + 4 :] if 0 <= opening < end and start > 0 else html


def address(href: str, base: str = "") -> str:
    r"""Return the absolute http or https address, "" when it is none.

    >>> address("../b c", "https://acme.example/a/a"), address("mailto:ana@acme.example")
    ('https://acme.example/b%20c', '')
    >>> address("\x17https://acme.example/\x1b[1m")
    'https://acme.example/%1B[1m'
    """
    if not href:
        return ""
    if len(href) <= LONGEST_LINK and _READY.fullmatch(href):
        return href
    href = _IN_AN_ADDRESS.sub("", href.strip(_AROUND_AN_ADDRESS).strip())
    href = _CONTROL.sub(lambda sign: f"%{ord(sign[0]):02X}", BROKEN.sub("\ufffd", href))
    if not href or len(href) > LONGEST_LINK or href[0] == "#":
        return ""
    try:
        link = urljoin(base, href) if base else href
        split = urlsplit(link)
    except ValueError:
        return ""
    return link if split.scheme in {"http", "https"} and split.netloc else ""


def links_in(text: str) -> tuple[str, ...]:
    """Return the web addresses that a plain or Markdown text shows, each once.

    >>> links_in("See [this](https://acme.example/a_(b)?c) or https://b.example. http://b.example,")
    ('https://acme.example/a_(b)?c', 'https://b.example', 'http://b.example')
    """
    found: dict[str, None] = {}
    for shown in _SHOWN.findall(text):
        link = shown.rstrip(_AFTER)
        closing = min(len(link) - len(link.rstrip(")")), link.count(")") - link.count("("))
        if closing > 0:
            link = link[:-closing].rstrip(_AFTER)
        if link := address(link):
            found[link] = None
    return tuple(found)


def pieces(html: str) -> Iterator[tuple[str, str, str]]:
    """Yield (text before a tag, the tag's name, its attributes as they stand); no recursion.

    Names are in lower case, with "/" before an end tag's; "" at the end. Comments, and elements
    that are never shown, are left out; one that is never closed hides the rest, as in a browser.

    >>> list(pieces('a <B class="x>">b</B>'))
    [('a ', 'b', ' class="x>"'), ('b', '/b', '')]
    """
    at, size = 0, len(html)
    last = {quote: html.rfind(quote) for quote in "\"'"}
    while (opening := _OPENING.search(html, at)) is not None:
        start = opening.start()
        tag = _SIMPLE.match(html, start)
        if tag is not None:
            name, end = tag[1].lower(), tag.end()
            yield html[at:start], name, tag[2]
        elif (tag := _TAG.match(html, start)) is not None:
            name, end = tag[1].lower(), _end_of_tag(html, tag.end(), last) + 1
            yield html[at:start], name, html[tag.end() : max(end - 1, 0)]
        else:
            name, end = "", _end_of_markup(html, start)
            yield html[at:start], "", ""
        if name in _HIDDEN and end > 0 and html[end - 2] != "/":
            hidden = _HIDDEN[name].search(html, end)
            end = hidden.start() if hidden else 0
        if end <= 0:
            return
        at = end
    if at < size:
        yield html[at:], "", ""


def attributes_of(raw: str) -> Mapping[str, str]:
    """Return a tag's attributes by name in lower case, entities undone; the first of a name counts.

    >>> attributes_of(' href=/a title="b &amp; c" hidden')
    {'href': '/a', 'title': 'b & c', 'hidden': ''}
    """
    found: dict[str, str] = {}
    at = 0
    while at < len(raw) and (one := _ATTRIBUTE.match(raw, at)) is not None:
        at = one.end() if one.end() > at else at + 1
        if one[1]:
            value = next((value for value in one.groups()[1:] if value), "")
            found.setdefault(one[1].lower(), unescaped(value))
    return found


def unescaped(text: str) -> str:
    """Undo entities; numbers too long for a character become U+FFFD.

    >>> unescaped("&lt;&#x1F600;&nbsp;&eacute;&#99999999999;")
    '<😀 é�'
    """
    if "&" not in text:
        return text.replace("\xa0", " ")
    if "&#" in text:
        text = _LONG_NUMBER.sub("\ufffd", text)
    return entities.unescape(text).replace("\xa0", " ")


def _end_of_markup(html: str, opening: int) -> int:
    """Return where a comment or declaration ends, -1 without an end."""
    comment = _COMMENT.match(html, opening)
    if comment:
        if comment.end() > opening + 4:
            return comment.end()
        end = _COMMENT_END.search(html, comment.end())
        return end.end() if end else -1
    if html.startswith("<![CDATA[", opening):  # left over from XML: its text counts
        return opening + 9
    return html.find(">", opening) + 1 or -1


def _end_of_tag(html: str, at: int, last: Mapping[str, int]) -> int:
    """Return the place of the ">" that closes the tag, outside of quoted values; -1 without one."""
    while (found := _VALUE_OR_END.search(html, at)) is not None:
        quote = found[1]
        if not quote:
            return found.start()
        at = found.end()
        if at <= last[quote]:  # asked first, so that a flood of open quotes costs nothing
            at = html.find(quote, at) + 1
    return -1


def _mark(page: _Page, tag: str, attributes: str) -> None:
    """Note what a tag does to the words after it."""
    name = tag.removeprefix("/")
    if name == "br":
        page.breaks = min(page.breaks + 1, 2)
    elif name in _PARAGRAPH:
        page.breaks = 2
    elif name in _LINE:
        page.breaks = max(page.breaks, 1)
        step = -1 if tag[0] == "/" else 1
        if name in _QUOTING:
            page.quoting = max(page.quoting + step, 0)
        elif name == "pre":
            page.verbatim = max(page.verbatim + step, 0)
    elif name in _CELL:
        page.blank = True
    elif name == "img":
        alt = attributes_of(attributes).get("alt", "")
        if alt and len(alt) <= 16 and not any(sign.isalnum() or sign.isspace() for sign in alt):
            _write(page, alt)


def _write(page: _Page, text: str) -> None:
    """Add words, behind the line breaks and blanks that tags asked for."""
    text = unescaped(text if page.verbatim else _BLANKS.sub(" ", text))
    fresh = page.breaks or page.blank or not page.parts
    if not page.verbatim and (fresh or page.parts[-1][-1] in " \n"):
        text = text.lstrip(" ")
    if not text:
        return
    mark = "> " if page.quoting else ""
    if page.breaks or not page.parts:
        page.parts.append("\n" * (page.breaks if page.parts else 0) + mark)
    elif page.blank:
        page.parts.append(" ")
    page.breaks, page.blank = 0, False
    page.parts.append(text.replace("\n", f"\n{mark}") if mark else text)
