"""The feed in a response: RSS, RDF, Atom, CDF or JSON Feed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from solisten.errors import Unreadable
from solisten_connectors._blocked import blocked
from solisten_connectors._charset import charset_of, text_from
from solisten_connectors._entry import Entry, Feed
from solisten_connectors._json import ABSENT
from solisten_connectors._jsonfeed import json_feed, json_value, rss_in_json
from solisten_connectors._loosefeed import mended_document
from solisten_connectors._unpacked import unpacked
from solisten_connectors._xmlentry import feed_of_xml
from solisten_connectors._xmlfeed import document_of

if TYPE_CHECKING:
    from solisten.connector import Response

MOST_VALUES = 500_000

__all__ = ["Entry", "Feed", "feed_at", "feed_of"]


def feed_of(response: Response) -> Feed | None:
    """Return the feed, None where the server answers "not found" or "not changed".

    Nothing is expanded, fetched or sanitised: there are no entities, and texts come out plain.
    `Unreadable` for block pages, foreign formats, an empty body, compressed and other bombs.

    >>> from solisten.connector import Response
    >>> body = b"<rss><channel><item><title>Up</title><guid>7</guid></item></channel></rss>"
    >>> feed_of(Response("https://acme.example/feed", body=body)).entries[0].id
    '7'
    >>> feed_of(Response("https://acme.example/feed", status=404)) is None
    True
    """
    if response.unchanged or response.status in {204, 304}:
        return None
    try:
        return _read(unpacked(response))
    except Unreadable:
        if response.status in ABSENT:
            return None
        raise


def feed_at(response: Response, *marks: str) -> Feed | None:
    """Return the feed of one network, by whose addresses it is known.

    `Unreadable` for a feed that has entries, and in it no address that holds one of `marks`: it is
    of another place, and would look as if nobody had said anything here.
    """
    feed = feed_of(response)
    if feed is None or not feed.entries:
        return feed
    named = [feed.link, feed.id, response.url]
    for entry in feed.entries:
        named += [entry.id, entry.link, *(part.text for part in entry.more.get("comments", ()))]
    if any(mark in name for name in named for mark in marks):
        return feed
    raise Unreadable("a feed of another place: the connector rss reads it")


def _read(response: Response) -> Feed:
    head = response.body[:4].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith((b"{", b"[")):
        if response.body.count(b"[") + response.body.count(b"{") > MOST_VALUES:
            raise Unreadable(f"JSON of more than {MOST_VALUES:,} lists and objects: refused")
        answer = json_value(response.body)
        written = rss_in_json(answer)
        return feed_of_xml(written, response.url) if written else json_feed(answer, response.url)
    xml = text_from(response.body, charset_of(response.headers.get("content-type", "")))
    if not xml.strip():
        raise Unreadable(f"an empty answer (status {response.status})")
    try:
        document = document_of(xml)
    except Unreadable as foreign:
        # A page says best itself why it is there instead of the feed.
        page = replace(response, body=xml[:100_000].encode("utf-8", "replace"))
        raise Unreadable(blocked(page, "feed") or foreign.reason) from None
    if document.error:
        document = mended_document(xml, document)
        if not document.entries:
            raise Unreadable(f"XML that breaks off ({document.error})")
    return feed_of_xml(document, response.url)
