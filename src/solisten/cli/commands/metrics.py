"""`solisten metrics`: a brand's numbers, each with its n and its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solisten.cli.context import context_of, step
from solisten.cli.windows import add_window, asked

if TYPE_CHECKING:
    import argparse

GROUPS = ("total", "network", "channel", "day", "week", "month", "lang", "rating", "topic")
EXAMPLES = """\
examples:
  solisten metrics --brand Acme
  solisten metrics --brand Acme --by week --format csv > acme-weeks.csv
  solisten metrics --brand Acme --since 2026-01-01 --by network

Exit code 3 where the window holds no mention of the brand.
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Add whose numbers, over what window, in which groups, in which form."""
    parser.description = (
        "Measure what is stored: response rates and times, sentiment, peers, share of voice. "
        "What cannot be known is empty, never 0."
    )
    parser.epilog = EXAMPLES
    parser.add_argument("--brand", required=True, metavar="X", help="a [[brand]] of the config")
    add_window(parser)
    parser.add_argument(
        "--by",
        choices=GROUPS,
        default="total",
        metavar="GROUP",
        help=f"one row per metric and group: {', '.join(GROUPS)}",
    )
    parser.add_argument(
        "--format",
        choices=("text", "csv", "json"),
        default="text",
        help="text for people (default); csv and json in the long format",
    )


def run(args: argparse.Namespace) -> int:
    """Measure and print one row per metric and group."""
    rows = step("metrics")(context_of(args), brand=args.brand, window=asked(args), by=args.by)
    if args.format == "text":
        from solisten.cli.output import colour, width, write_text
        from solisten.report.tables import metrics_table

        write_text(metrics_table(rows, width=width(), colour=colour()))
        return 0
    from solisten.export.columns import columns
    from solisten.export.rows import write_json_list, write_rows

    if args.format == "json":
        write_json_list(rows, columns("metrics"), None)
    else:
        write_rows(rows, columns("metrics"), "csv", None)
    return 0
