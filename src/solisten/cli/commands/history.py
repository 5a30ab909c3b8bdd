"""`solisten history`: a brand's levels over time, and what changed them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solisten.cli.context import context_of, step
from solisten.cli.output import add_output

if TYPE_CHECKING:
    import argparse

EXAMPLES = """\
examples:
  solisten history --brand Acme
  solisten history --brand Acme --model altimeter
  solisten history --brand Acme --format csv --output acme-history.csv

Exit code 3 where nobody mentions the brand.
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Add whose history, by which model, in which form."""
    parser.description = (
        "Replay every full week of the record on a trailing window, with today's facts, and tell "
        "the published level: it moves only where the evidence says so twice running. Then what "
        "was printed (`estimate --id`), and what differs from one estimate to the next: window, "
        "posts, deletions, config, reading, rules, coverage."
    )
    parser.epilog = EXAMPLES
    parser.add_argument("--brand", required=True, metavar="X", help="a [[brand]] of the config")
    parser.add_argument("--model", default="solis", metavar="ID", help="default: solis")
    parser.add_argument(
        "--format",
        choices=("text", "json", "csv"),
        default="text",
        help="text for people (default), json (schema solisten.history/1), csv",
    )
    add_output(parser)


def run(args: argparse.Namespace) -> int:
    """Replay and show."""
    answer = step("history")(context_of(args), brand=args.brand, model=args.model)
    if args.format == "csv":
        from solisten.export.columns import columns
        from solisten.export.history import history_rows
        from solisten.export.rows import write_rows

        write_rows(history_rows(answer.document), columns("history"), "csv", args.output)
        return 0
    from solisten.cli.output import colour, width, write_text

    if args.format == "json":
        from solisten.report.json import render as render_json

        write_text(render_json(answer.document), args.output)
        return 0
    from solisten.report.history import render

    shown = render(answer.document, answer.pack, width=width(), colour=colour(args.output))
    write_text(shown, args.output)
    return 0
