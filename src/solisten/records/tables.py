"""Rows of CSV and TSV text, whatever is broken in it."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from solisten.errors import FileError
from solisten.records.columns import Options, Plan, amended, defaults_of, plan_of, preset_of
from solisten.records.rows import FIELDS, BadRow, Hidden, Rejected, post_of
from solisten.records.streams import LONGEST_LINE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from solisten.nouns import Gone, Post
    from solisten.records.presets import Preset

DELIMITERS = (",", "\t", ";", "|")
GUARDED = frozenset("=+-@\t\r")  # DESIGN 7.5: export sets a ' before these

_LONE_RETURN = re.compile(r"\r(?!\n)")


@dataclass(frozen=True, slots=True)
class Table:
    """Hold a table's beginning: its delimiter, its columns, the line number of its header."""

    delimiter: str
    plan: Plan
    line: int


@dataclass(slots=True)
class Taken:
    """Hold the physical lines that the record being read has used so far."""

    line: int
    lines: list[str] = field(default_factory=list)
    size: int = 0
    ended: bool = False


class _Endless(Exception):  # noqa: N818
    """A record that is too long to be one: most likely a quote that is never closed."""


def table_posts(
    lines: Iterator[bytes | None], options: Options, name: str, delimiter: str = ""
) -> Iterator[Post | Gone | Rejected | Hidden]:
    """Yield what each row of a table is; `lines` are UTF-8, the header among the first.

    `FileError` when the columns cannot be told from the header. A row with too many cells, or
    with a quote that is never closed, is rejected; the rows after it are read.
    """
    preset = preset_of(options)
    table = _opened(lines, options, preset, name, delimiter)
    if table is None:
        return
    if csv.field_size_limit() < LONGEST_LINE:
        csv.field_size_limit(LONGEST_LINE)  # csv knows no limit per reader
    defaults = defaults_of(options, preset)
    for line, cells in _records(lines, table):
        if isinstance(cells, str):
            yield Rejected(line, cells)
            continue
        if not any(cells):
            continue
        try:
            row = _row(cells, table.plan)
            post = post_of(amended(row, preset) if preset else row, defaults)
        except BadRow as error:
            yield Rejected(line, _cut(cells, table.plan, str(error)))
        else:
            yield Hidden(line) if post is None else post


def split(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line, none of a line that is no CSV."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _opened(
    lines: Iterator[bytes | None], options: Options, preset: Preset | None, name: str, given: str
) -> Table | None:
    within = preset.header_within if preset else 1
    problem: tuple[int, FileError | None] = (0, None)
    for number, line in enumerate(lines, 1):
        text = (line or b"").decode("utf-8", "replace").strip("\r\n")
        if not text.strip(" \t,;"):
            continue
        delimiter = given or _delimiter(text, options, preset)
        header = split(text, delimiter)
        try:
            plan = plan_of(header, options, preset, name)
        except FileError as error:
            problem = max(problem, (len(header), error), key=lambda one: one[0])
        else:
            return Table(delimiter, plan, number)
        if number >= within:
            break
    if problem[1]:
        raise problem[1]
    return None


def _delimiter(header: str, options: Options, preset: Preset | None) -> str:
    wanted = {*FIELDS, *(column.casefold() for column in options.mapping.values())}
    for columns in preset.columns.values() if preset else ():
        names = (columns,) if isinstance(columns, str) else columns
        wanted.update(column.casefold() for column in names)

    def fit(delimiter: str) -> tuple[int, int]:
        cells = split(header, delimiter)
        return sum(cell.strip().casefold() in wanted for cell in cells), len(cells)

    return max(DELIMITERS, key=fit)


def _records(lines: Iterator[bytes | None], table: Table) -> Iterator[tuple[int, list[str] | str]]:
    taken = Taken(line=table.line + 1)
    while not taken.ended:
        try:
            for cells in csv.reader(_fed(lines, taken), delimiter=table.delimiter):
                if not (taken.ended and _unclosed("".join(taken.lines), table.delimiter)):
                    yield taken.line, cells
                    _let_go(taken)
        except csv.Error as error:
            yield taken.line, _mended(taken, table) or str(error)
            _let_go(taken)
        except _Endless:
            pass
        yield from _one_by_one(taken, table)
        _let_go(taken)


def _mended(taken: Taken, table: Table) -> list[str]:
    # A carriage return inside a bare cell: its writer forgot the quotes (pandas does).
    text = _LONE_RETURN.sub("\n", "".join(taken.lines))
    bare = text[:-1].replace("\n", "\u2028")
    cells = [] if _unclosed(bare, table.delimiter) else split(bare, table.delimiter)
    return [cell.replace("\u2028", "\n") for cell in cells]


def _fed(lines: Iterator[bytes | None], taken: Taken) -> Iterator[str]:
    for raw in lines:
        text = "\n" if raw is None else raw.decode("utf-8", "replace") + "\n"
        taken.lines.append(text)
        taken.size += len(text)
        if raw is None or taken.size > LONGEST_LINE:
            raise _Endless
        yield text
    taken.ended = True


def _let_go(taken: Taken) -> None:
    taken.line += len(taken.lines)
    taken.lines.clear()
    taken.size = 0


def _unclosed(text: str, delimiter: str) -> bool:
    try:
        for _ in csv.reader([text], delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def _one_by_one(taken: Taken, table: Table) -> Iterator[tuple[int, list[str] | str]]:
    # Each line is read alone, once: linear, whatever quotes an attacker sets.
    broken = 0
    for number, text in enumerate(taken.lines, taken.line):
        cells = split(text, table.delimiter)
        if len(cells) == table.plan.width and not _unclosed(text, table.delimiter):
            yield number, cells
        elif not broken and (text.strip() or len(taken.lines) == 1):
            broken = number
    if broken:
        last = taken.line + len(taken.lines) - 1
        yield (
            broken,
            f"a quote is never closed, or more than {LONGEST_LINE:,} bytes (to line {last})",
        )


def _row(cells: list[str], plan: Plan) -> dict[str, object]:
    missing = plan.width - len(cells)
    if missing > 0:
        cells.extend([""] * missing)
    elif missing < 0 and any(cells[plan.width :]):
        raise BadRow(f"{len(cells)} cells under {plan.width} columns: is a quote missing?")
    row: dict[str, object] = {}
    for name, place, others in plan.fields:
        cell = cells[place]
        if not cell and others:
            cell = next((cells[other] for other in others if cells[other]), "")
        if cell:
            row[name] = cell[1:] if cell[0] == "'" and cell.lstrip("'")[:1] in GUARDED else cell
    for name, places in plan.joined:
        parts = [cells[place].strip() for place in places]
        row[name] = parts[0] if ":" in parts[0] else " ".join(parts).strip()
    return row


def _cut(cells: Sequence[str], plan: Plan, reason: str) -> str:
    full = sum(1 for cell in cells if cell)
    return (
        f"{reason} (only {full} of {plan.width} cells filled)" if full * 2 < plan.width else reason
    )
