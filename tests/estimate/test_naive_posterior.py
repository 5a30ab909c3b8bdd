"""A second posterior, written without looking at the first: plain products over all stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, special

from solisten.estimate import judge
from solisten.models.registry import load
from solisten.nouns import Count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solisten.models.pack import Indicator, Pack

SOLIS = load("solis")
COUNT = st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
BRAND = st.dictionaries(
    st.sampled_from([one.id for one in SOLIS.indicators]),
    st.builds(lambda kn, seen: Count(kn[0], kn[1], seen), COUNT, st.booleans()),
)
MEANS: dict[float, float] = {}


def mean(bar: float) -> float:
    if bar not in MEANS:
        MEANS[bar] = float(
            optimize.brentq(
                lambda m: special.betainc(2 * m, 2 * (1 - m), bar) - 0.5, 1e-9, 1 - 1e-9, xtol=1e-15
            )
        )
    return MEANS[bar]


def naive_p(pack: Pack, one: Indicator, count: Count) -> float:
    if count.n == 0 or not count.observable:
        return 0.5
    cap = 0.02 if one.cap is None else one.cap
    others = sum(two.family == one.family for two in pack.indicators) - 1
    n_eff = count.n / (1 + 0.1 * others + (count.n - 1) * cap)
    k_eff = count.k * n_eff / count.n
    m = mean(one.bar)
    p = 1 - float(special.betainc(2 * m + k_eff, 2 * (1 - m) + n_eff - k_eff, one.bar))
    return 0.5 + one.trust * (max(p, (1 - one.absence) / 2) - 0.5)


def naive_posterior(pack: Pack, counts: Mapping[str, Count]) -> list[float]:
    errors = {"required": (0.06, 0.06), "likely": (0.30, 0.25), "trace": (0.60, 0.05)}
    top = len(pack.levels)
    mass = []
    for s in range(1, top + 1):
        product = 0.75 ** (s - 1) * (0.25 if s < top else 1.0)
        for one in pack.indicators:
            slip, guess = errors[one.role]
            p = naive_p(pack, one, counts.get(one.id, Count(0, 0)))
            reached = (1 - slip) * p + slip * (1 - p)
            missed = guess * p + (1 - guess) * (1 - p)
            same = sum(other.level == one.level for other in pack.indicators)
            product *= ((reached if s >= one.level else missed) / missed) ** (
                3 / (1 + (same - 1) * 0.25)
            )
        mass.append(product)
    return [one / sum(mass) for one in mass]


@given(BRAND)
@settings(max_examples=80, deadline=None)
def test_both_posteriors_agree(counts: dict[str, Count]) -> None:
    found = judge(SOLIS, counts, posts=None, needs=None)
    expected = naive_posterior(SOLIS, counts)
    assert found.posterior == pytest.approx(expected, abs=1e-9)
    tails = [sum(expected[s:]) for s in range(len(expected))]
    assert found.at_least == pytest.approx(tails, abs=1e-9)
    cdf = [sum(expected[: s + 1]) for s in range(len(expected))]
    low, median, high = (
        next(s for s, share in enumerate(cdf, 1) if share >= wanted - 1e-12)
        for wanted in (0.1, 0.5, 0.9)
    )
    assert found.median == median
    assert found.level is not None
    assert found.interval == (min(low, found.level), max(high, found.level))
