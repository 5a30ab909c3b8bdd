"""A table that fits is written as rich would write it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.text import Text

from solisten.report.grid import Grid
from solisten.report.ink import printed, table
from solisten.report.safe import one_line

CELLS = st.text(max_size=12).map(one_line) | st.sampled_from(
    ["12", "1,204", "日本語", "", "e\u0301"]
)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6),
    width=st.integers(20, 80),
    header=st.booleans(),
)
def test_it_looks_as_rich_would_print_it(
    rows: list[tuple[str, str, str]], width: int, *, header: bool
) -> None:
    grid = table("name", "of", "what", right=(1,), fold=(2,))
    grid.show_header = header
    for row in rows:
        grid.add_row(*row, style="dim")
    own = printed(lambda console: console.print(grid), width=width)
    assert own == printed(lambda console: console.print(grid.as_rich()), width=width)


def test_it_is_laid_out_at_once_where_it_fits() -> None:
    grid = Grid(("a", "number"), right=(1,))
    grid.add_row("first", Text("7"))
    assert grid.lines(20, wrap) == ["a      number", "first       7"]
    assert grid.lines(10, wrap) is None
    grid.fold = (0,)
    assert grid.lines(11, wrap) == ["a    number", "fir       7", "st         "]
    grid.add_row("two\nlines", "8")
    assert grid.lines(20, wrap) is None


def wrap(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]
