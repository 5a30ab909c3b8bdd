"""The record week by week: what each trailing window shows, with today's facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from solisten.metrics.gather import evidence_of, gather
from solisten.metrics.indicators import indicators
from solisten.nouns import Count
from solisten.store.edges import dense_days
from solisten.store.windows import posts_by_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from solisten.config import Brand, Config
    from solisten.metrics.gather import Gathered
    from solisten.store.database import Connection

DAY = 86_400
WEEK = 7
MONDAY = 4
"""1970-01-05, the first Monday as days since 1970-01-01 was a Thursday."""
SHORT, LONG = 90, 180
FEW_POSTS = 200
"""Posts under which the trailing window is the long one (INFERENCE B.4)."""


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what the window that ends with a week shows.

    `since` and `until` are days (since 1970-01-01), `until` exclusive; `networks` were collected in
    it; `posts` are about or by the brand.
    """

    since: int
    until: int
    posts: int
    needs: int
    counts: dict[str, Count]
    networks: frozenset[str]


def weeks(
    connection: Connection, config: Config, brand: Brand, end: int, *, least: int
) -> Iterator[Week]:
    """Yield the full weeks (Monday to Sunday, UTC) of the brand's record before the day `end`.

    Each is the end of a trailing window of 90 days, or of 180 where these hold fewer than 200
    posts; ages count from its end, facts are today's. The first is the first one whose window
    holds `least` posts (INFERENCE B.4).
    """
    posts = posts_by_day(connection, brand.name)
    if not posts:
        return
    dense, known = dense_days(connection), dict[str, frozenset[str]]()
    begun = False
    first = min(posts) + (MONDAY - min(posts)) % WEEK + WEEK
    for until in range(first, end + 1, WEEK):
        days = _window(posts, until)
        begun = begun or _posts(posts, days) >= least
        if begun:
            as_of = days.stop * DAY
            found = gather(connection, config, brand, days, as_of, dense=dense, known=known)
            yield _week(found)


def _window(posts: Mapping[int, int], until: int) -> range:
    days = range(until - SHORT, until)
    return days if _posts(posts, days) >= FEW_POSTS else range(until - LONG, until)


def _posts(posts: Mapping[int, int], days: range) -> int:
    return sum(posts.get(day, 0) for day in days)


def _week(found: Gathered) -> Week:
    evidence, coverage = evidence_of(found)
    cells = found.cells
    return Week(
        since=found.days.start,
        until=found.days.stop,
        posts=sum(one.counts["mentions"] + one.counts["official_posts"] for one in cells),
        needs=sum(one.counts["needs"] for one in cells),
        counts=indicators(evidence),
        networks=frozenset(n for n in coverage.networks if coverage.covered(n, found.days)),
    )
