"""The posts shown with each finding, kept by their ids and quoted without what is private."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import msgspec

from solisten.estimate.document import Evidence, iso
from solisten.reading.evidence import INDICATORS
from solisten.store import evidence as stored

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from solisten.config import Brand
    from solisten.metrics.observe import Observation
    from solisten.store.database import Connection

EXCERPT = 200
_OWED = frozenset(
    {
        "response_rate",
        "answered_within_24h",
        "answered_within_60min",
        "complaint_response_rate",
        "devoted_response_rate",
        "weekend_response_rate",
        "multi_turn_rate",
        "cross_team_thread_rate",
        "case_handoff_rate",
        "department_breadth",
    }
)
_HOME = _OWED | {"praise_response_rate", "topic_participation_rate", "proactive_outreach_rate"}
_CALM = _OWED | {"untagged_response_rate"}
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NAME = re.compile(r"(?<!\w)@[\w.-]+(?:@[\w.-]+)?")
_NUMBER = re.compile(r"\+?\d(?:[\s().-]?\d){6,}")


class Kept(msgspec.Struct, frozen=True):
    """Hold which post was shown, on which side."""

    network: str
    id: str
    t: int
    side: Literal["for", "against"]


def evidence_of(
    connection: Connection, brand: Brand, seen: Observation
) -> dict[str, tuple[Kept, ...]]:
    """Return the newest posts for and against each indicator that counts anything."""
    here = seen.presence
    wanted = {
        name: stored.Wanted(here.home if name in _HOME else None, name in _CALM)
        for name in INDICATORS
        if seen.counts[name].n
    }
    found = stored.evidence(connection, brand.name, seen.window.days, wanted, here.bursts)
    return {
        name: tuple(
            Kept(post.network, post.id, post.t, "for" if post.success else "against")
            for post in posts
        )
        for name, posts in found.items()
    }


def shown(
    connection: Connection, kept: Mapping[str, Sequence[Kept]]
) -> tuple[dict[str, list[Evidence]], int]:
    """Return the evidence as it is printed, and how many of its posts are gone since."""
    posts = stored.posts(
        connection, {(one.network, one.id) for found in kept.values() for one in found}
    )
    missing = {
        (one.network, one.id)
        for found in kept.values()
        for one in found
        if (one.network, one.id) not in posts
    }
    evidence: dict[str, list[Evidence]] = {}
    for name, found in kept.items():
        evidence[name] = []
        for one in found:
            post = posts.get((one.network, one.id))
            evidence[name].append(
                Evidence(
                    url=post[1] or None if post else None,
                    at=iso(one.t),
                    excerpt=excerpt(post[2]) if post else None,
                    side=one.side,
                )
            )
    return evidence, len(missing)


def excerpt(text: str) -> str:
    """Return the beginning of a text without @names, addresses and long numbers (DESIGN 7.4).

    >>> excerpt("@ana call 030 1234567 or mail a@b.example")
    '@... call ... or mail ...'
    """
    text = " ".join(text.split())
    text = _NUMBER.sub("...", _NAME.sub("@...", _ADDRESS.sub("...", text)))
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"
