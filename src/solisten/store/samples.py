"""The posts of a window with the smallest sample keys, found without a look at all the others."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from solisten.store.schema import day_network, post

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection

LOWEST, KEYS = -(1 << 63), 1 << 64
"""The smallest sample key, and how many there are: all are as probable."""
SURE = 8
"""Standard deviations that are taken more than needed: fewer are found about never."""


class Sampled(NamedTuple):
    """Hold the words of a sampled post, with its network and what was read from it."""

    network: str
    text: str
    facts: int


def sampled_texts(
    connection: Connection, facts: sa.Column[int], brand: str, days: range, most: int, total: int
) -> list[Sampled]:
    """Return the words of the posts with the smallest sample keys, `most` of `total` there are.

    With each its `facts`, a column of marks or acts in the table of the facts that are sampled.
    """
    for below in bounds(min(most, total), total):
        sample = smallest(facts, brand, days, below).limit(most).subquery()
        query = sa.select(post.c.network, post.c.title, post.c.text, sample.c.facts).join(
            sample, sa.and_(post.c.network == sample.c.network, post.c.id == sample.c.id)
        )
        rows = connection.execute(query).all()
        if below is None or len(rows) == most:
            return [Sampled(name, f"{title}\n{text}", bits) for name, title, text, bits in rows]
    return []


def smallest(facts: sa.Column[int], brand: str, days: range, below: int | None) -> sa.Select[Any]:
    """Ask for the sampled posts of a window in the order of their keys, those `below` a key.

    Day by day and from the lowest key on, which the index of the samples answers.
    A range of days SQLite would look up in another index, and read every row for its sample key.
    """
    table, day = facts.table, day_network.c
    spoken = sa.select(day.day).where(
        day.brand == brand, day.day >= days.start, day.day < days.stop
    )
    query = sa.select(table.c.network, table.c.id, table.c.sample, facts.label("facts")).where(
        table.c.brand == brand, table.c.day.in_(spoken), table.c.sample >= LOWEST
    )
    if below is not None:
        query = query.where(table.c.sample < below)
    return query.order_by(table.c.sample)


def bounds(most: int, total: int) -> Iterator[int | None]:
    """Yield the keys below which to look for the smallest `most` of `total`; None for all of them.

    The first holds them almost surely, so the last is seldom asked for.

    >>> list(bounds(0, 0)), list(bounds(2_000, 2_100))
    ([], [None])
    >>> [below is None for below in bounds(2_000, 1_000_000)]
    [False, True]
    """
    if not most:
        return
    wanted = most + SURE * sqrt(most)
    if 2 * wanted < total:
        yield LOWEST + int(KEYS * (wanted / total))
    yield None
