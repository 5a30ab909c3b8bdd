"""From counts to belief: how probable it is that a behaviour is practised (INFERENCE B.3)."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from solisten.estimate.beta import balanced_mean, beta_cdf

if TYPE_CHECKING:
    from solisten.models.pack import Indicator, Role


class Verdict(StrEnum):
    """What is said of one indicator (DESIGN 7.4)."""

    SEEN = "seen"
    LEANING = "leaning"
    UNCLEAR = "unclear"
    LEANING_ABSENT = "leaning absent"
    ABSENT = "absent"
    NOT_OBSERVABLE = "not observable"
    NOT_APPLICABLE = "not applicable"


class Discount(NamedTuple):
    """Say why a count weighs less than its number of cases.

    `cap`: model error does not shrink with n, so no count weighs more than 1 / cap. `shared`: the
    same few opportunities feed other indicators, too, and their luck is counted once.
    """

    cap: float
    shared: float = 0.0


def effective(n: int, discount: Discount) -> float:
    """Return n_eff = n / (1 + shared + (n - 1) cap).

    What is shared halves small counts (at 1) and leaves large ones, of which the cap decides.

    >>> round(effective(80, Discount(0.02)), 2), effective(0, Discount(0.02))
    (31.01, 0.0)
    >>> round(effective(3, Discount(0.02, 1.0)), 2), round(effective(9000, Discount(0.02, 1.0)), 1)
    (1.47, 49.5)
    """
    return n / (1 + discount.shared + (n - 1) * discount.cap) if n else 0.0


def above_bar(k: int, n: int, bar: float, discount: Discount) -> float:
    """Return p0 = P(share >= bar | k of n) under the prior that prefers no side of the bar.

    n = 0 gives exactly 1/2.

    >>> round(above_bar(30, 80, 0.29, Discount(0.02)), 3)
    0.839
    """
    if n == 0:
        return 0.5
    n_eff = effective(n, discount)
    k_eff = k * n_eff / n
    m = balanced_mean(bar)
    return 1 - beta_cdf(bar, 2 * m + k_eff, 2 * (1 - m) + (n - k) * n_eff / n)


def p_data(k: int, n: int, one: Indicator, discount: Discount) -> float:
    """Return p1: what the data say, floored where absence proves little, before any trust."""
    p0 = above_bar(k, n, one.bar, discount)
    return max(p0, (1 - one.absence) / 2)


def trusted(p: float, trust: float) -> float:
    """Return the belief that is used: 1/2 + trust (p - 1/2)."""
    return 0.5 + trust * (p - 0.5)


def contribution(p: float, role: Role) -> float:
    """Return ln(hi / lo): what the belief says for the levels that show the behaviour, in nats.

    p = 1/2 says exactly nothing.
    """
    if p == 0.5:
        return 0.0
    high = (1 - role.slip) * p + role.slip * (1 - p)
    low = role.guess * p + (1 - role.guess) * (1 - p)
    return math.log(high / low)


def verdict(p: float) -> Verdict:
    """Return the verdict on p_data; the bounds are DESIGN 7.4's.

    >>> verdict(0.35).value, verdict(0.2).value
    ('leaning absent', 'absent')
    """
    if p >= 0.8:
        return Verdict.SEEN
    if p >= 0.65:
        return Verdict.LEANING
    if p > 0.35:
        return Verdict.UNCLEAR
    return Verdict.LEANING_ABSENT if p > 0.2 else Verdict.ABSENT
