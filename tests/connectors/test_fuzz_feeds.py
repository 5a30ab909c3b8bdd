"""Feeds, repositories, stores and lists with anything in them: read, or refused with a reason."""

from __future__ import annotations

import copy
import json
import random
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import hostile_bytes
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solisten.connector import Response
from solisten.errors import Unreadable
from solisten.nouns import Gone, Kind, Post, Visibility
from solisten.records.writing import to_json_line

NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # and not a text that shows how to write one
CAPTURES = Path(__file__).resolve().parents[3] / "shared" / "captures"
NETWORKS = {
    "rss": ("https://acme.example/feed", ["rss", "forums", "google-alerts", "hostile-feeds"]),
    "wordpress": ("https://acme.example/wp-json/wp/v2/comments", ["wordpress"]),
    "googlenews": ("https://news.google.com/rss/search?q=acme", ["google-news", "google-alerts"]),
    "youtube": ("https://www.googleapis.com/youtube/v3/commentThreads", ["youtube"]),
    "github": ("https://api.github.com/repos/acme/app/issues/7/comments", ["github"]),
    "gitlab": ("https://gitlab.com/api/v4/projects/acme%2Fapp/issues/7/notes", ["gitlab"]),
    "appstore": ("https://itunes.apple.com/us/rss/customerreviews/id=12345/json", ["appstore"]),
    "telegram": ("https://t.me/s/acme", ["telegram"]),
    "mailinglist": ("https://lists.acme.example/pipermail/users/2026-May.txt", ["mailinglists"]),
    "website": ("https://acme.example/", []),
}
SEEDS: dict[str, tuple[bytes, ...]] = {
    "rss": (hostile_bytes.item(b"<title>x</title>"), hostile_bytes.atom(b"<title>x</title>")),
    "wordpress": (
        (
            b'[{"id":1,"date_gmt":"2026-05-01T09:00:00","link":"https://acme.example/a","title":'
            b'{"rendered":"x"},"content":{"rendered":"<p>y</p>"},"status":"publish","type":"post"}]'
        ),
    ),
    "googlenews": (b'{"articles":[{"url":"https://a.example","seendate":"20260501T090000Z"}]}',),
    "youtube": (
        (
            b'{"kind":"youtube#commentListResponse","items":[{"kind":"youtube#comment","id":"a.b",'
            b'"snippet":{"publishedAt":"2026-05-01T09:00:00Z","textDisplay":"x"}}]}'
        ),
    ),
    "github": (
        (
            b'{"data":{"repository":{"nameWithOwner":"a/b","discussions":{"nodes":[{"id":"D","title":"x"'
            b',"number":1,"createdAt":"2026-05-01T09:00:00Z","comments":{"nodes":[{"id":"C","body":"y",'
            b'"createdAt":"2026-05-01T09:00:00Z","replies":{"nodes":[]}}]}}]}}}}'
        ),
    ),
    "gitlab": (
        (
            b'[{"id":"h","individual_note":false,"notes":[{"id":1,"noteable_type":"Issue","noteable_id"'
            b':2,"created_at":"2026-05-01T09:00:00Z","body":"x","author":{"username":"ana"}}]}]'
        ),
        (
            b'{"data":{"project":{"issues":{"nodes":[{"id":"gid://gitlab/Issue/7","iid":"1","title":'
            b'"x","createdAt":"2026-05-01T09:00:00Z","discussions":{"nodes":[{"id":"gid://gitlab/Di'
            b'scussion/h","notes":{"nodes":[{"id":"gid://gitlab/Note/8","body":"y","createdAt":'
            b'"2026-05-01T09:00:00Z"}]}}]}}]}}}}'
        ),
    ),
    "appstore": (
        (
            b'{"data":[{"type":"customerReviews","id":"r","attributes":{"rating":5,"createdDate":'
            b'"2026-05-01T09:00:00Z"},"relationships":{"response":{"data":{"id":"a"}}}}],"included":'
            b'[{"type":"customerReviewResponses","id":"a","attributes":{"responseBody":"x"}}]}'
        ),
        (
            b'{"reviews":[{"reviewId":"r","comments":[{"userComment":{"text":"x","lastModified":'
            b'{"seconds":"1777626000"},"starRating":4}},{"developerComment":{"text":"y"}}]}]}'
        ),
    ),
    "telegram": (
        (
            b'<div class="tgme_x" data-post="acme/1"><a class="tgme_widget_message_reply" href='
            b'"https://t.me/acme/0"></a><div class="tgme_widget_message_text">x</div>'
            b'<a class="tgme_widget_message_author_name" href="https://t.me/ana">Ana</a>'
            b'<time datetime="2026-05-01T09:00:00+00:00"></time></div>'
        ),
    ),
    "mailinglist": (
        (
            b"From: =?utf-8?q?Ana?= <ana@acme.example>\nDate: Fri, 1 May 2026 09:00:00 +0000\n"
            b"Message-ID: <a@b>\nReferences: <c@d> <e@f>\nSubject: x\n\nhello\n"
        ),
    ),
    "website": (
        (
            b'<title>x</title><base href="/a/"><link rel="alternate me" type="application/rss+xml" '
            b'href="f"><a rel=me href="https://s.example/@a">A<img alt=b></a><script type='
            b'"application/ld+json">{"@graph":[{"sameAs":["https://x.com/a"]}]}</script>'
        ),
    ),
}
ODD: tuple[Any, ...] = (
    None, True, 0, -1, 10**30, 1.5, -1e308, "", " ", "\x00", "\ud800", "\u202e\u200d" * 50,
    "x" * 5000, "&#99999999999;<p", "https://[bad", "0001-01-01", "9999-12-31T23:59:60Z",
    "1777629600", [], {}, [[[]]], {"id": {}}, ["a", 1, None], "javascript:alert(1)", "a@b.example",
    "203.0.113.7", "https://api.github.com/repos/a/b/issues/7",
)  # fmt: skip
PIECES = [
    b"<",
    b">",
    b"&",
    b"]]>",
    b"<![CDATA[",
    b"\x00",
    b"\xff\xfe",
    b"&#x0;",
    b"\n\n",
    b"=?",
    b'"',
]


