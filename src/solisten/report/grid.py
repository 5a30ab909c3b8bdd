"""A table of plain text: laid out at once where it fits the page, by rich where it does not."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from rich.console import Console, ConsoleOptions
    from rich.segment import Segment
    from rich.table import Table
    from rich.text import Text

Wrap: TypeAlias = "Callable[[str, int], list[str]]"
"""Break a text into lines of at most so many columns."""
HARD = frozenset("\n\t")
"""Signs that make a cell more than one line, or wider than it looks."""


@dataclass(slots=True)
class Grid:
    """Hold the titles and rows of an open table: columns `gap` apart, those in `right` flushed.

    Only columns in `fold` give way where the width is short: they break over lines. Printed without
    colour, a table that fits is written line by line: by rich it takes some thirty times as long.
    """

    titles: Sequence[str]
    right: Collection[int] = ()
    fold: Collection[int] = ()
    gap: int = 2
    show_header: bool = True
    rows: list[tuple[tuple[str | Text, ...], str | None]] = field(default_factory=list)

    @property
    def row_count(self) -> int:
        """Return how many rows there are."""
        return len(self.rows)

    def add_row(self, *cells: str | Text, style: str | None = None) -> None:
        """Add a row, a cell for each column."""
        self.rows.append((cells, style))

    def lines(self, width: int, wrap: Wrap) -> list[str] | None:
        """Return the table in lines of plain text; None where that is left to rich.

        One column that may fold is folded by `wrap` where the table is too wide.
        """
        from rich.cells import cell_len

        rows = [[str(cell) for cell in cells] for cells, _ in self.rows]
        if self.show_header:
            rows.insert(0, list(self.titles))
        if any(not HARD.isdisjoint(cell) for row in rows for cell in row):
            return None
        columns = [[row[at] for row in rows] for at in range(len(self.titles))]
        widths = [max(map(cell_len, column), default=0) for column in columns]
        widths[-1] = max(widths[-1], 1)  # as rich counts a column of nothing
        excess = sum(widths) + self.gap * (len(widths) - 1) - width
        folded = {}
        if excess > 0:
            if len(self.fold) != 1:
                return None
            at = next(iter(self.fold))
            widths[at] -= excess
            if widths[at] < 1:
                return None
            folded = {cell: wrap(cell, widths[at]) for cell in dict.fromkeys(columns[at])}
        between = " " * self.gap
        found = []
        for number, row in enumerate(rows):
            parts = [
                folded[cell] if folded and at in self.fold else [cell]
                for at, cell in enumerate(row)
            ]
            if self.show_header and not number:  # titles stand at the foot of their row
                most = max(map(len, parts))
                parts = [[""] * (most - len(part)) + part for part in parts]
            found += [
                between.join(self._padded(line, widths, cell_len))
                for line in zip_longest(*parts, fillvalue="")
            ]
        return found

    def _padded(
        self, cells: Iterable[str], widths: Sequence[int], measure: Callable[[str], int]
    ) -> Iterator[str]:
        for at, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            blanks = " " * (width - measure(cell))
            yield blanks + cell if at in self.right else cell + blanks

    def as_rich(self) -> Table:
        """Return the table as rich knows it."""
        from rich.table import Table

        grid = Table(
            box=None,
            padding=(0, self.gap, 0, 0),
            pad_edge=False,
            header_style="dim",
            show_header=self.show_header,
        )
        for at, title in enumerate(self.titles):
            grid.add_column(
                title,
                justify="right" if at in self.right else "left",
                overflow="fold" if at in self.fold else "ellipsis",
                no_wrap=at not in self.fold,
            )
        for cells, style in self.rows:
            grid.add_row(*cells, style=style)
        return grid

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[Table | Segment]:
        """Yield what rich prints: lines where that is enough."""
        from rich.segment import Segment
        from rich.text import Text

        def wrap(cell: str, width: int) -> list[str]:
            lines = Text(cell).wrap(console, width, overflow="fold")
            return [line.plain.rstrip() for line in lines] or [""]

        lines = self.lines(options.max_width, wrap) if console.no_color else None
        if lines is None:
            yield self.as_rich()
        else:
            yield from (Segment(f"{line}\n") for line in lines)
