"""A mention drawn at random, as it is shown to whoever checks by hand what was read from it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ByHand:
    """Hold what was read from a mention, where it is, and its words."""

    day: str
    read: str
    place: str
    words: str
