"""Small facts about the database itself, such as how often it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from solisten.store.schema import state

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

SEQUENCE = "sequence"
FINGERPRINT = "fingerprint"
SALT = "salt"
CLOCK = "clock"
SAME_CLOCK = 10  # seconds by which servers may differ from what is remembered
DAY = 86_400


def get(connection: Connection, key: str) -> str | None:
    """Return a stored value, None when it was never set."""
    found = connection.execute(sa.select(state.c.value).where(state.c.key == key)).scalar()
    return None if found is None else str(found)


def put(connection: Connection, key: str, value: str) -> None:
    """Store a value."""
    done = connection.execute(sa.update(state).where(state.c.key == key).values(value=value))
    if not done.rowcount:
        connection.execute(sa.insert(state).values(key=key, value=value))


def next_sequence(connection: Connection) -> None:
    """Count one more change of the stored posts."""
    put(connection, SEQUENCE, str(sequence(connection) + 1))


def sequence(connection: Connection) -> int:
    """Return how often the stored posts changed."""
    return int(get(connection, SEQUENCE) or 0)


def clock(connection: Connection) -> tuple[int, int, int] | None:
    """Return how many seconds our clock was ahead, of how many hosts', and when; None: unknown."""
    found = (get(connection, CLOCK) or "").split()
    return (int(found[0]), int(found[1]), int(found[2])) if len(found) == 3 else None


def clock_changed(known: tuple[int, int, int] | None, ahead: float, now: float) -> bool:
    """Say whether what servers say of our clock is worth remembering again.

    >>> clock_changed((0, 3, 1_000), 2.0, 2_000.0), clock_changed((0, 3, 1_000), -60.0, 2_000.0)
    (False, True)
    """
    return known is None or abs(known[0] - ahead) > SAME_CLOCK or not 0 <= now - known[2] < DAY
