"""The levels of a record week by week, the one that is published, and what moved it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from solisten.estimate.judgement import Judgement
from solisten.estimate.judging import judge
from solisten.estimate.published import published
from solisten.metrics.replay import Week

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from solisten.estimate.judgement import Finding
    from solisten.models.pack import Pack

MOST = 3
"""Findings named as the cause of a change."""
LEAST_BITS = 0.1
"""A finding that moved less than this in bits explains no change."""


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """Hold one week judged; `published` is None before the first headline.

    `why` says, where the published level changed with this week, what of the window changed.
    """

    week: Week
    judgement: Judgement
    published: int | None = None
    why: tuple[str, ...] = ()


def timeline(pack: Pack, weeks: Sequence[Week]) -> list[Point]:
    """Judge every week, oldest first, and follow the published level through them."""
    judged = [
        judge(pack, one.counts, posts=one.posts, needs=one.needs, advise=False) for one in weeks
    ]
    levels = published(pack, judged)
    points = [
        Point(week=week, judgement=judgement, published=level)
        for week, judgement, level in zip(weeks, judged, levels, strict=True)
    ]
    return [
        msgspec.structs.replace(one, why=tuple(_why(pack, points, at)))
        if at and one.published != points[at - 1].published
        else one
        for at, one in enumerate(points)
    ]


def _why(pack: Pack, points: Sequence[Point], at: int) -> Iterator[str]:
    """Yield what changed between the week of a change and the last one before its run began."""
    after, before = points[at], points[max(0, at - pack.model.hold)]
    if points[at - 1].published is None:
        yield "the first week with enough to say"
        return
    came = after.week.networks - before.week.networks
    went = before.week.networks - after.week.networks
    if came:
        yield f"coverage: {', '.join(sorted(came))} is new in the window"
    if went:
        yield f"coverage: {', '.join(sorted(went))} is in the window no more"
    days, usual = (one.week.until - one.week.since for one in (after, before))
    if days != usual:
        yield f"window: {days} days instead of {usual}"
    yield from list(_moved(after, before)) or [_crept(after, before)]


def _moved(after: Point, before: Point) -> Iterator[str]:
    """Yield the findings that moved most towards the new level, with their counts."""
    up = (after.published or 0) > (before.published or 0)
    edge = max(after.published or 0, before.published or 0)
    pairs = zip(after.judgement.findings, before.judgement.findings, strict=True)
    moved = sorted(
        (
            ((new.bits or 0) - (old.bits or 0)) * (1 if up else -1),
            _step(old, new),
        )
        for new, old in pairs
        if new.level is not None and new.level <= edge
    )
    for gain, text in reversed(moved[-MOST:]):
        if gain >= LEAST_BITS:
            yield f"posts: {text}"


def _crept(after: Point, before: Point) -> str:
    """Say how the chance of the level moved where no finding moved it by much."""
    edge = max(after.published or 1, before.published or 1)
    now, then = (100 * one.judgement.at_least[edge - 1] for one in (after, before))
    return (
        f"posts: many small changes; the chance of at least {edge} was {then:.0f} %, is {now:.0f} %"
    )


def _step(old: Finding, new: Finding) -> str:
    return f"{new.indicator} {old.k} of {old.n} became {new.k} of {new.n}"
