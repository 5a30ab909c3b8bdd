"""The statistics of alerts, against sums written out and against other people's."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import comb, exp, lgamma, log
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from solisten.alerts.spikes import (
    LEAST_COUNT,
    LOOK_BACK,
    Tally,
    _looks,
    error_a_day,
    negative_spike,
    volume_spike,
)
from solisten.alerts.tails import count_tail, share_tail

if TYPE_CHECKING:
    from collections.abc import Sequence

TODAY = 20_000


def tally(day: int, mentions: int, labels: Sequence[bool] = (), *, read: bool = True) -> Tally:
    weekend = day % 7 in {2, 3}
    return Tally(mentions, len(labels), sum(labels), weekend, read, labels)


def naive_count_tail(count: int, baseline: Sequence[int]) -> float:
    """Sum the probabilities below the count, each from its formula."""
    days = len(baseline)
    mean = (sum(baseline) + 0.5) / days
    squares = 0.0
    for one in baseline:
        squares += (one - mean) * (one - mean) / mean
    spread = squares / (days - 1)
    variance = (max(1, spread)) * (mean + mean / days)
    size, stop = mean**2 / (variance - mean), mean / variance
    below = 0.0
    for x in range(count):
        chance = lgamma(x + size) - lgamma(size) - lgamma(x + 1)
        below += exp(chance + size * log(stop) + x * log(1 - stop))
    return 1 - below


def naive_share_tail(k: int, n: int, baseline: Sequence[tuple[int, int]]) -> float:
    """Average the binomial tail over the day's own share, on a fine grid."""
    hits, total = sum(a for a, _ in baseline), sum(b for _, b in baseline)
    mean = (hits + 0.5) / (total + 1)
    squares = 0.0
    for one, of in baseline:
        squares += (one - of * mean) ** 2 / (of * mean * (1 - mean))
    spread = max(0.0, (squares - len(baseline) + 1) / (total - len(baseline)))
    told = total / (1 + (total / len(baseline) - 1) * spread)
    unlike = spread + (1 - spread) / (told + 2)  # days differ, and N of them tell only so much
    sure = 1 / unlike - 1
    grid = [(i + 0.5) / 20_000 for i in range(20_000)]
    a, b = mean * sure, (1 - mean) * sure
    weights = [
        exp((a - 1) * log(x) + (b - 1) * log(1 - x) + lgamma(a + b) - lgamma(a) - lgamma(b))
        for x in grid
    ]
    tails = [sum(comb(n, i) * x**i * (1 - x) ** (n - i) for i in range(k, n + 1)) for x in grid]
    return sum(w * t for w, t in zip(weights, tails, strict=True)) / len(grid)


@given(st.lists(st.integers(0, 40), min_size=2, max_size=40), st.integers(0, 80))
def test_a_count_is_as_improbable_as_its_formula_says(baseline: list[int], count: int) -> None:
    assert count_tail(count, baseline).p == pytest.approx(
        naive_count_tail(count, baseline), abs=1e-9
    )


@pytest.mark.parametrize(
    ("k", "n", "baseline"),
    [
        (9, 12, [(2, 10)] * 10),
        (15, 20, [(1, 10), (6, 12), (3, 8), (0, 9), (5, 20), (2, 4), (1, 7), (9, 11)]),
        (4, 30, [(5, 10)] * 9),
        (10, 10, [(3, 9), (1, 2), (0, 1), (4, 12), (2, 2), (1, 9), (3, 3), (2, 8)]),
    ],
)
def test_a_share_is_as_improbable_as_the_mixture_it_is(
    k: int, n: int, baseline: list[tuple[int, int]]
) -> None:
    naive = naive_share_tail(k, n, baseline)
    assert share_tail(k, n, baseline).p == pytest.approx(naive, rel=1e-4, abs=1e-9)


def test_without_any_spread_the_tests_are_those_of_the_textbook() -> None:
    even = [3, 4, 2, 3, 3, 4, 2, 3]
    assert count_tail(12, even).p == pytest.approx(stats.nbinom.sf(11, 24.5, 8 / 9), rel=1e-9)
    assert share_tail(9, 12, [(2, 10)] * 10).p == pytest.approx(
        stats.betabinom.sf(8, 12, 20.5, 80.5), rel=1e-9
    )


@pytest.mark.parametrize("k", [1, 10_000, 49_000, 51_000, 99_999, 100_000])
def test_large_days_neither_overflow_nor_vanish(k: int) -> None:
    found = share_tail(k, 100_000, [(500, 1000)] * 20).p
    assert found == pytest.approx(stats.betabinom.sf(k - 1, 100_000, 10_000.5, 10_000.5), abs=1e-6)
    assert 0 <= found <= 1


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(9, 30)), min_size=3, max_size=20),
    st.integers(1, 60),
)
def test_more_is_never_more_probable(baseline: list[tuple[int, int]], n: int) -> None:
    tails = [share_tail(k, n, baseline).p for k in range(n + 2)]
    assert tails[0] == 1
    assert tails[-1] == 0
    assert all(one >= other - 1e-12 for one, other in pairwise(tails))
    counts = [count_tail(k, [of for _, of in baseline]).p for k in range(0, 200, 7)]
    assert counts == sorted(counts, reverse=True)


def drawn(generator: random.Random, mean: float, spread: float) -> int:
    """Draw a day's mentions: a Poisson number of threads, each with several."""
    size = mean / (spread - 1)
    rate = generator.gammavariate(size, mean / size)
    total, at = 0, generator.expovariate(1.0)
    while at < rate:
        total, at = total + 1, at + generator.expovariate(1.0)
    return total


