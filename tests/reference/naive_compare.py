"""Where the product's numbers differ from the reference's."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from naive_metrics import SINGLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from naive_metrics import Measured

    from solisten.nouns import Count

METRICS = (
    *SINGLE,
    "share_of_conversation",
    "share_of_conversation_earned",
    "share_of_conversation_owned",
)


def metric_differences(
    expected: Mapping[str, Measured], found: Mapping[str, Measured]
) -> list[str]:
    """Return a line for every metric that differs; values may differ in the last bits only.

    The numerator and the denominator are compared where the reference has them.
    """
    lines = [f"{name}: not in the reference" for name in found.keys() - expected.keys()]
    for name, mine in expected.items():
        theirs = found.get(name)
        if theirs is None or not same_measure(mine, theirs):
            lines.append(f"{name}: {theirs} is not {mine}")
    return sorted(lines)


def same_measure(mine: Measured, theirs: Measured) -> bool:
    numerator, denominator, value = mine
    if denominator and numerator is not None and (numerator, denominator) != theirs[:2]:
        return False
    if value is None or theirs[2] is None:
        return value is theirs[2]
    return math.isclose(value, theirs[2], rel_tol=1e-12)


def indicator_differences(expected: Mapping[str, Count], found: Mapping[str, Count]) -> list[str]:
    """Return a line for every indicator that differs.

    Without opportunities an indicator is unseen whatever it says of being observable.
    """
    lines = [f"{name}: not in the reference" for name in found.keys() - expected.keys()]
    for name, mine in expected.items():
        theirs = found.get(name)
        if theirs is None:
            lines.append(f"{name}: missing, should be {mine.k}/{mine.n}")
        elif (mine.k, mine.n) != (theirs.k, theirs.n):
            lines.append(f"{name}: {theirs.k}/{theirs.n} is not {mine.k}/{mine.n}")
        elif mine.n and mine.observable != theirs.observable:
            lines.append(f"{name}: observable is {theirs.observable}, not {mine.observable}")
    return sorted(lines)
