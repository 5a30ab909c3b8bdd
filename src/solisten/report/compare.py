"""A comparison document in a terminal: the ladders side by side, and what sets them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from solisten.report.ink import hanging, printed, table
from solisten.report.safe import one_line
from solisten.report.words import between, chance, count, day, instant, percent, span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from solisten.models.pack import Pack

BETWEEN, LEVEL, NONE = "░", "█", " "


def render(
    document: Mapping[str, Any], pack: Pack, *, width: int = 80, colour: bool = False
) -> str:
    """Return the report of a comparison document in at most `width` columns."""

    def write(console: Console) -> None:
        window, model = document["window"], document["model"]
        *first, last = (one_line(one["brand"]) for one in document["brands"])
        console.print(f"{', '.join(first)} and {last}", style="bold")
        console.print(
            f"{day(window['since'])} to {day(window['until'])} (exclusive), as of "
            f"{instant(document['as_of'])}, {model['id']} {model['version']}",
            style="dim",
        )
        console.print()
        _levels(console, document, pack)
        _above(console, document)
        _differ(console, document)
        _voice(console, document)

    return printed(write, width=width, colour=colour)


def _levels(console: Console, document: Mapping[str, Any], pack: Pack) -> None:
    """Print one line a brand: the ladder drawn from left to right, then the words."""
    if pack.criteria:
        grid = table("brand", "met", "not met", "not visible", right=(1, 2, 3), fold=(0,))
        for one in document["brands"]:
            counts = (str(one[key]) for key in ("met", "not_met", "not_observable"))
            grid.add_row(one_line(one["brand"]), *counts)
        console.print(grid)
        return
    grid = table("brand", _scale(pack), "level", "between", "median", "id", right=(5,), fold=(0,))
    for one in document["brands"]:
        low, high = one["interval"]
        level = "none yet" if one["level"] is None else f"{one['level']} ({one['statement']})"
        drawn = Text(_drawn(one, pack), style="blue")
        cells = (level, between(low, high), str(one["median"]), str(one["id"]))
        grid.add_row(one_line(one["brand"]), drawn, *cells)
    console.print(grid)
    console.print(f"{LEVEL} level  {BETWEEN} interval; `estimate --id` shows one", style="dim")


def _scale(pack: Pack) -> str:
    return "".join(f"{rung.number:<2}" for rung in pack.levels)


def _drawn(one: Mapping[str, Any], pack: Pack) -> str:
    low, high = one["interval"]
    signs = []
    for rung in pack.levels:
        within = BETWEEN if low <= rung.number <= high else NONE
        signs.append(LEVEL if rung.number == one["level"] else within)
    return "".join(sign * 2 for sign in signs)


def _above(console: Console, document: Mapping[str, Any]) -> None:
    for at, pair in enumerate(document["above"]):
        if at == 0:
            console.print()
            console.print("Who stands higher", style="bold")
        one, two = one_line(pair["brand"]), one_line(pair["than"])
        hanging(
            console,
            "-",
            f"{one} above {two}: {chance(pair['above'])}; at the same level: "
            f"{chance(pair['equal'])}; below: {chance(pair['below'])}",
            left=2,
        )


def _differ(console: Console, document: Mapping[str, Any]) -> None:
    if not document["differ"]:
        return
    names = [one_line(one["brand"]) for one in document["brands"]]
    console.print()
    console.print("What sets them apart most", style="bold")
    grid = table("indicator", "level", *names, "bar", right=range(1, len(names) + 3), fold=())
    for row in document["differ"]:
        level = "" if row["level"] is None else str(row["level"])
        values = [_share(value) for value in row["values"]]
        grid.add_row(row["indicator"], level, *values, percent(row["bar"]))
    console.print(grid)


def _share(value: Mapping[str, Any]) -> str:
    if not value["n"]:
        return "unseen"
    return f"{count(value['k'])}/{count(value['n'])} {percent(value['value'])}"


def _voice(console: Console, document: Mapping[str, Any]) -> None:
    """Print the share of voice, and on which networks it could be compared."""
    voice = document["share_of_voice"]
    console.print()
    console.print("Share of voice", style="bold")
    if not voice["networks"]:
        console.print("No network was collected for all of them.")
    else:
        console.print(f"on {', '.join(map(one_line, voice['networks']))}", style="dim")
        for one in voice["shares"]:
            told = (
                f"{percent(one['value'])} ({count(one['mentions'])} of {count(one['of'])} mentions"
            )
            told += f", 95 %: {span(one['ci'])} %)" if one["ci"] else ")"
            hanging(console, one_line(one["brand"]), told, left=22)
    for left in voice["left_out"]:
        hanging(console, "not compared:", f"{left['network']}: {left['why']}", left=14)
