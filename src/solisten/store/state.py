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
