"""A brand's days as they are compared, and the alerts that spikes among them become."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from solisten.alerts.alert import Alert, AlertKind
from solisten.alerts.spikes import (
    LONGEST,
    LOOK_BACK,
    Spike,
    Tally,
    negative_spike,
    volume_spike,
)
from solisten.alerts.words import DAY, chance, date, number, percent

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from solisten.store.waiting import DayCount, Spoken

JUDGED = 3
"""Days that are judged at a time: today, yesterday, and one more for what arrives late."""
SHOWN = 5
EXPECTED = ", by which one alert in two years comes of chance alone (more where talk is bursty)"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def days_needed(today: int) -> range:
    """Return the days of which a judgement of today must know the counts."""
    return range(today - JUDGED - LONGEST - LOOK_BACK, today + 1)


def tallies(
    counts: Sequence[DayCount],
    spoken: Sequence[Spoken],
    days: range,
    networks: Collection[str],
    weekend: Collection[str],
    read: Callable[[int], bool],
) -> dict[int, Tally]:
    """Add up the days over the networks that are compared; `spoken` are the judged days' mentions.

    `read` says whether a day was read on all of these networks.
    """
    sums: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for row in counts:
        if row.network in networks:
            found = {"mentions": row.mentions, "scored": row.scored, "negative": row.negative}
            sums[row.day].update(found)
    labels: defaultdict[int, list[bool]] = defaultdict(list)
    for one in spoken:
        if one.network in networks and one.label is not None:
            labels[one.day].append(one.label < 0)
    return {
        day: Tally(
            sums[day]["mentions"],
            sums[day]["scored"],
            sums[day]["negative"],
            weekday(day) in weekend,
            read(day),
            labels.get(day, ()),
        )
        for day in days
    }


def weekday(day: int) -> str:
    """Return the day of the week of a day since 1970-01-01.

    >>> weekday(0)
    'thu'
    """
    return WEEKDAYS[datetime.fromtimestamp(day * DAY, UTC).weekday()]


def unusual(
    brand: str,
    found: Mapping[int, Tally],
    spoken: Sequence[Spoken],
    today: int,
    error: float,
    told: Mapping[AlertKind, int],
) -> Iterator[Alert]:
    """Yield an alert for each spike that has not been told.

    `told` is the day of the last alert of each kind: a spike that has gone on since is the same.
    """
    for day in range(today - JUDGED + 1, today + 1):
        of_day = [one for one in spoken if one.day == day]
        volume = volume_spike(found, day, error)
        if volume is not None and _is_new(volume, told.get(AlertKind.VOLUME)):
            yield _volume_alert(brand, volume, of_day)
        negative = negative_spike(found, day, error, over=day < today)
        if negative is not None and _is_new(negative, told.get(AlertKind.NEGATIVE)):
            yield _negative_alert(brand, negative, of_day)


def _is_new(spike: Spike, told: int | None) -> bool:
    return told is None or not spike.begun - 1 <= told <= spike.day + JUDGED


def _volume_alert(brand: str, spike: Spike, spoken: Sequence[Spoken]) -> Alert:
    tail = spike.tail
    return _alert(
        AlertKind.VOLUME,
        brand,
        spike,
        title=f"{brand}: {spike.observed} mentions on {date(spike.day)}, "
        f"usually {number(tail.expected)}",
        text=f"Observed {spike.observed} mentions; expected {number(tail.expected)} "
        f"({spike.hits} on {spike.days} days of the same kind among the {LOOK_BACK} before; they "
        f"vary {number(tail.spread)} times as much as by chance). The probability of "
        f"{spike.observed} or more on a usual day is {chance(tail.p)}; up to {spike.bar:.2g} is "
        f"told{EXPECTED}.",
        posts=spoken,
    )


def _negative_alert(brand: str, spike: Spike, spoken: Sequence[Spoken]) -> Alert:
    tail, of = spike.tail, spike.of or 1
    share, usual = percent(spike.observed / of), percent(tail.expected)
    return _alert(
        AlertKind.NEGATIVE,
        brand,
        spike,
        title=f"{brand}: {share} of the mentions negative on {date(spike.day)}, usually {usual}",
        text=f"Observed {spike.observed} of {of} scored mentions ({share}); expected {usual} "
        f"({spike.hits} of {spike.total} on {spike.days} days of the same kind among the "
        f"{LOOK_BACK} before; correlation within a day {number(tail.spread)}). The probability of "
        f"{spike.observed} or more of {of} on a usual day is {chance(tail.p)}; up to "
        f"{spike.bar:.2g} is told{EXPECTED}.",
        posts=[one for one in spoken if one.label is not None and one.label < 0],
    )


def _alert(
    kind: AlertKind, brand: str, spike: Spike, *, title: str, text: str, posts: Sequence[Spoken]
) -> Alert:
    newest = sorted(posts, key=lambda one: (-one.t, one.network, one.id))[:SHOWN]
    return Alert(
        key=f"{kind}/{brand}/{date(spike.begun)}",
        kind=kind,
        brand=brand,
        subject="",
        day=spike.day,
        title=title,
        text=text,
        posts=tuple((one.network, one.id) for one in newest),
    )
