"""An entry of a feed, whatever the feed's kind."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import msgspec

from solisten_connectors._html import address, unescaped
from solisten_connectors._json import LONGEST_ID
from solisten_connectors._people import hashed, host_of, person
from solisten_connectors._xmlfeed import Elements

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAIL = re.compile(
    r"(?:mailto:)?(?<![^\s<>()\",;:\[])[^\s@<>()\",;:\[\]]{1,200}@[^\s@<>()\",;:\[\]]{1,200}"
)
_AROUND = " \t\n\r\"',;:<>()[]|-"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """Hold one entry: texts plain, times in seconds UTC, addresses absolute.

    `html` is the body as it was marked up, "" where it is plain. `answers_at` is the feed of its
    comments, `answers` their number. `more` holds the elements of an XML feed by name.
    """

    id: str = ""
    link: str = ""
    title: str = ""
    text: str = ""
    html: str = ""
    base: str = ""
    author: str = ""
    author_page: str = ""
    published: float | None = None
    updated: float | None = None
    lang: str = ""
    links: tuple[str, ...] = ()
    reply_to: str = ""
    answers_at: str = ""
    answers: int | None = None
    more: Elements = msgspec.field(default_factory=dict)


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """Hold a feed: `kind` is rss, rdf, atom, cdf or json; `older` the address of its next page."""

    kind: str
    id: str = ""
    title: str = ""
    link: str = ""
    lang: str = ""
    updated: float | None = None
    older: str = ""
    entries: tuple[Entry, ...] = ()
    gone: tuple[tuple[str, float | None], ...] = ()
    generator: str = ""


def name_in(value: str) -> str:
    """Return the name in an author's line; a mailbox alone becomes a hash.

    >>> name_in("ana@acme.example (Ana Lee)"), name_in('"Lee, Ana" <ana@acme.example>')
    ('Ana Lee', 'Lee, Ana')
    >>> name_in("ana@acme.example"), name_in("/u/ana")
    ('05e9c03bfe4bf987', 'ana')
    """
    value = " ".join(unescaped(value)[:2000].split())
    mails = _MAIL.findall(value) if "@" in value else []
    if mails:
        name = _MAIL.sub(" ", value).strip(_AROUND)
        name = " ".join(name.split())
        return person(name) or hashed(mails[0].removeprefix("mailto:"))
    return person(value.removeprefix("/u/"))


def identity(name: str, *parts: str) -> str:
    """Return an entry's id: its own, else a hash of what it holds.

    >>> identity(" 17 "), len(identity("", "title", "text")), len(identity("x" * 10000))
    ('17', 16, 16)
    """
    name = name.strip()
    if name and len(name) <= LONGEST_ID:
        return name
    whole = "\\0".join((name, *parts)).encode("utf-8", "replace")
    return blake2b(whole, digest_size=8).hexdigest()


def undone(link: str) -> str:
    """Return where a search engine's redirect leads; any other address as it is.

    >>> undone("https://www.google.com/url?rct=j&url=https://acme.example/a%3Fb&ct=ga")
    'https://acme.example/a?b'
    """
    if "/url?" not in link and "apiclick" not in link.lower():
        return link
    host = host_of(link)
    google = ".google." in f".{host}" and "/url?" in link
    if not google and not (host.endswith("bing.com") and "apiclick" in link.lower()):
        return link
    found = _query(link)
    return address(found.get("url", "")) or address(found.get("q", "")) or link


def _query(link: str) -> Mapping[str, str]:
    try:
        return {key: values[0] for key, values in parse_qs(urlsplit(link).query).items()}
    except ValueError:
        return {}
