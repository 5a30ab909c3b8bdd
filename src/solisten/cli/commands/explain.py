"""`solisten explain`: what an indicator or a level means, and how it is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solisten.cli.context import context_of, step

if TYPE_CHECKING:
    import argparse

EXAMPLES = """\
examples:
  solisten explain response_rate
  solisten explain 7
  solisten explain untagged_response_rate --brand Acme
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Add what to explain."""
    parser.description = (
        "Say what an indicator asks, why, from which source, how it can be gamed and what to do; "
        "or what a level means and what of it cannot be seen; or how a metric is computed. With "
        "--brand also what was found, its weight in bits, the posts, and what would turn it."
    )
    parser.epilog = EXAMPLES
    parser.add_argument(
        "what", metavar="INDICATOR|LEVEL", help="response_rate, or 1 to 10; a metric"
    )
    parser.add_argument("--brand", metavar="X", help="show this brand's finding with it")
    parser.add_argument("--model", default="solis", metavar="ID", help="default: solis")


def run(args: argparse.Namespace) -> int:
    """Explain it, with the brand's latest finding when a brand is named."""
    from solisten.cli.output import colour, width, write_text
    from solisten.export.cards import definitions
    from solisten.report.explain import explain

    metrics = definitions()
    answer = step("explain")(
        context_of(args), what=args.what, brand=args.brand, model=args.model, metrics=metrics
    )
    shown = explain(
        args.what,
        answer.pack,
        answer.document,
        answer.turning,
        metrics=metrics,
        width=width(),
        colour=colour(),
    )
    write_text(shown)
    return 0
