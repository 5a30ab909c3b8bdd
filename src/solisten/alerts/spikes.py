"""Days on which far more is said of a brand, or far more of it negative, than on its usual days.

A day is compared with the days of its own kind (workday or weekend) among the 56 before it, those
that were read on every network compared, without the bursts among them: at least eight. The test is
one-sided. `ALARMS_A_YEAR` spurious alerts are nominally expected a year in all, shared by all
brands, both tests and all days; over 15 kinds of brand .4 were measured, none to 1.0 by kind.
Leaving out the bursts lets past ones hide no new one, and is why brands that often have one are
told of more (tests/benchmarks/false_alarms.py, which also says what is found).
A day that is not over is tested like a whole one: its count only grows, so looking often costs
nothing. A share also falls, so it is judged when the day is over with one half of the day's error,
and before at its first 10, 20, 40, ... mentions with 1/4, 1/8, 1/16, ... of it.
Besides being improbable a spike must be large: the least counts and ratios below are engineering
choices.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from solisten.alerts.tails import (
    CountTail,
    ShareTail,
    count_tail,
    share_tail,
    usual_count,
    usual_share,
)
from solisten.metrics.window import burst_days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

LOOK_BACK = 56
LEAST_DAYS = 8
ALARMS_A_YEAR = 0.5
TESTS = 2  # volume, share
LEAST_COUNT, LEAST_RATIO = 10, 2.0
LEAST_SCORED, LEAST_BASELINE, LEAST_RISE = 10, 30, 0.1
LONGEST = 28
"""Days over which a spike may go on and still be the one that was told of."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Hold a day's mentions; `labels` of those scored in order of time (True: negative), if known.

    Days are compared with days of their own kind, none with a day that was not `read`.
    """

    mentions: int = 0
    scored: int = 0
    negative: int = 0
    weekend: bool = False
    read: bool = True
    labels: Sequence[bool] = ()


NOTHING = Tally()


@dataclass(frozen=True, slots=True)
class Spike:
    """Hold an improbable day, the last one of a run that began with `begun`, and its test.

    `observed` mentions, or negative ones `of` so many; on `days` usual days `hits` (of `total`).
    `bar` is the probability up to which such a day is told.
    """

    day: int
    begun: int
    observed: int
    of: int | None
    days: int
    hits: int
    total: int | None
    tail: CountTail | ShareTail
    bar: float


def error_a_day(brands: int) -> float:
    """Return the probability up to which one test on one day calls out.

    >>> round(1 / error_a_day(3))
    4380
    """
    return ALARMS_A_YEAR / (365 * TESTS * max(brands, 1))


def volume_spike(tallies: Mapping[int, Tally], day: int, error: float) -> Spike | None:
    """Return the spike of a day's mentions, None for none; `begun` is the first day of its run."""
    found = _volume(tallies, day, error)
    return None if found is None else _begun(found, lambda at: _volume(tallies, at, error))


def negative_spike(
    tallies: Mapping[int, Tally], day: int, error: float, *, over: bool
) -> Spike | None:
    """Return the spike of a day's negative share, None for none; `over`: the day has ended."""
    found = _negative(tallies, day, error, over=over)
    if found is None:
        return None
    return _begun(found, lambda at: _negative(tallies, at, error, over=True))


def _begun(found: Spike, test: Callable[[int], Spike | None]) -> Spike:
    """Say when the run of such days began."""
    first = found.day
    while found.day - first < LONGEST and test(first - 1):
        first -= 1
    return replace(found, begun=first)


def _volume(tallies: Mapping[int, Tally], day: int, error: float) -> Spike | None:
    observed = tallies.get(day, NOTHING).mentions
    if observed < LEAST_COUNT:
        return None
    counts = {at: tallies[at].mentions for at in _alike(tallies, day)}
    kept = _without_bursts(counts, day)
    baseline = [counts[at] for at in kept]
    if len(baseline) < LEAST_DAYS or observed < LEAST_RATIO * usual_count(baseline):
        return None
    tail = count_tail(observed, baseline)
    if tail.p > error:
        return None
    return Spike(day, day, observed, None, len(baseline), sum(baseline), None, tail, error)


def _negative(tallies: Mapping[int, Tally], day: int, error: float, *, over: bool) -> Spike | None:
    tally = tallies.get(day, NOTHING)
    if tally.scored < LEAST_SCORED:
        return None
    negatives = {at: tallies[at].negative for at in _alike(tallies, day)}
    kept = _without_bursts(negatives, day)
    baseline = [(negatives[at], tallies[at].scored) for at in kept if tallies[at].scored]
    total = sum(of for _, of in baseline)
    if len(baseline) < LEAST_DAYS or total < LEAST_BASELINE:
        return None
    least = usual_share(baseline) + LEAST_RISE
    for k, n, bar in _looks(tally, error, over=over):
        if k / n < least:
            continue
        tail = share_tail(k, n, baseline)
        if tail.p <= bar:
            hits = sum(one for one, _ in baseline)
            return Spike(day, day, k, n, len(baseline), hits, total, tail, bar)
    return None


def _looks(tally: Tally, error: float, *, over: bool) -> Iterator[tuple[int, int, float]]:
    """Yield negative mentions, of how many, and the probability up to which they are told.

    >>> list(_looks(Tally(25, 25, 5, labels=[True] * 5 + [False] * 20), 1.0, over=True))
    [(5, 25, 0.5), (5, 20, 0.125), (5, 10, 0.25)]
    """
    if over:
        yield tally.negative, tally.scored, error / 2
    for doubled in range((len(tally.labels) // LEAST_SCORED).bit_length() - 1, -1, -1):
        n = LEAST_SCORED << doubled
        yield sum(tally.labels[:n]), n, error / (4 << doubled)


def _alike(tallies: Mapping[int, Tally], day: int) -> Sequence[int]:
    """Return the days before that a day is compared with."""
    kind = tallies[day].weekend
    return [
        at
        for at in range(day - LOOK_BACK, day)
        if at in tallies and tallies[at].read and tallies[at].weekend == kind
    ]


def _without_bursts(counts: Mapping[int, int], day: int) -> Sequence[int]:
    """Return the days but those that INFERENCE A calls bursts: no usual days."""
    bursts = burst_days(counts, list(counts), range(day - LOOK_BACK, day))
    return [at for at in counts if at not in bursts]
