"""The nouns of reading: posts as threads see them, the facts that a thread yields."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DAY = 86_400
"""Seconds of a UTC day."""

RING = "\x1fring:"
"""Begins the voice of a text that several authors recommend with."""


class Role(StrEnum):
    """What a mention is in its thread (INFERENCE C.2, C.4)."""

    NEED = "need"
    CONTINUED = "continued"
    FOLLOW_UP = "follow-up"
    MENTION = "mention"


class Mark:
    """Yes-or-no facts of one mention; those of a need are facts of its whole group."""

    TAGGED: Final = 1 << 0
    REVIEW: Final = 1 << 1
    LISTED: Final = 1 << 2  # its language has word lists
    RECOMMENDS: Final = 1 << 3
    PRAISE: Final = 1 << 4
    FEATURE: Final = 1 << 5
    DONE: Final = 1 << 6
    SERVED: Final = 1 << 7
    WEEKEND: Final = 1 << 8
    ANSWERED: Final = 1 << 9  # this very post
    GROUP_ANSWERED: Final = 1 << 10
    GROUP_PEER: Final = 1 << 11
    STYLED: Final = 1 << 12  # an answer has text
    ANSWER_LISTED: Final = 1 << 13  # an answer's language has word lists
    HUMAN: Final = 1 << 14
    NAMED: Final = 1 << 15
    MULTI_TURN: Final = 1 << 16
    CROSS_TEAM: Final = 1 << 17
    HANDOVER: Final = 1 << 18
    RETURNED: Final = 1 << 19
    ACCEPTED: Final = 1 << 20
    RESOLVED: Final = 1 << 21
    REOPENED: Final = 1 << 22
    RISABLE: Final = 1 << 23  # a returning complainer, scored before and after
    RISING: Final = 1 << 24
    UNTIMED: Final = 1 << 25  # the group's first answer has no time
    TEAM: Final = 1 << 28  # an official post answers something of this asker in the thread
    TEAM_LISTED: Final = 1 << 27  # an official post to this asker is in a language with word lists
    FRAGMENT: Final = 1 << 29  # it replies to a post that is not stored
    PRIVATE: Final = 1 << 26  # an answer leads into private messages


class Act:
    """Yes-or-no facts of one official post."""

    REPLY: Final = 1 << 0
    ORIGINAL: Final = 1 << 1
    TEXT: Final = 1 << 2
    SIGNED: Final = 1 << 3
    TO_REVIEW: Final = 1 << 4
    LISTED: Final = 1 << 5
    PROMO: Final = 1 << 6
    INVITE: Final = 1 << 7
    LOOP: Final = 1 << 8
    POLICY: Final = 1 << 9
    PROMISE: Final = 1 << 10
    REPORT: Final = 1 << 11
    LINKED: Final = 1 << 12  # to the brand's domains or a living place
    LIVING: Final = 1 << 13
    OWN_LINK: Final = 1 << 14
    CAMPAIGN: Final = 1 << 15
    AUTOMATIC: Final = 1 << 16
    QUICK: Final = 1 << 17  # 0 to 120 s after its stored parent


class Open:
    """Yes-or-no facts of one topic thread, seen from one brand."""

    OPEN: Final = 1 << 0  # a person opened it, naming and addressing no brand, nor at its place
    JOINED: Final = 1 << 1
    REPLIED: Final = 1 << 2  # by others than the brand
    AMONG_FIRST: Final = 1 << 3
    EARNED: Final = 1 << 4
    OWNED: Final = 1 << 5


class Item(msgspec.Struct, gc=False):
    """Hold a stored post with what reading its words gave; `compound` in ten-thousandths.

    `author_key` is the form in which authors are compared. `parent` is the id it replies to (or the
    named root), `root` the thread it stands in; it opens the thread when it replies to nobody, or
    when a cycle of replies is cut here.
    """

    network: str
    id: str
    t: int
    channel: str
    url: str
    kind: str
    author: str
    author_key: str
    author_name: str
    bot: bool
    untimed: bool
    embedded: bool
    text: str
    lang: str
    compound: int | None
    cues: int
    form: int
    names: tuple[str, ...]
    matched: frozenset[str]
    links: tuple[str, ...]
    parent: str
    thread: str
    root: str
    opens: bool
    accepted: bool
    official: str

    @property
    def order(self) -> tuple[int, str]:
        """Return the key by which posts are ordered everywhere."""
        return (self.t, self.id)


class MentionFact(msgspec.Struct, frozen=True, gc=False):
    """Hold what is known of one mention; latencies in seconds, None where there is none."""

    brand: str
    network: str
    id: str
    root: str
    channel: str
    author: str
    handle: str
    t: int
    day: int
    role: str
    need: str
    marks: int
    label: int | None
    lang: str
    latency: int | None
    answered_at: int | None
    answered_by: str
    peer_latency: int | None
    need_latency: int | None
    need_peer_latency: int | None
    outcome: str
    voice: str
    pitch: int
    departments: int
    forms: str
    empathy_forms: str


class OfficialFact(msgspec.Struct, frozen=True, gc=False):
    """Hold what is known of one post by an official account; `form` and `wording` are text keys."""

    brand: str
    network: str
    id: str
    root: str
    channel: str
    author: str
    t: int
    day: int
    acts: int
    form: int
    wording: int
    basis: str
    names: str


class TopicFact(msgspec.Struct, frozen=True, gc=False):
    """Hold what is known of one topic thread for one brand; topic "*" is the union."""

    brand: str
    topic: str
    network: str
    id: str
    root: str
    t: int
    day: int
    opens: int


@dataclass(frozen=True, slots=True)
class ThreadFacts:
    """Collect the facts of one thread for every brand."""

    mentions: list[MentionFact] = field(default_factory=list)
    officials: list[OfficialFact] = field(default_factory=list)
    topics: list[TopicFact] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Context:
    """Hold what a thread must know of the rest of the record.

    `spam` holds (network, author key); `automatic` and `rings` hold text keys by brand;
    `first_mention` gives the time of an account's first mention of a brand, or None.
    """

    spam: frozenset[tuple[str, str]] = frozenset()
    automatic: Mapping[str, frozenset[int]] = field(default_factory=dict)
    rings: Mapping[str, frozenset[int]] = field(default_factory=dict)
    first_mention: Callable[[str, str, str], int | None] = lambda _b, _n, _a: None


def is_ring(voice: str) -> bool:
    """Say whether a voice is a text that several authors share."""
    return voice.startswith(RING)
