"""What a window shows of the places and days of a brand: coverage, home networks, burst days."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import floor, sqrt
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from solisten.metrics.health import Watch
    from solisten.store.windows import Cell

HOME_POSTS = 2
HOME_COVERAGE = 0.5
HALF = 0.5
ANSWERING_DAYS = 3
"""The day of a need and the two that follow: an answer counts from 48 hours on (INFERENCE C.4)."""
BURST_DAYS = 28
"""Days that tell what is usual; shorter windows have no burst days (INFERENCE A, *burst*)."""
BURST_LEAST, BURST_SPREAD, BURST_SHARE = 5, 5, 0.1
MAD_SCALE = 1.4826


@dataclass(frozen=True, slots=True)
class Coverage:
    """Hold on which days each network was collected.

    An import counts from its first to its last post (`spans`), a live source as far as it could be
    read (`watched`): from the first day on which it was, its outages are no days of silence.
    """

    spans: Mapping[str, range]
    watched: Mapping[str, Watch] = field(default_factory=dict)

    @property
    def networks(self) -> list[str]:
        """Return the networks of which anything is stored, or that a source listens to."""
        return sorted({*self.spans, *self.watched})

    def of_day(self, network: str, day: int) -> float | None:
        """Return the share of the day that was collected; None for one that is yet to come."""
        watch = self.watched.get(network)
        if watch is None or day < watch.first:
            return float(day in self.spans.get(network, range(0)))
        return watch.shares.get(day)

    def covered(self, network: str, days: range) -> float:
        """Return how many of the days the network was collected."""
        if network in self.watched:
            return sum(self.of_day(network, day) or 0.0 for day in days)
        span = self.spans.get(network, range(0))
        return max(0, min(span.stop, days.stop) - max(span.start, days.start))

    def share(self, days: range, network: str | None = None) -> float | None:
        """Return the share of the days that was collected; over networks their mean."""
        names = [network] if network is not None else self.networks
        shares = [self._share(name, days) for name in names if days]
        return sum(shares) / len(shares) if shares else None

    def _share(self, network: str, days: range) -> float:
        if network not in self.watched:
            return self.covered(network, days) / len(days)
        past = [share for day in days if (share := self.of_day(network, day)) is not None]
        return sum(past) / len(past) if past else 0.0

    def any_day(self, days: range, networks: Collection[str] | None = None) -> list[int]:
        """Return the days on which at least one network was collected, half of the day or more.

        With `networks` at least one of these.
        """
        names = self.networks if networks is None else sorted({*self.networks} & {*networks})
        known = {
            day
            for name in names
            if (span := self.spans.get(name))
            for day in range(max(span.start, days.start), min(span.stop, days.stop))
        }
        watched = [self.watched[name] for name in names if name in self.watched]
        if not watched:
            return sorted(known)
        known.update(day for watch in watched for day in watch.shares if day in days)
        return [
            day
            for day in sorted(known)
            if any((self.of_day(name, day) or 0.0) >= HALF for name in names)
        ]

    def dark(self, days: range) -> frozenset[tuple[str, int]]:
        """Return (network, day) after which an answer would not have been seen.

        That is where the network was not read for half of that day and the two that follow it.
        """
        found = set()
        for network, watch in self.watched.items():
            for day in watch.shares:
                after = range(day, day + ANSWERING_DAYS)
                if day in days and self._share(network, after) < HALF:
                    found.add((network, day))
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Presence:
    """Hold where the brand is at home in a window, and on which days it was in a burst.

    `posted` are the networks with at least two official posts, `covered` the days on which any
    network was collected, `speaking` those on which one was where the brand has an account;
    `silent` is True when no network on which the brand has an account was.
    `dark` are (network, day) of needs whose answers nobody could have seen, `unseen` the days on
    which live sources ought to have been read, and none was.
    """

    home: frozenset[str]
    posted: frozenset[str]
    bursts: frozenset[int]
    covered: Sequence[int]
    speaking: Sequence[int]
    silent: bool
    dark: frozenset[tuple[str, int]] = frozenset()
    unseen: frozenset[int] = frozenset()

    def owes(self, network: str, day: int) -> bool:
        """Say whether a need of this day is owed an answer, and one would have been seen."""
        return network in self.home and day not in self.bursts and (network, day) not in self.dark


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
    collected = {name for name in coverage.networks if coverage.covered(name, days)}
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
        speaking=coverage.any_day(days, accounts),
        silent=not accounts & collected,
        dark=coverage.dark(days),
        unseen=frozenset(days).difference(covered) if coverage.watched else frozenset(),
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
