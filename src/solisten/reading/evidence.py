"""Which indicators a fact speaks for or against, so that every count can show its posts."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from solisten.reading.facts import Act, Mark, MentionFact, OfficialFact, Open, Role, TopicFact
from solisten.reading.shapes import DAY, HOUR, TWO_DAYS, Shape, shape_of, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Bits: TypeAlias = tuple[int, int]
"""Indicators that a fact speaks for, then against, as bits of INDICATORS."""

OF_MENTIONS = (
    "advocate_share",
    "praise_response_rate",
    "response_rate",
    "answered_within_24h",
    "answered_within_60min",
    "complaint_response_rate",
    "devoted_response_rate",
    "weekend_response_rate",
    "untagged_response_rate",
    "multi_turn_rate",
    "cross_team_thread_rate",
    "case_handoff_rate",
    "department_breadth",
    "peer_answer_rate",
    "peer_answer_24h_rate",
    "request_closed_rate",
    "resolution_rate",
    "sentiment_recovery_rate",
    "substantive_reply_rate",
    "named_voice_rate",
    "human_voice_rate",
    "empathy_rate",
)
OF_OFFICIAL_POSTS = (
    "official_presence",
    "conversation_ratio",
    "living_destination_share",
    "campaign_tag_share",
    "policy_published",
    "outcome_report_rate",
    "value_post_share",
    "community_invitation_rate",
    "feedback_loop_rate",
    "response_terms_published",
)
OF_TOPIC_THREADS = ("topic_participation_rate", "proactive_outreach_rate")
INDICATORS = OF_MENTIONS + OF_OFFICIAL_POSTS + OF_TOPIC_THREADS
"""Indicators whose evidence single posts show, in the order of their bits in the store."""
_BIT = {name: 1 << place for place, name in enumerate(INDICATORS)}


def mention_evidence(fact: MentionFact | Shape) -> Iterator[tuple[str, bool]]:
    """Yield (indicator, whether the mention is a success) as far as the fact alone decides."""
    marks = fact.marks
    if marks & Mark.LISTED:
        if marks & Mark.RECOMMENDS:
            yield "advocate_share", True
        elif fact.role == Role.MENTION:
            yield "advocate_share", False
    whole = not marks & Mark.FRAGMENT
    if marks & Mark.PRAISE and whole:
        yield "praise_response_rate", bool(marks & Mark.ANSWERED)
    if fact.role != Role.NEED:
        return
    answered = bool(marks & Mark.GROUP_ANSWERED)
    if whole and not marks & Mark.SERVED:
        if marks & Mark.TAGGED:
            yield from _owed(fact, answered=answered)
        else:
            yield "untagged_response_rate", answered
    if whole and not marks & Mark.REVIEW:
        yield "peer_answer_rate", bool(marks & Mark.GROUP_PEER)
        yield "peer_answer_24h_rate", within(fact.need_peer_latency, DAY)
    if marks & Mark.FEATURE and marks & Mark.LISTED:
        yield "request_closed_rate", bool(marks & Mark.DONE)
    if answered:
        yield from _style(fact)


def _owed(fact: MentionFact | Shape, *, answered: bool) -> Iterator[tuple[str, bool]]:
    marks = fact.marks
    yield "response_rate", answered
    yield "answered_within_24h", within(fact.need_latency, DAY)
    yield "answered_within_60min", within(fact.need_latency, HOUR)
    if fact.need == "complaint":
        yield "complaint_response_rate", answered
    if fact.need == "question":
        yield "devoted_response_rate", answered
    if marks & Mark.WEEKEND:
        yield "weekend_response_rate", within(fact.need_latency, TWO_DAYS)
    if not marks & Mark.REVIEW:
        yield "multi_turn_rate", bool(marks & Mark.MULTI_TURN)
        yield "cross_team_thread_rate", bool(marks & Mark.CROSS_TEAM)
        if fact.departments:
            yield "department_breadth", True
    if marks & (Mark.TEAM_LISTED if marks & Mark.TEAM else Mark.LISTED):
        yield "case_handoff_rate", bool(marks & Mark.HANDOVER)


def _style(fact: MentionFact | Shape) -> Iterator[tuple[str, bool]]:
    marks = fact.marks
    if marks & (Mark.RETURNED | Mark.ACCEPTED):
        yield "resolution_rate", bool(marks & Mark.RESOLVED)
    if marks & Mark.RISABLE:
        yield "sentiment_recovery_rate", bool(marks & Mark.RISING)
    if not marks & Mark.STYLED:
        return
    yield "substantive_reply_rate", True
    yield "named_voice_rate", bool(marks & Mark.NAMED)
    if marks & Mark.ANSWER_LISTED:
        yield "human_voice_rate", bool(marks & Mark.HUMAN)
        if fact.need == "complaint":
            yield "empathy_rate", bool(fact.empathy_forms)


def official_evidence(acts: int) -> Iterator[tuple[str, bool]]:
    """Yield (indicator, whether the official post is a success)."""
    yield "official_presence", True
    if not acts & (Act.TO_REVIEW | Act.AUTOMATIC):
        yield "conversation_ratio", bool(acts & Act.REPLY)
    if acts & Act.LINKED:
        yield "living_destination_share", bool(acts & Act.LIVING)
    if acts & Act.OWN_LINK:
        yield "campaign_tag_share", bool(acts & Act.CAMPAIGN)
    if not acts & Act.ORIGINAL:
        return
    yield "policy_published", bool(acts & Act.POLICY)
    yield "outcome_report_rate", bool(acts & Act.REPORT)
    if not acts & Act.LISTED:
        return
    yield "value_post_share", not acts & Act.PROMO
    yield "community_invitation_rate", bool(acts & Act.INVITE)
    yield "feedback_loop_rate", bool(acts & Act.LOOP)
    yield "response_terms_published", bool(acts & Act.PROMISE)


def topic_evidence(opens: int) -> Iterator[tuple[str, bool]]:
    """Yield (indicator, whether the topic thread is a success)."""
    if not opens & Open.OPEN:
        return
    yield "topic_participation_rate", bool(opens & Open.JOINED)
    if opens & Open.REPLIED:
        yield "proactive_outreach_rate", bool(opens & Open.AMONG_FIRST)


def evidence_bits(fact: MentionFact | OfficialFact | TopicFact) -> Bits:
    """Return the indicators that the fact speaks for, then against, as bits of INDICATORS."""
    if isinstance(fact, MentionFact):
        return _mention_bits(shape_of(fact))
    if isinstance(fact, OfficialFact):
        return _official_bits(fact.acts)
    return _topic_bits(fact.opens)


@lru_cache(maxsize=4096)
def _mention_bits(shape: Shape) -> Bits:
    return _bits(mention_evidence(shape))


@lru_cache(maxsize=4096)
def _official_bits(acts: int) -> Bits:
    return _bits(official_evidence(acts))


@lru_cache(maxsize=256)
def _topic_bits(opens: int) -> Bits:
    return _bits(topic_evidence(opens))


def _bits(evidence: Iterable[tuple[str, bool]]) -> Bits:
    pro = con = 0
    for indicator, success in evidence:
        if success:
            pro |= _BIT[indicator]
        else:
            con |= _BIT[indicator]
    return pro, con


def bit_of(indicator: str) -> int:
    """Return the bit of an indicator, 0 for one that no single post shows."""
    return _BIT.get(indicator, 0)
