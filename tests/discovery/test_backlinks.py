"""Whether profiles link back, asked of answers that a server of ours gives."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

import pytest
from site_server import Site, served

from solisten.connector import Checkpoint, Request, RequestFailed, Response, Source
from solisten_connectors import website

if TYPE_CHECKING:
    from collections.abc import Iterator

HOME = """<title>Acme</title><footer>
<a href="https://bsky.app/profile/acme.example">a</a>
<a href="https://bsky.app/profile/acme.bsky.social">b</a>
<a href="https://bsky.app/profile/fan.bsky.social">c</a>
<a href="https://bsky.app/profile/broken.example">d</a>
<a href="https://github.com/acme">e</a> <a href="https://github.com/fan/acme">f</a>
<a href="https://apps.apple.com/us/app/acme/id123456789">g</a>
<a href="https://apps.apple.com/us/app/globex/id987654321">h</a>
<a href="https://t.me/acme_news">i</a> <a href="https://t.me/acme_fans">j</a>
</footer>"""
BLUESKY = "/public.api.bsky.app/xrpc/app.bsky.actor.getProfile?actor="
APPLE = "/itunes.apple.com/lookup?id="
DESCRIPTION = '<div class="tgme_page_description" dir="auto">{}</div>'
PAGES: dict[str, Any] = {
    f"{BLUESKY}acme.example": {"did": "did:plc:a", "handle": "acme.example"},
    f"{BLUESKY}acme.bsky.social": {
        "did": "did:plc:b", "handle": "acme.bsky.social", "description": "We make (acme.example)."
    },
    f"{BLUESKY}fan.bsky.social": {
        "did": "did:plc:c", "handle": "fan.bsky.social",
        "description": "No fan of https://acme.example.evil.example or notacme.example",
    },
    f"{BLUESKY}broken.example": {"did": "did:plc:d", "handle": "handle.invalid"},
    "/api.github.com/users/acme": {"login": "acme", "blog": "acme.example"},
    "/api.github.com/users/fan": {"login": "fan", "blog": "", "bio": "https://acme.example"},
    f"{APPLE}123456789": {"resultCount": 1, "results": [{"sellerUrl": "https://acme.example/a"}]},
    f"{APPLE}987654321": {"resultCount": 1, "results": [{"sellerUrl": "https://globex.example"}]},
    "/t.me/acme_news": DESCRIPTION.format('<a href="https://www.acme.example/">acme</a>'),
    "/t.me/acme_fans": "<a href='https://acme.example'>x</a>" + DESCRIPTION.format("Fans"),
}  # fmt: skip
LINKS_BACK = {
    ("bluesky", "acme.example"): "its handle is the site's domain",
    ("bluesky", "acme.bsky.social"): "links back",
    ("github", "acme"): "links back",
    ("appstore", "123456789"): "the seller's site",
    ("telegram", "acme_news"): "links back",
}


def fetched(server: Site, request: Request) -> Response:
    """Return what the server answers; each host is a folder of it."""
    split = urlsplit(request.url)
    query = f"?{urlencode(request.params)}" if request.params else ""
    with urlopen(f"{server.root}/{split.netloc}{split.path}{query}", timeout=10) as answer:
        return Response(request.url, answer.status, body=answer.read())


def discovered(server: Site) -> dict[str, Any]:
    """Drive the connector through the site; return what it tells at its end."""
    steps = website.listen(Source("a", "website", "https://acme.example/"), {})
    told: dict[str, Any] = {}
    event = next(steps, None)
    while event is not None:
        if isinstance(event, Checkpoint):
            told |= event.cursor["site"]
        try:
            if isinstance(event, Request):
                try:
                    event = steps.send(fetched(server, event))
                except HTTPError as failure:
                    event = steps.throw(RequestFailed("gone", failure.code))
            else:
                event = steps.send(None)
        except StopIteration:
            event = None
    return told


@pytest.fixture(scope="module")
def found() -> Iterator[tuple[dict[str, Any], Site]]:
    server = Site("127.0.0.1")
    server.pages = {"/acme.example/": HOME}
    for path, page in PAGES.items():
        server.pages[path] = page if isinstance(page, str) else json.dumps(page)
    with served(server):
        yield discovered(server), server


def test_what_links_back_and_what_does_not(found: tuple[dict[str, Any], Site]) -> None:
    verified = {(one["network"], one["name"]): one["verified"] for one in found[0]["profiles"]}
    assert len(verified) == 10
    assert {key: how for key, how in verified.items() if how} == LINKS_BACK


def test_each_profile_is_asked_for_once(found: tuple[dict[str, Any], Site]) -> None:
    asked = [path for path in found[1].asked if path != "/acme.example/"]
    assert sorted(asked) == sorted(PAGES)


def test_profiles_that_cannot_be_asked_are_no_proof() -> None:
    server = Site("127.0.0.1")
    blocked = "<html><title>Just a moment...</title></html>"
    server.pages = {"/acme.example/": HOME, f"{BLUESKY}acme.example": blocked}
    with served(server):
        told = discovered(server)
    assert not any(one["verified"] for one in told["profiles"])
    assert "404" in told["refused"]["https://api.github.com/users/acme"]
