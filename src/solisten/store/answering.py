"""Which official accounts replied in a window, how often, and with a person's mark or without."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from solisten.reading.facts import Act
from solisten.store.schema import official

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


class Answering(NamedTuple):
    """Hold one account's replies, and how many of them end in a person's mark."""

    network: str
    author: str
    replies: int
    signed: int


def answering(connection: Connection, brand: str, days: range) -> list[Answering]:
    """Return the brand's accounts that replied on these days; acknowledgements do not count."""
    acts = official.c.acts
    signed = sa.case((acts.bitwise_and(Act.SIGNED) != 0, 1), else_=0)
    query = (
        sa.select(official.c.network, official.c.author, sa.func.count(), sa.func.sum(signed))
        .where(
            official.c.brand == brand,
            official.c.day >= days.start,
            official.c.day < days.stop,
            acts.bitwise_and(Act.REPLY) != 0,
            acts.bitwise_and(Act.AUTOMATIC) == 0,
        )
        .group_by(official.c.network, official.c.author)
        .order_by(official.c.network, official.c.author)
    )
    return [Answering(n, a, int(replies), int(s)) for n, a, replies, s in connection.execute(query)]
