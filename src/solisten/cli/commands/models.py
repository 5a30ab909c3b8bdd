"""`solisten models`: list, show and check the maturity models."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from solisten.cli.context import context_of, step
from solisten.cli.output import colour, width, write_text

if TYPE_CHECKING:
    import argparse

EXAMPLES = """\
examples:
  solisten models list
  solisten models show solis
  solisten models check my-model.toml

A failing check ends with exit code 2.
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Add list, show and check."""
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


def run(args: argparse.Namespace) -> int:
    """List, show or check."""
    context = context_of(args)
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
