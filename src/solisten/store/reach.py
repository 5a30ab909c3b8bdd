"""The needs of a window with the reach of those who had them, as far as networks tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from solisten.reading.facts import Mark
from solisten.store.schema import mention, post

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


class Reached(NamedTuple):
    """Hold one need: who has it, with how many followers, and whether it was answered."""

    network: str
    author: str
    followers: int
    answered: bool


def reached(connection: Connection, brand: str, days: range, most: int) -> list[Reached]:
    """Return the needs of known reach, those with the smallest sample keys, at most `most`."""
    followers = post.c.author_followers
    query = (
        sa.select(mention.c.network, post.c.author_key, followers, mention.c.marks)
        .join(post, sa.and_(post.c.network == mention.c.network, post.c.id == mention.c.id))
        .where(
            mention.c.brand == brand,
            mention.c.day >= days.start,
            mention.c.day < days.stop,
            mention.c.sample.is_not(None),
            followers.is_not(None),
            post.c.author_key != "",
        )
        .order_by(mention.c.sample)
        .limit(most)
    )
    return [
        Reached(network, author, count, bool(marks & Mark.GROUP_ANSWERED))
        for network, author, count, marks in connection.execute(query)
    ]
