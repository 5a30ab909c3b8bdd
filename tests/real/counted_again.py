"""The findings on app reviews, counted again from the dataset and the export of mentions alone."""

from __future__ import annotations

import csv
import gzip
import math
from datetime import UTC, date, datetime
from statistics import median
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

DAY, HOUR = 86_400, 3_600
Read: TypeAlias = "Mapping[str, str]"


class Review(NamedTuple):
    """Hold when a review was written and answered, and what the export says was read from it."""

    at: int
    answered: int | None
    read: Read

    def within(self, seconds: int) -> bool:
        return self.answered is not None and 0 <= self.answered - self.at <= seconds


def counted(files: Iterable[Path], export: Iterable[Read], until: date) -> dict[str, list[int]]:
    """Return [k, n] of the findings that need no words, as of the midnight `until`."""
    reviews = _reviews(files, {row["id"]: row for row in export})
    as_of = _seconds(until.isoformat())
    needs = [one for one in reviews if one.read["role"] == "need"]
    bursts = _bursts(reviews)
    calm = [one for one in needs if one.at // DAY not in bursts]

    def share(old: int, good: Callable[[Review], bool], kind: str = "") -> list[int]:
        owed = [o for o in calm if o.at + old <= as_of and kind in {"", o.read["need"]}]
        return [sum(map(good, owed)), len(owed)]

    def answered(one: Review) -> bool:
        return one.answered is not None

    weekend = [o for o in calm if o.at + 2 * DAY <= as_of and _weekday(o.at) >= 5]
    return {
        "response_rate": share(2 * DAY, answered),
        "answered_within_24h": share(DAY, lambda one: one.within(DAY)),
        "answered_within_60min": share(HOUR, lambda one: one.within(HOUR)),
        "complaint_response_rate": share(2 * DAY, answered, "complaint"),
        "devoted_response_rate": share(2 * DAY, answered, "question"),
        "weekend_response_rate": [sum(o.within(2 * DAY) for o in weekend), len(weekend)],
        "posting_cadence": _weeks(reviews, as_of),
    }


def _reviews(files: Iterable[Path], read: Mapping[str, Read]) -> list[Review]:
    found = []
    for path in files:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                answer = row["repliedAt"].strip()
                times = _seconds(row["at"]), _seconds(answer) if answer else None
                found.append(Review(*times, read[row["reviewId"]]))
    return found


def _bursts(reviews: list[Review]) -> set[int]:
    """Return the days with far more negative reviews than usual (INFERENCE A, *burst*)."""
    days = sorted({one.at // DAY for one in reviews})
    negative = dict.fromkeys(days, 0)
    for one in reviews:
        negative[one.at // DAY] += one.read["sentiment_label"] == "negative"
    middle = median(negative.values())
    spread = 1.4826 * median(abs(count - middle) for count in negative.values())
    bar = max(5, middle + 5 * max(spread, math.sqrt(middle)))
    high = sorted((day for day in days if negative[day] > bar), key=lambda d: (-negative[d], d))
    return set(high[: max(1, len(days) // 10)])


def _weeks(reviews: list[Review], as_of: int) -> list[int]:
    """Count the weeks with an answer, of those since the first review, from 2010-01-01 on."""
    start = _seconds("2010-01-01") // DAY
    whole = (as_of // DAY - start) // 7
    first = (min(one.at for one in reviews) // DAY - start) // 7
    answers = {(one.answered // DAY - start) // 7 for one in reviews if one.answered is not None}
    weeks = range(first, whole)
    return [sum(week in answers for week in weeks), len(weeks)]


def _weekday(seconds: int) -> int:
    return datetime.fromtimestamp(seconds, UTC).weekday()


def _seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())
