"""Score what the program says of simulated brands against what is true of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Finding:
    """Hold one judged indicator of one brand."""

    indicator: str
    level: int
    k: int
    n: int
    bits: float
    verdict: str


@dataclass(frozen=True, slots=True)
class Result:
    """Hold one brand's truth beside the program's estimate; `level` is None without a headline."""

    index: int
    name: str
    family: str
    truth: int
    level: int | None
    median: float
    low: float
    high: float
    ceiling: int | None
    findings: tuple[Finding, ...] = ()
    seconds: float = 0.0
    posts: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """Hold the figures of one group of brands; shares are of 1, None where nothing counts."""

    group: str
    brands: int
    null: int
    exact: float | None
    within: float | None
    mae: float | None
    rho: float | None
    bias: float | None
    median_exact: float | None
    median_within: float | None
    median_mae: float | None
    median_rho: float | None
    covers: float | None
    width: float | None
    extra: dict[str, float] = field(default_factory=dict)


def score(group: str, results: Sequence[Result]) -> Score:
    """Score a group: the headline over the brands that have one, the rest over all."""
    headed = [(r.level, r.truth) for r in results if r.level is not None]
    medians = [(r.median, r.truth) for r in results]
    return Score(
        group,
        len(results),
        len(results) - len(headed),
        *_against(headed),
        mean([float(said) - true for said, true in headed]),
        *_against(medians),
        mean([float(r.low <= r.truth <= r.high) for r in results]),
        mean([r.high - r.low for r in results]),
    )


def _against(
    pairs: Sequence[tuple[float, int]],
) -> tuple[float | None, float | None, float | None, float | None]:
    off = [abs(said - true) for said, true in pairs]
    exact = mean([float(x < 0.5) for x in off])
    within = mean([float(x <= 1) for x in off])
    return exact, within, mean(off), spearman([p[0] for p in pairs], [p[1] for p in pairs])


def mean(values: Sequence[float]) -> float | None:
    """Return the mean, or None of nothing."""
    return sum(values) / len(values) if values else None


def spearman(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Return the correlation of ranks, ties at their mean rank; None without spread.

    >>> spearman([1, 2, 3], [10, 20, 30])
    1.0
    """
    a, b = ranks(xs), ranks(ys)
    n = len(a)
    if n < 3:
        return None
    mid = (n + 1) / 2
    up = sum((x - mid) * (y - mid) for x, y in zip(a, b, strict=True))
    down = sqrt(sum((x - mid) ** 2 for x in a) * sum((y - mid) ** 2 for y in b))
    return up / down if down else None


def ranks(values: Sequence[float]) -> list[float]:
    """Return ranks from 1, ties sharing their mean.

    >>> ranks([5, 1, 5])
    [2.5, 1.0, 2.5]
    """
    order = sorted(range(len(values)), key=lambda i: values[i])
    out = [0.0] * len(values)
    i = 0
    while i < len(order):
        j = i
        while j + 1 < len(order) and values[order[j + 1]] == values[order[i]]:
            j += 1
        for k in order[i : j + 1]:
            out[k] = (i + j) / 2 + 1
        i = j + 1
    return out


def misleading(results: Sequence[Result], top: int = 6) -> list[tuple[str, float, int]]:
    """Return the indicators that pulled most in the wrong direction: bits a brand, brands.

    Evidence against a reached stage, or for one not reached, is wrong.
    """
    wrong: dict[str, list[float]] = {}
    for r in results:
        for f in r.findings:
            against = -f.bits if f.level <= r.truth else f.bits
            if against > 0:
                wrong.setdefault(f.indicator, []).append(against)
    table = [(name, sum(bits) / max(1, len(results)), len(bits)) for name, bits in wrong.items()]
    return sorted(table, key=lambda row: -row[1])[:top]
