"""What a window shows of the places and days of a brand: coverage, home networks, burst days."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import floor, sqrt
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from solisten.store.windows import Cell, Place

HOME_POSTS = 2
HOME_COVERAGE = 0.5
BURST_DAYS = 28
"""Days that tell what is usual; shorter windows have no burst days (INFERENCE A, *burst*)."""
BURST_LEAST, BURST_SPREAD, BURST_SHARE = 5, 5, 0.1
MAD_SCALE = 1.4826


@dataclass(frozen=True, slots=True)
class Coverage:
    """Hold on which days each network was collected; an import counts from first to last post."""

    spans: Mapping[str, range]

    def covered(self, network: str, days: range) -> int:
        """Return how many of the days the network was collected."""
        span = self.spans.get(network, range(0))
        return max(0, min(span.stop, days.stop) - max(span.start, days.start))

    def share(self, days: range, network: str | None = None) -> float | None:
        """Return the share of the days that was collected; over networks their mean."""
        names = [network] if network is not None else sorted(self.spans)
        shares = [self.covered(name, days) / len(days) for name in names if days]
        return sum(shares) / len(shares) if shares else None

    def any_day(self, days: range) -> list[int]:
        """Return the days on which at least one network was collected."""
        return [day for day in days if any(day in span for span in self.spans.values())]


def coverage_of(places: Iterable[Place]) -> Coverage:
    """Return the days from the first to the last stored post of each network."""
    spans: dict[str, range] = {}
    for place in places:
        known = spans.get(place.network, range(place.first, place.last + 1))
        spans[place.network] = range(min(known.start, place.first), max(known.stop, place.last + 1))
    return Coverage(spans)


@dataclass(frozen=True, slots=True)
class Presence:
    """Hold where the brand is at home in a window, and on which days it was in a burst.

    `posted` are the networks with at least two official posts, `covered` the days on which any
    network was collected; `silent` is True when no network on which the brand has an account was.
    """

    home: frozenset[str]
    posted: frozenset[str]
    bursts: frozenset[int]
    covered: Sequence[int]
    silent: bool


def presence(
    cells: Sequence[Cell],
    coverage: Coverage,
    days: range,
    hosted: Collection[str],
    declared: Collection[str],
) -> Presence:
    """Judge home networks and burst days (INFERENCE A).

    `hosted` are the networks with a hosted channel, `declared` those with an official account.
    """
    posts: Counter[str] = Counter()
    negatives: Counter[int] = Counter()
    spoken: set[int] = set()
    for cell in cells:
        posts[cell.network] += cell.counts["official_posts"]
        negatives[cell.day] += cell.counts["negative"]
        if cell.counts["mentions"]:
            spoken.add(cell.day)
    collected = {name for name in coverage.spans if coverage.covered(name, days)}
    posted = {name for name, count in posts.items() if count >= HOME_POSTS}
    known = {
        name
        for name in declared
        if coverage.covered(name, days) >= HOME_COVERAGE * len(days) and days
    }
    home = (posted | set(hosted) | known) & collected
    accounts = {*declared, *hosted, *(name for name, count in posts.items() if count)}
    covered = coverage.any_day(days)
    return Presence(
        home=frozenset(home),
        posted=frozenset(posted),
        bursts=burst_days(negatives, _usual(covered, spoken), days),
        covered=covered,
        silent=not accounts & collected,
    )


def _usual(covered: Sequence[int], spoken: Collection[int]) -> Sequence[int]:
    """Return the days from which the usual day is known: those with mentions, if they are enough.

    Over the silent days of a long, thin record (a capped scrape, two months of a network in five
    years) every busy day would be a burst.
    """
    active = [day for day in covered if day in spoken]
    return active if len(active) >= BURST_DAYS else covered


def burst_days(negatives: Mapping[int, int], usual: Sequence[int], days: range) -> frozenset[int]:
    """Return the days with far more negative mentions than the brand's own usual day.

    More than max(5, med + 5 * max(1.4826 MAD, sqrt(med))), at most the tenth of the `usual` days
    that is highest, but one may be; ties go to the earlier day.
    """
    if len(days) < BURST_DAYS or not usual:
        return frozenset()
    counts = [negatives.get(day, 0) for day in usual]
    middle = median(counts)
    spread = MAD_SCALE * median(abs(count - middle) for count in counts)
    bar = max(BURST_LEAST, middle + BURST_SPREAD * max(spread, sqrt(middle)))
    high = sorted(
        (day for day in usual if negatives.get(day, 0) > bar),
        key=lambda day: (-negatives[day], day),
    )
    return frozenset(high[: max(1, floor(BURST_SHARE * len(usual)))])
