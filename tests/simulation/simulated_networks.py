"""How each network names its people and links its posts."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from simulated_nouns import Record

_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


@dataclass(frozen=True, slots=True)
class Network:
    """Describe a network; `links` is tree, rooted, flat or review, `tag` the habit of tagging."""

    name: str
    links: str
    tag: float
    titled: bool = False
    opener: str = "post"
    reply: str = "post"
    peers: float = 0.1


NETWORKS = {
    n.name: n
    for n in (
        Network("twitter", "tree", 0.6, peers=0.06),
        Network("mastodon", "tree", 0.45, peers=0.12),
        Network("bluesky", "rooted", 0.45, peers=0.1),
        Network("discourse", "rooted", 0.1, titled=True, reply="reply", peers=0.3),
        Network("reddit", "rooted", 0.03, titled=True, reply="comment", peers=0.28),
        Network("google-play", "review", 0.0, opener="review"),
        Network("trustpilot", "review", 0.0, opener="review"),
        Network("news", "flat", 0.0, titled=True, opener="article", peers=0.0),
        Network("facebook", "rooted", 0.4, reply="comment", peers=0.1),
        Network("forum", "flat", 0.1, reply="reply", titled=True, peers=0.3),
        Network("github", "flat", 0.15, titled=True, reply="comment", peers=0.2),
        Network("youtube", "rooted", 0.1, reply="comment", peers=0.1),
        Network("lemmy", "rooted", 0.05, titled=True, reply="comment", peers=0.25),
        Network("stackexchange", "rooted", 0.0, titled=True, reply="reply", peers=0.4),
    )
}


@dataclass(slots=True)
class Place:
    """Hold one network as this brand meets it: channel, weight, hosted or not, official names."""

    network: Network
    channel: str
    weight: float
    hosted: bool = False
    present: bool = False
    accounts: list[str] = field(default_factory=list)
    collected: bool = True


def identifier(rng: Random, place: Place, author: str, serial: int, root: str) -> str:
    """Return a post's id in the network's own manner; `serial` makes it unique."""
    name = place.network.name
    if name == "mastodon":
        user, _, host = author.partition("@")
        return f"https://{host}/users/{user}/statuses/{110_000_000_000_000_000 + serial * 7919}"
    if name == "bluesky":
        did = blake2b(author.encode(), digest_size=12).hexdigest()
        return f"at://did:plc:{did}/app.bsky.feed.post/3k{_base32(serial, 11)}"
    if name == "reddit":
        return f"{'t1' if root else 't3'}_{_base32(serial, 6)}"
    if name == "discourse":
        return f"{place.channel}/p/{serial}"
    if name == "lemmy":
        return f"https://{place.channel}/{'comment' if root else 'post'}/{serial}"
    if place.network.links == "review":
        return f"{serial:08x}-{rng.getrandbits(16):04x}-{rng.getrandbits(16):04x}"
    return str(1_200_000_000_000 + serial * 13)


def _base32(number: int, width: int) -> str:
    out = ""
    for _ in range(width):
        number, rest = divmod(number, 32)
        out = _LETTERS[rest] + out
    return out


def linked(place: Place, record: Record, parent: Record | None, root: Record | None) -> None:
    """Write `reply_to` and `thread` as the network gives them, which is often only one of both."""
    if parent is None or root is None:
        if place.network.links in {"rooted", "flat"}:
            record["thread"] = record["id"]
        return
    if place.network.links == "tree":
        record["reply_to"] = parent["id"]
        return
    record["thread"] = root["id"]
    to_opener = place.network.name == "discourse" and parent["id"] == root["id"]
    if place.network.links == "rooted" and not to_opener:
        record["reply_to"] = parent["id"]


def account(rng: Random, place: Place, handle: str) -> str:
    """Return a person's account as the network writes it.

    >>> import random
    >>> account(random.Random(1), Place(NETWORKS["twitter"], "", 1.0), "ana")
    'ana'
    """
    if place.network.name == "mastodon":
        hosts = ("toots.example", "social.example", "fedi.example", place.channel)
        return f"{handle}@{rng.choice([h for h in hosts if h])}"
    if place.network.name == "bluesky":
        return f"{handle.replace('_', '-')}.bsky.social"
    return handle


def called(rng: Random, place: Place, author: str) -> str:
    """Return how one addresses an account in a text."""
    if place.network.name == "mastodon" and rng.random() < 0.6:
        return "@" + author.partition("@")[0]
    if place.network.name == "reddit":
        return "u/" + author
    return "@" + author
