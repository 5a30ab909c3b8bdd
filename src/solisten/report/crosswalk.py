"""Several models over one evidence set, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solisten.report.headline import headline
from solisten.report.ink import printed, table
from solisten.report.safe import one_line
from solisten.report.words import between

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from solisten.models.pack import Pack

NOTE = (
    "One evidence set, read by several models. Their levels are not each other's: each row is what "
    "that text would say. Where they disagree, the findings below show why."
)


def rows(reports: Iterable[tuple[Mapping[str, Any], Pack]]) -> list[dict[str, str]]:
    """Return a row for each estimate document: the model, what it says, between what, how far."""
    found = []
    for document, pack in reports:
        interval = document["interval"]
        found.append(
            {
                "id": document["model"]["id"],
                "model": pack.model.name or document["model"]["id"],
                "says": headline(document, pack),
                "between": f"{between(*interval)} of {pack.top}" if interval else "",
                "ceiling": "" if document["ceiling"] is None else str(document["ceiling"]),
            }
        )
    return found


def crosswalk(
    reports: Iterable[tuple[Mapping[str, Any], Pack]], *, width: int = 80, colour: bool = False
) -> str:
    """Return the models side by side as a table for the terminal."""
    grid = table("model", "between", "could show", "what it says", right=(2,), fold=(3,))
    for row in rows(reports):
        grid.add_row(*(one_line(row[key]) for key in ("id", "between", "ceiling", "says")))

    def write(console: Any) -> None:
        console.print(grid)
        console.print()
        console.print(NOTE, style="dim")

    return printed(write, width=width, colour=colour)
