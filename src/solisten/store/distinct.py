"""Exact distinct counts of any window: who was seen on which day, and when last before.

The distinct authors of days [a, b) are those whose active day in it has its previous active day
before a: a sum over `author_gap`, whatever the window (DESIGN 6).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import sqlalchemy as sa

from solisten.store.bulk import among
from solisten.store.counting import add_counts
from solisten.store.schema import author_gap, seen_day

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy.engine import Connection

EVERYWHERE = "*"
"""The network that stands for all networks together."""
RETURNING = ("author", "talker")
KINDS = (*RETURNING, "listed", "advocate", "ring", "text")
NEVER = -1
"""The previous day of a first one; days count from the epoch, so none is before it."""

Group: TypeAlias = tuple[str, str, str]
"""Brand, kind, network."""
Gaps: TypeAlias = Counter[tuple[str, str, str, int, int]]
"""How many more have this day and this one before, by group, day and previous day."""


def count_seen(
    connection: Connection, changes: Mapping[Group, Mapping[tuple[str, int], int]]
) -> None:
    """Apply changes of {(who, day): posts}, by group, to both tables."""
    gaps: Gaps = Counter()
    rows: dict[tuple[str, str, str, str, int], int] = {}
    people: dict[Group, dict[str, dict[int, int]]] = {}
    for group, counts in changes.items():
        people[group] = {}
        for (who, day), count in counts.items():
            if count:
                people[group].setdefault(who, {})[day] = count
                rows[*group, who, day] = count
    stored = _stored(connection, people)
    for group, those in people.items():
        known = stored.get(group, {})
        firsts: list[int] = []
        for who, deltas in those.items():
            if who not in known and len(deltas) == 1:
                firsts.extend(deltas)
            else:
                _count_gaps(gaps, group, known.get(who, {}), deltas)
        for day, count in Counter(firsts).items():
            gaps[*group, day, NEVER] += count
    add_counts(connection, seen_day, rows)
    add_counts(connection, author_gap, gaps)


def _count_gaps(
    gaps: Gaps, group: Group, posts: Mapping[int, int], deltas: Mapping[int, int]
) -> None:
    """Count what changes between the days of one of the group; `posts` are those by day so far."""
    days = sorted(posts)
    for day, delta in deltas.items():
        before = posts.get(day, 0)
        if not before:
            _enter(gaps, group, days, day)
        elif not before + delta:
            _leave(gaps, group, days, day)


def _enter(gaps: Gaps, group: Group, days: list[int], day: int) -> None:
    _shift(gaps, group, days, day, 1)
    days.insert(bisect_left(days, day), day)


def _leave(gaps: Gaps, group: Group, days: list[int], day: int) -> None:
    days.remove(day)
    _shift(gaps, group, days, day, -1)


def _shift(gaps: Gaps, group: Group, days: list[int], day: int, sign: int) -> None:
    """Count a day between its neighbours `days`, with the sign of coming or going."""
    place = bisect_left(days, day)
    previous = days[place - 1] if place else NEVER
    gaps[*group, day, previous] += sign
    if place < len(days):
        gaps[*group, days[place], previous] -= sign
        gaps[*group, days[place], day] += sign


def _stored(
    connection: Connection, people: Mapping[Group, Collection[str]]
) -> dict[Group, dict[str, dict[int, int]]]:
    """Return by group the days on which these were seen so far.

    The groups of one brand and network are asked for at once: the same people stand in most.
    """
    wanted: dict[tuple[str, str], set[str]] = defaultdict(set)
    kinds: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (brand, kind, network), those in people.items():
        wanted[brand, network].update(those)
        kinds[brand, network].add(kind)
    found: dict[Group, dict[str, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    seen = seen_day.c
    for (brand, network), those in wanted.items():
        query = sa.select(seen.kind, seen.who, seen.day, seen.posts).where(
            seen.brand == brand,
            seen.kind.in_(sorted(kinds[brand, network])),
            seen.network == network,
            among(connection, seen.who, those),
        )
        for kind, who, day, posts in connection.execute(query).all():
            found[brand, kind, network][who][day] = posts
    return found


class Crowd(NamedTuple):
    """Hold how many different ones were seen, by kind and network, in all and in each half."""

    whole: Mapping[str, Mapping[str, int]]
    first: Mapping[str, Mapping[str, int]]
    second: Mapping[str, Mapping[str, int]]


def crowd(connection: Connection, brand: str, days: range, networks: Collection[str]) -> Crowd:
    """Return the different ones that were seen on the days of a window, on these networks.

    Of the halves of the window, those kinds that are asked who came back in the second.
    """
    middle = days.start + len(days) // 2
    first, second = range(days.start, middle), range(middle, days.stop)
    return Crowd(
        distinct(connection, brand, KINDS, days, networks),
        distinct(connection, brand, RETURNING, first, networks),
        distinct(connection, brand, RETURNING, second, networks),
    )


def distinct(
    connection: Connection,
    brand: str,
    kinds: Collection[str],
    days: range,
    networks: Collection[str],
) -> dict[str, dict[str, int]]:
    """Return by kind and network how many different ones were seen on the days of the window.

    The networks are named, so that only the rows of these days are read.
    """
    gap = author_gap.c
    query = (
        sa.select(gap.kind, gap.network, sa.func.sum(gap.authors))
        .where(
            gap.brand == brand,
            gap.kind.in_(kinds),
            gap.network.in_(sorted({*networks, EVERYWHERE})),
            gap.day >= days.start,
            gap.day < days.stop,
            gap.previous < days.start,
        )
        .group_by(gap.kind, gap.network)
    )
    found: dict[str, dict[str, int]] = {kind: {} for kind in kinds}
    for kind, network, total in connection.execute(query):
        found[kind][network] = int(total)
    return found
