"""The record as it stood at a moment: later posts hidden, everything derived from the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from solisten.store import schema
from solisten.store.database import IN_MEMORY, Database, open_database
from solisten.store.reread import PAGE, reread_all

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from solisten.store.save import Lens


def as_it_stood(connection: Connection, lens: Lens, as_of: int) -> Database:
    """Return a database in memory that holds the posts dated before the moment, and the sources.

    Slower than the partials, and exact: threads are read as if the later posts did not exist.
    The newest text of an edited post stands for the earlier ones, which are not kept.
    """
    past = open_database(IN_MEMORY)
    with past.writing() as target:
        query = sa.select(schema.post).where(schema.post.c.t < as_of, ~_answers_hidden(as_of))
        posts = connection.execute(query, execution_options={"yield_per": PAGE})
        for part in posts.mappings().partitions():
            target.execute(sa.insert(schema.post), [dict(row) for row in part])
        for table in (schema.source, schema.source_day):
            rows = [dict(row) for row in connection.execute(sa.select(table)).mappings()]
            if rows:
                target.execute(sa.insert(table), rows)
        reread_all(target, lens, lambda _done, _total: None)
    return past


def _answers_hidden(as_of: int) -> sa.ColumnElement[bool]:
    """Find the embedded answers whose review is dated after the moment, though they are not."""
    review = schema.post.alias("review")
    hidden = sa.exists().where(
        review.c.network == schema.post.c.network,
        review.c.id == schema.post.c.parent,
        review.c.t >= as_of,
    )
    return sa.and_(schema.post.c.embedded, hidden)
