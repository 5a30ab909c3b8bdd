"""`solisten reread`: derive every fact again from the stored posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solisten.cli.context import context_of, step

if TYPE_CHECKING:
    import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Add the description; reread has no options."""
    parser.description = (
        "Derive facts and sums again from the stored posts: after an upgrade, a new word list or "
        "a change of the configuration. Asks no network. Two rereads leave identical tables; "
        "`status` prints a digest of each."
    )


def run(args: argparse.Namespace) -> int:
    """Read every stored post again, with progress."""
    from solisten.cli.progress import progress

    with progress("reading again") as advance:
        step("reread")(context_of(args), advance=advance)
    return 0
