"""Answers with anything in them: a connector reads them or says why not."""

from __future__ import annotations

import copy
import json
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solisten.connector import Response
from solisten.errors import Unreadable
from solisten.nouns import Gone, Kind, Post, Visibility
from solisten.records.writing import to_json_line

if TYPE_CHECKING:
    import random

NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # and not a text that shows how to write one
CAPTURES = Path(__file__).resolve().parents[3] / "shared" / "captures"
NETWORKS = {
    "mastodon": "https://s.example/api/v1/statuses/100/context",
    "bluesky": "https://public.api.bsky.app/xrpc/app.bsky.feed.getPostThread",
    "activitypub": "https://s.example/outbox",
    "lemmy": "https://l.example/api/v3/comment/list",
    "hackernews": "https://hn.algolia.com/api/v1/search",
    "reddit": "https://oauth.reddit.com/comments/a/_/b?raw_json=1",
    "discourse": "https://f.example/t/help/7.json",
    "lobsters": "https://lobste.rs/s/a.json",
    "stackexchange": "https://api.stackexchange.com/2.3/questions?site=unix",
}
SEEDS = json.loads((Path(__file__).parent / "fuzz_seeds.json").read_text("utf-8"))
ODD: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    10**30,
    1.5,
    -1e308,
    "",
    " ",
    "\x00",
    "\ud800",
    "\u202e\u200d" * 50,
    "x" * 5000,
    "&#99999999999;<p",
    "https://[bad",
    "at://",
    "0001-01-01",
    "9999-12-31T23:59:60Z",
    "1777629600",
    [],
    {},
    [[[]]],
    {"id": {}},
    ["a", 1, None],
    "javascript:alert(1)",
    "..",
    "@@",
    "0.1.2.3",
)


def seeds_of(network: str) -> list[bytes]:
    """Return small answers to change: our own, and recorded ones where they are at hand."""
    bodies = [json.dumps(seed).encode() for seed in SEEDS.get(network, [])]
    bodies += [SEEDS["feeds"][network].encode()] if network in SEEDS["feeds"] else []
    if CAPTURES.is_dir():
        files = sorted(path for path in (CAPTURES / network).iterdir() if path.is_file())
        bodies += [
            path.read_bytes()
            for path in files
            if path.stat().st_size < 30_000
            and "meta" not in path.name
            and "lexicon" not in path.name
        ]
    return bodies or [b'{"items": [{"id": 1}]}']


def changed(body: bytes, rng: random.Random) -> bytes:
    """Return the answer with some of its values exchanged, or some of its bytes."""
    if rng.random() < 0.3:
        raw = bytearray(body)
        for _ in range(rng.randrange(1, 8)):
            raw[rng.randrange(len(raw))] = rng.randrange(256)
        return bytes(raw[: rng.randrange(len(raw))] if rng.random() < 0.3 else raw)
    try:
        value = json.loads(body)
    except ValueError:
        pieces = re.split(rb"(<[^>]*>)", body)
        rng.shuffle(pieces)
        return b"".join(pieces)
    for _ in range(rng.randrange(1, 6)):
        value = _exchanged(value, rng)
    return json.dumps(value).encode()


def _exchanged(value: Any, rng: random.Random) -> Any:
    at = value
    while isinstance(at, dict | list) and at:
        key: Any = rng.choice(list(at)) if isinstance(at, dict) else rng.randrange(len(at))
        if not isinstance(at[key], dict | list) or not at[key] or rng.random() < 0.15:
            if rng.random() < 0.2:
                del at[key]
            elif rng.random() < 0.1:
                at[key] = copy.deepcopy(value)
            else:
                at[key] = copy.deepcopy(rng.choice(ODD))
            return value
        at = at[key]
    return copy.deepcopy(rng.choice(ODD))


def check(network: str, body: bytes, url: str) -> None:
    """Read, and hold what comes out to what a store can keep."""
    read = import_module(f"solisten_connectors.{network}").read
    try:
        records = list(read(Response(url, 200, {}, body)))
    except Unreadable as failure:
        records, reason = [], failure.reason
    else:
        reason = "none"
    assert reason.strip()
    assert "\n" not in reason
    for one in records:
        line = to_json_line(one)
        assert not NUL.search(line)
        assert 0 < len(one.id) <= 1000
        if isinstance(one, Gone):
            continue
        assert isinstance(one, Post)
        assert one.visibility in {Visibility.PUBLIC, Visibility.UNLISTED}
        assert 0 <= one.created_at < 7.3e9
        assert isinstance(one.kind, Kind)
        assert one.likes is None or abs(one.likes) < 2**63
        assert all(
            link.startswith(("http://", "https://")) for link in [*one.links, one.url or "http://"]
        )


@pytest.mark.parametrize("network", NETWORKS)
def test_changed_answers(network: str) -> None:
    bodies = seeds_of(network)

    @settings(
        max_examples=150,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
    )
    @given(st.sampled_from(bodies), st.randoms(use_true_random=False), st.booleans())
    def fuzz(body: bytes, rng: random.Random, named: bool) -> None:
        check(network, changed(body, rng), NETWORKS[network] if named else "")

    fuzz()


@pytest.mark.parametrize("network", NETWORKS)
@settings(max_examples=60, deadline=None, database=None)
@given(
    body=st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace"))
)
def test_any_bytes(network: str, body: bytes) -> None:
    check(network, body, NETWORKS[network])


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize(
    "deep", [b'{"children":[', b"[", b'{"data":{"children":[{"kind":"t1","data":{"replies":']
)
def test_nesting(network: str, deep: bytes) -> None:
    for depth in (50, 5_000, 200_000):
        check(network, deep * depth, NETWORKS[network])
    check(network, b"[" * 200 + b"]" * 200, NETWORKS[network])
