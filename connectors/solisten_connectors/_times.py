"""Times as networks write them, in epoch seconds UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

EARLIEST = 0.0
LATEST = 7_289_654_400.0  # 2201-01-01T00:00:00Z
MILLISECONDS = 1e11  # as seconds this is the year 5138, as milliseconds 1973
MICROSECONDS = 1e14

_NUMBER = re.compile(r"\d{1,17}(?:\.\d{1,9})?", re.ASCII)
_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[Tt ]\s?(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,30}))?)?"
    r"\s?(Z|z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)


def moment(value: Any) -> float | None:
    """Return the seconds that a time of the network names, None where it names none.

    Read are ISO 8601 with any offset (none is UTC) and seconds, milliseconds or microseconds since
    1970 as number or text. What lies outside the years 1970 to 2200 is no time.

    >>> moment("2026-05-01T04:00:00.25-05:00"), moment(1777629600), moment("0001-01-01T00:00:00Z")
    (1777626000.25, 1777629600.0, None)
    """
    if isinstance(value, str):
        value = value.strip()
        seconds = float(value) if _NUMBER.fullmatch(value) else _of_iso(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        seconds = float(value) if abs(value) < 1e18 else None
    else:
        return None
    if seconds is None:
        return None
    if seconds >= MICROSECONDS:
        seconds /= 1e6
    elif seconds >= MILLISECONDS:
        seconds /= 1e3
    return seconds if EARLIEST <= seconds < LATEST else None


def edited(value: Any, created: float | None) -> float | None:
    """Return when a post was last changed, None when that is no later than it was written.

    >>> edited("2026-05-01T10:00:00Z", 1777629600.0), edited("2026-05-01T10:00:01Z", 1777629600.0)
    (None, 1777629601.0)
    """
    changed = moment(value)
    return changed if changed is not None and created is not None and changed > created else None


def _of_iso(text: str) -> float | None:
    match = _ISO.fullmatch(text) if len(text) < 80 else None
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups(default="")
    leap = second == "60"
    try:
        whole = datetime(
            *(int(year), int(month), int(day)),
            *(int(hour or 0), int(minute or 0), 59 if leap else int(second or 0)),
            tzinfo=UTC,
        ).timestamp()
    except ValueError:
        return None
    seconds = round(whole) - _offset(zone) + leap
    return float(f"{seconds}.{fraction}") if fraction and seconds >= 0 else float(seconds)


def _offset(zone: str) -> int:
    if zone[:1] not in {"+", "-"}:
        return 0
    digits = zone[1:].replace(":", "")
    seconds = int(digits[:2]) * 3600 + int(digits[2:] or 0) * 60
    return -seconds if zone[0] == "-" else seconds
