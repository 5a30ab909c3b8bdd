"""`solisten import`: post records from files into the store."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from solisten.cli.context import context_of, step
from solisten.cli.naming import network_name
from solisten.errors import FileError

log = logging.getLogger(__name__)
EXAMPLES = """\
examples:
  solisten import posts.jsonl more.jsonl.gz
  solisten import reviews.csv --preset google-play --channel com.acme.app
  solisten import talk.csv --network forum --map id=post_no --map text=body \\
      --map created_at=when

Each row needs an id; and, unless it says that the post was deleted, created_at
and one of text, title, rating. Rows that cannot be read are counted and
reported with line and reason, and never stop the rest. The same file twice adds
nothing.
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Add the files, and what the records themselves do not say."""
    parser.description = "Read post records (JSONL, CSV; also .gz) into the store."
    parser.epilog = EXAMPLES
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="JSONL or CSV, also .gz"
    )
    parser.add_argument(
        "--network",
        type=network_name,
        metavar="N",
        help="the network of records that name none: a-z, 0-9 and -, e.g. forum",
    )
    parser.add_argument("--channel", metavar="C", help="the channel of records that name none")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        type=_mapping,
        metavar="FIELD=COLUMN",
        dest="columns",
        help="take FIELD of the record from COLUMN of the file; repeatable",
    )
    parser.add_argument(
        "--preset",
        metavar="P",
        help="a shipped column map: twcs, google-play, brandwatch, meltwater, 4cat",
    )


def run(args: argparse.Namespace) -> int:
    """Import the files and say in one line what became of them."""
    from solisten.cli.progress import progress

    with progress("importing", unit="records") as advance:
        total = step("import_files")(
            context_of(args),
            args.files,
            network=args.network,
            channel=args.channel,
            columns=dict(args.columns),
            preset=args.preset,
            advance=advance,
        )
    for problem in total.problems:
        log.error("%s", problem)
    told = (
        f"read {total.read}, new {total.new}, changed {total.changed}, "
        f"unchanged {total.unchanged}, rejected {total.rejected}, not public {total.not_public}"
    )
    if args.json_logs:
        log.info("%s", told)
    else:  # the contract's last line, as it is
        sys.stderr.write(f"{told}\n")
    return FileError.exit_code if total.problems else 0


def _mapping(text: str) -> tuple[str, str]:
    """Read FIELD=COLUMN.

    >>> _mapping("text=Body = text")
    ('text', 'Body = text')
    """
    field, equals, column = text.partition("=")
    if not (field.strip() and equals and column):
        raise argparse.ArgumentTypeError(f'"{text}" maps nothing; write FIELD=COLUMN: text=body')
    return field.strip(), column
