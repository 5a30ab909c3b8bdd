"""`solisten models`: list, show and check the maturity models."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from solisten.cli.context import context_of, step
from solisten.cli.output import colour, width, write_text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

EXAMPLES = """\
examples:
  solisten models list
  solisten models show solis
  solisten models check my-model.toml
  solisten models diff solis my-solis.toml --brand Acme

A failing check ends with exit code 2.
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Add list, show, check and diff."""
    parser.description = "The maturity models: rule packs that you can read, check and add to."
    parser.epilog = EXAMPLES
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", help="every model: id, kind, levels, version, where it is from")
    show = actions.add_parser("show", help="one model: its levels, indicators, bars and sources")
    show.add_argument("model", metavar="ID", help="a model of `models list`, or a TOML file")
    check = actions.add_parser("check", help="run the packs' own cases")
    check.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="packs (default: every known one)"
    )
    diff = actions.add_parser("diff", help="what a change would alter in a brand's history")
    diff.add_argument("one", metavar="A", help="a model's id, or a TOML file")
    diff.add_argument("two", metavar="B", help="what would replace it")
    diff.add_argument("--brand", required=True, metavar="X", help="a [[brand]] of the config")
    diff.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def run(args: argparse.Namespace) -> int:
    """List, show, check or compare."""
    context = context_of(args)
    if args.action == "diff":
        found = step("models_diff")(context, one=args.one, two=args.two, brand=args.brand)
        write_text(_diff(found, args.format))
        return 0
    if args.action == "check":
        step("models_check")(context, args.files)
        return 0
    if args.action == "show":
        from solisten.report.explain import model_page

        pack = step("models_show")(context, args.model)
        write_text(model_page(pack, width=width(), colour=colour()))
        return 0
    from solisten.report.tables import models_table

    write_text(models_table(step("models_list")(context), width=width(), colour=colour()))
    return 0


def _diff(found: Mapping[str, Any], form: str) -> str:
    if form == "json":
        from solisten.report.json import render as render_json

        return render_json(found)
    from solisten.report.models_diff import render

    return render(found, width=width(), colour=colour())
