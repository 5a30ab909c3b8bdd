"""Intervals around shares and order statistics: sampling error alone."""

from __future__ import annotations

from math import ceil, floor, sqrt

Z95 = 1.959963984540054
"""The 97.5 % point of the normal distribution."""


def wilson(k: float, n: float) -> tuple[float, float] | None:
    """Return Wilson's 95 % interval of the share k / n, None where there is nothing to count.

    The ends are shares in [0, 1]. Source: E. B. Wilson, JASA 22 (1927) 209-212, without
    continuity correction.

    >>> [round(end, 4) for end in wilson(4, 60) or ()]
    [0.0262, 0.1593]
    """
    if n <= 0:
        return None
    share = k / n
    spread = Z95 * Z95 / n
    middle = (share + spread / 2) / (1 + spread)
    half = Z95 / (1 + spread) * sqrt(share * (1 - share) / n + spread / (4 * n))
    low = 0.0 if k <= 0 else max(0.0, middle - half)
    high = 1.0 if k >= n else min(1.0, middle + half)
    return low, high


def type7(n: int, share: float) -> tuple[int, int, float]:
    """Return the two order statistics (from 0) and the weight of the second: Hyndman-Fan type 7.

    >>> type7(4, 0.5)
    (1, 2, 0.5)
    """
    place = (n - 1) * share
    low = floor(place)
    return low, min(low + 1, n - 1), place - low


def order_interval(n: int, share: float) -> tuple[int, int] | None:
    """Return the order statistics (from 0) that bound a quantile with 95 % (normal approximation).

    None where n is too small for both ends to exist.
    """
    half = Z95 * sqrt(n * share * (1 - share))
    low, high = floor(n * share - half) - 1, ceil(n * share + half)
    return (low, high) if low >= 0 and high < n else None