def seeds_of(network: str) -> list[bytes]:
    """Return small answers to change: our own, and recorded ones where they are at hand."""
    bodies = list(SEEDS[network])
    for folder in NETWORKS[network][1] if CAPTURES.is_dir() else ():
        files = sorted((CAPTURES / folder).iterdir())
        small = (path for path in files if path.stat().st_size < 20_000)
        bodies += [path.read_bytes() for path in small if "meta" not in path.name]
    return bodies


def changed(body: bytes, rng: random.Random) -> bytes:
    """Return the answer with some of its values exchanged, or some of its bytes."""
    if rng.random() < 0.5:
        try:
            value = json.loads(body)
        except ValueError:
            pieces = re.split(rb"(<[^>]*>|\n)", body)
            for _ in range(rng.randrange(1, 6)):
                at = rng.randrange(len(pieces))
                pieces[at] = rng.choice([b"", rng.choice(pieces), rng.choice(PIECES)])
            return b"".join(pieces)
        for _ in range(rng.randrange(1, 6)):
            value = _exchanged(value, rng)
        return json.dumps(value).encode()
    raw = bytearray(body or b" ")
    for _ in range(rng.randrange(1, 8)):
        at = rng.randrange(len(raw))
        raw[at : at + 1] = rng.choice([bytes([rng.randrange(256)]), rng.choice(PIECES)])
    return bytes(raw[: rng.randrange(len(raw))] if rng.random() < 0.3 else raw)


def _exchanged(value: Any, rng: random.Random) -> Any:
    at = value
    while isinstance(at, dict | list) and at:
        key: Any = rng.choice(list(at)) if isinstance(at, dict) else rng.randrange(len(at))
        if not isinstance(at[key], dict | list) or not at[key] or rng.random() < 0.15:
            if rng.random() < 0.2:
                del at[key]
            else:
                at[key] = copy.deepcopy(rng.choice(ODD))
            return value
        at = at[key]
    return copy.deepcopy(rng.choice(ODD))


def check(network: str, body: bytes, url: str, status: int = 200) -> None:
    """Read, and hold what comes out to what a store can keep."""
    read = import_module(f"solisten_connectors.{network}").read
    try:
        records = list(read(Response(url, status, {}, body, 1_780_000_000.0)))
    except Unreadable as failure:
        reason: str | None = failure.reason
        records = []
    else:
        reason = None
    assert reason is None or (reason and "\n" not in reason)
    for one in records:
        line = to_json_line(one)
        assert not NUL.search(line)
        assert 0 < len(one.id) <= 1000
        if isinstance(one, Gone):
            continue
        assert isinstance(one, Post)
        assert len(one.reply_to) <= 1000
        assert len(one.thread) <= 1000
        assert one.visibility in {Visibility.PUBLIC, Visibility.UNLISTED}
        assert 0 <= one.created_at < 7.3e9
        assert isinstance(one.kind, Kind)
        assert one.likes is None or abs(one.likes) < 2**63
        assert one.rating is None or 1 <= one.rating <= 5
        shown = [*one.links, one.url or "http://"]
        assert all(link.startswith(("http://", "https://")) for link in shown)
        private = re.compile(r"(?<!\S)[^@\s<>]+@[^@\s<>]+\.\w{2,}|^\d{1,3}(?:\.\d{1,3}){3}$")
        assert not private.search(one.author), one.author
        assert not private.search(one.author_name), one.author_name


@pytest.mark.parametrize("network", NETWORKS)
def test_changed_answers(network: str) -> None:
    bodies = seeds_of(network)

    @settings(
        max_examples=150, deadline=None, database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
    )  # fmt: skip
    @given(st.sampled_from(bodies), st.integers(0, 2**32), st.booleans())
    def fuzz(body: bytes, seed: int, named: bool) -> None:
        check(network, changed(body, random.Random(seed)), NETWORKS[network][0] if named else "")

    fuzz()


@pytest.mark.parametrize("network", NETWORKS)
@settings(max_examples=60, deadline=None, database=None)
@given(
    body=st.binary(max_size=200)
    | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace")),
    status=st.sampled_from([200, 200, 304, 403, 404, 410, 500]),
)
def test_any_bytes(network: str, body: bytes, status: int) -> None:
    check(network, body, NETWORKS[network][0], status)
