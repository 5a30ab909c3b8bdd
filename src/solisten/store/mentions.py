"""Mentions with the words of their posts, one row each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import sqlalchemy as sa

from solisten.store.schema import mention, post

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection

MentionRow: TypeAlias = Any
"""A row with the mention's facts and its post's words, by name."""

PAGE = 2_000
_FACTS = (
    mention.c.network,
    mention.c.channel,
    mention.c.id,
    mention.c.role,
    mention.c.t.label("at"),
    mention.c.lang,
    mention.c.label,
    mention.c.need,
    mention.c.marks,
    mention.c.root,
    mention.c.answered_at,
    mention.c.latency,
    mention.c.answered_by,
    mention.c.peer_latency,
    mention.c.outcome,
)
_WORDS = (
    post.c.url,
    post.c.kind,
    post.c.author,
    post.c.text,
    post.c.title,
    post.c.compound,
    post.c.parent,
    post.c.rating,
    post.c.likes,
    post.c.shares,
)


def mention_rows(connection: Connection, brand: str, days: range) -> Iterator[MentionRow]:
    """Yield the brand's mentions of these days, the oldest first, in constant memory."""
    query = (
        sa.select(*_FACTS, *_WORDS)
        .join(post, sa.and_(post.c.network == mention.c.network, post.c.id == mention.c.id))
        .where(mention.c.brand == brand, mention.c.day >= days.start, mention.c.day < days.stop)
        .order_by(mention.c.day, mention.c.t, mention.c.network, mention.c.id)
    )
    with connection.execute(query, execution_options={"yield_per": PAGE}) as rows:
        yield from rows
