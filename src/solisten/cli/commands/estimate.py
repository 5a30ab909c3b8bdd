"""`solisten estimate`: infer a brand's level, with the evidence and the uncertainty."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from solisten.cli.context import context_of, step
from solisten.cli.output import add_output, colour, width, write_text
from solisten.cli.reports import reporting
from solisten.cli.windows import add_window, asked
from solisten.errors import SourcesFailedError

if TYPE_CHECKING:
    import argparse

EXAMPLES = """\
examples:
  solisten estimate --brand Acme
  solisten estimate --brand Acme --since 2026-01-01 --until 2026-04-01 --offline
  solisten estimate --brand Acme --model all --format json --output acme.json
  solisten estimate --brand Acme --format html --output acme.html
  solisten estimate --id 12

Exit code 3 where the window holds no mention of the brand, 4 where a source
that was due could not be read.
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Add whose estimate, by which model, over what window, in which form."""
    parser.description = (
        "Collect what is due, measure, infer the level and explain it. With --offline nobody is "
        "asked; with --id an earlier estimate is computed again from its kept observations."
    )
    parser.epilog = EXAMPLES
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--brand", metavar="X", help="a [[brand]] of the configuration")
    which.add_argument("--id", type=int, metavar="N", help="an earlier estimate, by its number")
    parser.add_argument(
        "--model",
        default="solis",
        metavar="ID|all",
        help="the maturity model (default: solis); `solisten models list` names them",
    )
    add_window(parser)
    parser.add_argument("--offline", action="store_true", help="ask nobody; use what is stored")
    parser.add_argument(
        "--format",
        choices=("text", "json", "html"),
        default="text",
        help="text for people (default), json (schema solisten.estimate/1), html (one page)",
    )
    add_output(parser)


def run(args: argparse.Namespace) -> int:
    """Estimate, and write the document or its report."""
    with reporting(args) as told:
        answer = step("estimate")(
            context_of(args),
            brand=args.brand,
            number=args.id,
            model=args.model,
            window=asked(args),
            offline=args.offline,
            clock=time.time,
            told=told,
        )
    write_text(_rendered(answer, args), args.output)
    return SourcesFailedError.exit_code if answer.failed_sources else 0


def _rendered(answer: Any, args: argparse.Namespace) -> str:
    """Render the documents (one, or one per model) in the format asked for."""
    documents, packs = answer.documents, answer.packs
    if args.format == "json":
        from solisten.report.json import render as render_json

        return render_json(documents if args.model == "all" else documents[0])
    pairs = [(document, packs[document["model"]["id"]]) for document in documents]
    if args.format == "html":
        from solisten.report.html import render as render_html

        return render_html(pairs, answer.by_hand)
    from solisten.report.text import render_all as render_text

    report = render_text(pairs, answer.by_hand, width=width(), colour=colour(args.output))
    if len(pairs) == 1:
        return report
    from solisten.report.crosswalk import crosswalk

    return "\n\n".join([crosswalk(pairs, width=width(), colour=colour(args.output)), report])
