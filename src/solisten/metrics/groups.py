"""A window's metrics in groups: in all, by place, by time, by what a mention is."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from solisten.metrics.observe import Observation, add_cells, sums_of_window
from solisten.metrics.sums import Sums, sums_of_rows
from solisten.store import windows
from solisten.store.distinct import crowd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from solisten.config import Brand
    from solisten.reading.facts import MentionFact, OfficialFact
    from solisten.store.database import Connection

EPOCH = date(1970, 1, 1)


class Group(NamedTuple):
    """Hold one group: `period` names the time, language, rating or topic."""

    network: str
    channel: str
    period: str
    sums: Sums


def groups(connection: Connection, brand: Brand, seen: Observation, by: str) -> Iterator[Group]:
    """Yield the groups of a window in their order; `by` is one of the names of DESIGN 7.1."""
    if by == "total":
        yield Group("", "", "", seen.total)
    elif by == "network":
        yield from _networks(connection, brand, seen)
    elif by in ("day", "week", "month"):
        yield from _periods(connection, brand, seen, by)
    elif by == "channel":
        yield from _channels(connection, brand, seen)
    elif by == "topic":
        yield from _topics(connection, brand, seen)
    else:
        yield from _kinds(connection, brand, seen, by)


def _networks(connection: Connection, brand: Brand, seen: Observation) -> Iterator[Group]:
    for network in sorted({cell.network for cell in seen.cells}):
        cells = [cell for cell in seen.cells if cell.network == network]
        counts = add_cells(cells, seen.presence)
        sums = sums_of_window(
            connection,
            brand,
            seen.window.days,
            network,
            counts,
            seen.crowd,
            seen.coverage,
            seen.unshared,
            seen.said,
        )
        yield Group(network, "", "", sums)


def _periods(connection: Connection, brand: Brand, seen: Observation, by: str) -> Iterator[Group]:
    spans: dict[str, list[int]] = defaultdict(list)
    for day in seen.window.days:
        spans[_period(EPOCH + timedelta(days=day), by)].append(day)
    for name, days in spans.items():
        part = range(days[0], days[-1] + 1)
        cells = [cell for cell in seen.cells if cell.day in part]
        sums = sums_of_window(
            connection,
            brand,
            part,
            None,
            add_cells(cells, seen.presence),
            crowd(connection, brand.name, part, {cell.network for cell in cells}),
            seen.coverage,
            seen.unshared,
            seen.said,
        )
        yield Group("", "", name, sums)


def _period(day: date, by: str) -> str:
    """Name the period of a day: 2026-01-31, 2026-W05 (ISO weeks), 2026-01.

    >>> _period(date(2026, 1, 31), "week")
    '2026-W05'
    """
    if by == "day":
        return day.isoformat()
    if by == "month":
        return f"{day:%Y-%m}"
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _channels(connection: Connection, brand: Brand, seen: Observation) -> Iterator[Group]:
    mentions: dict[tuple[str, str], list[MentionFact]] = defaultdict(list)
    officials: dict[tuple[str, str], list[OfficialFact]] = defaultdict(list)
    for fact in windows.mention_facts(connection, brand.name, seen.window.days):
        mentions[fact.network, fact.channel].append(fact)
    for post in windows.official_facts(connection, brand.name, seen.window.days):
        officials[post.network, post.channel].append(post)
    for place in sorted({*mentions, *officials}):
        sums = _rows(seen, mentions[place], officials[place], place[0])
        yield Group(*place, "", sums)


def _topics(connection: Connection, brand: Brand, seen: Observation) -> Iterator[Group]:
    days = seen.window.days
    mentions = list(windows.mention_facts(connection, brand.name, days))
    for topic in brand.topics:
        threads = list(windows.topic_facts(connection, brand.name, topic, days))
        roots = {(thread.network, thread.root) for thread in threads}
        inside = [fact for fact in mentions if (fact.network, fact.root) in roots]
        sums = sums_of_rows(
            inside,
            None,
            threads,
            days,
            seen.window.as_of,
            seen.presence,
            seen.coverage.share(days),
        )
        yield Group("", "", topic, sums)


def _kinds(connection: Connection, brand: Brand, seen: Observation, by: str) -> Iterator[Group]:
    mentions = list(windows.mention_facts(connection, brand.name, seen.window.days))
    name = _by_language if by == "lang" else _by_rating(connection, mentions)
    found: dict[str, list[MentionFact]] = defaultdict(list)
    for fact in mentions:
        found[name(fact)].append(fact)
    for kind in sorted(found):
        yield Group("", "", kind, _rows(seen, found[kind], None, None))


def _by_language(fact: MentionFact) -> str:
    return fact.lang or "und"


def _by_rating(
    connection: Connection, mentions: Iterable[MentionFact]
) -> Callable[[MentionFact], str]:
    ratings = windows.ratings(connection, ((fact.network, fact.id) for fact in mentions))

    def name(fact: MentionFact) -> str:
        rating = ratings.get((fact.network, fact.id))
        return "none" if rating is None else f"{rating:g}"

    return name


def _rows(
    seen: Observation,
    mentions: Iterable[MentionFact],
    officials: Iterable[OfficialFact] | None,
    network: str | None,
) -> Sums:
    days = seen.window.days
    return sums_of_rows(
        mentions,
        officials,
        None,
        days,
        seen.window.as_of,
        seen.presence,
        seen.coverage.share(days, network),
    )
