"""`solisten export`: tables for analysts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solisten.cli.context import context_of, step
from solisten.cli.output import add_output
from solisten.cli.windows import add_window, asked

if TYPE_CHECKING:
    import argparse

TABLES = {
    "mentions": "one row per mention of the brand, with what was read from it",
    "metrics": "one row per metric",
    "findings": "one row per model and indicator: k of n, bar, verdict",
    "estimates": "one row per kept estimate",
    "methods": "Sources & Methods: where from, how filtered, how measured, what the columns mean",
}
EXAMPLES = """\
examples:
  solisten export mentions --brand Acme --output mentions.csv
  solisten export findings --brand Acme --format jsonl
  solisten export mentions --brand Acme --format parquet --output mentions.parquet
  solisten export methods --brand Acme --output methods.csv

CSV is UTF-8 as RFC 4180 has it (lines end in CRLF); empty means unknown. Cells of outside text
that a spreadsheet would run as a formula begin with a ', which `solisten import` takes off again.
Authors are pseudonyms (the same name each time) unless --authors raw.
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Add which table, whose, over what window, in which form."""
    parser.description = "Write a table for analysts.\n\n" + "\n".join(
        f"  {name:10} {line}" for name, line in TABLES.items()
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
    """Write the table, row by row."""
    from solisten.export.columns import columns
    from solisten.export.rows import write_rows

    rows = step("export")(
        context_of(args),
        table=args.table,
        brand=args.brand,
        window=asked(args),
        raw_authors=args.authors == "raw",
    )
    write_rows(rows, columns(args.table), args.format, args.output)
    return 0
