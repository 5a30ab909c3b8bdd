"""Which official accounts replied in a window, how often, and with a person's mark or without."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from solisten.store.schema import account_day

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
    day = account_day.c
    query = (
        sa.select(
            day.network,
            day.author,
            sa.func.sum(day.replies),
            sa.func.sum(day.replies * day.signed),
        )
        .where(day.brand == brand, day.day >= days.start, day.day < days.stop)
        .group_by(day.network, day.author)
        .order_by(day.network, day.author)
    )
    return [Answering(n, a, int(replies), int(s)) for n, a, replies, s in connection.execute(query)]
