"""Say when somebody speaks up, one cry breeding others, and when somebody sits at the desk."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

from simulated_nouns import DAY, HOUR, WEEKS, Family

if TYPE_CHECKING:
    from tickets_world import Company

DAYS = WEEKS * 7
TICK = 600  # seconds between two looks at the queue
_BREEDS = 0.25  # how many further openers one opener brings about
_ECHO = 9 * HOUR  # how long that takes on average
_HOURS = (3, 2, 1, 1, 1, 2, 4, 7, 9, 9, 8, 8, 9, 8, 7, 7, 8, 9, 10, 11, 12, 11, 8, 5)
_PEAK = 12.0


def openings(company: Company, start: int, per_day: float, *, storm: int | None) -> list[int]:
    """Draw when threads are opened: a self-exciting process, thinned by the hour of day.

    A storm is one day on which very many speak up of their own accord; the rest follows.
    """
    rng = company.rng
    fresh: list[float] = []
    t, end = float(start), start + DAYS * DAY
    base = per_day * (1 - _BREEDS) * _PEAK / (sum(_HOURS) / 24)
    while base and (t := t + rng.expovariate(base / DAY)) < end:
        if rng.random() < _HOURS[int(t % DAY) // HOUR] / _PEAK:
            fresh.append(t)
    if storm is not None:
        hit = start + storm * DAY + 8 * HOUR
        fresh += [hit + rng.expovariate(1 / (8 * HOUR)) for _ in range(int(per_day * 14) + 3)]
    waiting: list[float] = []
    for one in fresh:
        heappush(waiting, one)
    times = []
    while waiting:
        t = heappop(waiting)
        if t >= end:
            break
        times.append(int(t))
        while rng.random() < _BREEDS / (1 + _BREEDS):
            heappush(waiting, t + rng.expovariate(1 / _ECHO))
    return times


def on_duty(company: Company, t: int, off: set[int]) -> bool:
    """Say whether anybody sits at the desk; `off` are the days on which nobody comes."""
    late = company.grades["purpose"] >= 2 or company.order.family is Family.FOUNDER
    first, last = (7, 22) if late else (9, 17)
    return t // DAY not in off and first * HOUR <= t % DAY < last * HOUR


def days_off(company: Company, start: int) -> set[int]:
    """Draw the weekend days without duty."""
    days = range(start // DAY, start // DAY + DAYS + 1)
    return {d for d in days if (d + 3) % 7 > 4 and not company.follows("weekend")}
