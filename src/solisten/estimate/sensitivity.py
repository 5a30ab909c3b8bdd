"""How firm a level is: what moves it, and what does not (INFERENCE D)."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import msgspec

from solisten.estimate.checklist import criteria_of
from solisten.estimate.findings import UNCOUNTED, finding_of, standings
from solisten.estimate.judging import judge, read
from solisten.nouns import Count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from solisten.estimate.findings import Standing
    from solisten.estimate.judgement import Finding, Judgement
    from solisten.metrics.variants import Variant
    from solisten.models.pack import Indicator, Pack

DRAWS = 200
SWAY, STEPS = 0.30, 12
"""Bars are moved by up to 30 %, in steps of 2.5 %: so every bar is judged once a step."""
HIGHEST_BAR = 0.99
DECIDING = 3
NO_LISTS = "left out: it rests on word lists"


class Jitter(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what 200 draws of all bars, each moved by up to 30 %, make of the result.

    The result is the level of a ladder, the number of criteria met of a checklist.
    """

    draws: int
    kept: int
    lowest: int
    highest: int


class Without(msgspec.Struct, frozen=True, kw_only=True):
    """Hold the result without something: a network, burst days set apart, word lists.

    `level` and `interval` are None for "too little to say" and for a checklist.
    """

    what: str
    name: str
    level: int | None
    interval: tuple[int, int] | None
    met: int | None


class Deciding(msgspec.Struct, frozen=True, kw_only=True):
    """Hold a finding that decides: P(S >= `level`) with it and, were it unseen, without it.

    `headline` is the level without it.
    """

    indicator: str
    level: int
    chance: float
    without: float
    headline: int


class Flip(msgspec.Struct, frozen=True, kw_only=True):
    """Hold the fewest successes whose loss, n fixed, lowers the level to `level`."""

    indicator: str
    have: int
    need: int
    n: int
    level: int

    @property
    def fewer(self) -> int:
        """Return how many successes would have to be lost."""
        return self.have - self.need


class Sensitivity(msgspec.Struct, frozen=True, kw_only=True):
    """Hold how firm a result is; `deciding` and `flip` are of ladders alone."""

    jitter: Jitter
    without: tuple[Without, ...]
    deciding: tuple[Deciding, ...] = ()
    flip: Flip | None = None


def sensitivity(
    pack: Pack,
    judgement: Judgement,
    counts: Mapping[str, Count],
    variants: Sequence[Variant],
    *,
    posts: int,
    needs: int,
) -> Sensitivity | None:
    """Return how firm a judgement is; None where it gives no level.

    The draws are seeded by the counts, so that one observation has one answer.
    """
    ladder = pack.model.kind == "ladder"
    if ladder and judgement.level is None:
        return None
    without = [_without(pack, one.counts, one.posts, one.needs, one) for one in variants]
    without.append(_without(pack, wordless(pack, counts), posts, needs, None))
    return Sensitivity(
        jitter=jitter(pack, judgement, counts),
        without=tuple(without),
        deciding=tuple(_deciding(pack, judgement)) if ladder else (),
        flip=_flip(pack, judgement, counts) if ladder else None,
    )


def jitter(pack: Pack, judgement: Judgement, counts: Mapping[str, Count]) -> Jitter:
    """Draw every bar 200 times, each on its own, and judge again."""
    draw = random.Random(_seed(counts))  # noqa: S311  (a sample, no secret)
    stands = standings(pack)
    swayed = [list(_swayed(pack, one, counts, stands[one.id])) for one in pack.indicators]
    result = _headline if pack.model.kind == "ladder" else _met
    found = [result(pack, list(map(draw.choice, swayed))) for _ in range(DRAWS)]
    same = result(pack, judgement.findings)
    return Jitter(draws=DRAWS, kept=found.count(same), lowest=min(found), highest=max(found))


def wordless(pack: Pack, counts: Mapping[str, Count]) -> dict[str, Count]:
    """Return the counts without what rests on word lists."""
    unseen = {one.id for one in pack.indicators if one.words}
    return {
        name: Count(count.k, count.n, False, NO_LISTS) if name in unseen else count
        for name, count in counts.items()
    }


