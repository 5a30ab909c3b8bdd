"""The posts and pages shown with each finding, kept by their ids, quoted without private things."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import msgspec

from solisten.estimate.document import Evidence, iso
from solisten.metrics.indicators import besides_the_usual, owed_departments
from solisten.reading.evidence import INDICATORS
from solisten.store import evidence as stored
from solisten.store import pages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from solisten.config import Brand
    from solisten.metrics.observe import Observation
    from solisten.store.database import Connection

EXCERPT = 200
MOST_PAGES = 3
PAGE = "page"
SPEAK_FOR = {  # what kinds of pages of the brand's own site speak for (INFERENCE A, 33, 37, 39)
    "policy_published": ("policy", "guidelines", "accounts"),
    "response_terms_published": ("terms",),
    "outcome_report_rate": ("report",),
}
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
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+")
_NAME = re.compile(r"(?<!\w)@[\w.-]+(?:@[\w.-]+)?")
_NUMBER = re.compile(r"\+?\d(?:[\s().-]?\d){6,}")


class Kept(msgspec.Struct, frozen=True):
    """Hold which post was shown, on which side; of a page the `id` is its address and its hash."""

    network: str
    id: str
    t: int
    side: Literal["for", "against", "page"]


def evidence_of(
    connection: Connection, brand: Brand, seen: Observation
) -> dict[str, tuple[Kept, ...]]:
    """Return the newest posts for and against each indicator that counts anything."""
    here = seen.presence
    answered = owed_departments(seen.departments, here)
    answering = {"department_breadth": besides_the_usual(answered)}
    wanted = {
        name: stored.Wanted(
            here.home if name in _HOME else None, name in _CALM, answering.get(name)
        )
        for name in INDICATORS
        if seen.counts[name].n
    }
    found = stored.evidence(connection, brand.name, seen.window.days, wanted, here.bursts)
    posts = {
        name: tuple(
            Kept(post.network, post.id, post.t, "for" if post.success else "against")
            for post in posts
        )
        for name, posts in found.items()
    }
    pages = _pages_of(connection, brand.name, seen.window.as_of)
    names = [*posts, *(name for name in pages if name not in posts)]
    return {name: posts.get(name, ()) + pages.get(name, ()) for name in names}


def _pages_of(connection: Connection, brand: str, as_of: int) -> dict[str, tuple[Kept, ...]]:
    """Return the pages that speak for an indicator; they are counted in no k and no n."""
    found = {}
    for name, kinds in SPEAK_FOR.items():
        newest = pages.newest(connection, brand, kinds, as_of)[:MOST_PAGES]
        if newest:
            found[name] = tuple(
                Kept(PAGE, f"{one.url} {one.sha256}", one.at, "page") for one in newest
            )
    return found


def shown(
    connection: Connection, kept: Mapping[str, Sequence[Kept]]
) -> tuple[dict[str, list[Evidence]], int]:
    """Return the evidence as it is printed, and how many of its posts are gone since."""
    everything = [one for found in kept.values() for one in found]
    posts = stored.posts(
        connection, {(one.network, one.id) for one in everything if one.side != PAGE}
    )
    posts |= _stored_pages(connection, [one.id for one in everything if one.side == PAGE])
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


def _stored_pages(
    connection: Connection, names: Sequence[str]
) -> dict[tuple[str, str], tuple[int, str, str]]:
    """Return pages in the form of posts: when they were found, where, and what they say."""
    keys = {(url, sha) for url, _, sha in (name.rpartition(" ") for name in names)}
    return {
        (PAGE, f"{one.url} {one.sha256}"): (one.at, one.url, one.excerpt)
        for one in pages.versions(connection, keys).values()
    }


def excerpt(text: str) -> str:
    """Return the beginning of a text without @names, addresses and long numbers (DESIGN 7.4).

    >>> excerpt("@ana call 030 1234567 or mail a@b.example")
    '@... call ... or mail ...'
    """
    text = " ".join(text.split())
    text = _NUMBER.sub("...", _NAME.sub("@...", _ADDRESS.sub("...", text)))
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"
