"""How often brands about which nothing special is said are told of as spikes, a year.

    python tests/benchmarks/false_alarms.py [--years 100] [--tries 100] [--seed 1]

Each line is a kind of brand: mentions a day, how much more their number varies than by chance
(`spread`, the variance over that of Poisson), what happens over the year. The share of negative
mentions is drawn for each day around a quarter. Every day is judged when it is over and, in the
order in which its mentions came, before; a run of such days counts once, as it is told once.
Beside the alarms a brand-year stands the 95 % interval of their rate. Nominal are
`spikes.ALARMS_A_YEAR` for both together, where one brand is watched.

The second table says how many real spikes are found: on a workday so many times the usual mentions
are added, or the share of negative ones is raised, after none, two or four such days among the 56
before.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src")]

if TYPE_CHECKING:
    from collections.abc import Callable

    from solisten.alerts.spikes import Spike, Tally

YEAR = 365
KINDS = [
    *((mean, spread, "") for mean in (1.0, 4.0, 15.0, 60.0) for spread in (1.001, 2.0, 5.0)),
    *((15.0, 2.0, more) for more in ("doubles", "fewer at weekends", "threads of ten")),
]


def drawn(luck: random.Random, mean: float, spread: float) -> int:
    """Draw a day's mentions: Poisson about a rate that is drawn for each day."""
    size = mean / (spread - 1)
    rate = luck.gammavariate(size, mean / size)
    total, at = 0, luck.expovariate(1.0)
    while at < rate:
        total, at = total + 1, at + luck.expovariate(1.0)
    return total


def mentions_of(luck: random.Random, day: int, mean: float, spread: float, more: str) -> int:
    """Draw the mentions of one day of a kind of brand."""
    if more == "doubles":
        return drawn(luck, mean * 2 ** (day / YEAR), spread)
    if more == "fewer at weekends":
        return drawn(luck, mean * (0.4 if day % 7 > 4 else 1.0), spread)
    if more == "threads of ten":
        return drawn(luck, mean * 0.5, spread) + 10 * (luck.random() < mean * 0.05)
    return drawn(luck, mean, spread)


def year(luck: random.Random, mean: float, spread: float, more: str) -> dict[int, Tally]:
    """Draw a year and the days before it that it is compared with."""
    from solisten.alerts.spikes import LONGEST, LOOK_BACK, Tally

    found = {}
    for day in range(-LOOK_BACK - LONGEST, YEAR):
        count, share = mentions_of(luck, day, mean, spread, more), luck.betavariate(4, 12)
        labels = tuple(luck.random() < share for _ in range(count))
        found[day] = Tally(count, count, sum(labels), day % 7 > 4, labels=labels)
    return found


def alarms(test: Callable[[int], Spike | None]) -> int:
    """Count the runs of days that are told."""
    from solisten.alerts.unusual import _is_new

    count, told = 0, None
    for day in range(YEAR):
        spike = test(day)
        if spike is not None and _is_new(spike, told):
            count, told = count + 1, day
    return count


def spiky(luck: random.Random, mean: float, spread: float, more: float, share: float) -> Tally:
    """Draw a workday with more mentions, of which `share` are negative (0: as usual)."""
    from solisten.alerts.spikes import Tally

    count = drawn(luck, mean, spread) + (drawn(luck, more * mean, 1.001) if more else 0)
    usual = luck.betavariate(40 * share, 40 * (1 - share)) if share else luck.betavariate(4, 12)
    labels = tuple(luck.random() < usual for _ in range(count))
    return Tally(count, count, sum(labels), labels=labels)


def found_of(
    luck: random.Random, tries: int, brand: tuple[float, float], day: tuple[float, float], past: int
) -> float:
    """Return the share of such days that are told, after so many in the past."""
    from solisten.alerts.spikes import LOOK_BACK, error_a_day, negative_spike, volume_spike

    hits, error, today = 0, error_a_day(1), 1
    workdays = [at for at in range(-LOOK_BACK, 0) if at % 7 <= 4]
    for _ in range(tries):
        days = {at: spiky(luck, *brand, 0.0, 0.0) for at in (*workdays, today)}
        for at in (*luck.sample(workdays, past), today):
            days[at] = spiky(luck, *brand, *day)
        test = partial(negative_spike, over=True) if day[1] else volume_spike
        hits += test(days, today, error=error) is not None
    return hits / tries


def show_found(tries: int, seed: int) -> None:
    """Print how many spikes are found."""
    print(f"{'a day':>6} {'spread':>6}  {'spike':18} {'after 0, 2, 4 such days':>24}")
    for mean, spread in ((4.0, 2.0), (4.0, 5.0), (15.0, 2.0), (15.0, 5.0), (60.0, 5.0)):
        for day in ((2.0, 0.0), (4.0, 0.0), (8.0, 0.0), (0.0, 0.5), (0.0, 0.65), (0.0, 0.8)):
            if day[1] and mean < 15:
                continue
            luck = random.Random(seed)
            rates = [found_of(luck, tries, (mean, spread), day, past) for past in (0, 2, 4)]
            what = f"{day[0]:.0f} times more" if day[0] else f"{day[1]:.0%} negative"
            cells = " ".join(f"{rate:7.2f}" for rate in rates)
            print(f"{mean:6.0f} {spread:6.1f}  {what:18} {cells:>24}", flush=True)


def shown(count: int, years: int) -> str:
    """Return a rate with its interval, the exact one of a Poisson count."""
    from scipy.stats import chi2

    low = chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
    high = chi2.ppf(0.975, 2 * count + 2) / 2
    return f"{count / years:6.2f} ({low / years:.2f}-{high / years:.2f})"


def main() -> None:
    """Print a line for each kind of brand."""
    from solisten.alerts.spikes import ALARMS_A_YEAR, error_a_day, negative_spike, volume_spike

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=100)
    parser.add_argument("--tries", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    error, whole, began = error_a_day(1), 0, time.process_time()
    print(f"nominal {ALARMS_A_YEAR} a brand-year, {args.years} years each, seed {args.seed}")
    print(f"{'a day':>6} {'spread':>6}  {'':18} {'volume':>19} {'negative':>19} {'both':>19}")
    for mean, spread, more in KINDS:
        luck, volume, negative = random.Random(args.seed), 0, 0
        for _ in range(args.years):
            found = year(luck, mean, spread, more)
            volume += alarms(partial(volume_spike, found, error=error))
            negative += alarms(partial(negative_spike, found, error=error, over=True))
        rates = [shown(count, args.years) for count in (volume, negative, volume + negative)]
        cells = [f"{rate:>19}" for rate in rates]
        print(f"{mean:6.0f} {spread:6.1f}  {more:18}", *cells, flush=True)
        whole += volume + negative
    used = time.process_time() - began
    print(f"all: {shown(whole, args.years * len(KINDS))}, {used:.0f} s of CPU")
    show_found(args.tries, args.seed)


if __name__ == "__main__":
    main()