def _seed(counts: Mapping[str, Count]) -> bytes:
    from hashlib import sha256

    return sha256(msgspec.json.encode(dict(counts), order="deterministic")).digest()


def _swayed(
    pack: Pack, one: Indicator, counts: Mapping[str, Count], standing: Standing
) -> Iterator[Finding]:
    """Yield the indicator judged at every step between its bar less and plus 30 %."""
    count = counts.get(one.id, UNCOUNTED)
    if not count.n:  # whatever the bar, nothing was seen
        yield from [finding_of(pack, one, count, standing)] * (2 * STEPS + 1)
        return
    for step in range(-STEPS, STEPS + 1):
        bar = min(one.bar * (1 + SWAY * step / STEPS), HIGHEST_BAR)
        moved = msgspec.structs.replace(one, bar=bar)
        yield finding_of(pack, moved, count, standing)


def _headline(pack: Pack, findings: Sequence[Finding]) -> int:
    return read(pack, findings).headline


def _met(pack: Pack, findings: Sequence[Finding]) -> int:
    return sum(one.met is True for one in criteria_of(pack, findings))


def _without(
    pack: Pack, counts: Mapping[str, Count], posts: int, needs: int, variant: Variant | None
) -> Without:
    found = judge(pack, counts, posts=posts, needs=needs, advise=False)
    return Without(
        what=variant.what if variant else "words",
        name=variant.name if variant else "",
        level=found.level,
        interval=found.interval,
        met=sum(one.met is True for one in found.criteria) if found.criteria else None,
    )


def _deciding(pack: Pack, judgement: Judgement) -> list[Deciding]:
    """Return the three findings without which the level would be least the same."""
    found = []
    for at, one in enumerate(judgement.findings):
        if not one.nats:
            continue
        rest = [*judgement.findings]
        rest[at] = msgspec.structs.replace(one, nats=0.0)
        reading = read(pack, rest)
        level = _edge(judgement, one)
        found.append(
            Deciding(
                indicator=one.indicator,
                level=level,
                chance=judgement.at_least[level - 1],
                without=reading.at_least[level - 1],
                headline=reading.headline,
            )
        )
    same = judgement.headline
    found.sort(key=lambda one: (one.headline == same, -abs(one.chance - one.without)))
    return found[:DECIDING]


def _edge(judgement: Judgement, one: Finding) -> int:
    """Return the level at which the finding is felt: the headline's own, or the next one's."""
    level, top = judgement.headline or 1, len(judgement.at_least)
    above = min(level + 1, top)
    return above if (one.level or 0) > level or (one.nats or 0) < 0 else level


def _flip(pack: Pack, judgement: Judgement, counts: Mapping[str, Count]) -> Flip | None:
    """Return the smallest loss in one indicator that lowers the level."""
    stands = standings(pack)
    found = [
        flip
        for at, one in enumerate(pack.indicators)
        if (flip := _loss(pack, judgement, counts, at, stands[one.id])) is not None
    ]
    return min(found, key=lambda one: (one.fewer, one.indicator), default=None)


def _loss(
    pack: Pack, judgement: Judgement, counts: Mapping[str, Count], at: int, standing: Standing
) -> Flip | None:
    one, finding = pack.indicators[at], judgement.findings[at]
    level = judgement.headline or 1
    if finding.observability == 0 or finding.k == 0 or (finding.level or 0) > level:
        return None
    count = counts[one.id]
    rest = [*judgement.findings]

    def after(fewer: int) -> int:
        less = Count(count.k - fewer, count.n, count.observable, count.reason)
        rest[at] = finding_of(pack, one, less, standing)
        return read(pack, rest).headline

    fewer = _least(count.k, lambda d: after(d) < level)
    if fewer is None:
        return None
    return Flip(indicator=one.id, have=count.k, need=count.k - fewer, n=count.n, level=after(fewer))


def _least(most: int, enough: Callable[[int], bool]) -> int | None:
    """Return the least of 1..most that is enough, which once reached stays so; None for none."""
    if not enough(most):
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
