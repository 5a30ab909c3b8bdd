"""Sources that cannot be read any more, and those that can again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from solisten.alerts.alert import Alert, AlertKind
from solisten.alerts.words import DAY, duration, moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FAILURES = 3
"""Runs that fail one after the other before a source counts as out of order."""


@dataclass(frozen=True, slots=True)
class SourceState:
    """Hold how a source fares: runs failed in a row, when it was last read (epoch seconds), why."""

    id: str
    brands: tuple[str, ...]
    failures: int
    answered_at: int | None
    asked_at: int | None
    failure: str
    reason: str


def outages(states: Iterable[SourceState]) -> Iterator[Alert]:
    """Yield an alert for each source that has failed again and again since it was last read."""
    for state in states:
        if state.failures < FAILURES or state.asked_at is None:
            continue
        read = f"since {moment(state.answered_at)}" if state.answered_at else "ever"
        yield Alert(
            key=_key(AlertKind.OUTAGE, state.id, state.answered_at),
            kind=AlertKind.OUTAGE,
            brand=", ".join(state.brands),
            subject=state.id,
            day=state.asked_at // DAY,
            title=f"Source {state.id} cannot be read",
            text=f"Not read {read}; {state.failures} runs failed one after the other "
            f"({state.failure}): {state.reason[:300].rstrip('. ')}. Until it is read again, "
            "silence there means nothing: what is counted on it is marked as not covered.",
        )


def recoveries(
    states: Iterable[SourceState], told: Iterable[tuple[str, str, int]]
) -> Iterator[Alert]:
    """Yield an alert for each source that is read again.

    `told` are the outages that were told: source, key, and when (epoch seconds).
    """
    known = {state.id: state for state in states}
    for source, key, at in told:
        state = known.get(source)
        if state is None or state.failures or not state.answered_at or state.answered_at < at:
            continue
        since = int(key.rpartition("/")[2])
        down = (
            f"could not be read for {duration(state.answered_at - since)}"
            if since
            else "had never been read before"
        )
        yield Alert(
            key=_key(AlertKind.RECOVERY, source, since),
            kind=AlertKind.RECOVERY,
            brand=", ".join(state.brands),
            subject=source,
            day=state.answered_at // DAY,
            title=f"Source {source} can be read again",
            text=f"Read at {moment(state.answered_at)}; it {down}. What was "
            "published meanwhile is there as far as the source still shows it.",
        )


def _key(kind: AlertKind, source: str, since: int | None) -> str:
    return f"{kind}/{source}/{since or 0}"
