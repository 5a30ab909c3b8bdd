"""Plain rows as tables for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solisten.report.ink import printed, table
from solisten.report.safe import one_line
from solisten.report.words import count, day, percent, span, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rich.table import Table


def metrics_table(
    rows: Iterable[Mapping[str, Any]], *, width: int = 80, colour: bool = False
) -> str:
    """Return the metric rows of DESIGN 7.5 as a table for the terminal."""
    return printed(lambda console: console.print(metrics_grid(rows)), width=width, colour=colour)


def metrics_grid(rows: Iterable[Mapping[str, Any]]) -> Table:
    """Return metric rows as a table: value, counts, interval; the group where there is one."""
    listed = list(rows)
    groups = [_group(row) for row in listed]
    grouped = any(groups)
    titles = ["metric", *(["group"] if grouped else []), "value", "of", "95 %", "status"]
    grid = table(*titles, right=range(1 + grouped, len(titles) - 1), fold=[int(grouped)])
    for row, group in zip(listed, groups, strict=True):
        status = "" if row["status"] == "ok" else str(row["status"])
        cells = [row["metric"], *([group] if grouped else [])]
        cells += [value(row["value"], row["unit"]), _of(row), _interval(row), status]
        grid.add_row(*(one_line(str(cell)) for cell in cells), style=None if not status else "dim")
    return grid


def coverage_grid(rows: Iterable[Mapping[str, Any]]) -> Table:
    """Return the coverage rows of an estimate as a table."""
    grid = table(
        "network", "channel", "first", "last", "posts", "healthy", right=(4, 5), fold=(0, 1)
    )
    for row in rows:
        grid.add_row(
            one_line(str(row["network"])),
            one_line(str(row["channel"] or "")),
            day(row["first"]),
            day(row["last"]),
            count(row["posts"]),
            percent(row["healthy_share"]),
        )
    return grid


def _group(row: Mapping[str, Any]) -> str:
    """Name what a row is about, when it is not everything."""
    parts = (row.get(key) for key in ("network", "channel", "period"))
    return " ".join(str(part) for part in parts if part)


def _of(row: Mapping[str, Any]) -> str:
    """Write the counts behind a value."""
    if row["numerator"] is not None and row["denominator"] is not None:
        return f"{count(row['numerator'])} of {count(row['denominator'])}"
    if row["unit"] != "count" and row["n"] is not None:
        return f"n {count(row['n'])}"
    return ""


def _interval(row: Mapping[str, Any]) -> str:
    low, high = row["ci_low"], row["ci_high"]
    if low is None or high is None:
        return ""
    if row["unit"] == "share":
        return f"{span([low, high])} %"
    return f"{value(low, row['unit'])} to {value(high, row['unit'])}"
