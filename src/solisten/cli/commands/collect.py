"""`solisten collect`: ask the configured sources for what is new."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from solisten.cli.context import context_of, step
from solisten.cli.output import write_text
from solisten.cli.reports import reporting, say
from solisten.errors import SourcesFailedError

if TYPE_CHECKING:
    import argparse

EXAMPLES = """\
examples:
  solisten collect
  solisten collect --brand Acme
  solisten collect --source blog
  solisten collect --dry-run
  solisten collect --replay solisten.archive

Each source goes on where its last run ended. Servers are asked slowly, and what
they ask for (Retry-After, robots.txt for pages made for people) is minded. A
source that fails stops no other; then the exit code is 4. Interrupt at any
time: what was saved stays, and the rest is asked for again.
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Add which sources, and whether they are asked at all."""
    parser.description = "Ask the [[source]]s of the configuration for what is new, and store it."
    parser.epilog = EXAMPLES
    parser.add_argument("--brand", metavar="X", help="only the sources that listen for this brand")
    parser.add_argument("--source", metavar="ID", help="only this source")
    parser.add_argument(
        "--replay",
        type=Path,
        metavar="DIR",
        help="ask nobody: take the answers saved in DIR, an archive or a folder of responses each "
        "with its .meta.json; cursors stay where they are",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="print what would be asked first; ask nobody"
    )


def run(args: argparse.Namespace) -> int:
    """Collect, with a line for each source; exit code 4 when one of them failed."""
    if args.dry_run:
        return _rehearse(args)
    with reporting(args) as told:
        which = {"brand": args.brand, "source": args.source, "told": told}
        if args.replay:
            found = step("replay")(context_of(args), args.replay, **which)
        else:
            found = step("collect")(context_of(args), clock=time.time, **which)
    for source, why in found.left.items():
        say(f"{source}: not asked, {why}", as_json=args.json_logs)
    return SourcesFailedError.exit_code if found.failed else 0


def _rehearse(args: argparse.Namespace) -> int:
    """Print the requests of each source."""
    for source, when in step("collect_dry")(context_of(args), brand=args.brand, source=args.source):
        lines = [f"{source.source} ({source.connector}, {when})"]
        lines += [f"  {line}" for line in source.requests]
        lines += [f"  ({source.note})"] if source.note else []
        write_text("\n".join(lines) + "\n")
    return 0
