"""Exact distinct counts of any window: who was seen on which day, and when last before.

The distinct authors of days [a, b) are those whose active day in it has its previous active day
before a: a sum over `author_gap`, whatever the window (DESIGN 6).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, TypeAlias

import sqlalchemy as sa

from solisten.store.chunks import chunks
from solisten.store.counting import add_counts
from solisten.store.schema import author_gap, seen_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.engine import Connection

NEVER = -1
"""The previous day of a first one; days count from the epoch, so none is before it."""

Who: TypeAlias = tuple[str, str, str, str]
"""Brand, kind, network, who."""


def count_seen(
    connection: Connection, changes: Mapping[tuple[str, str, str, str, int], int]
) -> None:
    """Apply changes of {(brand, kind, network, who, day): posts} to both tables."""
    wanted: dict[Who, dict[int, int]] = defaultdict(dict)
    for (brand, kind, network, who, day), count in changes.items():
        if count:
            wanted[brand, kind, network, who][day] = count
    if not wanted:
        return
    stored = _stored(connection, wanted)
    gaps: Counter[tuple[str, str, str, int, int]] = Counter()
    for key, deltas in wanted.items():
        posts = stored.get(key, {})
        days = sorted(posts)
        for day, delta in deltas.items():
            before = posts.get(day, 0)
            posts[day] = before + delta
            if not before and posts[day]:
                _enter(gaps, key, days, day)
            elif before and not posts[day]:
                _leave(gaps, key, days, day)
    add_counts(connection, seen_day, dict(changes))
    add_counts(connection, author_gap, gaps)


def _enter(
    gaps: Counter[tuple[str, str, str, int, int]], key: Who, days: list[int], day: int
) -> None:
    _shift(gaps, key, days, day, 1)
    days.insert(bisect_left(days, day), day)


def _leave(
    gaps: Counter[tuple[str, str, str, int, int]], key: Who, days: list[int], day: int
) -> None:
    days.remove(day)
    _shift(gaps, key, days, day, -1)


def _shift(
    gaps: Counter[tuple[str, str, str, int, int]], key: Who, days: list[int], day: int, sign: int
) -> None:
    """Count a day between its neighbours `days`, with the sign of coming or going."""
    place = bisect_left(days, day)
    previous = days[place - 1] if place else NEVER
    group = key[:3]
    gaps[*group, day, previous] += sign
    if place < len(days):
        gaps[*group, days[place], previous] -= sign
        gaps[*group, days[place], day] += sign


def _stored(connection: Connection, wanted: Iterable[Who]) -> dict[Who, dict[int, int]]:
    groups: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for brand, kind, network, who in wanted:
        groups[brand, kind, network].append(who)
    found: dict[Who, dict[int, int]] = defaultdict(dict)
    for (brand, kind, network), names in groups.items():
        for part in chunks(names):
            query = sa.select(seen_day.c.who, seen_day.c.day, seen_day.c.posts).where(
                seen_day.c.brand == brand,
                seen_day.c.kind == kind,
                seen_day.c.network == network,
                seen_day.c.who.in_(part),
            )
            for who, day, posts in connection.execute(query):
                found[brand, kind, network, who][day] = posts
    return found


def distinct(
    connection: Connection, brand: str, kind: str, days: range, network: str | None = None
) -> dict[str, int]:
    """Return by network how many different ones were seen on the days of the window."""
    query = (
        sa.select(author_gap.c.network, sa.func.sum(author_gap.c.authors))
        .where(
            author_gap.c.brand == brand,
            author_gap.c.kind == kind,
            author_gap.c.day >= days.start,
            author_gap.c.day < days.stop,
            author_gap.c.previous < days.start,
        )
        .group_by(author_gap.c.network)
    )
    if network is not None:
        query = query.where(author_gap.c.network == network)
    return {name: int(total) for name, total in connection.execute(query)}
