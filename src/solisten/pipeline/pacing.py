"""How often to ask a source whose interval nobody configured: as often as it has news."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from solisten.store import sources

if TYPE_CHECKING:
    from solisten.config import Source
    from solisten.pipeline.session import Session

DAY = 86_400
LEARNT_FROM = 14  # days
OFTEN, SELDOM = 900, 3 * 3600
"""Seconds between two runs; metrics take three times the configured hour for an outage."""


def learned(news: int, seconds: int, usual: int) -> int:
    """Return seconds between two runs that bring about one new post each.

    `news` were found in `seconds` that were read; to begin with a day of the `usual` interval
    counts as much.

    >>> learned(0, 0, 3600), learned(14 * 96, 14 * 86_400, 3600), learned(2, 14 * 86_400, 3600)
    (3600, 947, 10800)
    """
    rate = (news + DAY / usual) / (seconds + DAY)
    return min(max(int(1 / rate), OFTEN), SELDOM)


def paced(opened: Session, now: float) -> list[Source]:
    """Return the configured sources, each with the interval at which it is asked."""
    today = int(now) // DAY
    news: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    if any(source.learns for source in opened.config.sources):
        with opened.database.reading() as connection:
            for row in sources.days(connection, today - LEARNT_FROM, today + 1):
                news[row.source] += row.new
                seconds[row.source] += row.up
    return [
        msgspec.structs.replace(one, every=learned(news[one.id], seconds[one.id], one.every))
        if one.learns
        else one
        for one in opened.config.sources
    ]
