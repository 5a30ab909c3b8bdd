"""What was read from the mentions of one place and day, one row each."""

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


def labels(connection: Connection, brand: str, network: str, day: int) -> list[Label]:
    """Return the brand's mentions of one network and day, in the order of their ids."""
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
        .where(mention.c.brand == brand, mention.c.day == day, mention.c.network == network)
    )
    found = [Label(*row) for row in connection.execute(query)]
    return sorted(found, key=lambda one: one.id)  # by code point, on every engine
