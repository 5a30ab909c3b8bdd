"""The probable level on a ladder: a Bayesian Guttman scale with errors (INFERENCE B.2 to B.4)."""

from __future__ import annotations

import math
from itertools import accumulate
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from solisten.models.pack import Model


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """Hold the posterior over levels 1..N; index s - 1 is level s.

    `mass` P(S = s), `at_least` P(S >= s), `own` E_s in nats, `denied` the levels against which
    evidence speaks too loudly, `headline` the highest level that is probable, confirmed by its own
    evidence and not denied.
    """

    mass: tuple[float, ...]
    at_least: tuple[float, ...]
    own: tuple[float, ...]
    denied: frozenset[int]
    headline: int


def log_prior(top: int, go_on: float) -> list[float]:
    """Return ln P(S = s) when each level is followed by the next with probability `go_on`.

    >>> [round(math.exp(one), 4) for one in log_prior(5, 0.75)]
    [0.25, 0.1875, 0.1406, 0.1055, 0.3164]
    """
    stay = math.log1p(-go_on)
    return [s * math.log(go_on) + (stay if s < top - 1 else 0.0) for s in range(top)]


def read_ladder(model: Model, own: Sequence[float], absent: Collection[int] = ()) -> Reading:
    """Return the posterior that follows from each level's own evidence E_s (nats).

    An indicator with onset a adds the same to every level from a on, so the sums E_1..E_s are all
    that the likelihood of level s is made of. `absent` are the levels of which something required
    is absent.
    """
    prior = log_prior(len(own), model.prior_continue)
    score = [one + two for one, two in zip(prior, accumulate(own), strict=True)]
    best = max(score)
    raw = [math.exp(one - best) for one in score]
    tails = list(accumulate(reversed(raw)))[::-1]
    at_least = tuple(one / tails[0] for one in tails)
    barred = denied(own, absent, model.deny)
    return Reading(
        mass=tuple(one / tails[0] for one in raw),
        at_least=at_least,
        own=tuple(own),
        denied=barred,
        headline=headline(at_least, own, model.confirm, barred),
    )


def denied(own: Sequence[float], absent: Collection[int], deny: float) -> frozenset[int]:
    """Return the levels that no headline may take.

    Those of which something required is absent, and from the first level on whose own evidence
    speaks against it by the factor `deny`: nobody jumps over a rung that is seen to be missing.

    >>> sorted(denied((0.0, 2.8, 1.4, -0.9, 0.7), (2,), 2.0))
    [2, 4, 5]
    """
    most = -math.log(deny)
    missing = (s for s, one in enumerate(own, 1) if one < most)
    return frozenset(absent) | frozenset(range(next(missing, len(own) + 1), len(own) + 1))


def headline(
    at_least: Sequence[float], own: Sequence[float], confirm: float, barred: Collection[int]
) -> int:
    """Return max{s : P(S >= s) >= 1/2 and E_s >= ln confirm and s not barred}, else 1.

    Without the second condition the prior alone would promote.
    """
    least = math.log(confirm)
    for s in range(len(own), 1, -1):
        if at_least[s - 1] >= 0.5 and own[s - 1] >= least and s not in barred:
            return s
    return 1


def quantile(at_least: Sequence[float], share: float) -> int:
    """Return the lowest level s with P(S <= s) >= share.

    >>> quantile((1.0, 0.987, 0.829, 0.359, 0.309), 0.5)
    3
    """
    for s in range(1, len(at_least)):
        if 1 - at_least[s] >= share:
            return s
    return len(at_least)


def interval(at_least: Sequence[float], mass: float, level: int | None) -> tuple[int, int]:
    """Return the credible interval of that mass (0.8: its 10 and 90 % quantiles), with `level` in.

    >>> interval((1.0, 0.987, 0.829, 0.359, 0.309), 0.8, 3)
    (2, 5)
    """
    tail = (1 - mass) / 2
    low, high = quantile(at_least, tail), quantile(at_least, 1 - tail)
    return (low, high) if level is None else (min(low, level), max(high, level))
