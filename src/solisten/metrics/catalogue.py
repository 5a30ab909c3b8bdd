"""The metrics of DESIGN 7.5: numbers with their n, their interval and their coverage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias

import msgspec

from solisten.metrics.intervals import order_interval, type7, wilson
from solisten.metrics.sums import Sums

VERSION = "1"
"""Raised when the definition of any metric changes."""


Status: TypeAlias = Literal["ok", "insufficient", "unknown"]


class Metric(msgspec.Struct, frozen=True):
    """Hold one metric of one group; None is no data, never 0.

    `status` is ok, insufficient (nothing to count) or unknown (not to be seen in this group).
    """

    metric: str
    unit: str
    value: float | None
    numerator: float | None
    denominator: float | None
    n: int | None
    ci_low: float | None
    ci_high: float | None
    status: Status


Rule: TypeAlias = Callable[[Sums], Metric]


def metrics_of(sums: Sums) -> Iterator[Metric]:
    """Yield every metric of a group, in the order of the catalogue."""
    for rule in _RULES:
        yield rule(sums)


def _unknown(name: str, unit: str) -> Metric:
    return Metric(name, unit, None, None, None, None, None, None, "unknown")


def _count(name: str, value: Callable[[Sums], int | None], unit: str) -> Rule:
    def rule(sums: Sums) -> Metric:
        found = value(sums)
        if found is None:
            return _unknown(name, unit)
        return Metric(name, unit, found, found, None, found, None, None, "ok")

    return rule


def _ratio(name: str, parts: Callable[[Sums], tuple[int, int] | None]) -> Rule:
    def rule(sums: Sums) -> Metric:
        found = parts(sums)
        if found is None:
            return _unknown(name, "share")
        k, n = found
        interval = wilson(k, n)
        if interval is None:
            return Metric(name, "share", None, k, n, 0, None, None, "insufficient")
        return Metric(name, "share", k / n, k, n, n, *interval, "ok")

    return rule


def _of(k: str, n: str) -> Callable[[Sums], tuple[int, int]]:
    return lambda sums: (sums.counts[k], sums.counts[n])


def _official(k: str, n: str) -> Callable[[Sums], tuple[int, int] | None]:
    return lambda sums: (sums.counts[k], sums.counts[n]) if sums.has_official else None


def _topic(k: str) -> Callable[[Sums], tuple[int, int] | None]:
    return lambda sums: (sums.counts[k], sums.counts["topic_threads"]) if sums.has_topics else None


def _net_sentiment(sums: Sums) -> Metric:
    positive, negative = sums.counts["positive"], sums.counts["negative"]
    n = positive + negative
    interval = wilson(positive, n)
    if interval is None:
        return Metric("net_sentiment", "share", None, 0, 0, 0, None, None, "insufficient")
    low, high = (2 * end - 1 for end in interval)
    balance = positive - negative
    return Metric("net_sentiment", "share", balance / n, balance, n, n, low, high, "ok")


def _percentile(name: str, share: float) -> Rule:
    def rule(sums: Sums) -> Metric:
        order = sums.latencies
        n = order.n
        if not n:
            return Metric(name, "seconds", None, None, None, 0, None, None, "insufficient")
        low, high, weight = type7(n, share)
        first = order.at(low)
        value = first + weight * (order.at(high) - first) if weight else first
        bounds = order_interval(n, share)
        end_low = None if bounds is None else order.at(bounds[0])
        end_high = None if bounds is None else order.at(bounds[1])
        return Metric(name, "seconds", value, None, None, n, end_low, end_high, "ok")

    return rule


def _distinct_replies(sums: Sums) -> tuple[int, int] | None:
    if sums.distinct_texts is None:
        return None
    return sums.distinct_texts, sums.counts["reply_texts"]


def _returning(sums: Sums) -> tuple[int, int] | None:
    if sums.returning is None or sums.first_half is None:
        return None
    return sums.returning, sums.first_half


def _posts(name: str) -> Callable[[Sums], int | None]:
    return lambda sums: sums.counts[name] if sums.has_official else None


_RULES: tuple[Rule, ...] = (
    _count("mentions", lambda sums: sums.counts["mentions"], "count"),
    _count("mentioning_authors", lambda sums: sums.authors, "count"),
    _count("official_posts", _posts("official_posts"), "count"),
    _count("official_replies", _posts("official_replies"), "count"),
    _net_sentiment,
    _ratio("negative_share", _of("negative", "scored")),
    _ratio(
        "unscored_share",
        lambda sums: (sums.counts["mentions"] - sums.counts["scored"], sums.counts["mentions"]),
    ),
    _ratio("mention_response_rate", _of("answered", "mentions")),
    _ratio("need_response_rate", _of("needs_answered", "needs")),
    _ratio("question_response_rate", _of("questions_answered", "questions")),
    _ratio("response_rate", _of("home_owed_answered", "home_owed")),
    _percentile("first_response_seconds_p50", 0.5),
    _percentile("first_response_seconds_p90", 0.9),
    _count("negative_latency", lambda sums: sums.counts["negative_latency"], "count"),
    _ratio("signed_reply_share", _official("signed_replies", "reply_texts")),
    _ratio("distinct_reply_share", _distinct_replies),
    _ratio("conversation_rate", _official("official_replies", "official_posts")),
    _ratio("peer_answer_rate", _of("needs_peer_answered", "needs")),
    _ratio("returning_author_rate", _returning),
    _ratio("advocate_share", lambda sums: (min(sums.advocates, sums.authors), sums.authors)),
    _ratio("share_of_voice", lambda sums: sums.voice),
    _ratio("share_of_conversation", _topic("topic_either")),
    _ratio("share_of_conversation_earned", _topic("topic_earned")),
    _ratio("share_of_conversation_owned", _topic("topic_owned")),
)
