"""`solisten demo`: the whole path on the shipped sample, without network or keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solisten.cli.context import context_of, step

if TYPE_CHECKING:
    import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Add the description; the demo has no options."""
    parser.description = (
        "Import the shipped sample into a store of its own, measure it, infer the level and "
        "print the report. Asks no network and needs no keys; your own store is not touched."
    )


def run(args: argparse.Namespace) -> int:
    """Run the demo and print its report."""
    from solisten.cli.output import colour, width, write_text
    from solisten.report import text

    answer = step("demo")(context_of(args))
    write_text(text.render(answer.document, answer.pack, width=width(), colour=colour()))
    return 0
