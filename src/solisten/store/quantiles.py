"""Exact order statistics of first-response times, from the histogram and one sorted bucket."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import sqlalchemy as sa

from solisten.store.schema import latency_day, mention

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


@dataclass(slots=True)
class Latencies:
    """Answer which latency is the i-th smallest of a window; buckets are sorted when asked for."""

    connection: Connection
    brand: str
    days: range
    network: str | None
    buckets: list[tuple[int, int]]
    sorted_buckets: dict[int, list[int]] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """Return how many timed answers there are."""
        return sum(count for _, count in self.buckets)

    def at(self, place: int) -> int:
        """Return the latency, in seconds, at a place in ascending order, counted from 0."""
        for bucket, count in self.buckets:
            if place < count:
                return self._sorted(bucket)[place]
            place -= count
        raise IndexError(place)

    def _sorted(self, bucket: int) -> list[int]:
        if bucket not in self.sorted_buckets:
            query = (
                sa.select(mention.c.latency)
                .where(
                    mention.c.brand == self.brand,
                    mention.c.bucket == bucket,
                    mention.c.day >= self.days.start,
                    mention.c.day < self.days.stop,
                )
                .order_by(mention.c.latency)
            )
            if self.network is not None:
                query = query.where(mention.c.network == self.network)
            self.sorted_buckets[bucket] = list(self.connection.execute(query).scalars())
        return self.sorted_buckets[bucket]


def latencies(
    connection: Connection, brand: str, days: range, network: str | None = None
) -> Latencies:
    """Return the first-response times of the mentions of a window."""
    query = (
        sa.select(latency_day.c.bucket, sa.func.sum(latency_day.c.answers))
        .where(
            latency_day.c.brand == brand,
            latency_day.c.day >= days.start,
            latency_day.c.day < days.stop,
        )
        .group_by(latency_day.c.bucket)
    )
    if network is not None:
        query = query.where(latency_day.c.network == network)
    counts = ((bucket, int(answers)) for bucket, answers in connection.execute(query))
    return Latencies(connection, brand, days, network, sorted(counts))
