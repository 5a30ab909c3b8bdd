"""The 39 indicators of INFERENCE A.1 as k of n, from the sums of a window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import floor
from statistics import median
from typing import TYPE_CHECKING

from solisten.nouns import Count
from solisten.reading.accounts import DEPARTMENTS

if TYPE_CHECKING:
    from solisten.metrics.window import Presence
    from solisten.store.windows import Cell

MOST_POSTS, POSTS_PER_MENTION = 10, 0.02
WEEK = 7
ACTS_LEAST, ACTS_FACTOR = 2, 1.6
LISTED_SHARE = 0.5
"""With fewer opportunities in languages that have word lists an item is not observable (B.3)."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Hold all that a window shows of a brand and that its sums by day do not: see `store`.

    `canned` and `canned_empathy` count needs answered by canned texts alone, `canned_praise` so
    answered praise by network; `departments` the
    owed needs by mask of answering departments; authors are distinct over the window;
    `acts_after` are the official acts on the day that follows it.
    """

    cells: Sequence[Cell]
    days: range
    presence: Presence
    canned: int
    canned_empathy: int
    canned_praise: Mapping[str, int]
    departments: Mapping[tuple[str, int], Mapping[int, int]]
    listed_authors: int
    advocates: int
    first_half: int
    returning: int
    relevant: int
    contentful: int
    has_topics: bool
    has_domains: bool
    acts_after: int


def indicators(evidence: Evidence) -> dict[str, Count]:
    """Return every indicator's count, in the order of the catalogue."""
    return {name: rule(evidence) for name, rule in _RULES.items()}


def _sum(evidence: Evidence, name: str) -> int:
    return sum(cell.counts[name] for cell in evidence.cells)


def _calm(evidence: Evidence, name: str) -> int:
    """Sum over every network outside burst days."""
    bursts = evidence.presence.bursts
    return sum(cell.counts[name] for cell in evidence.cells if cell.day not in bursts)


def _home(evidence: Evidence, name: str) -> int:
    home = evidence.presence.home
    return sum(cell.counts[name] for cell in evidence.cells if cell.network in home)


def _owed(evidence: Evidence, name: str) -> int:
    """Sum over home networks outside burst days."""
    owes = evidence.presence.owes
    return sum(cell.counts[name] for cell in evidence.cells if owes(cell.network, cell.day))


_Sum = Callable[[Evidence, str], int]


def _share(add: _Sum, k: str, n: str) -> Callable[[Evidence], Count]:
    return lambda evidence: Count(add(evidence, k), add(evidence, n))


def _spoken(add: _Sum, k: str, n: str, of: str) -> Callable[[Evidence], Count]:
    """Count by word lists: `n` opportunities in listed languages of `of` in all."""

    def rule(evidence: Evidence) -> Count:
        count, every = Count(add(evidence, k), add(evidence, n)), add(evidence, of)
        return _listed(count, every)

    return rule


def _listed(count: Count, every: int) -> Count:
    if count.n < LISTED_SHARE * every:
        return Count(count.k, count.n, False, "most of it is in languages without word lists")
    return count


def _with_accounts(rule: Callable[[Evidence], Count]) -> Callable[[Evidence], Count]:
    def checked(evidence: Evidence) -> Count:
        count = rule(evidence)
        if evidence.presence.silent:
            reason = "no network on which the brand has an account was collected"
            return Count(count.k, count.n, False, reason)
        return count

    return checked


def _presence(evidence: Evidence) -> Count:
    posts = min(MOST_POSTS, _sum(evidence, "official_posts"))
    silence = min(MOST_POSTS, floor(POSTS_PER_MENTION * _sum(evidence, "mentions")))
    return Count(posts, posts + silence)


