"""The nouns of reading: posts as threads see them, the facts that a thread yields."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntFlag, StrEnum
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DAY = 86_400
"""Seconds of a UTC day."""


class Role(StrEnum):
    """What a mention is in its thread (INFERENCE C.2, C.4)."""

    NEED = "need"
    CONTINUED = "continued"
    FOLLOW_UP = "follow-up"
    MENTION = "mention"


class Mark(IntFlag):
    """Yes-or-no facts of one mention; those of a need are facts of its whole group."""

    TAGGED = 1 << 0
    REVIEW = 1 << 1
    LISTED = 1 << 2  # its language has word lists
    RECOMMENDS = 1 << 3
    PRAISE = 1 << 4
    FEATURE = 1 << 5
    DONE = 1 << 6
    SERVED = 1 << 7
    WEEKEND = 1 << 8
    ANSWERED = 1 << 9  # this very post
    GROUP_ANSWERED = 1 << 10
    GROUP_PEER = 1 << 11
    STYLED = 1 << 12  # an answer has text
    ANSWER_LISTED = 1 << 13  # an answer's language has word lists
    HUMAN = 1 << 14
    NAMED = 1 << 15
    MULTI_TURN = 1 << 16
    CROSS_TEAM = 1 << 17
    HANDOVER = 1 << 18
    RETURNED = 1 << 19
    ACCEPTED = 1 << 20
    RESOLVED = 1 << 21
    REOPENED = 1 << 22
    RISABLE = 1 << 23  # a returning complainer, scored before and after
    RISING = 1 << 24
    UNTIMED = 1 << 25  # the group's first answer has no time
    TEAM = 1 << 28  # an official post answers something of this asker in the thread
    TEAM_LISTED = 1 << 27  # an official post to this asker is in a language with word lists
    PRIVATE = 1 << 26  # an answer leads into private messages


class Act(IntFlag):
    """Yes-or-no facts of one official post."""

    REPLY = 1 << 0
    ORIGINAL = 1 << 1
    TEXT = 1 << 2
    SIGNED = 1 << 3
    TO_REVIEW = 1 << 4
    LISTED = 1 << 5
    PROMO = 1 << 6
    INVITE = 1 << 7
    LOOP = 1 << 8
    POLICY = 1 << 9
    PROMISE = 1 << 10
    REPORT = 1 << 11
    LINKED = 1 << 12  # to the brand's domains or a living place
    LIVING = 1 << 13
    OWN_LINK = 1 << 14
    CAMPAIGN = 1 << 15
    AUTOMATIC = 1 << 16
    QUICK = 1 << 17  # 0 to 120 s after its stored parent


class Open(IntFlag):
    """Yes-or-no facts of one topic thread, seen from one brand."""

    OPEN = 1 << 0  # a person opened it, it names no brand, it is no review
    JOINED = 1 << 1
    REPLIED = 1 << 2
    AMONG_FIRST = 1 << 3
    EARNED = 1 << 4
    OWNED = 1 << 5


class Item(msgspec.Struct, kw_only=True, gc=False):
    """Hold a stored post with what reading its words gave; `compound` in ten-thousandths.

    `parent` is the id it replies to (or the named root), `root` the thread it stands in; it opens
    the thread when it replies to nobody, or when a cycle of replies is cut here.
    """

    network: str
    id: str
    t: int
    channel: str = ""
    url: str = ""
    kind: str = "post"
    author: str = ""
    author_name: str = ""
    bot: bool = False
    untimed: bool = False
    embedded: bool = False
    text: str = ""
    lang: str = ""
    compound: int | None = None
    cues: int = 0
    form: int = 0
    names: tuple[str, ...] = ()
    matched: frozenset[str] = frozenset()
    links: tuple[str, ...] = ()
    parent: str = ""
    thread: str = ""
    root: str = ""
    opens: bool = False
    accepted: bool = False
    official: str = ""

    @property
    def order(self) -> tuple[int, str]:
        """Return the key by which posts are ordered everywhere."""
        return (self.t, self.id)


class MentionFact(msgspec.Struct, frozen=True, kw_only=True, gc=False):
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


class OfficialFact(msgspec.Struct, frozen=True, kw_only=True, gc=False):
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


class TopicFact(msgspec.Struct, frozen=True, kw_only=True, gc=False):
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
