"""Dates as mails and feeds write them, in epoch seconds UTC."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING
from unicodedata import normalize

from solisten_connectors._times import EARLIEST, LATEST, moment

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 100  # characters; what is longer is no date
DAY = 86400
FARTHEST = 4 * DAY  # of a zone; "+3000" is what feeds make of a day and six hours

_MAIL = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d\d?) ([A-Z][a-z]{2}) (\d{4}) ([01]\d|2[0-3]):([0-5]\d):([0-5]\d)"
    r" ([A-Z]{1,5}|[+-]\d{4})",
    re.ASCII,
)
_CLOCK = re.compile(
    r"(?<!\d)(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,20}))?)?(?!\d)(?:\s?([AaPp])\.?[Mm]\b)?"
)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+(?:de\s)?([^\W\d_]{3,})\.?,?[\s-]+(?:de\s)?(\d{4}|\d\d)(?!\d)"
)
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?!\d),?\s*(\d{4})?")
_MONTH_ONLY = re.compile(r"\d{4}-\d\d")
_YEAR = re.compile(r"(?<![\d+-])(\d{4})(?!\d)")
_OFFSET = re.compile(r"(?<![\d:])([+-])(\d\d?):?(\d\d)?(?!\d)")
_ZONE = re.compile(r"(?<![^\s\d])([A-Za-z]{1,5})(?![A-Za-z/])")


def date_of(value: str) -> float | None:
    """Return the seconds that a date names, None where it names none.

    Read are ISO 8601, seconds since 1970, and what mails and feeds make of RFC 5322: years of two
    digits, named or missing zones (UTC), months in eight languages, days that are left out.
    Impossible days and what lies outside the years 1970 to 2200 is no date.

    >>> date_of("Fri, 01 May 26 04:00:00 EST"), date_of("2026-05-01T09:00:00.5Z")
    (1777626000.0, 1777626000.5)
    >>> date_of("Fr., 1. Mai 2026 11:00 MESZ"), date_of("Sun, 30 Feb 2026 10:00:00 +0000")
    (1777626000.0, None)
    """
    value = value.strip()
    if not value or len(value) > LONGEST:
        return None
    if value.isascii() and value.isdigit() and len(value) not in {8, 9, 10, 13}:
        return None
    if usual := _MAIL.fullmatch(value):
        day, month, year, hour, minute, second, zone = usual.groups()
        begin, offset = _day_begin(year, month, day), _offset(f" {zone}")
        if begin is not None and offset is not None:
            seconds = begin + int(hour) * 3600 + int(minute) * 60 + int(second) - offset
            return seconds if EARLIEST <= seconds < LATEST else None
    found = moment(f"{value}-01" if _MONTH_ONLY.fullmatch(value) else value)
    return found if found is not None else _of_words(value)


@lru_cache(maxsize=4096)
def _day_begin(year: str, month: str, day: str) -> float | None:
    """Return when a day begins, None where there is no such day."""
    try:
        return datetime(int(year), _month(month) or 0, int(day), tzinfo=UTC).timestamp()
    except (ValueError, OverflowError):
        return None


def _of_words(value: str) -> float | None:
    clock = _CLOCK.search(value)
    before = value[: clock.start()] if clock else value
    after = value[clock.end() :] if clock else ""
    found = _day(before, after)
    if found is None:
        return None
    try:
        seconds = datetime(*found, tzinfo=UTC).timestamp()
    except (ValueError, OverflowError):
        return None
    if clock:
        time = _time(clock)
        if time is None:
            return None
        seconds += time
    offset = _offset(after)
    if offset is None or not EARLIEST <= seconds - offset < LATEST:
        return None
    return seconds - offset


def _day(before: str, after: str) -> tuple[int, int, int] | None:
    if whole := _YEAR_FIRST.search(before):
        return int(whole[1]), int(whole[3]), int(whole[4])
    for said in _DAY_FIRST.finditer(before):
        if month := _month(said[2]):
            return _full_year(said[3]), month, int(said[1])
    for said in _MONTH_FIRST.finditer(before):
        year = said[3] or next((year[1] for year in _YEAR.finditer(after)), "")
        month = _month(said[1])
        if month and year:
            return int(year), month, int(said[2])
    return None


def _full_year(year: str) -> int:
    """Return the year that two digits mean: RFC 5322 lets 00-49 be this century."""
    number = int(year)
    return number if len(year) == 4 else number + (2000 if number < 50 else 1900)


def _month(word: str) -> int | None:
    folded = normalize("NFKD", word.casefold())
    return _names()["months"].get("".join(sign for sign in folded if sign.isalpha()))


def _time(clock: re.Match[str]) -> float | None:
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    if clock[5]:
        hour = hour % 12 + (12 if clock[5] in "Pp" else 0)
    if hour > 24 or minute > 59 or second > 60:
        return None
    return hour * 3600 + minute * 60 + float(f"{second}.{clock[4] or 0}")


@lru_cache(maxsize=1024)
def _offset(after: str) -> float | None:
    """Return the seconds east of Greenwich; none said and none known is Greenwich."""
    if told := _OFFSET.search(after):
        digits = told[2] + (told[3] or "")
        hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
        seconds = int(hours) * 3600 + int(minutes) * 60
        if seconds >= FARTHEST:
            return None
        return -seconds if told[1] == "-" else seconds
    zone = _ZONE.search(after)
    return _names()["hours"].get(zone[1].upper(), 0) * 3600 if zone else 0


@cache
def _names() -> Mapping[str, Mapping[str, int]]:
    source = resources.files("solisten_connectors").joinpath("date_names.toml")
    raw = tomllib.loads(source.read_text(encoding="utf-8"))
    months = {
        name: number
        for spellings in raw["months"].values()
        for number, names in enumerate(spellings, start=1)
        for name in names.split()
    }
    return {"months": months, "hours": raw["hours"]}