def year_of(generator: random.Random, mean: float, spread: float) -> dict[int, Tally]:
    tallies = {}
    for day in range(TODAY - 365 - LOOK_BACK, TODAY):
        mentions = drawn(generator, mean, spread)
        share = generator.betavariate(4, 12)
        labels = tuple(generator.random() < share for _ in range(mentions))
        tallies[day] = tally(day, mentions, labels)
    return tallies


def test_a_year_without_news_is_a_year_with_hardly_an_alarm() -> None:
    """Days that differ as those of real brands do; nominally half an alarm a year."""
    generator = random.Random(5)
    alarms = 0
    for mean, spread in [(3.0, 1.5), (12.0, 3.0), (40.0, 6.0)]:
        tallies = year_of(generator, mean, spread)
        for day in range(TODAY - 365, TODAY):
            alarms += volume_spike(tallies, day, error_a_day(1)) is not None
            alarms += negative_spike(tallies, day, error_a_day(1), over=True) is not None
    assert alarms <= 5


def usual(day: int) -> Tally:
    return tally(day, 12 + day % 3, (True, True, True) + (False,) * 9)


@pytest.fixture
def calm() -> dict[int, Tally]:
    return {day: usual(day) for day in range(TODAY - 2 * LOOK_BACK, TODAY)}


ERROR = error_a_day(1)


def test_a_day_of_twice_and_more_is_a_spike_with_its_figures(calm: dict[int, Tally]) -> None:
    calm[TODAY] = tally(TODAY, 40)
    found = volume_spike(calm, TODAY, ERROR)
    assert found is not None
    assert (found.begun, found.observed, found.of, found.bar) == (TODAY, 40, None, ERROR)
    alike = [
        calm[day].mentions
        for day in range(TODAY - LOOK_BACK, TODAY)
        if calm[day].weekend == calm[TODAY].weekend
    ]
    assert (found.days, found.hits) == (len(alike), sum(alike))
    assert found.tail.p == pytest.approx(naive_count_tail(40, alike), abs=1e-12)


@pytest.mark.parametrize("mentions", [0, 5, LEAST_COUNT - 1, 20])
def test_little_is_no_spike(calm: dict[int, Tally], mentions: int) -> None:
    """Nine are too few, twenty less than twice the usual, however improbable."""
    if mentions < LEAST_COUNT:
        calm = {day: tally(day, 0) for day in calm}
    calm[TODAY] = tally(TODAY, mentions)
    assert volume_spike(calm, TODAY, 1.0) is None


def test_without_enough_usual_days_nothing_is_said(calm: dict[int, Tally]) -> None:
    calm[TODAY] = tally(TODAY, 400, (True,) * 400)
    days = [day for day in calm if day < TODAY and calm[day].weekend == calm[TODAY].weekend]
    assert volume_spike(calm, TODAY, ERROR)
    assert negative_spike(calm, TODAY, ERROR, over=True)
    for day in days[:-7]:
        calm[day] = replace(calm[day], read=False)
    assert volume_spike(calm, TODAY, ERROR) is None
    assert negative_spike(calm, TODAY, ERROR, over=True) is None


def test_days_nobody_read_are_no_quiet_days(calm: dict[int, Tally]) -> None:
    """Half of the days before were an outage; an ordinary day after them is no spike."""
    for day in range(TODAY - LOOK_BACK, TODAY):
        if day % 4 < 3:
            calm[day] = tally(day, 0, read=False)
    calm[TODAY] = tally(TODAY, 20)
    assert volume_spike(calm, TODAY, 1.0) is None
    unknowing = {day: replace(one, read=True) for day, one in calm.items()}
    assert volume_spike(unknowing, TODAY, 1.0) is not None


def test_bursts_of_the_past_hide_no_new_one(calm: dict[int, Tally]) -> None:
    for day in (TODAY - 30, TODAY - 20):
        calm[day] = tally(day, 900)
    calm[TODAY] = tally(TODAY, 60)
    assert volume_spike(calm, TODAY, ERROR) is not None


def test_a_run_of_such_days_is_one_spike(calm: dict[int, Tally]) -> None:
    for day in range(TODAY, TODAY + 3):
        calm[day] = tally(day, 50, (True,) * 40)
    volumes = [volume_spike(calm, day, ERROR) for day in range(TODAY, TODAY + 3)]
    shares = [negative_spike(calm, day, ERROR, over=True) for day in range(TODAY, TODAY + 3)]
    assert [one and one.begun for one in (*volumes, *shares)] == [TODAY] * 6


def test_a_bad_hour_is_seen_before_the_day_is_over(calm: dict[int, Tally]) -> None:
    calm[TODAY] = tally(TODAY, 14, (True,) * 11 + (False,) * 3)
    found = negative_spike(calm, TODAY, ERROR, over=False)
    assert found is not None
    assert (found.observed, found.of, found.bar) == (10, 10, ERROR / 4)
    calm[TODAY] = tally(TODAY, 14, (True, False) * 7)
    assert negative_spike(calm, TODAY, ERROR, over=False) is None


def test_all_looks_of_a_day_share_one_error() -> None:
    for n in (10, 19, 20, 500, 10_000):
        looks = list(_looks(tally(TODAY, n, (False,) * n), 1.0, over=True))
        assert sum(Fraction(bar) for *_, bar in looks) <= 1
        assert len({of for _, of, _ in looks}) >= len(looks) - 1
