"""Rows written as CSV, JSON lines or Parquet, in constant memory."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Literal, TextIO, TypeAlias

from solisten.errors import UsageError
from solisten.export.cells import cell, plain_value
from solisten.export.files import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from solisten.export.columns import Column

Format: TypeAlias = Literal["csv", "jsonl", "parquet"]
Rows: TypeAlias = "Iterable[Mapping[str, object]]"
ESCAPED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u206f]")


@dataclass(frozen=True, slots=True)
class Shown:
    """Pass text on to a terminal, with bidi and separator characters as U+FFFD."""

    file: TextIO

    def write(self, text: str) -> int:
        """Write a text."""
        return self.file.write(ESCAPED.sub("\ufffd", text))


def write_rows(
    rows: Rows, columns: Sequence[Column], form: Format, output: Path | None = None
) -> int:
    """Write a table and return its number of rows.

    To a file, which is whole or not there; without one to stdout. A row is a mapping by column
    name: what it lacks is unknown, what is no column is left out. Memory does not grow with the
    rows. Raises FileError, and UsageError for Parquet on a terminal or without pyarrow.
    """
    if form == "parquet":
        from solisten.export.parquet import write_parquet

        with _bytes(output) as binary:
            return write_parquet(rows, columns, binary)
    with _text(output) as text:
        if form == "jsonl":
            return write_jsonl(rows, columns, text)
        looked_at = output is None and sys.stdout.isatty()
        return write_csv(rows, columns, Shown(text) if looked_at else text)


def write_csv(rows: Rows, columns: Sequence[Column], file: TextIO | Shown) -> int:
    r"""Write CSV as RFC 4180 has it: a header, lines that end in CRLF, quotes where needed.

    CRLF because the standard says so, and because Excel, pandas, R, DuckDB and Python read it
    alike; line ends within a cell stay as they are.

    >>> from solisten.export.columns import Column
    >>> file = io.StringIO()
    >>> columns = [Column("n", "integer", ""), Column("t", "text", "")]
    >>> write_csv([{"n": 2, "t": "a, b"}], columns, file), file.getvalue()
    (1, 'n,t\r\n2,"a, b"\r\n')
    """
    writer = csv.writer(file)
    writer.writerow([column.name for column in columns])
    written = 0
    for row in rows:
        writer.writerow([cell(row.get(column.name), column) for column in columns])
        written += 1
    return written


def write_jsonl(rows: Rows, columns: Sequence[Column], file: TextIO) -> int:
    """Write one JSON object a line: every column, null = unknown."""
    written = 0
    for row in rows:
        file.write(_object(row, columns) + "\n")
        written += 1
    return written


def write_json_list(rows: Rows, columns: Sequence[Column], output: Path | None = None) -> int:
    """Write one JSON list of objects, one a line; null = unknown."""
    written = 0
    with _text(output) as file:
        for row in rows:
            file.write(("[\n" if not written else ",\n") + _object(row, columns))
            written += 1
        file.write("\n]\n" if written else "[]\n")
    return written


def _object(row: Mapping[str, object], columns: Sequence[Column]) -> str:
    """Encode a row; what a terminal would obey is escaped, and decodes to itself."""
    values = {column.name: plain_value(row.get(column.name), column) for column in columns}
    encoded = json.dumps(values, ensure_ascii=False, allow_nan=False)
    return ESCAPED.sub(lambda hit: f"\\u{ord(hit[0]):04x}", encoded)


@contextmanager
def _text(output: Path | None) -> Iterator[TextIO]:
    """Open the output for UTF-8 text whose line ends nobody translates."""
    with _bytes(output, terminal=True) as binary:
        file = io.TextIOWrapper(binary, encoding="utf-8", errors="replace", newline="")
        try:
            yield file
            file.flush()
        finally:
            file.detach()


@contextmanager
def _bytes(output: Path | None, *, terminal: bool = False) -> Iterator[BinaryIO]:
    """Open the output for bytes."""
    if output is not None:
        with replacing(output) as file:
            yield file
        return
    if sys.stdout.isatty() and not terminal:
        raise UsageError("Parquet is not for a terminal; give --output FILE")
    sys.stdout.flush()
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()
