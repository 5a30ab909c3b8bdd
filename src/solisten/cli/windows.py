"""Dates as a person writes them on the command line, read into whole UTC days."""

from __future__ import annotations

import argparse
import logging
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

DAY = 86_400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST = (datetime(1, 1, 1, tzinfo=UTC) - EPOCH).total_seconds()
LATEST = (datetime(9999, 12, 31, tzinfo=UTC) - EPOCH).total_seconds()
"""The last moment whose day, rounded up, the calendar still has."""
HELP = "ISO (2026-01-31) or 90d: the last 90 days, today included"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class When:
    """Hold a date as it was asked for: an instant (epoch seconds, UTC), or so many days back."""

    text: str
    at: float | None = None
    days_back: int | None = None

    def seconds(self, now: float) -> float:
        """Return the instant; `90d` is the start of the first of 90 days that end with today.

        >>> When("1d", days_back=1).seconds(86_400 * 7 + 5.0) / 86_400
        7.0
        """
        if self.days_back is not None:
            return (now // DAY + 1 - self.days_back) * DAY
        assert self.at is not None  # noqa: S101  (`when` sets one of the two)
        return self.at


def when(text: str) -> When:
    """Read `90d`, an ISO date, or an ISO time (UTC unless it names another offset).

    >>> when("1970-01-02T01:00+01:00").at
    86400.0
    >>> when("90d").days_back
    90
    """
    if back := re.fullmatch(r"([1-9]\d{0,4})d", text):
        return When(text, days_back=int(back[1]))
    try:
        read = datetime.fromisoformat(text)
        aware = read if read.tzinfo else read.replace(tzinfo=UTC)
        at = (aware - EPOCH) / timedelta(seconds=1)
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(f'"{text}" is no date; write {HELP}') from None
    if not EARLIEST <= at <= LATEST:
        raise argparse.ArgumentTypeError(f'"{text}" lies outside the years 1 to 9999 (UTC)')
    return When(text, at=at)


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold the window that was asked for.

    `since` and `until` (exclusive) are day numbers (days since 1970-01-01, UTC), `as_of` is in
    epoch seconds. `last` is the N of `--since Nd`, for whoever knows where the record ends.
    """

    since: int | None = None
    until: int | None = None
    as_of: float | None = None
    last: int | None = None


def add_window(parser: argparse.ArgumentParser) -> None:
    """Add --since, --until and --as-of."""
    group = parser.add_argument_group(
        "window", f"Whole UTC days; a time of day is rounded outwards.\nA date D is {HELP}."
    )
    group.add_argument(
        "--since",
        type=when,
        metavar="D",
        help="first day (default: [window] days before --until, 90 unless configured)",
    )
    group.add_argument(
        "--until",
        type=when,
        metavar="D",
        help="first day that no longer counts (default: the end of today; of an import, the end "
        "of the day of its newest post)",
    )
    group.add_argument(
        "--as-of",
        type=when,
        metavar="T",
        help="look from this moment, e.g. 2026-01-31T12:00Z: later posts are hidden and ages "
        "count from it (default: now; of an import, the end of its last day)",
    )


def asked(args: argparse.Namespace) -> Asked:
    """Return the window of `args`, each time of day rounded outwards, which a note tells.

    >>> asked(argparse.Namespace(now=0.0, since=when("1970-01-03"), until=None, as_of=None))
    Asked(since=2, until=None, as_of=None, last=None)
    """
    since = _day("--since", args.since, args.now, up=False)
    until = _day("--until", args.until, args.now, up=True)
    as_of = None if args.as_of is None else args.as_of.seconds(args.now)
    return Asked(since, until, as_of, None if args.since is None else args.since.days_back)


def _day(option: str, date: When | None, now: float, *, up: bool) -> int | None:
    if date is None:
        return None
    seconds = date.seconds(now)
    day = int(-(-seconds // DAY) if up else seconds // DAY)
    if day * DAY != seconds:
        shown = EPOCH + timedelta(days=day)
        log.info("%s %s is rounded outwards to %s", option, date.text, f"{shown:%Y-%m-%d}")
    return day
