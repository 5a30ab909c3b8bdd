"""The incomplete beta function and Wilson's interval against scipy."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from solisten.estimate.beta import balanced_mean, beta_cdf
from solisten.metrics.intervals import wilson

SHARE = st.floats(0.001, 0.999)
SIZE = st.floats(0.01, 502)


@given(SHARE, SIZE, SIZE)
@settings(max_examples=300, deadline=None)
def test_beta_cdf_agrees_with_scipy(x: float, a: float, b: float) -> None:
    assert beta_cdf(x, a, b) == pytest.approx(float(special.betainc(a, b, x)), abs=1e-12)


@given(SHARE, st.integers(0, 50_000), st.integers(0, 50_000))
@settings(max_examples=200, deadline=None)
def test_beta_cdf_agrees_with_scipy_where_nothing_is_capped(x: float, k: int, rest: int) -> None:
    m = balanced_mean(x)
    ours = beta_cdf(x, 2 * m + k, 2 * (1 - m) + rest)
    theirs = float(special.betainc(2 * m + k, 2 * (1 - m) + rest, x))
    assert ours == pytest.approx(theirs, abs=1e-10)


def test_beta_cdf_outside_its_range() -> None:
    assert beta_cdf(-1, 2, 3) == beta_cdf(0, 2, 3) == 0.0
    assert beta_cdf(1, 2, 3) == beta_cdf(2, 2, 3) == 1.0


@given(st.floats(1e-6, 1 - 1e-6))
@settings(max_examples=100, deadline=None)
def test_the_balanced_prior_prefers_no_side(bar: float) -> None:
    m = balanced_mean(bar)
    assert 0 < m < 1
    assert special.betainc(2 * m, 2 * (1 - m), bar) == pytest.approx(0.5, abs=1e-12)


@pytest.mark.parametrize(("bar", "m"), [(0.24, 0.3097), (0.29, 0.3472), (0.20, 0.2790)])
def test_the_balanced_prior_of_the_worked_example(bar: float, m: float) -> None:
    assert round(balanced_mean(bar), 4) == m


@given(st.integers(0, 10_000), st.integers(1, 10_000))
@settings(max_examples=200, deadline=None)
def test_wilson_agrees_with_scipy(k: int, more: int) -> None:
    found = wilson(k, k + more)
    assert found is not None
    theirs = stats.binomtest(k, k + more).proportion_ci(0.95, method="wilson")
    assert found == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_wilson_at_the_ends() -> None:
    assert wilson(0, 0) is None
    low, high = wilson(0, 10) or (math.nan, math.nan)
    assert low == 0.0
    assert 0 < high < 0.3
    low, high = wilson(10, 10) or (math.nan, math.nan)
    assert high == 1.0
