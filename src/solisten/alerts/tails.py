"""How improbable a day's count or share is, given the days before it: upper tails.

Days of one brand differ by more than chance alone (a thread brings ten mentions at once). By how
much is as little known from a few weeks as what is usual, and who takes it for known calls out
twice as often as he says. So both tests weigh every spread of a grid by how well it explains the
baseline, and average what each says of the day (Gelman et al., Bayesian Data Analysis, 2.6, 5.3).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import exp, lgamma, log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PRIOR = 0.5  # of Jeffreys' beta, both its numbers
SPREADS = tuple(1 + 0.01 * 2**step for step in range(14))
"""Of counts: how many times as much as by chance, 1.01 to 83."""
CORRELATIONS = (0.0, *(0.0025 * 1.6**step for step in range(13)))
"""Of shares: between two mentions of one day, 0 to .7."""
NEGLIGIBLE = 1e-10  # weight of a spread that is left out
CERTAIN = 1e-9  # probabilities below are not told from each other


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


def usual_count(baseline: Sequence[int]) -> float:
    """Return the count that is expected on a day like those of the baseline."""
    return (sum(baseline) + PRIOR) / len(baseline)


def usual_share(baseline: Sequence[tuple[int, int]]) -> float:
    """Return the share that is expected on a day like those of the baseline, each k of n."""
    hits, total = sum(one for one, _ in baseline), sum(one for _, one in baseline)
    return (hits + PRIOR) / (total + 2 * PRIOR)


def count_tail(count: int, baseline: Sequence[int]) -> CountTail:
    """Return P(X >= count) on a day like those of the baseline.

    For one spread a day is negative binomial with a known size and an unknown chance, for which
    Jeffreys' beta is the prior: X is beta negative binomial.

    >>> found = count_tail(12, [3, 4, 2, 3, 3, 4, 2, 3])
    >>> round(found.expected, 2), round(found.spread, 2), round(found.p, 5)
    (3.06, 1.22, 0.00236)
    """
    mean, days, total = usual_count(baseline), len(baseline), sum(baseline)
    sizes, often = {spread: mean / (spread - 1) for spread in SPREADS}, Counter(baseline)
    likely = {spread: _log_likely(often, days, total, size) for spread, size in sizes.items()}
    spread = tail = 0.0
    for one, weight in _weights(likely):
        spread += weight * one
        a, b = PRIOR + days * sizes[one], PRIOR + total
        tail += weight * _beta_negative_binomial_tail(count, sizes[one], a, b)
    return CountTail(mean, spread, min(tail, 1.0))


def _log_likely(often: Mapping[int, int], days: int, total: int, size: float) -> float:
    """Return how likely the counts are where the size is this, up to what holds for all sizes."""
    ways = sum(times * (lgamma(one + size) - lgamma(size)) for one, times in often.items())
    return ways + _log_beta(PRIOR + days * size, PRIOR + total)


def _weights(likely: Mapping[float, float]) -> Iterator[tuple[float, float]]:
    """Yield what explains the baseline, each with its share of 1."""
    best = max(likely.values())
    weights = {one: exp(value - best) for one, value in likely.items()}
    whole = sum(weights.values())
    for one, weight in weights.items():
        if weight > NEGLIGIBLE * whole:
            yield one, weight / whole


def _beta_negative_binomial_tail(count: int, size: float, a: float, b: float) -> float:
    """Return P(X >= count), exact to about 1e-9 (`CERTAIN`)."""
    term, below = exp(_log_beta(a + size, b) - _log_beta(a, b)), 0.0
    for at in range(count):
        below += term
        term *= (size + at) * (b + at) / ((at + 1) * (a + b + size + at))
    return max(0.0, 1.0 - below)


def share_tail(k: int, n: int, baseline: Sequence[tuple[int, int]]) -> ShareTail:
    """Return P(X >= k) of n on a day like those of the baseline, each k of n with n >= 1.

    For one correlation X is beta-binomial: the day's own share is beta with the usual share as its
    mean, and a variance of what days differ by and what the baseline tells.

    >>> found = share_tail(9, 12, [(2, 10)] * 10)
    >>> round(found.expected, 3), round(found.spread, 3), round(found.p, 5)
    (0.203, 0.009, 0.00052)
    """
    mean, total = usual_share(baseline), sum(one for _, one in baseline)
    often = Counter(baseline)
    likely = {one: _log_likely_shares(often, mean, one) for one in CORRELATIONS}
    spread = tail = 0.0
    for one, weight in _weights(likely):
        spread += weight * one
        told = total / (1 + (total / len(baseline) - 1) * one)
        sure = 1 / (1 - (1 - one) * (1 - 1 / (told + 2))) - 1
        tail += weight * _beta_binomial_tail(k, n, mean * sure, (1 - mean) * sure)
    return ShareTail(mean, spread, min(tail, 1.0))


def _log_likely_shares(often: Mapping[tuple[int, int], int], mean: float, spread: float) -> float:
    """Return how likely the shares are, up to what holds for all correlations."""
    if not spread:
        return sum(
            times * (k * log(mean) + (n - k) * log(1 - mean)) for (k, n), times in often.items()
        )
    sure = 1 / spread - 1
    a, b = mean * sure, (1 - mean) * sure
    of_each = sum(times * _log_beta(k + a, n - k + b) for (k, n), times in often.items())
    return of_each - sum(often.values()) * _log_beta(a, b)


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
