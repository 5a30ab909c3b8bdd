"""A sheet to print on: rich, with everything that would obey outside text switched off."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from solisten.report.grid import Grid
from solisten.report.safe import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console
    from rich.text import Text


HEIGHT = 100
"""Lines of a page: nothing depends on it, but rich asks the terminal again and again without."""


def printed(write: Callable[[Console], None], *, width: int = 80, colour: bool = False) -> str:
    """Return what `write` prints on a console of `width` columns, without trailing blanks.

    Markup, emoji codes and highlighting are off; without `colour` there is no escape sequence.
    """
    from rich.console import Console

    sheet = StringIO()
    console = Console(
        file=sheet,
        width=width,
        height=HEIGHT,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    write(console)
    return "".join(f"{line.rstrip()}\n" for line in sheet.getvalue().split("\n")[:-1])


def written(console: Console, lines: Sequence[Text]) -> None:
    """Print lines that are no wider than the sheet.

    Without colour they are written as they stand: to print them takes a third of a report's time.
    """
    if console.no_color:
        console.file.write("".join(f"{line.plain}\n" for line in lines))
        return
    from rich.text import Text

    console.print(Text("\n").join(lines), no_wrap=True)


def wrapped(console: Console, text: Text, width: int) -> list[Text]:
    """Return a text in lines of at most so many columns, without blanks at their ends."""
    if text.cell_len <= width and not {"\n", "\t"} & {*text.plain}:
        lines = [text.copy()]
    else:
        lines = list(text.wrap(console, width))
    for line in lines:
        line.rstrip()
    return lines


def table(*titles: str, right: Sequence[int] = (), fold: Sequence[int] = (), gap: int = 2) -> Grid:
    """Return an open table: columns of plain text, `gap` apart, those in `right` flushed right.

    Only columns in `fold` give way where the width is short: they break over lines.
    """
    return Grid(titles, right, fold, gap)


def hanging(console: Console, label: str, text: str, *, left: int = 10) -> None:
    """Print a labelled text, wrapped beside its label; nothing where there is no text."""
    from rich.text import Text

    if not text:
        return
    for at, line in enumerate(Text(one_line(text)).wrap(console, console.width - left)):
        line.rstrip()
        lead = Text((label if at == 0 else "").ljust(left), style="dim")
        console.print(lead + line, no_wrap=True)
