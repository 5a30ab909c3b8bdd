"""The statistics of alerts, against sums written out and against other people's."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import exp, lgamma, log, log1p
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
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
from solisten.alerts.tails import CORRELATIONS, SPREADS, count_tail, share_tail

if TYPE_CHECKING:
    from collections.abc import Sequence

TODAY = 20_000


def tally(day: int, mentions: int, labels: Sequence[bool] = (), *, read: bool = True) -> Tally:
    weekend = day % 7 in {2, 3}
    return Tally(mentions, len(labels), sum(labels), weekend, read, labels)


def log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def averaged(likely: Sequence[float], tails: Sequence[float]) -> float:
    """Weigh each tail by how likely the baseline is where it holds."""
    best = max(likely)
    weights = [exp(one - best) for one in likely]
    return sum(w * t for w, t in zip(weights, tails, strict=True)) / sum(weights)


def naive_count_tail(count: int, baseline: Sequence[int]) -> float:
    """Sum the probabilities below the count, for each spread by itself."""
    mean, likely, tails = (sum(baseline) + 0.5) / len(baseline), [], []
    for spread in SPREADS:
        size = mean / (spread - 1)
        a, b = 0.5 + len(baseline) * size, 0.5 + sum(baseline)
        below = 0.0
        for x in range(count):
            ways = lgamma(x + size) - lgamma(size) - lgamma(x + 1)
            below += exp(ways + log_beta(a + size, b + x) - log_beta(a, b))
        ways = sum(lgamma(x + size) - lgamma(size) - lgamma(x + 1) for x in baseline)
        at = a / (a + b)  # Bayes: prior x likelihood = evidence x posterior, at any chance
        said = len(baseline) * size * log(at) + sum(baseline) * log1p(-at)
        likely.append(ways + said + stats.beta.logpdf(at, 0.5, 0.5) - stats.beta.logpdf(at, a, b))
        tails.append(1 - below)
    return averaged(likely, tails)


def naive_share_tail(k: int, n: int, baseline: Sequence[tuple[int, int]]) -> float:
    """Average the binomial tail over the day's own share, for each correlation by itself."""
    hits, total = sum(a for a, _ in baseline), sum(b for _, b in baseline)
    mean, likely, tails = (hits + 0.5) / (total + 1), [], []
    for spread in CORRELATIONS:
        told = total / (1 + (total / len(baseline) - 1) * spread)
        unlike = spread + (1 - spread) / (told + 2)  # days differ, and N of them tell only so much
        sure = 1 / unlike - 1
        share = stats.beta(mean * sure, (1 - mean) * sure)
        tails.append(share.expect(lambda x: stats.binom.sf(k - 1, n, x)))
        days = (
            [stats.betabinom(b, mean * (1 / spread - 1), (1 - mean) * (1 / spread - 1)).logpmf(a)
             for a, b in baseline]
            if spread
            else [stats.binom(b, mean).logpmf(a) for a, b in baseline]
        )  # fmt: skip
        likely.append(sum(days))
    return averaged(likely, tails)


@settings(max_examples=20)
@given(st.lists(st.integers(0, 40), min_size=2, max_size=40), st.integers(0, 80))
def test_a_count_is_as_improbable_as_the_mixture_it_is(baseline: list[int], count: int) -> None:
    assert count_tail(count, baseline).p == pytest.approx(
        naive_count_tail(count, baseline), abs=1e-8
    )


@pytest.mark.parametrize(
    ("k", "n", "baseline"),
    [
        (9, 12, [(2, 10)] * 10),
        (15, 20, [(1, 10), (6, 12), (3, 8), (0, 9), (5, 20), (2, 4), (1, 7), (9, 11)]),
    ],
)
def test_a_share_is_as_improbable_as_the_mixture_it_is(
    k: int, n: int, baseline: list[tuple[int, int]]
) -> None:
    naive = naive_share_tail(k, n, baseline)
    assert share_tail(k, n, baseline).p == pytest.approx(naive, rel=1e-4, abs=1e-9)


def test_of_days_that_hardly_differ_the_tests_are_nearly_those_of_the_textbook() -> None:
    """Poisson and binomial, where a long even record leaves no doubt."""
    even = [3, 4, 2, 3, 3, 4, 2, 3] * 40
    assert count_tail(12, even).p == pytest.approx(stats.poisson.sf(11, 3.0), rel=0.3)
    found = share_tail(9, 12, [(2, 10)] * 400).p
    assert found == pytest.approx(stats.binom.sf(8, 12, 0.2), rel=0.3)


def test_what_few_days_tell_of_the_spread_is_not_taken_for_all_there_is_to_know() -> None:
    """The same spread, known from eight days and from 160."""
    few = [1, 9, 3, 12, 2, 7, 0, 6]
    assert count_tail(40, few).p > 5 * count_tail(40, few * 20).p
    shares = [(1, 12), (7, 12), (3, 12), (0, 12), (6, 12), (2, 12), (4, 12), (1, 12)]
    assert share_tail(24, 24, shares).p > 5 * share_tail(24, 24, shares * 20).p


@pytest.mark.parametrize("k", [1, 10_000, 49_000, 51_000, 99_999, 100_000])
def test_large_days_neither_overflow_nor_vanish(k: int) -> None:
    found = share_tail(k, 100_000, [(500, 1000)] * 20).p
    assert found == pytest.approx(stats.betabinom.sf(k - 1, 100_000, 10_000.5, 10_000.5), abs=1e-5)
    assert 0 <= found <= 1
    assert 0 <= count_tail(k, [900, 1100] * 20).p <= 1


@settings(max_examples=15)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(9, 30)), min_size=3, max_size=20),
    st.integers(1, 60),
)
def test_more_is_never_more_probable(baseline: list[tuple[int, int]], n: int) -> None:
    tails = [share_tail(k, n, baseline).p for k in range(n + 2)]
    assert tails[0] == pytest.approx(1)
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
    assert found.tail.p == pytest.approx(naive_count_tail(40, alike), abs=1e-8)


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
