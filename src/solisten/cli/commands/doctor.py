"""`solisten doctor`: look for what is wrong with the configuration and the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solisten.cli.context import context_of, step
from solisten.cli.output import colour, width, write_text

if TYPE_CHECKING:
    import argparse

PROBLEMS = 4


def add(parser: argparse.ArgumentParser) -> None:
    """Add the description; doctor has no options."""
    parser.description = (
        "Look for what is wrong: configuration, store, packs, accounts and hosted channels of "
        "which no post is stored, sources that fail. Each problem comes with its remedy; any "
        "problem ends with exit code 4."
    )


def run(args: argparse.Namespace) -> int:
    """Print what was looked at and what is wrong."""
    from solisten.report.tables import doctor_table

    checks = list(step("doctor")(context_of(args)))
    write_text(doctor_table(checks, width=width(), colour=colour()))
    return 0 if all(check["ok"] for check in checks) else PROBLEMS
