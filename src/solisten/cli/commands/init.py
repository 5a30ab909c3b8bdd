"""`solisten init`: write a first configuration for a brand."""

from __future__ import annotations

import logging
import sys
import time
from typing import TYPE_CHECKING, Any

from solisten.cli.context import context_of, step
from solisten.cli.output import add_output, write_text
from solisten.errors import SourcesFailedError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

log = logging.getLogger(__name__)
EXAMPLES = """\
examples:
  solisten init --brand Acme --site https://acme.example
  solisten init --brand Acme --output acme.toml
  solisten init --brand Acme --site acme.example --output -

The site is read politely: robots.txt is minded, at most 25 pages are asked for.
Accounts that link back to it are written as official, all others as comments
that never count. Without --site the file holds searches for the name that need
no key. A file that is there already is never replaced; --output - prints.
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Add the brand, its site and where to write."""
    parser.description = (
        "Write a first configuration: the feeds, accounts and places that a brand's site leads to."
    )
    parser.epilog = EXAMPLES
    parser.add_argument("--brand", required=True, metavar="NAME", help="the brand's name")
    parser.add_argument("--site", metavar="URL", help="the brand's own site, to be read")
    add_output(parser)
    parser.set_defaults(output=...)


def run(args: argparse.Namespace) -> int:
    """Find out, write the file and say what to do next; 4 when the site could not be read."""
    from solisten.cli.progress import progress

    context = context_of(args)
    output: Path | None = args.config if args.output is ... else args.output
    with progress("reading the site", unit="pages", quiet=not args.site):
        found = step("initialise")(
            context, args.brand, site=args.site, output=output, clock=time.time
        )
    if output is None:
        write_text(found.text)
    else:
        step("write_new")(output, found.text)
        kept = step("keep_pages")(context, args.brand, found.found, output) if found.found else 0
        _say(args, _line(output, found, kept))
    if found.failure:
        log.error("%s", found.failure)
        return SourcesFailedError.exit_code
    return 0


def _line(output: Path, found: Any, kept: int) -> str:
    """Return what was found and what to do next, in a line."""
    what = "searches for the name"
    if found.found is not None:
        verified = sum(bool(one["verified"]) for one in found.found.profiles)
        named = len(found.found.profiles)
        what = (
            f"{len(found.found.pages)} pages read, {named} accounts and places named,"
            f" {verified} of them link back, {kept} pages kept as evidence"
        )
    return f"wrote {output}: {what}. Read it, then: solisten --config {output} collect"


def _say(args: argparse.Namespace, line: str) -> None:
    from solisten.report.safe import plain

    if args.json_logs:
        log.info("%s", line)
    else:
        sys.stderr.write(f"{plain(line)}\n")
