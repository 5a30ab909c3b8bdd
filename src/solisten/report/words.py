"""Numbers and verdicts as a person reads them."""

# ruff: noqa: RUF001, RUF002  (an interval is written with a dash, not with a minus)

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

UNKNOWN = "–"
VERDICTS = {
    "seen": "●",
    "leaning": "◕",
    "unclear": "◑",
    "leaning absent": "◔",
    "absent": "○",
    "not observable": "·",
    "not applicable": "×",
}


def percent(share: float | None) -> str:
    """Write a share of 1 in per cent; small ones with a decimal, nearly all as nearly all.

    >>> percent(0.38), percent(0.0852), percent(1.0), percent(None)
    ('38 %', '8.5 %', '100 %', '–')
    >>> percent(0.998), percent(0.0001)
    ('>99 %', '<.1 %')
    """
    if share is None:
        return UNKNOWN
    value = 100 * share
    if 99.5 <= value < 100:
        return ">99 %"
    if 0 < value < 0.05:
        return "<.1 %"
    if abs(value) < 9.95 and abs(value - round(value)) >= 0.05:
        return f"{value:.1f} %"
    return f"{value:.0f} %"


def chance(probability: float | None) -> str:
    """Write a probability in per cent; none that data give is quite certain.

    >>> chance(1.0), chance(0.0), chance(0.5)
    ('>99 %', '<.1 %', '50 %')
    """
    if probability is None:
        return UNKNOWN
    return percent(min(max(probability, 0.0001), 0.9999))


def span(interval: Sequence[float | None] | None) -> str:
    """Write an interval of shares in per cent, without the sign, rounded outwards.

    >>> span([0.994, 0.999]), span([0.996, 1.0]), span([0.001, 0.004]), span([0.0, 0.0])
    ('99–100', '99–100', '0.1–0.4', '0')
    >>> span([0.28, 0.485]), span([-0.13, -0.03]), span([0.0163, 0.0237]), span(None)
    ('28–49', '-13 to -3', '1.6–2.4', '')
    """
    if not interval or interval[0] is None or interval[1] is None:
        return ""
    size = 1000 if interval[0] >= 0 and interval[1] < 0.1 else 100
    ends = floor(round(size * interval[0], 6)), ceil(round(size * interval[1], 6))
    low, high = (f"{100 * end / size:.1f}".removesuffix(".0") for end in ends)
    if low == high:
        return low
    return f"{low} to {high}" if low.startswith("-") else f"{low}–{high}"


def count(number: float | None) -> str:
    """Write a count in at most five characters.

    >>> count(80), count(12_345), count(234_567), count(2_400_000), count(None)
    ('80', '12345', '235k', '2.4M', '–')
    """
    if number is None:
        return UNKNOWN
    if abs(number) < 100_000:
        return f"{number:.0f}"
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(number) >= size * 0.99995:
            scaled = number / size
            return f"{scaled:.0f}{letter}" if scaled >= 99.95 else f"{scaled:.1f}{letter}"
    return f"{number:.0f}"


def duration(seconds: float | None) -> str:
    """Write a length of time with its two largest units.

    >>> duration(45), duration(60 * 95), duration(86_400 * 10.5), duration(None)
    ('45 s', '1 h 35 min', '10 d 12 h', '–')
    """
    if seconds is None:
        return UNKNOWN
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    days, hours = divmod(round(seconds / 3600), 24)
    return f"{days} d {hours} h" if hours else f"{days} d"


def time_span(low: float, high: float) -> str:
    """Write an interval of seconds, each end in its largest unit.

    >>> time_span(3600, 9000), time_span(0, 45), time_span(2434, 86_400 * 12.5)
    ('1–2.5 h', '0–45 s', '41 min–12 d')
    """
    (left, unit), (right, other) = _rounded(low), _rounded(high)
    return f"{left}–{right} {other}" if unit == other else f"{left} {unit}–{right} {other}"


def _rounded(seconds: float) -> tuple[str, str]:
    """Return a length of time in its largest unit, with at most one decimal."""
    units = ((86_400, "d"), (3600, "h"), (60, "min"), (1, "s"))
    size, unit = next((pair for pair in units if abs(seconds) >= pair[0]), units[-1])
    number = seconds / size
    return (f"{number:.1f}" if abs(number) < 9.95 else f"{number:.0f}").removesuffix(".0"), unit


def value(number: float | None, unit: str) -> str:
    """Write a metric's value with its unit.

    >>> value(0.13, "share"), value(540.0, "seconds"), value(12, "count")
    ('13 %', '9 min', '12')
    """
    if number is None:
        return UNKNOWN
    if unit == "share":
        return percent(number)
    if unit.startswith("second") or unit == "s":
        return duration(number)
    if unit in {"score", "difference"}:
        return f"{number:+.2f}"
    return count(number) if float(number).is_integer() else f"{number:.3g}"


def day(text: object) -> str:
    """Return the day of an ISO time.

    >>> day("2026-01-31T12:00:00Z"), day(None)
    ('2026-01-31', '–')
    """
    return str(text)[:10] if text else UNKNOWN


def instant(text: str) -> str:
    """Write an ISO time for a reader: to the minute, UTC.

    >>> instant("2026-01-31T12:00:00Z")
    '2026-01-31 12:00 UTC'
    """
    return f"{text[:10]} {text[11:16]} UTC" if text.endswith("Z") and len(text) > 15 else text


def between(low: int, high: int) -> str:
    """Write the levels from one to another.

    >>> between(3, 5), between(4, 4)
    ('3 to 5', '4')
    """
    return str(low) if low == high else f"{low} to {high}"


def plural(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun.

    >>> plural(1, "post"), plural(4, "need")
    ('1 post', '4 needs')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"
