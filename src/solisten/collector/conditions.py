"""How each source is: well, failing, throttled, too quiet to be true, or never asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from solisten.collector.health import DAY, too_quiet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from solisten.config import Source

Health: TypeAlias = Literal[
    "ok", "never asked", "being asked", "failing", "throttled", "suspiciously quiet"
]
WELL = frozenset({"ok", "never asked", "being asked"})


@dataclass(frozen=True, slots=True)
class Condition:
    """Hold a source's health; times in epoch seconds, None for never.

    `new` counts the posts that it ever brought, `reason` says what is wrong.
    """

    source: str
    connector: str
    health: Health
    reason: str = ""
    due: int | None = None
    asked_at: int | None = None
    answered_at: int | None = None
    failures: int = 0
    new: int = 0


def conditions(
    wanted: Sequence[Source], rows: Mapping[str, Any], days: Sequence[Any], now: float
) -> list[Condition]:
    """Return the condition of each configured source.

    `rows` are the stored sources by id, `days` what became of each on each day.
    """
    by_source: dict[str, list[Any]] = {}
    for day in days:
        by_source.setdefault(day.source, []).append(day)
    return [
        _condition(source, rows.get(source.id), by_source.get(source.id, ()), now)
        for source in wanted
    ]


def _condition(source: Source, row: Any, days: Sequence[Any], now: float) -> Condition:
    if row is None:
        return Condition(source.id, source.connector, "never asked")
    health, reason = _health(row, days, now)
    return Condition(
        source=source.id,
        connector=source.connector,
        health=health,
        reason=reason,
        due=row.due,
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        failures=row.failures,
        new=sum(day.new for day in days),
    )


def _health(row: Any, days: Sequence[Any], now: float) -> tuple[Health, str]:
    if row.failure:
        times = "once" if row.failures == 1 else f"{row.failures} times in a row"
        throttled = row.failure == "throttled" and row.resting_until > now
        return "throttled" if throttled else "failing", f"{times}: {row.reason}"
    if row.owner and row.leased_until > now:
        return "being asked", ""
    if row.asked_at is None:
        return "never asked", ""
    new = {day.day: day.new for day in days if day.runs > day.failed_runs}
    quiet = too_quiet(new, int(now) // DAY)
    if quiet:
        told = "day" if quiet == 1 else f"{quiet} days"
        return "suspiciously quiet", (
            f"it answers, and nothing new came for {told}, which is unlike it: look whether its "
            "address, its query or its format has changed"
        )
    return "ok", ""
