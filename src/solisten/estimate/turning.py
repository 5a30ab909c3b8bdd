"""What would turn a finding, and with it the level: more or fewer successes at the same n."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import msgspec

from solisten.estimate.evidence import Verdict, contribution, trusted
from solisten.estimate.findings import finding_of, standings, weights
from solisten.estimate.judging import judge
from solisten.nouns import Count

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from solisten.estimate.judgement import Finding
    from solisten.models.pack import Indicator, Pack

POSITIVE = {Verdict.SEEN, Verdict.LEANING}


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """Hold a count at which something turns: `k` of the same n, and what it turns to."""

    k: int
    to: str


class Turning(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what would turn one finding; None where nothing at this n would.

    `seen` and `unseen`: the least successes to be seen, the most not to lean to seen any more;
    `higher` and `lower`: the same for the level of the whole estimate.
    """

    seen: Turn | None = None
    unseen: Turn | None = None
    higher: Turn | None = None
    lower: Turn | None = None


def turning(pack: Pack, document: Mapping[str, Any], indicator: str) -> Turning | None:
    """Return what would turn the indicator's finding in an estimate document; None when unseen."""
    counts = counts_of(document)
    count, one = counts.get(indicator), pack.indicator(indicator)
    if count is None or one is None or not count.observable or not count.n:
        return None
    standing = standings(pack)[one.id]

    def found(k: int) -> Finding:
        return finding_of(pack, one, Count(k, count.n), standing)

    def level(k: int) -> int:
        changed = {**counts, indicator: Count(k, count.n)}
        return judge(pack, changed, posts=None, needs=None, advise=False).headline or 0

    verdict = found(count.k).verdict
    seen = _first(count, lambda k: found(k).verdict is Verdict.SEEN)
    unseen = _last(count, lambda k: found(k).verdict not in POSITIVE)
    higher, lower = None, None
    if document["level"] is not None:
        now = level(count.k)
        up, down = _first(count, lambda k: level(k) > now), _last(count, lambda k: level(k) < now)
        higher = None if up is None else Turn(k=up, to=str(level(up)))
        lower = None if down is None else Turn(k=down, to=str(level(down)))
    return Turning(
        seen=Turn(k=seen, to="seen") if seen is not None and verdict is not Verdict.SEEN else None,
        unseen=Turn(k=unseen, to=found(unseen).verdict.value)
        if unseen is not None and verdict in POSITIVE
        else None,
        higher=higher,
        lower=lower,
    )


def most_bits(pack: Pack, one: Indicator) -> tuple[float, float]:
    """Return what an indicator adds to its level when surely practised, and when surely not.

    In bits, after trust and with absence as far as it says anything; (0, 0) in a checklist.
    """
    role = pack.role(one.role)
    if role is None or pack.model.kind != "ladder":
        return 0.0, 0.0
    weight = weights(pack)[one.id] / math.log(2)
    floor = (1 - one.absence) / 2
    seen, absent = (trusted(p, one.trust) for p in (1.0, floor))
    return weight * contribution(seen, role), weight * contribution(absent, role)


def counts_of(document: Mapping[str, Any]) -> dict[str, Count]:
    """Return the counts that an estimate document was made of."""
    return {
        row["indicator"]: Count(row["k"], row["n"], row["observability"] > 0)
        for row in document["findings"]
    }


def _first(count: Count, holds: Callable[[int], bool]) -> int | None:
    """Return the least k above the present one of which `holds`, which then stays so."""
    if count.k == count.n or not holds(count.n):
        return None
    low, high = count.k, count.n
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _last(count: Count, holds: Callable[[int], bool]) -> int | None:
    """Return the greatest k below the present one of which `holds`, as it does of all below."""
    if count.k == 0 or not holds(0):
        return None
    low, high = 0, count.k
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low
