"""Pages that servers send instead of what was asked for: blocks, captchas, log-in forms."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal

from solisten_connectors._html import text_of, unescaped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solisten.connector import Response

HEAD = 65536  # bytes of a page that are looked at
FEW_WORDS = 1500  # characters: a page that shows more is about what it says
SNIFFED = 2048  # bytes that tell HTML, JSON and XML apart

_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|script|style|meta|div|p|h1|a|center|iframe|form|img|main|span)\b",
    re.IGNORECASE,
)
_PROLOGUE = re.compile(r"(?:\s|<\?xml[^>]{0,200}>|<!--(?s:.{0,1000}?)-->)*+", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^>]{0,200}>([^<]{0,300})", re.IGNORECASE)
_PASSWORD = re.compile(r"<input\b[^>]{0,500}type\s{0,9}=\s{0,9}[\"']?password", re.IGNORECASE)

Format = Literal["json", "feed", "html", ""]


def blocked(response: Response, expects: Format = "") -> str | None:
    """Return why the body is not what was asked for, None when it may be.

    `expects` names the format that the network answers in: "json", "feed" (XML or JSON) or "html";
    "" looks for block pages alone. An empty body is nobody's block page.

    >>> from solisten.connector import Response
    >>> page = b"<html><title>Log in</title><input type=password>"
    >>> blocked(Response("https://acme.example/feed", body=page))
    'a log-in form ("Log in"): sign in with a key or token, or choose what is public'
    >>> blocked(Response("https://acme.example/feed", body=b"<rss/>"), "json")
    'XML where JSON was expected'
    >>> blocked(Response("https://acme.example/feed", body=b"{}"), "json")
    """
    found = format_of(response.body)
    if not found:
        return None
    if found == "html":
        page = response.body[:HEAD].decode("utf-8", "replace")
        if (reason := _block_page(page)) or expects in {"", "html"}:
            return reason
        title = title_of(page)
        return (
            f'a web page ("{title}") where {_NAMES[expects]} was expected'
            if title
            else (f"a web page where {_NAMES[expects]} was expected")
        )
    if not expects or found == expects or (expects == "feed" and found in {"json", "xml"}):
        return None
    return f"{_NAMES[found]} where {_NAMES[expects]} was expected"


_NAMES: Mapping[str, str] = {
    "json": "JSON",
    "feed": "a feed",
    "html": "a web page",
    "xml": "XML",
    "other": "another format",
}


def format_of(body: bytes) -> Literal["html", "json", "xml", "other", ""]:
    """Tell HTML, JSON and XML apart by how a body begins; "" when it is empty.

    >>> format_of(b" <!DOCTYPE html>"), format_of(b"[1]"), format_of(b"<?xml version='1.0'?><rss>")
    ('html', 'json', 'xml')
    """
    head = body[:SNIFFED]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", "replace")
    else:
        text = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    prologue = _PROLOGUE.match(text)
    text = text[prologue.end() :] if prologue else text
    if not text:
        return "xml" if head.strip() else ""
    if _HTML.match(text):
        return "html"
    if text[0] in '{["-0123456789' or text.startswith(("true", "false", "null")):
        return "json"
    return "xml" if text[0] == "<" else "other"


def title_of(page: str) -> str:
    r"""Return a page's title on one line, at most 80 characters.

    >>> title_of("<title>\n Acme &amp; sons</title>")
    'Acme & sons'
    """
    title = _TITLE.search(page)
    return " ".join(unescaped(title[1]).split())[:80] if title else ""


def _block_page(page: str) -> str | None:
    title = title_of(page)
    words = text_of(page)
    few = len(words) < FEW_WORDS
    lower, low_title = page.lower(), title.lower()
    for kind, marks in _marks().items():
        said = any(mark in low_title for mark in marks["titles"])
        if kind == "login":
            said = bool(few and _PASSWORD.search(page)) or (said and few)
        if (said and few) or (few and any(mark.lower() in lower for mark in marks["anywhere"])):
            shown = f' ("{title}")' if title else ""
            return f"{marks['reason']}{shown}: {marks['remedy']}"
    return None


@cache
def _marks() -> Mapping[str, Mapping[str, str]]:
    source = resources.files("solisten_connectors").joinpath("block_pages.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))
