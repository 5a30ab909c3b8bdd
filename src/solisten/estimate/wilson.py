"""Wilson's score interval: the sampling error of a share."""

from __future__ import annotations

import math

Z95 = 1.959963984540054  # the standard normal's 97.5 % quantile


def wilson(k: float, n: float, z: float = Z95) -> tuple[float, float] | None:
    """Return the interval of the share k / n, 95 % by default; None when n is 0.

    The bounds are shares in [0, 1]. Source: Wilson, JASA 22 (1927), without continuity correction.

    >>> low, high = wilson(4, 60)
    >>> round(low, 4), round(high, 4)
    (0.0262, 0.1593)
    """
    if n <= 0:
        return None
    share = k / n
    shrink = 1 + z * z / n
    middle = (share + z * z / (2 * n)) / shrink
    half = z / shrink * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low = 0.0 if k <= 0 else max(0.0, middle - half)
    high = 1.0 if k >= n else min(1.0, middle + half)
    return low, high
