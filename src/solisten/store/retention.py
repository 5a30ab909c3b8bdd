"""Posts that are older than the owner keeps them, taken out with everything that followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from solisten.reading.facts import DAY
from solisten.store import schema
from solisten.store.bulk import among
from solisten.store.save import Lens, remove

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

PAGE = 1_000


def anything_before(connection: Connection, first_day: int) -> bool:
    """Say whether anything is stored that is dated before a UTC day."""
    for table in (schema.channel_day, schema.gone):
        oldest = connection.execute(sa.select(sa.func.min(table.c.day))).scalar()
        if oldest is not None and oldest < first_day:
            return True
    return False


def forget_before(connection: Connection, lens: Lens, first_day: int) -> int:
    """Take out up to 1,000 posts dated before a UTC day, as if they had never come.

    Returns how many; 0 when none is left. An answer that its network embeds goes with its post.
    Unlike a deletion at the source it leaves no tombstone, and old tombstones go too.
    """
    post = schema.post
    old = sa.select(post).where(post.c.day < first_day, ~post.c.embedded)
    rows = connection.execute(old.order_by(post.c.network, post.c.id).limit(PAGE)).mappings().all()
    found = [dict(row) for row in rows]
    for network in sorted({row["network"] for row in found}):
        ids = [row["id"] for row in rows if row["network"] == network]
        answers = sa.select(post).where(
            post.c.network == network, among(connection, post.c.parent, ids), post.c.embedded
        )
        found += [dict(row) for row in connection.execute(answers).mappings()]
    remove(connection, lens, found)
    connection.execute(sa.delete(schema.gone).where(schema.gone.c.day < first_day))
    return len(rows)


def first_day_kept(retention_days: int, now: float) -> int | None:
    """Return the first UTC day of which posts are kept, None where all are.

    >>> first_day_kept(30, 86_400 * 20_000 + 5.5), first_day_kept(0, 1.0)
    (19970, None)
    """
    return int(now // DAY) - retention_days if retention_days else None
