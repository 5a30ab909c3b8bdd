"""Say when things happen to a brand: a modulated renewal process, and the hours of its team."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import accumulate
from math import exp
from typing import TYPE_CHECKING

from simulated_nouns import DAY, HOUR, WEEKS

if TYPE_CHECKING:
    from random import Random

DAYS = WEEKS * 7
_DAILY = (2, 1, 1, 1, 1, 2, 3, 5, 8, 10, 11, 11, 10, 9, 9, 10, 10, 11, 12, 13, 13, 11, 8, 4)
_WEEKLY = (1.0, 1.1, 1.15, 1.1, 1.05, 0.8, 0.75)
_SESSIONS = (8.5, 12.75, 17.25)


@dataclass(slots=True)
class Clock:
    """Hold the hours of a record: its start, shocks (day, factor), and the team's day."""

    start: int
    shocks: list[tuple[int, float]] = field(default_factory=list)

    def hour_rates(self, rng: Random) -> list[float]:
        """Return the relative intensity of every hour: day, week, slow drift and shocks."""
        rates: list[float] = []
        drift = 0.0
        for day in range(DAYS):
            if day % 7 == 0:
                drift = 0.7 * drift + rng.gauss(0, 0.18)
            weekday = (self.start // DAY + day + 3) % 7
            level = _WEEKLY[weekday] * exp(drift) * self.shock(day)
            rates.extend(level * h / 170 for h in _DAILY)
        return rates

    def shock(self, day: int) -> float:
        """Return how many times the usual the public speaks on a day; it fades by a third a day."""
        return 1.0 + sum(f * 0.66 ** (day - d) for d, f in self.shocks if 0 <= day - d < 8)

    def arrivals(self, rng: Random, per_day: float) -> list[int]:
        """Draw the times of openers: gamma gaps in operational time, mapped back to the clock."""
        hours = list(accumulate(self.hour_rates(rng)))
        total, at = hours[-1] * per_day, 0.0
        times: list[int] = []
        while True:
            at += rng.gammavariate(0.75, 1 / 0.75)
            if at >= total:
                return times
            hour = bisect_left(hours, at / per_day)
            times.append(self.start + hour * HOUR + rng.randrange(HOUR))


def weekend(t: int) -> bool:
    """Say whether a time lies on a Saturday or Sunday.

    >>> weekend(0), weekend(2 * 86400)
    (False, True)
    """
    return (t // DAY + 3) % 7 > 4


def next_session(rng: Random, t: int, *, works_weekends: bool) -> float:
    """Return when a team that answers in sessions, thrice a day, gets to a post."""
    day = t // DAY
    for ahead in range(8):
        if weekend((day + ahead) * DAY) and not works_weekends:
            continue
        for hour in _SESSIONS:
            at = (day + ahead) * DAY + hour * HOUR
            if at > t:
                return at + rng.expovariate(1 / (0.35 * HOUR))
    return float(t + DAY)


def at_once(rng: Random, t: int, *, works_weekends: bool) -> float:
    """Return when a team that watches all day gets to a post; it sleeps from 23 to 6."""
    wait = 60 * rng.weibullvariate(24, 0.9)
    while weekend(t) and not works_weekends:
        t = (t // DAY + 1) * DAY + 7 * HOUR
    second = t % DAY
    if second < 6 * HOUR:
        t += 6 * HOUR - second
    elif second > 23 * HOUR:
        t += 30 * HOUR - second
    return t + wait
