"""Needs of a brand that wait for an answer, and the posts that spoke about it on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from solisten.reading.facts import Mark, Role
from solisten.store.schema import day_network, mention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection


class Waiting(NamedTuple):
    """Hold a need that addresses the brand and has no answer; `t` in epoch seconds."""

    network: str
    id: str
    channel: str
    t: int
    need: str


class Spoken(NamedTuple):
    """Hold a mention's time and sentiment: -1, 0, 1, or None where it was not scored."""

    network: str
    id: str
    day: int
    t: int
    label: int | None


class DayCount(NamedTuple):
    """Hold the mentions of one network on one day."""

    network: str
    day: int
    mentions: int
    scored: int
    negative: int


def unanswered(connection: Connection, brand: str, first: int, last: int) -> list[Waiting]:
    """Return the tagged, unserved, unanswered needs written from `first` to before `last`."""
    c = mention.c
    query = (
        sa.select(c.network, c.id, c.channel, c.t, c.need)
        .where(
            c.brand == brand,
            c.day >= first // 86_400,
            c.day <= last // 86_400,
            c.t >= first,
            c.t < last,
            c.role == Role.NEED,
            c.marks.bitwise_and(Mark.TAGGED) != 0,
            c.marks.bitwise_and(Mark.SERVED | Mark.GROUP_ANSWERED) == 0,
        )
        .order_by(c.t, c.network, c.id)
    )
    return [Waiting(*row) for row in connection.execute(query)]


def spoken(connection: Connection, brand: str, days: range) -> Iterator[Spoken]:
    """Yield the brand's mentions of these days in order of time."""
    c = mention.c
    query = (
        sa.select(c.network, c.id, c.day, c.t, c.label)
        .where(c.brand == brand, c.day >= days.start, c.day < days.stop)
        .order_by(c.day, c.t, c.id)
    )
    for row in connection.execute(query):
        yield Spoken(*row)


def counted(connection: Connection, brand: str, days: range) -> list[DayCount]:
    """Return the brand's mentions by network and day."""
    c = day_network.c
    query = sa.select(c.network, c.day, c.mentions, c.scored, c.negative).where(
        c.brand == brand, c.day >= days.start, c.day < days.stop
    )
    return [DayCount(*row) for row in connection.execute(query)]
