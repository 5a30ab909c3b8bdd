"""`solisten export`: tables for analysts."""

from __future__ import annotations

import logging
from contextlib import closing, contextmanager
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from solisten.cli.context import context_of, step
from solisten.cli.output import add_output
from solisten.cli.progress import progress
from solisten.cli.windows import add_window, asked
from solisten.errors import NothingToMeasureError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Generator, Iterable, Iterator, Mapping

    from solisten.cli.progress import Advance

Row = TypeVar("Row")
STEP = 500
"""Rows from one sign of progress to the next."""
log = logging.getLogger(__name__)

TABLES = {
    "mentions": "one row per mention of the brand, with what was read from it",
    "metrics": "one row per metric",
    "findings": "one row per indicator: k of n, bar, verdict",
    "estimates": "one row per kept estimate",
    "methods": "Sources & Methods: where from, how filtered and measured",
}
EXAMPLES = """\
examples:
  solisten export mentions --brand Acme --output acme.csv
  solisten export findings --brand Acme --format jsonl
  solisten export mentions --brand Acme --format parquet --output acme.parquet
  solisten export methods --brand Acme --output methods.csv

CSV is UTF-8 as RFC 4180 has it (lines end in CRLF); empty means unknown. Cells
of outside text that a spreadsheet would run as a formula begin with a ', which
`solisten import` takes off again. Authors are pseudonyms (the same name each
time) unless --authors raw. Beside FILE.csv goes FILE.methods.csv: sources and
methods, and what the columns mean.
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Add which table, whose, over what window, in which form."""
    parser.description = "Write a table for analysts.\n\n" + "\n".join(
        f"  {name:9} {line}" for name, line in TABLES.items()
    )
    parser.epilog = EXAMPLES
    parser.add_argument("table", choices=tuple(TABLES), metavar="TABLE", help=", ".join(TABLES))
    parser.add_argument("--brand", required=True, metavar="X", help="a [[brand]] of the config")
    add_window(parser)
    parser.add_argument(
        "--authors",
        choices=("raw",),
        help="raw: author names as the network gives them (personal data: mind the law)",
    )
    parser.add_argument(
        "--format", choices=("csv", "jsonl", "parquet"), default="csv", help="default: csv"
    )
    add_output(parser)


def run(args: argparse.Namespace) -> int:
    """Write the table, row by row; beside a file also how it was made (Sources & Methods)."""
    from solisten.export.columns import columns
    from solisten.export.rows import write_rows

    with _rows(args, args.table) as rows, progress("exporting", unit="rows") as advance:
        write_rows(_told(rows, advance), columns(args.table), args.format, args.output)
    if args.table != "methods" and args.output is not None:
        companion = args.output.with_suffix(".methods.csv")
        with _rows(args, "methods") as rows:
            write_rows(rows, columns("methods"), "csv", companion)
        log.info("how it was made is in %s", companion)
    return 0


def _told(rows: Iterable[Row], advance: Advance) -> Iterator[Row]:
    """Pass rows on and tell now and then how many there were."""
    for number, row in enumerate(rows):
        if number % STEP == 0:
            advance(number)
        yield row


@contextmanager
def _rows(args: argparse.Namespace, table: str) -> Iterator[Iterable[Mapping[str, object]]]:
    """Open the rows of a table; none where nothing is stored, and then that is said.

    The first is read before anything is written: a wrong brand leaves no header behind.
    """
    rows: Generator[Mapping[str, object], None, None] = step("export")(
        context_of(args),
        table=table,
        brand=args.brand,
        window=asked(args),
        raw_authors=args.authors == "raw",
    )
    with closing(rows):
        try:
            found: Iterable[Mapping[str, object]] = chain([next(rows)], rows)
        except StopIteration:
            found = ()
        except NothingToMeasureError as nothing:
            log.warning("the table is empty: %s", nothing)
            found = ()
        yield found
