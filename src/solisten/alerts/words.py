"""Times, durations and shares as alerts write them."""

from __future__ import annotations

from datetime import UTC, datetime

from solisten.alerts.tails import CERTAIN

DAY = 86_400
_UNITS = (("d", DAY), ("h", 3600), ("min", 60), ("s", 1))


def moment(seconds: float) -> str:
    """Return epoch seconds as UTC text.

    >>> moment(1767225600)
    '2026-01-01 00:00 UTC'
    """
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%d %H:%M UTC")


def date(day: int) -> str:
    """Return a day since 1970-01-01 as ISO text.

    >>> date(20_454)
    '2026-01-01'
    """
    return moment(day * DAY)[:10]


def duration(seconds: float) -> str:
    """Return a duration in its two largest units.

    >>> duration(90_000), duration(86_400), duration(75), duration(0)
    ('1 d 1 h', '24 h', '1 min 15 s', '0 s')
    """
    left = max(0, int(seconds))
    if left == DAY:
        return "24 h"
    parts = []
    for name, size in _UNITS:
        if left >= size:
            parts.append(f"{left // size} {name}")
            left %= size
        elif parts:
            break
    return " ".join(parts[:2]) or "0 s"


def number(value: float) -> str:
    """Return a number with at most three digits that count.

    >>> number(12.345), number(3.0), number(0.00012), number(1234.5)
    ('12.3', '3', '0.00012', '1234')
    """
    return f"{value:.0f}" if value >= 1000 else f"{value:.3g}"


def percent(share: float) -> str:
    """Return a share as whole per cent.

    >>> percent(0.256)
    '26 %'
    """
    return f"{100 * share:.0f} %"


def chance(p: float) -> str:
    """Return a probability with two digits; the smallest are not told from each other.

    >>> chance(0.000123), chance(0.0)
    ('0.00012', 'below 1e-09')
    """
    return f"{p:.2g}" if p >= CERTAIN else f"below {CERTAIN:.0e}"
