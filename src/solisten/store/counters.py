"""Facts turned into the integers that any window can add up (DESIGN 6, `day_network`).

Each fact adds 1 to some counters of its brand, network and UTC day. What depends on the window
(home networks, burst days, canned texts, the dominant department) chooses among these later.
The age of a need at `as_of` is given here, so that the youngest needs can be counted from rows.
What replies to a post that is not stored is a fragment: it may continue what was answered long ago,
so whether it was answered, by whom and how soon counts neither for nor against anybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from solisten.reading.facts import Act, Mark, Open, Role
from solisten.reading.shapes import DAY, HOUR, TWO_DAYS, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solisten.reading.facts import MentionFact
    from solisten.reading.shapes import Shape

MENTION_COUNTERS: Final = (
    "mentions",
    "scored",
    "positive",
    "negative",
    "answered",
    "timed_answers",
    "negative_latency",
    "listed_mentions",
    "needs",
    "listed_needs",
    "needs_answered",
    "questions",
    "questions_answered",
    "needs_peer_answered",
    "owed",
    "owed_answered",
    "owed_complaints",
    "owed_complaints_answered",
    "owed_questions",
    "owed_questions_answered",
    "owed_weekend",
    "owed_weekend_answered_48h",
    "owed_open",
    "owed_multi_turn",
    "owed_cross_team",
    "owed_listed",
    "owed_handover",
    "day_old",
    "day_old_answered_24h",
    "hour_old",
    "hour_old_answered_60min",
    "untagged",
    "untagged_answered",
    "open_needs",
    "styled",
    "styled_listed",
    "human",
    "named",
    "styled_complaints",
    "styled_complaints_listed",
    "complaints_empathy",
    "endings",
    "resolved",
    "risable",
    "rising",
    "praise",
    "praise_answered",
    "peer_48h",
    "peer_48h_answered",
    "peer_24h",
    "peer_24h_answered",
    "features",
    "features_done",
    "private",
    "fragments",
)
OFFICIAL_COUNTERS: Final = (
    "official_posts",
    "official_replies",
    "reply_texts",
    "signed_replies",
    "open_posts",
    "open_replies",
    "originals",
    "originals_listed",
    "originals_value",
    "originals_invite",
    "originals_loop",
    "originals_policy",
    "originals_promise",
    "originals_report",
    "linked_posts",
    "living_posts",
    "own_link_posts",
    "campaign_posts",
    "automatic_replies",
    "response_acts",
)
TOPIC_COUNTERS: Final = (
    "topic_threads",
    "topic_earned",
    "topic_owned",
    "topic_either",
    "open_threads",
    "open_threads_joined",
    "open_threads_replied",
    "open_threads_first_two",
)
COUNTERS: Final = MENTION_COUNTERS + OFFICIAL_COUNTERS + TOPIC_COUNTERS


def mention_counts(fact: MentionFact | Shape, age: int | None = None) -> Iterator[str]:
    """Yield the counters that a mention adds to; `age` in seconds at `as_of`, None: old enough."""
    marks = fact.marks
    yield "mentions"
    if fact.label is not None:
        yield "scored"
        if fact.label:
            yield "positive" if fact.label > 0 else "negative"
    if marks & Mark.LISTED:
        yield "listed_mentions"
    if marks & Mark.ANSWERED:
        yield "answered"
        if fact.latency is not None:
            yield "timed_answers" if fact.latency >= 0 else "negative_latency"
    if marks & Mark.FRAGMENT:
        yield "fragments"
    elif marks & Mark.PRAISE:
        yield "praise"
        if marks & Mark.ANSWERED:
            yield "praise_answered"
    if fact.role == Role.NEED:
        yield from _need_counts(fact, marks, age)


def _need_counts(fact: MentionFact | Shape, marks: int, age: int | None) -> Iterator[str]:
    answered = bool(marks & Mark.GROUP_ANSWERED)
    yield "needs"
    if marks & Mark.LISTED:
        yield "listed_needs"
    if answered:
        yield "needs_answered"
    if fact.need == "question":
        yield "questions"
        if answered:
            yield "questions_answered"
    if marks & Mark.GROUP_PEER:
        yield "needs_peer_answered"
    if marks & Mark.FEATURE and marks & Mark.LISTED:
        yield "features"
        if marks & Mark.DONE:
            yield "features_done"
    whole = not marks & Mark.FRAGMENT
    if not marks & Mark.REVIEW:
        yield "open_needs"
        if whole:
            yield from _peer_counts(fact, marks, age)
    if whole and not marks & Mark.SERVED:
        if marks & Mark.TAGGED:
            yield from _tagged_counts(fact, marks, age, answered=answered)
        elif age is None or age >= TWO_DAYS:
            yield "untagged"
            if answered:
                yield "untagged_answered"
    if answered:
        yield from _style_counts(fact, marks)


def _peer_counts(fact: MentionFact | Shape, marks: int, age: int | None) -> Iterator[str]:
    if age is None or age >= TWO_DAYS:
        yield "peer_48h"
        if marks & Mark.GROUP_PEER:
            yield "peer_48h_answered"
    if age is None or age >= DAY:
        yield "peer_24h"
        if within(fact.need_peer_latency, DAY):
            yield "peer_24h_answered"


def _tagged_counts(
    fact: MentionFact | Shape, marks: int, age: int | None, *, answered: bool
) -> Iterator[str]:
    if age is None or age >= HOUR:
        yield "hour_old"
        if within(fact.need_latency, HOUR):
            yield "hour_old_answered_60min"
    if age is None or age >= DAY:
        yield "day_old"
        if within(fact.need_latency, DAY):
            yield "day_old_answered_24h"
    if age is not None and age < TWO_DAYS:
        return
    yield "owed"
    if answered:
        yield "owed_answered"
    if fact.need == "complaint":
        yield "owed_complaints"
        if answered:
            yield "owed_complaints_answered"
    if fact.need == "question":
        yield "owed_questions"
        if answered:
            yield "owed_questions_answered"
    if marks & Mark.WEEKEND:
        yield "owed_weekend"
        if within(fact.need_latency, TWO_DAYS):
            yield "owed_weekend_answered_48h"
    if not marks & Mark.REVIEW:
        yield "owed_open"
        if marks & Mark.MULTI_TURN:
            yield "owed_multi_turn"
        if marks & Mark.CROSS_TEAM:
            yield "owed_cross_team"
    if marks & (Mark.TEAM_LISTED if marks & Mark.TEAM else Mark.LISTED):
        yield "owed_listed"
        if marks & Mark.HANDOVER:
            yield "owed_handover"


def _style_counts(fact: MentionFact | Shape, marks: int) -> Iterator[str]:
    if marks & Mark.PRIVATE:
        yield "private"
    if marks & (Mark.RETURNED | Mark.ACCEPTED):
        yield "endings"
        if marks & Mark.RESOLVED:
            yield "resolved"
    if marks & Mark.RISABLE:
        yield "risable"
        if marks & Mark.RISING:
            yield "rising"
    if not marks & Mark.STYLED:
        return
    yield "styled"
    if marks & Mark.NAMED:
        yield "named"
    if marks & Mark.ANSWER_LISTED:
        yield "styled_listed"
        if marks & Mark.HUMAN:
            yield "human"
    if fact.need == "complaint":
        yield "styled_complaints"
        if marks & Mark.ANSWER_LISTED:
            yield "styled_complaints_listed"
            if fact.empathy_forms:
                yield "complaints_empathy"


def official_counts(acts: int) -> Iterator[str]:
    """Yield the counters that an official post adds to."""
    yield "official_posts"
    if acts & Act.REPLY:
        yield "official_replies"
        yield "response_acts"
        if acts & Act.TEXT:
            yield "reply_texts"
            if acts & Act.SIGNED:
                yield "signed_replies"
        if acts & Act.AUTOMATIC:
            yield "automatic_replies"
    if not acts & (Act.TO_REVIEW | Act.AUTOMATIC):
        yield "open_posts"
        if acts & Act.REPLY:
            yield "open_replies"
    if acts & Act.LINKED:
        yield "linked_posts"
        if acts & Act.LIVING:
            yield "living_posts"
    if acts & Act.OWN_LINK:
        yield "own_link_posts"
        if acts & Act.CAMPAIGN:
            yield "campaign_posts"
    if acts & Act.ORIGINAL:
        yield from _original_counts(acts)


def _original_counts(acts: int) -> Iterator[str]:
    yield "originals"
    if acts & Act.POLICY:
        yield "originals_policy"
    if acts & Act.REPORT:
        yield "originals_report"
    if not acts & Act.PROMO and not acts & Act.REPLY:
        yield "response_acts"
    if not acts & Act.LISTED:
        return
    yield "originals_listed"
    if not acts & Act.PROMO:
        yield "originals_value"
    if acts & Act.INVITE:
        yield "originals_invite"
    if acts & Act.LOOP:
        yield "originals_loop"
    if acts & Act.PROMISE:
        yield "originals_promise"


def topic_counts(opens: int) -> Iterator[str]:
    """Yield the counters that a topic thread adds to (the union of the brand's topics only)."""
    yield "topic_threads"
    if opens & Open.EARNED:
        yield "topic_earned"
    if opens & Open.OWNED:
        yield "topic_owned"
    if opens & (Open.EARNED | Open.OWNED):
        yield "topic_either"
    if opens & Open.OPEN:
        yield "open_threads"
        if opens & Open.JOINED:
            yield "open_threads_joined"
        if opens & Open.REPLIED:
            yield "open_threads_replied"
            if opens & Open.AMONG_FIRST:
                yield "open_threads_first_two"
