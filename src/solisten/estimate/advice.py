"""The next step: the fewest further successes that lift the headline (INFERENCE B.4)."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from solisten.estimate.evidence import contribution, p_data, trusted
from solisten.estimate.findings import Standing, absent_levels, is_absent, own_evidence, standings
from solisten.estimate.judgement import Action, NextStep
from solisten.estimate.ladder import denied, read_ladder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from solisten.estimate.judgement import Finding
    from solisten.estimate.ladder import Reading
    from solisten.models.pack import Indicator, Pack, Role


def next_step(pack: Pack, findings: Sequence[Finding], reading: Reading) -> NextStep | None:
    """Return the smallest total of further successes that leads one level up, or beyond.

    By one indicator or by two, n fixed, whole counts; among equals the one nearest to its bar. No
    actions: no two indicators suffice. None at the last level.
    """
    level = reading.headline + 1
    if level > pack.top:
        return None
    levers = sorted(_levers(pack, findings, level), key=lambda one: one.distance)
    gate = Gate(pack, findings, reading, level)
    best = _best_pair(levers, gate, _best_single(levers, gate))
    while best and not _delivers(pack, findings, best, level):
        best = _one_more(best)  # the last bit of a sum: one success beyond the edge
    return NextStep(level=level, actions=tuple(lever.action(more) for lever, more in best))


class Gain(NamedTuple):
    """Hold what an indicator adds to its onset's evidence, and what it says then, in nats."""

    onset: int
    added: float
    indicator: str
    after: float


class Lever:
    """Hold one indicator that can still rise: what further successes at the same n would add."""

    def __init__(
        self, finding: Finding, indicator: Indicator, role: Role, standing: Standing
    ) -> None:
        self.finding = finding
        self.level = indicator.level
        self.most = finding.n - finding.k
        self.distance = indicator.bar * finding.n - finding.k  # successes to the bar
        self._one, self._role, self._discount = indicator, role, standing.discount
        self._weight = standing.weight or 0.0
        self._known: dict[int, float] = {}

    def nats(self, more: int) -> float:
        """Return the contribution to the level's evidence after `more` further successes."""
        known = self._known.get(more)
        if known is None:
            p = p_data(self.finding.k + more, self.finding.n, self._one, self._discount)
            known = self._weight * contribution(trusted(p, self._one.trust), self._role)
            self._known[more] = known
        return known

    def gain(self, more: int) -> Gain:
        """Return what `more` further successes add."""
        after = self.nats(more)
        return Gain(self.level, after - (self.finding.nats or 0.0), self.finding.indicator, after)

    def action(self, more: int) -> Action:
        """Return the action of `more` further successes."""
        one = self.finding
        return Action(indicator=one.indicator, have=one.k, need=one.k + more, n=one.n)


class Gate:
    """Answer whether given gains lift the headline to `level` or beyond.

    All onsets are at most `level`, so from there on all stages move alike: relative to them only
    the stages below lose, each by the gains whose onset lies above it. What denies the way up to
    `level` must be lifted for any headline there or beyond, what is absent at `level` for it alone.
    """

    def __init__(
        self, pack: Pack, findings: Sequence[Finding], reading: Reading, level: int
    ) -> None:
        self._least, self._most = math.log(pack.model.confirm), -math.log(pack.model.deny)
        self._own = reading.own[level - 1]
        self._level = level
        self._missing = [
            (s, own) for s, own in enumerate(reading.own[:level], 1) if own < self._most
        ]
        self._absent = {
            one.indicator for one in findings if one.level == level and is_absent(pack, one)
        }
        self._below = reading.mass[: level - 1]
        above = sum(reading.mass[level - 1 :])
        barred = denied(
            [0.0] * level + [*reading.own[level:]], absent_levels(pack, findings), pack.model.deny
        )
        higher = [
            2 * sum(reading.mass[t - 1 :]) - above
            for t in range(level + 1, len(reading.mass) + 1)
            if reading.own[t - 1] >= self._least and t not in barred
        ]
        self._confirmed, self._otherwise = above, max(higher, default=0.0)

    def opens(self, *gains: Gain) -> bool:
        """Say whether the headline gets there with these gains."""
        if any(own + _added(gains, s) < self._most for s, own in self._missing):
            return False
        own = self._own + _added(gains, self._level)
        confirmed = own >= self._least and self._absent <= self._lifted(gains)
        wanted = self._confirmed if confirmed else self._otherwise
        if wanted <= 0:
            return False
        against = 0.0
        for s, mass in enumerate(self._below, 1):
            against += mass * math.exp(-sum(one.added for one in gains if one.onset > s))
        return wanted >= against

    def _lifted(self, gains: Sequence[Gain]) -> set[str]:
        return {one.indicator for one in gains if one.after >= self._most}


