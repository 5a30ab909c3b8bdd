"""`solisten compare`: brands side by side, with the chance that one stands above another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solisten.cli.context import context_of, step
from solisten.cli.output import add_output, colour, width, write_text
from solisten.cli.windows import add_window, asked

if TYPE_CHECKING:
    import argparse

EXAMPLES = """\
examples:
  solisten compare --brand Acme --brand Globex
  solisten compare --brand Acme --brand Globex --since 2026-01-01 --format json

Exit code 3 where one of them has no mention in the window.
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Add which brands, by which model, over what window, in which form."""
    parser.description = (
        "Estimate several brands over one window from what is stored, and set them side by side: "
        "levels with their intervals, the chance that one stands above another, the findings that "
        "set them apart, and the share of voice on networks collected for all of them."
    )
    parser.epilog = EXAMPLES
    parser.add_argument(
        "--brand",
        action="append",
        required=True,
        metavar="X",
        dest="brands",
        help="a [[brand]] of the configuration; twice or more",
    )
    parser.add_argument("--model", default="solis", metavar="ID", help="default: solis")
    add_window(parser)
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="text for people (default), json (schema solisten.compare/1)",
    )
    add_output(parser)


def run(args: argparse.Namespace) -> int:
    """Compare and show."""
    answer = step("compare")(
        context_of(args), brands=args.brands, model=args.model, window=asked(args)
    )
    if args.format == "json":
        from solisten.report.json import render as render_json

        write_text(render_json(answer.document), args.output)
        return 0
    from solisten.report.compare import render

    shown = render(answer.document, answer.pack, width=width(), colour=colour(args.output))
    write_text(shown, args.output)
    return 0