def _cadence(evidence: Evidence) -> Count:
    active = {cell.day for cell in evidence.cells if cell.counts["official_posts"]}
    start, weeks = evidence.days.start, len(evidence.days) // WEEK
    spoken = {(day - start) // WEEK for day in active if day < start + weeks * WEEK}
    missed = Counter((day - start) // WEEK for day in evidence.presence.unseen)
    unseen = {week for week, missing in missed.items() if missing > WEEK / 2}
    stored = {(day - start) // WEEK for day in evidence.presence.speaking}
    spoken &= stored | unseen  # a lone post from before the record shows no rhythm
    seen = {week for week in (stored - unseen) | spoken if week < weeks}
    return Count(len(spoken), len(seen))


def _burst(evidence: Evidence) -> Count:
    acts: Counter[int] = Counter()
    for cell in evidence.cells:
        acts[cell.day] += cell.counts["response_acts"]
    acts[evidence.days.stop] = evidence.acts_after
    pairs = [acts[day] + acts[day + 1] for day in evidence.presence.covered]
    bar = max(ACTS_LEAST, ACTS_FACTOR * median(pairs)) if pairs else ACTS_LEAST
    bursts = evidence.presence.bursts
    return Count(sum(acts[day] + acts[day + 1] >= bar for day in bursts), len(bursts))


def _match(evidence: Evidence) -> Count:
    posted = evidence.presence.posted
    needs = [(cell.network, cell.counts["open_needs"]) for cell in evidence.cells]
    networks = {network for network, count in needs if count}
    k = sum(count for network, count in needs if network in posted)
    n = sum(count for _, count in needs)
    if len(networks) == 1 and n:
        return Count(k, n, False, "needs were seen on one network only")
    return Count(k, n)


def _relevance(evidence: Evidence) -> Count:
    return Count(evidence.relevant, evidence.contentful)


def _topics(k: str, n: str) -> Callable[[Evidence], Count]:
    def rule(evidence: Evidence) -> Count:
        count = Count(_home(evidence, k), _home(evidence, n))
        if not evidence.has_topics:
            return Count(0, 0, False, "the brand has no topic in the configuration")
        return count

    return rule


def _empathy(evidence: Evidence) -> Count:
    count = Count(
        _sum(evidence, "complaints_empathy") - evidence.canned_empathy,
        _sum(evidence, "styled_complaints_listed"),
    )
    return _listed(count, _sum(evidence, "styled_complaints"))


def _substantive(evidence: Evidence) -> Count:
    styled = _sum(evidence, "styled")
    return Count(styled - evidence.canned, styled)


def _living(evidence: Evidence) -> Count:
    count = Count(_sum(evidence, "living_posts"), _sum(evidence, "linked_posts"))
    if not evidence.has_domains:  # then only the links that are living are known at all
        return Count(count.k, count.n, False, "the brand has no domains in the configuration")
    return count


def _praise(evidence: Evidence) -> Count:
    canned = sum(
        count
        for network, count in evidence.canned_praise.items()
        if network in evidence.presence.home
    )
    return Count(_home(evidence, "praise_answered") - canned, _home(evidence, "praise"))


def _advocates(evidence: Evidence) -> Count:
    count = Count(min(evidence.advocates, evidence.listed_authors), evidence.listed_authors)
    if _sum(evidence, "listed_mentions") < LISTED_SHARE * _sum(evidence, "mentions"):
        return Count(count.k, count.n, False, "most of it is in languages without word lists")
    return count


def _returning(evidence: Evidence) -> Count:
    return Count(evidence.returning, evidence.first_half)


def _departments(evidence: Evidence) -> Count:
    masks = owed_departments(evidence.departments, evidence.presence)
    others = besides_the_usual(masks)
    return Count(
        sum(count for mask, count in masks.items() if mask & others), _owed(evidence, "owed_open")
    )


def owed_departments(
    needs: Mapping[tuple[str, int], Mapping[int, int]], presence: Presence
) -> Counter[int]:
    """Return needs by the departments that answered, as bits, of the places where one is owed."""
    masks: Counter[int] = Counter()
    for (network, day), counts in needs.items():
        if presence.owes(network, day):
            masks.update(counts)
    return masks


def besides_the_usual(masks: Mapping[int, int]) -> int:
    """Return, as bits, all departments but the one that answers most of these needs, by mask.

    >>> besides_the_usual({0b11: 1, 0b10: 2}) & 0b11, besides_the_usual({})
    (1, 0)
    """
    needs = {
        place: sum(count for mask, count in masks.items() if mask >> place & 1)
        for place in range(len(DEPARTMENTS))
    }
    if not any(needs.values()):
        return 0
    usual = min(needs, key=lambda place: (-needs[place], DEPARTMENTS[place]))
    return (1 << len(DEPARTMENTS)) - 1 & ~(1 << usual)


_RULES: dict[str, Callable[[Evidence], Count]] = {
    "official_presence": _with_accounts(_presence),
    "posting_cadence": _with_accounts(_cadence),
    "response_rate": _share(_owed, "owed_answered", "owed"),
    "conversation_ratio": _share(_sum, "open_replies", "open_posts"),
    "answered_within_24h": _share(_owed, "day_old_answered_24h", "day_old"),
    "complaint_response_rate": _share(_owed, "owed_complaints_answered", "owed_complaints"),
    "weekend_response_rate": _share(_owed, "owed_weekend_answered_48h", "owed_weekend"),
    "burst_response_rate": _burst,
    "untagged_response_rate": _share(_calm, "untagged_answered", "untagged"),
    "presence_match": _with_accounts(_match),
    "need_relevance_rate": _relevance,
    "value_post_share": _spoken(_sum, "originals_value", "originals_listed", "originals"),
    "topic_participation_rate": _topics("open_threads_joined", "open_threads"),
    "devoted_response_rate": _share(_owed, "owed_questions_answered", "owed_questions"),
    "empathy_rate": _empathy,
    "resolution_rate": _share(_sum, "resolved", "endings"),
    "sentiment_recovery_rate": _share(_sum, "rising", "risable"),
    "substantive_reply_rate": _substantive,
    "answered_within_60min": _share(_owed, "hour_old_answered_60min", "hour_old"),
    "human_voice_rate": _spoken(_sum, "human", "styled_listed", "styled"),
    "named_voice_rate": _share(_sum, "named", "styled"),
    "living_destination_share": _living,
    "praise_response_rate": _praise,
    "multi_turn_rate": _share(_owed, "owed_multi_turn", "owed_open"),
    "peer_answer_rate": _share(_sum, "peer_48h_answered", "peer_48h"),
    "community_invitation_rate": _spoken(_sum, "originals_invite", "originals_listed", "originals"),
    "advocate_share": _advocates,
    "peer_answer_24h_rate": _share(_sum, "peer_24h_answered", "peer_24h"),
    "returning_author_rate": _returning,
    "feedback_loop_rate": _spoken(_sum, "originals_loop", "originals_listed", "originals"),
    "request_closed_rate": _spoken(_sum, "features_done", "features", "features"),
    "department_breadth": _departments,
    "policy_published": _share(_sum, "originals_policy", "originals"),
    "case_handoff_rate": _spoken(_owed, "owed_handover", "owed_listed", "owed"),
    "cross_team_thread_rate": _share(_owed, "owed_cross_team", "owed_open"),
    "proactive_outreach_rate": _topics("open_threads_first_two", "open_threads_replied"),
    "response_terms_published": _spoken(_sum, "originals_promise", "originals_listed", "originals"),
    "campaign_tag_share": _share(_sum, "campaign_posts", "own_link_posts"),
    "outcome_report_rate": _share(_sum, "originals_report", "originals"),
}
INDICATORS: Sequence[str] = tuple(_RULES)
