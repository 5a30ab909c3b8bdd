"""The needs of a window with the reach of those who had them, as far as networks tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from solisten.reading.facts import Mark
from solisten.store.samples import bounds, smallest
from solisten.store.schema import day_network, mention, post

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


LOOKED_AT = 4
"""Times as many needs are looked at first as are wanted: not every author's reach is known."""


class Reached(NamedTuple):
    """Hold one need: who has it, with how many followers, and whether it was answered."""

    network: str
    author: str
    followers: int
    answered: bool


def reached(
    connection: Connection, brand: str, days: range, most: int, total: int
) -> list[Reached]:
    """Return the needs of known reach, those with the smallest sample keys, at most `most`.

    `total` is how many needs there are: from many only those with small keys are looked at first.
    """
    networks = _telling(connection, brand)
    if not networks:
        return []
    followers = post.c.author_followers + 0  # not by the index of those that are known
    for below in bounds(min(LOOKED_AT * most, total), total):
        sample = smallest(mention.c.marks, brand, days, below).subquery()
        query = (
            sa.select(sample.c.network, post.c.author_key, followers, sample.c.facts)
            .join(post, sa.and_(post.c.network == sample.c.network, post.c.id == sample.c.id))
            .where(
                sample.c.network.in_(networks),
                followers.is_not(None),
                post.c.author_key != "",
            )
            .order_by(sample.c.sample)
            .limit(most)
        )
        rows = connection.execute(query).all()
        if below is None or len(rows) == most:
            return [
                Reached(network, author, count, bool(marks & Mark.GROUP_ANSWERED))
                for network, author, count, marks in rows
            ]
    return []


def _telling(connection: Connection, brand: str) -> list[str]:
    """Return the networks on which the brand is mentioned and any author's followers are known."""
    known = sa.exists().where(
        post.c.network == day_network.c.network, post.c.author_followers.is_not(None)
    )
    query = sa.select(day_network.c.network).where(day_network.c.brand == brand, known).distinct()
    return sorted(connection.execute(query).scalars())
