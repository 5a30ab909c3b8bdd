"""`solisten db`: look after the database."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from solisten.cli.context import context_of, step

if TYPE_CHECKING:
    import argparse

log = logging.getLogger(__name__)


def add(parser: argparse.ArgumentParser) -> None:
    """Add backup."""
    parser.description = "Look after the database."
    parser.epilog = "example:\n  solisten db backup before-upgrade.db\n"
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    backup = actions.add_parser(
        "backup", help="copy the database into a SQLite file while it is in use"
    )
    backup.add_argument("file", type=Path, metavar="FILE", help="a file that is not there yet")


def run(args: argparse.Namespace) -> int:
    """Back the database up."""
    step("backup")(context_of(args), args.file)
    log.info("backed up to %s", args.file)
    return 0
