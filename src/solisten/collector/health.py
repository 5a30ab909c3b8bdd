"""What a run says of a source: when to ask again, which time is read, whether it is too quiet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DAY = 86_400
LONGEST = DAY  # seconds between two tries of a source that fails
SOON = 60  # seconds until a run goes on that had no request left
SPREAD = 0.1  # share of the interval by which runs are spread, so that they do not come at once
MISSED = 3  # intervals without a run after which posts may have been missed
LEAST_HOLE = 3_600
SILENT_ODDS = 6.9  # -ln(.001): less likely than that a source is quiet by chance
BASELINE_DAYS = 28
LEAST_BASELINE = 7


def next_due(
    now: float,
    every: int,
    *,
    failures: int,
    retry_after: float | None,
    complete: bool,
    jitter: float,
) -> int:
    """Return when to ask again; `failures` are those in a row, `jitter` is from 0 to 1.

    A failing source is asked ever less often, twice as late each time, at the most once a day.
    """
    if failures:
        wait = min(every * 2.0 ** min(failures - 1, 30), max(LONGEST, every))
        wait = max(wait, retry_after or 0.0)
    else:
        wait = every if complete else min(every, SOON)
    return int(now + wait * (1 + SPREAD * (jitter - 0.5 if not retry_after else jitter)))


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold what bears on which time a complete run has read.

    `oldest` is the time of the oldest post found, None for none; `overlaps` when a post was found
    that was known before; `days` is how far back a first run reads.
    """

    at: float
    every: int
    days: float
    oldest: float | None
    overlaps: bool


def read_since(read_until: int | None, reading: Reading) -> float:
    """Return from when to `reading.at` everything that the source shows is now read.

    Normally since the run before. After an outage only when what is found joins on to what was
    known, or nothing new is there at all: else since the oldest post found, and the time between
    stays a hole. A first run reads back to its oldest post.
    """
    back = reading.at - reading.days * DAY
    oldest = reading.at if reading.oldest is None else max(reading.oldest, back)
    if read_until is None:
        return min(oldest, reading.at)
    hole = reading.at - read_until
    joined = reading.oldest is None or reading.overlaps
    if joined or hole <= max(MISSED * reading.every, LEAST_HOLE):
        return min(read_until, reading.at)
    return min(max(oldest, read_until), reading.at)


def by_day(since: float, until: float) -> dict[int, int]:
    """Return the seconds of each UTC day between two times.

    >>> by_day(86_390.0, 86_405.0)
    {0: 10, 1: 5}
    """
    first, last = int(since), int(until)
    return {
        day: min(last, (day + 1) * DAY) - max(first, day * DAY)
        for day in range(first // DAY, (last - 1) // DAY + 1 if last > first else first // DAY)
    }


def too_quiet(new: Mapping[int, int], today: int) -> int | None:
    """Return for how many whole days a source has been quieter than chance allows, else None.

    `new` are the new posts by day on which it answered. The source's own usual day comes from
    the up to 28 answered days before the silence; fewer than seven tell nothing.
    """
    asked = sorted(day for day in new if day < today)
    silent: Sequence[int] = ()
    while asked and not new[asked[-1]]:
        silent = (*silent, asked.pop())
    before = asked[-BASELINE_DAYS:]
    if len(before) < LEAST_BASELINE or not silent or new.get(today):
        return None
    usual = sum(new[day] for day in before) / len(before)
    return len(silent) if usual * len(silent) >= SILENT_ODDS else None
