"""Which whole days are measured, and from which moment, when a command leaves it open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from solisten.errors import NothingToMeasureError, UsageError
from solisten.metrics.observe import Window
from solisten.store.windows import brand_days, newest_day

if TYPE_CHECKING:
    from solisten.config import Brand, Config
    from solisten.store.database import Connection

DAY = 86_400
EARLIEST = -719_162
"""0001-01-01, as days since 1970-01-01."""
FILE = "file"


class Asked(Protocol):
    """Hold the window that was asked for, None where it was left open; days since the epoch."""

    @property
    def since(self) -> int | None:
        """Return the first day."""

    @property
    def until(self) -> int | None:
        """Return the first day that no longer counts."""

    @property
    def as_of(self) -> float | None:
        """Return the moment, in epoch seconds."""

    @property
    def last(self) -> int | None:
        """Return N when the last N days were asked for."""


@dataclass(frozen=True, slots=True)
class Open:
    """Leave the whole window open."""

    since: int | None = None
    until: int | None = None
    as_of: float | None = None
    last: int | None = None


OPEN = Open()


def is_live(config: Config, brand: Brand) -> bool:
    """Say whether a source other than a file listens for the brand."""
    return any(
        source.connector != FILE and (not source.brands or brand.name in source.brands)
        for source in config.sources
    )


def window_of(
    connection: Connection, config: Config, brand: Brand, asked: Asked, now: float
) -> Window:
    """Return the window of DESIGN 7.1: an import is a record, not a stream.

    Raises NothingToMeasureError (exit code 3) when nothing is stored, UsageError when it ends
    before it begins.
    """
    newest = newest_day(connection)
    if newest is None:
        raise NothingToMeasureError(
            "the database holds no post yet; bring some with solisten import FILE"
        )
    if is_live(config, brand):
        end, moment = int(now) // DAY + 1, int(now)
    else:
        days = brand_days(connection, brand.name)
        end, moment = (newest if days is None else days[1]) + 1, (newest + 1) * DAY
    until = asked.until if asked.until is not None else end
    as_of = moment if asked.as_of is None else int(asked.as_of)
    if asked.last is not None:
        since = until - asked.last
    else:
        since = asked.since if asked.since is not None else until - config.window.days
    if since < EARLIEST:
        raise UsageError("the window begins before the year 1; name a later day with --since")
    if since >= until:
        raise UsageError(
            f"the window ends on day {iso_date(until)} before it begins ({iso_date(since)}); "
            "--until is exclusive, so it must name a later day than --since"
        )
    return Window(range(since, until), as_of)


def iso_date(day: int) -> str:
    """Return the ISO date of a day, counted from 1970-01-01.

    >>> iso_date(20_454)
    '2026-01-01'
    """
    from datetime import date, timedelta

    return (date(1970, 1, 1) + timedelta(days=day)).isoformat()
