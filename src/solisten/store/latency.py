"""Latencies in logarithmic buckets, from which any order statistic is found exactly."""

from __future__ import annotations

STEPS = 8
"""Buckets for each doubling of the latency."""


def bucket_of(latency: int | None) -> int | None:
    """Return the bucket of a latency in seconds; None for none, or for one without a time.

    Buckets grow with the latency, so that only the one holding an order statistic is sorted.

    >>> [bucket_of(s) for s in (None, -1, 0, 1, 8, 15, 16, 17, 3600)]
    [None, None, 0, 1, 8, 15, 16, 16, 78]
    """
    if latency is None or latency < 0:
        return None
    if latency < STEPS:
        return latency
    octave = latency.bit_length() - STEPS.bit_length()
    return octave * STEPS + (latency >> octave)
