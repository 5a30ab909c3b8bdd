"""A history document flattened into rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def history_rows(document: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    """Yield one row per week of the replay, then one per printed estimate, each oldest first."""
    shared = {
        "brand": document["brand"],
        "model": document["model"]["id"],
        "model_version": document["model"]["version"],
    }
    for week in document["weeks"]:
        why = " | ".join(week["why"])
        yield shared | {"row": "week"} | _row(week) | {"published": week["published"], "why": why}
    for one in document["estimates"]:
        why = " | ".join(f"{cause['kind']}: {cause['text']}" for cause in one["causes"])
        version = {"model_version": one["model_version"], "estimate": str(one["id"])}
        yield shared | {"row": "estimate"} | version | _row(one) | {"why": why}


def _row(one: Mapping[str, Any]) -> dict[str, object]:
    low, high = one["interval"] or (None, None)
    same = ("posts", "needs", "level", "statement", "median", "met", "not_met", "not_observable")
    return {
        "window_start": one["since"],
        "window_end": one["until"],
        "interval_low": low,
        "interval_high": high,
        **{name: one[name] for name in same},
    }
