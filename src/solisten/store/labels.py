"""What was read from a mention, found by its place among those of its network and day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from solisten.store.schema import mention, post

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


class Label(NamedTuple):
    """Hold what was read from one mention; `compound` in ten-thousandths, None when unscored."""

    network: str
    id: str
    t: int
    role: str
    need: str
    marks: int
    lang: str
    compound: int | None
    latency: int | None


def label_at(
    connection: Connection, brand: str, network: str, day: int, place: int
) -> Label | None:
    """Return the brand's mention at a place among those of one network and day, by their ids."""
    ids = (
        sa.select(mention.c.id)
        .where(
            mention.c.brand == brand,
            mention.c.day == day,
            mention.c.network == network,
        )
        .order_by(mention.c.id)
        .offset(place)
        .limit(1)
        .scalar_subquery()
    )
    query = (
        sa.select(
            mention.c.network,
            mention.c.id,
            mention.c.t,
            mention.c.role,
            mention.c.need,
            mention.c.marks,
            mention.c.lang,
            post.c.compound,
            mention.c.latency,
        )
        .join(post, sa.and_(post.c.network == mention.c.network, post.c.id == mention.c.id))
        .where(mention.c.brand == brand, mention.c.network == network, mention.c.id == ids)
    )
    row = connection.execute(query).one_or_none()
    return Label(*row) if row else None
