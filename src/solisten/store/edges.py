"""Where the record of a network begins and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from solisten.store import schema

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

LONE_DAYS, LONE_IN = 28, 100
"""A gap of more days, and one in so many posts: what lies beyond begins or ends no record."""


def dense_days(connection: Connection) -> dict[str, range]:
    """Return the days of networks with lone posts far from all others, without these.

    At either end of a record, what lies beyond an empty stretch of more than four weeks and is at
    most one in a hundred of the network's posts: parents fetched, old posts quoted, wrong clocks.
    """
    table = schema.channel_day
    days = (
        sa.select(table.c.network, table.c.day, sa.func.sum(table.c.posts).label("posts"))
        .where(table.c.posts > 0)
        .group_by(table.c.network, table.c.day)
        .subquery()
    )
    network, day, posts = days.c.network, days.c.day, days.c.posts
    upto = sa.func.sum(posts).over(partition_by=network, order_by=day)
    row = sa.select(
        network,
        day,
        sa.func.lag(day).over(partition_by=network, order_by=day).label("before"),
        (upto - posts).label("early"),
        sa.func.sum(posts).over(partition_by=network).label("total"),
        sa.func.min(day).over(partition_by=network).label("first"),
        sa.func.max(day).over(partition_by=network).label("last"),
    ).subquery()
    gaps = sa.select(row).where(row.c.day - row.c.before > LONE_DAYS).order_by(row.c.day)
    found: dict[str, range] = {}
    for gap in connection.execute(gaps):
        known = found.get(gap.network, range(gap.first, gap.last + 1))
        if LONE_IN * gap.early <= gap.total:
            found[gap.network] = range(gap.day, known.stop)
        elif LONE_IN * (gap.total - gap.early) <= gap.total:
            found[gap.network] = range(known.start, min(gap.before + 1, known.stop))
    return found
