"""How improbable a day's count or share is, given the days before it: exact upper tails.

Days of one brand differ by more than chance alone (a thread brings ten mentions at once), so both
tests measure that and widen for it, and for how little a short baseline knows. Without any such
spread they are the predictive distributions of a Poisson rate and of a binomial share under
Jeffreys' priors (Gelman et al., Bayesian Data Analysis, 2.6 and 2.4).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, lgamma
from typing import TYPE_CHECKING

from solisten.estimate.beta import beta_cdf

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class CountTail:
    """Hold a count against its baseline: `spread` is its variance over that of Poisson, >= 1."""

    expected: float
    spread: float
    p: float


@dataclass(frozen=True, slots=True)
class ShareTail:
    """Hold a share against its baseline: `spread` is the correlation within a day, 0 for none."""

    expected: float
    spread: float
    p: float


def count_tail(count: int, baseline: Sequence[int]) -> CountTail:
    """Return P(X >= count) on a day like those of the baseline (at least two).

    X is negative binomial with the mean m = (sum + 1/2) / days and the variance spread * m *
    (1 + 1/days), where spread is Pearson's chi-square over its degrees of freedom, at least 1.

    >>> found = count_tail(12, [3, 4, 2, 3, 3, 4, 2, 3])
    >>> round(found.expected, 2), found.spread, round(found.p, 5)
    (3.06, 1.0, 0.00029)
    """
    days = len(baseline)
    mean = (sum(baseline) + 0.5) / days
    chi_square = sum((one - mean) ** 2 for one in baseline) / mean
    spread = max(1.0, chi_square / (days - 1))
    variance = spread * mean * (1 + 1 / days)
    return CountTail(mean, spread, _negative_binomial_tail(count, mean, variance))


def _negative_binomial_tail(count: int, mean: float, variance: float) -> float:
    """Return P(X >= count); `variance` is above `mean`."""
    if count <= 0:
        return 1.0
    return beta_cdf(1 - mean / variance, count, mean * mean / (variance - mean))


def share_tail(k: int, n: int, baseline: Sequence[tuple[int, int]]) -> ShareTail:
    """Return P(X >= k) of n on a day like those of the baseline, each k of n with n >= 1.

    X is beta-binomial: the day's own share is beta with the mean (K + 1/2) / (N + 1) and a variance
    of what days differ by (the correlation within a day, by moments) and what N of them tell.

    >>> found = share_tail(9, 12, [(2, 10)] * 10)
    >>> round(found.expected, 3), found.spread, round(found.p, 5)
    (0.203, 0.0, 0.00019)
    """
    hits, total = sum(one for one, _ in baseline), sum(one for _, one in baseline)
    mean = (hits + 0.5) / (total + 1)
    chi_square = sum((one - of * mean) ** 2 / (of * mean * (1 - mean)) for one, of in baseline)
    room = total - len(baseline)
    spread = min(max(0.0, (chi_square - (len(baseline) - 1)) / room), 0.99) if room else 0.0
    told = total / (1 + (total / len(baseline) - 1) * spread)
    sure = 1 / (1 - (1 - spread) * (1 - 1 / (told + 2))) - 1
    return ShareTail(mean, spread, _beta_binomial_tail(k, n, mean * sure, (1 - mean) * sure))


def _beta_binomial_tail(k: int, n: int, a: float, b: float) -> float:
    """Return P(X >= k) of n, summed on the side of k that is away from the mean."""
    if k <= 0:
        return 1.0
    if k > n:
        return 0.0
    if k <= n * a / (a + b):
        return 1.0 - _beta_binomial_tail(n - k + 1, n, b, a)
    at, term = k, exp(_log_choose(n, k) + _log_beta(k + a, n - k + b) - _log_beta(a, b))
    found = term
    while at < n and term > 0:
        term *= (n - at) * (at + a) / ((at + 1) * (n - at - 1 + b))
        at += 1
        found += term
    return min(found, 1.0)


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)
