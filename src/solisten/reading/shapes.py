"""What of a mention decides which counters and which evidence it adds to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from solisten.reading.facts import MentionFact

HOUR, DAY, TWO_DAYS = 3_600, 86_400, 172_800


class Shape(NamedTuple):
    """Hold a mention without its place: alike mentions, of which there are many, share one.

    Latencies are rounded up to the bounds that anything asks for, and cut beyond the last.
    """

    role: str
    need: str
    marks: int
    label: int | None
    latency: int | None
    need_latency: int | None
    need_peer_latency: int | None
    departments: bool
    empathy_forms: bool


def shape_of(fact: MentionFact) -> Shape:
    """Return the shape of a mention."""
    return Shape(
        fact.role,
        fact.need,
        fact.marks,
        fact.label,
        bounded(fact.latency),
        bounded(fact.need_latency),
        bounded(fact.need_peer_latency),
        fact.departments != 0,
        fact.empathy_forms != "",
    )


def bounded(latency: int | None) -> int | None:
    """Return the least bound that a latency in seconds keeps to.

    >>> [bounded(seconds) for seconds in (None, -5, 0, 90, 3_601, 172_801)]
    [None, -1, 3600, 3600, 86400, 172801]
    """
    if latency is None:
        return None
    if latency < 0:
        return -1
    return next((bound for bound in (HOUR, DAY, TWO_DAYS) if latency <= bound), TWO_DAYS + 1)


def within(latency: int | None, bound: int) -> bool:
    """Say whether something came 0 to `bound` seconds after; a negative latency has no time."""
    return latency is not None and 0 <= latency <= bound
