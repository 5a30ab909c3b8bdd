"""Times of day between people's spellings, ISO 8601 and epoch seconds UTC."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

EARLIEST = 0.0
LATEST = 7_289_654_400.0  # 2201-01-01T00:00:00Z; DESIGN 7.2 leaves it open, no post is younger
MILLISECONDS = 1e11  # as seconds this is the year 5138, as milliseconds 1973

_ISO = re.compile(
    r"(\d{4})(-?)(\d\d)\2(\d\d)"
    r"(?:(?:[Tt]|\s+)(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,30}))?)?"
    r"\s*(Z|z|UTC|GMT|[+-][01]\d(?::?[0-5]\d)?)?)?",
    re.ASCII,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TWITTER = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d\d):(\d\d):(\d\d) ([+-][01]\d[0-5]\d) (\d{4})",
    re.ASCII,
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE]\+?\d{1,2})?", re.ASCII)


class NoTime(ValueError):  # noqa: N818  (it is an answer, not a failure of ours)
    """A value that is no time between 1970 and 2200."""


def seconds_of(value: object, formats: Sequence[str] = ()) -> float:
    """Return the epoch seconds (UTC) that a cell or JSON value names.

    Read are ISO 8601 with any offset (none is UTC), epoch seconds or milliseconds as number or
    text, Twitter's and the mail header's spelling, then `formats` of `datetime.strptime`.
    `NoTime` says why not: unknown spelling, or a year outside 1970..2200.

    >>> seconds_of("2023-04-24 10:45:04") == seconds_of("2023-04-24T16:15:04+05:30")
    True
    >>> seconds_of(1682333104000), seconds_of("1682333104.5")
    (1682333104.0, 1682333104.5)
    >>> seconds_of("Tue Oct 31 23:36:20 +0000 2017")
    1509492980.0
    """
    if type(value) is str:
        seconds = _of_text(value, formats)
    elif isinstance(value, datetime):
        seconds = _of_datetime(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        seconds = _of_number(value)
    else:
        raise NoTime(f"{value!r:.60} is no time")
    if EARLIEST <= seconds < LATEST:
        return seconds
    raise NoTime(f"{value!r:.60} lies outside the years 1970 to 2200")


def text_of(seconds: float) -> str:
    """Return `YYYY-MM-DDTHH:MM:SSZ` with the fraction, where there is one, to the nanosecond.

    From April 1970 on that is every digit a float holds.

    >>> text_of(1682333104.0), text_of(1682333104.25)
    ('2023-04-24T10:45:04Z', '2023-04-24T10:45:04.25Z')
    """
    whole = math.floor(seconds)
    day, second = divmod(whole, 86400)
    fraction = "" if whole == seconds else _fraction(seconds)
    return (
        f"{_day_text(day)}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}{fraction}Z"
    )


@lru_cache(maxsize=4096)
def _day_text(day: int) -> str:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day)).strftime("%Y-%m-%d")


def _fraction(seconds: float) -> str:
    digits = format(Decimal(repr(seconds)), "f").partition(".")[2][:9].rstrip("0")
    return f".{digits}" if digits else ""


def _of_text(text: str, formats: Sequence[str]) -> float:
    # C speed for the two spellings that nearly all rows have; all else below.
    length = len(text)
    try:
        if length == 20 and text[19] == "Z":
            return datetime.fromisoformat(text).timestamp()
        if length == 19 and text[4] == "-":
            return datetime.fromisoformat(f"{text}Z").timestamp()
    except ValueError:
        pass
    return _of_other_text(text.strip(), formats)


def _of_other_text(text: str, formats: Sequence[str]) -> float:
    if match := _ISO.fullmatch(text):
        year, _, month, day, hour, minute, second, fraction, zone = match.groups(default="")
        return _instant((year, month, day, hour, minute, second), fraction, zone, text)
    if _NUMBER.fullmatch(text):
        return _of_number(float(text))
    if match := _TWITTER.fullmatch(text):
        name, day, hour, minute, second, zone, year = match.groups()
        if name.lower() in _MONTHS:
            month = str(_MONTHS.index(name.lower()) + 1)
            return _instant((year, month, day, hour, minute, second), "", zone, text)
    for pattern in formats:
        try:
            return _of_datetime(datetime.strptime(text, pattern))  # noqa: DTZ007  (UTC is put in)
        except ValueError:
            continue
    return _of_mail_date(text)


def _instant(parts: tuple[str, ...], fraction: str, zone: str, text: str) -> float:
    year, month, day, hour, minute, second = (int(part or 0) for part in parts)
    leap = second == 60
    try:
        moment = datetime(year, month, day, hour, minute, 59 if leap else second, tzinfo=UTC)
    except ValueError as error:
        raise NoTime(f"{text!r:.60} is no time: {error}") from None
    whole = round(moment.timestamp()) - _offset(zone) + leap
    return float(f"{whole}.{fraction}") if fraction and whole >= 0 else float(whole)


def _offset(zone: str) -> int:
    if zone[:1] not in {"+", "-"}:
        return 0
    digits = zone[1:].replace(":", "")
    seconds = int(digits[:2]) * 3600 + int(digits[2:] or 0) * 60
    return -seconds if zone[0] == "-" else seconds


def _of_number(number: float) -> float:
    if not -MILLISECONDS < number < LATEST * 1000:  # NaN is not, either
        raise NoTime(f"{number!s:.60} lies outside the years 1970 to 2200")
    return number / 1000 if number >= MILLISECONDS else float(number)


def _of_datetime(moment: datetime) -> float:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _of_mail_date(text: str) -> float:
    from email.utils import parsedate_to_datetime

    try:
        return _of_datetime(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        raise NoTime(
            f"{text!r:.60} is no time; write it as 2026-01-31T23:59:00Z or in epoch seconds"
        ) from None