_Plan = list[tuple[Lever, int]]


def _added(gains: Sequence[Gain], level: int) -> float:
    return sum(one.added for one in gains if one.onset == level)


def _levers(pack: Pack, findings: Sequence[Finding], level: int) -> Iterator[Lever]:
    stands = standings(pack)
    for one, finding in zip(pack.indicators, findings, strict=True):
        role = pack.role(one.role)
        if role and one.level <= level and finding.observability > 0 and finding.k < finding.n:
            yield Lever(finding, one, role, stands[one.id])


def _best_single(levers: Sequence[Lever], gate: Gate) -> _Plan:
    best: _Plan = []
    for lever in levers:
        limit = min(lever.most, best[0][1] - 1) if best else lever.most
        more = _alone(lever, gate, limit)
        if more:
            best = [(lever, more)]
    return best


def _alone(lever: Lever, gate: Gate, limit: int) -> int:
    return _least(limit, lambda d: gate.opens(lever.gain(d)))


def _best_pair(levers: Sequence[Lever], gate: Gate, best: _Plan) -> _Plan:
    for one, two in combinations(levers, 2):
        total = sum(more for _, more in best) if best else one.most + two.most + 1
        found = _split(one, two, gate, total)
        if found:
            best = [(one, found[0]), (two, found[1])]
    return best


def _split(one: Lever, two: Lever, gate: Gate, total: int) -> tuple[int, int] | None:
    """Return the split (d, e), both at least 1, with the smallest sum below `total`.

    Branch and bound over d: with d in l..r the sum is at least l + the least e that goes with r.
    """
    best: tuple[int, int] | None = None

    def least_beside(d: int, limit: int) -> int:
        gain = one.gain(d)
        return _least(min(two.most, limit), lambda e: gate.opens(gain, two.gain(e)))

    waiting = [(1, min(one.most, total - 2))]
    while waiting:
        left, right = waiting.pop()
        right = min(right, total - 2)
        if left > right:
            continue
        beside = least_beside(right, total - 1 - left)
        if not beside:
            continue
        if right + beside < total:
            best, total = (right, beside), right + beside
        if left < right:
            middle = (left + right - 1) // 2
            waiting += [(middle + 1, right - 1), (left, middle)]
    return best


def _least(limit: int, enough: Callable[[int], bool]) -> int:
    """Return the least d in 1..limit that is enough, 0 when none is; `enough` is monotone.

    It climbs by powers of two, so that searches with other limits ask for the same d again.
    """
    if limit < 1 or not enough(limit):
        return 0
    short, step = 0, 1 << limit.bit_length()
    while step := step >> 1:
        if short + step < limit and not enough(short + step):
            short += step
    return short + 1


def _delivers(pack: Pack, findings: Sequence[Finding], plan: _Plan, level: int) -> bool:
    changed = {lever.finding.indicator: lever.nats(more) for lever, more in plan}
    after = [
        msgspec.structs.replace(one, nats=changed.get(one.indicator, one.nats)) for one in findings
    ]
    reading = read_ladder(pack.model, own_evidence(pack, after), absent_levels(pack, after))
    return reading.headline >= level


def _one_more(plan: _Plan) -> _Plan:
    for at, (lever, more) in enumerate(plan):
        if more < lever.most:
            return [*plan[:at], (lever, more + 1), *plan[at + 1 :]]
    return []
