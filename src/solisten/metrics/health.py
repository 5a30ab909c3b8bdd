"""How much of each day the sources of a network were read: an outage is no silence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from solisten.store import sources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solisten.config import Brand, Config
    from solisten.config import Source as Configured
    from solisten.store.database import Connection

DAY = 86_400
IN_RHYTHM = 3  # intervals after the last success until the time since then counts as not read
RECORD = "file"  # the connector of imports: a record is as long as its posts, and has no health


@dataclass(frozen=True, slots=True)
class Watch:
    """Hold the share of each day that was read, since the `first` day a source was asked about.

    Days that are yet to come have no share.
    """

    first: int
    shares: Mapping[int, float]


def watches(
    connection: Connection, config: Config, brand: Brand, days: range, as_of: int
) -> dict[str, Watch]:
    """Return by network what the sources that listen for the brand have read of these days.

    Several sources of one network count alike. A source that was never asked counts for nothing.
    """
    rows = sources.rows(connection)
    wanted = [
        source
        for source in config.sources
        if source.connector != RECORD and (not source.brands or brand.name in source.brands)
    ]
    asked = {source.id: source for source in wanted if source.id in rows}
    if not asked:
        return {}
    firsts = sources.first_days(connection, asked)
    up: dict[str, dict[int, int]] = defaultdict(dict)
    for row in sources.days(connection, days.start, min(as_of // DAY + 1, days.stop), asked):
        up[row.source][row.day] = row.up
    found: dict[str, list[Watch]] = defaultdict(list)
    for name, source in asked.items():
        if firsts.get(name, as_of) <= as_of // DAY:
            watch = _watch(source, rows[name], firsts[name], up[name], days, as_of)
            for network in rows[name].networks.split() or [source.network or source.connector]:
                found[network].append(watch)
    return {network: _mean(several) for network, several in found.items()}


def _watch(
    source: Configured, row: Any, first: int, up: Mapping[int, int], days: range, as_of: int
) -> Watch:
    end = as_of
    read = row.read_until
    if read is not None and read < as_of <= read + IN_RHYTHM * source.every:
        end = read  # its next run is not due yet
    shares = {}
    for day in range(max(days.start, first), days.stop):
        expected = min(end - day * DAY, DAY)
        if expected > 0:
            shares[day] = min(up.get(day, 0) / expected, 1.0)
    return Watch(first, shares)


def _mean(several: list[Watch]) -> Watch:
    shares: dict[int, list[float]] = defaultdict(list)
    first = min(watch.first for watch in several)
    for watch in several:
        for day, share in watch.shares.items():
            shares[day].append(share)
    return Watch(first, {day: sum(found) / len(found) for day, found in sorted(shares.items())})
