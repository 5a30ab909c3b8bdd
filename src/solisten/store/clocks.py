"""Times in the database, where the clock that set them may have been wrong, and set back since.

What a clock of 2036 has noted as due in 2036 would never come, and its silence would pass for
quiet. Nothing here is ever set so far ahead in earnest.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

AHEAD = 3_600
"""Seconds by which the past may lie ahead: clocks of several collectors differ by less."""
FAR = 2 * 86_400
"""Seconds further ahead than which no claim lasts and no daily work is due."""


def has_come(column: sa.ColumnElement[Any], now: int) -> sa.ColumnElement[bool]:
    """Return the condition that a time of at most `FAR` ahead has come."""
    return sa.or_(column <= now, column > now + FAR)


def was_wrong(past: sa.ColumnElement[Any], now: int) -> sa.ColumnElement[bool]:
    """Return the condition that something past was noted by a clock that was ahead; not None."""
    return sa.func.coalesce(past, 0) > now + AHEAD
