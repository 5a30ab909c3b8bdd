"""`solisten status`: what is stored, and the health of the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solisten.cli.context import context_of, step
from solisten.cli.output import colour, width, write_text

if TYPE_CHECKING:
    import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Add --json and --digests."""
    parser.description = (
        "Show what is stored by brand and network, the health of every source, and a digest of "
        "each table, by which two databases are compared."
    )
    parser.add_argument("--json", action="store_true", help="the same as JSON")
    parser.add_argument(
        "--digests", action="store_true", help="read large tables, too, for their digests"
    )


def run(args: argparse.Namespace) -> int:
    """Print the status as a table or as JSON."""
    status = step("status")(context_of(args), digested=args.digests)
    if args.json:
        from solisten.report.json import render

        write_text(render(status))
        return 0
    from solisten.report.tables import status_table

    write_text(status_table(status, width=width(), colour=colour()))
    return 0
