"""What is still known of posts that were deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from solisten.store.rows import SEPARATOR
from solisten.store.schema import gone

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


def deleted_needs(connection: Connection, brand: str, days: range) -> int:
    """Return how many needs of the brand were seen in the window and deleted since."""
    query = sa.select(gone.c.needs).where(gone.c.day >= days.start, gone.c.day < days.stop)
    return sum(brand in needs.split(SEPARATOR) for needs in connection.execute(query).scalars())
