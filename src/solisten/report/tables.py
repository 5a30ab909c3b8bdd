"""Plain rows as tables for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solisten.report.ink import printed, table
from solisten.report.safe import one_line
from solisten.report.words import UNKNOWN, count, day, percent, plural, span, time_span, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rich.console import Console

    from solisten.report.grid import Grid


METRICS_NOTE = (
    "Plain counts of every mention and its answers. The findings leave out burst days, replies "
    "whose beginning is not stored, and what reviews cannot show, so their n differ. "
    f"{UNKNOWN} is unknown: share_of_voice asks for rivals, share_of_conversation for topics in "
    "the configuration."
)
FEW = {"insufficient": "few"}  # an unknown value shows as a dash


def metrics_table(
    rows: Iterable[Mapping[str, Any]], *, width: int = 80, colour: bool = False
) -> str:
    """Return the metric rows of DESIGN 7.5 as a table for the terminal."""
    return printed(lambda console: console.print(metrics_grid(rows)), width=width, colour=colour)


def metrics_grid(rows: Iterable[Mapping[str, Any]]) -> Grid:
    """Return metric rows as a table: value, counts, interval; the group where there is one."""
    listed = list(rows)
    groups = [_group(row) for row in listed]
    grouped = any(groups)
    titles = ["metric", *(["group"] if grouped else []), "value", "of", "95 %", ""]
    grid = table(*titles, right=range(1 + grouped, len(titles) - 1), fold=[1] if grouped else [])
    for row, group in zip(listed, groups, strict=True):
        status = FEW.get(str(row["status"]), "") if row["value"] is not None else ""
        cells = [row["metric"], *([group] if grouped else [])]
        cells += [value(row["value"], row["unit"]), of(row), interval(row), status]
        grid.add_row(
            *(one_line(str(cell)) for cell in cells),
            style="dim" if status or row["value"] is None else None,
        )
    return grid


def coverage_grid(rows: Iterable[Mapping[str, Any]]) -> Grid:
    """Return the coverage rows of an estimate as a table."""
    grid = table(
        "network", "channel", "first", "last", "posts", "collected", right=(4, 5), fold=(0, 1)
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


def of(row: Mapping[str, Any]) -> str:
    """Write the counts behind the value of a metric row."""
    if row["numerator"] is not None and row["denominator"] is not None:
        return f"{count(row['numerator'])} of {count(row['denominator'])}"
    if row["unit"] != "count" and row["n"] is not None:
        return f"n {count(row['n'])}"
    return ""


def interval(row: Mapping[str, Any]) -> str:
    """Write the interval of a metric row; "" where it has none."""
    low, high = row["ci_low"], row["ci_high"]
    if low is None or high is None:
        return ""
    if row["unit"] == "share":
        return f"{span([low, high])} %"
    if row["unit"] == "seconds":
        return time_span(low, high)
    return f"{value(low, row['unit'])} to {value(high, row['unit'])}"


def status_table(status: Mapping[str, Any], *, width: int = 80, colour: bool = False) -> str:
    """Return the status: the store, what it holds by brand and network, sources, alerts, digests.

    `status` has `store` (name: value), `brands` (brand, network, posts: its own, mentions,
    first, last), `sources` (id, connector, health, last_run, due, posts: the new ones it ever
    brought, reason), `alerts` (at, kind, title; the newest first) and `tables`
    (table, rows, digest: None where it was not asked for).
    """
    brands = table(
        "brand", "network", "first", "last", "official", "mentions", right=(4, 5), fold=(0,)
    )
    for row in status.get("brands") or ():
        days = day(row["first"]), day(row["last"])
        _add(
            brands, row["brand"], row["network"], *days, count(row["posts"]), count(row["mentions"])
        )
    sources = table(
        "source", "connector", "health", "last run", "due", "new", right=(5,), fold=(0,)
    )
    for row in status.get("sources") or ():
        ran, due = (
            str(row.get(key) or "never")[:16].replace("T", " ") for key in ("last_run", "due")
        )
        cells = row["id"], row["connector"], row["health"], ran, due, count(row["posts"])
        _add(sources, *cells)
    wrong = [
        f"{one_line(str(row['id']))}: {one_line(str(row['reason']))}"
        for row in status.get("sources") or ()
        if row["reason"]
    ]
    alerts = table("told", "about", "alert", fold=(2,))
    for row in status.get("alerts") or ():
        _add(alerts, str(row["at"])[:16].replace("T", " "), row["kind"], row["title"])
    digests = table("table", "rows", "digest", right=(1,), fold=(2,))
    for row in status.get("tables") or ():
        _add(digests, row["table"], row["rows"], row["digest"] or "-")

    def write(console: Console) -> None:
        console.print(_pairs(status.get("store") or {}))
        parts = {"Stored": brands, "Sources": sources, "Last alerts": alerts, "Tables": digests}
        for title, grid in parts.items():
            if grid.row_count:
                console.print(f"\n{title}", style="bold")
                console.print(grid)
                for line in wrong if grid is sources else ():
                    console.print(line, markup=False, highlight=False)

    return printed(write, width=width, colour=colour)


def connectors_table(
    rows: Iterable[Mapping[str, Any]], *, width: int = 80, colour: bool = False
) -> str:
    """Return the connectors: name, the key each needs, what it reaches and sees there."""
    grid = table("connector", "key", "reaches, and sees there", fold=(2,))
    for row in rows:
        sees = f"; sees {', '.join(row['sees'])}" if row.get("sees") else ""
        _add(grid, row["name"], row["auth"], f"{row['reach']}{sees}")

    def write(console: Console) -> None:
        console.print(grid)
        console.print("`connectors show NAME`: options, rate, terms, what was verified on what.")

    return printed(write, width=width, colour=colour)


def connector_page(row: Mapping[str, Any], *, width: int = 80, colour: bool = False) -> str:
    """Return one connector: each of its fields with its value; lists joined by commas."""
    return printed(lambda console: console.print(_pairs(row)), width=width, colour=colour)


def models_table(
    rows: Iterable[Mapping[str, Any]], *, width: int = 80, colour: bool = False
) -> str:
    """Return the models: id, version, kind, levels or criteria, indicators, name."""
    grid = table(
        "model", "version", "kind", "levels", "indicators", "name", right=(3, 4), fold=(5,)
    )
    for row in rows:
        cells = (row[key] for key in ("id", "version", "kind", "levels", "indicators", "name"))
        _add(grid, *cells)
    return printed(lambda console: console.print(grid), width=width, colour=colour)


def doctor_table(
    checks: Iterable[Mapping[str, Any]], *, width: int = 80, colour: bool = False
) -> str:
    """Return what was looked at: `ok`, `what`, and the `remedy` where something is wrong."""
    from rich.text import Text

    grid = table("", "", fold=(1,))
    grid.show_header = False
    wrong = 0
    for check in checks:
        wrong += not check["ok"]
        sign = Text("ok", style="green") if check["ok"] else Text("problem", style="bold red")
        grid.add_row(sign, Text(one_line(str(check["what"]))))
        if not check["ok"] and check.get("remedy"):
            grid.add_row(Text(""), Text(f"> {one_line(str(check['remedy']))}"))
    told = f"{plural(wrong, 'problem')}." if wrong else "Nothing is wrong."

    def write(console: Console) -> None:
        console.print(grid)
        console.print(f"\n{told}", style="bold")

    return printed(write, width=width, colour=colour)


def _pairs(fields: Mapping[str, Any]) -> Grid:
    """Return names with their values, one a line."""
    grid = table("", "", fold=(1,))
    grid.show_header = False
    for name, found in fields.items():
        several = isinstance(found, list | tuple | set | frozenset)
        shown = ", ".join(map(str, sorted(found))) if several else found
        _add(grid, name.replace("_", " "), UNKNOWN if shown in {None, ""} else shown)
    return grid


def _add(grid: Grid, *cells: object) -> None:
    """Add a row of harmless plain text."""
    grid.add_row(*(one_line(str("" if cell is None else cell)) for cell in cells))
