"""`solisten connectors`: list and show the connectors, or read saved responses with one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from solisten.cli.context import context_of, step
from solisten.cli.naming import network_name
from solisten.cli.output import colour, width, write_text

if TYPE_CHECKING:
    import argparse

EXAMPLES = """\
examples:
  solisten connectors list
  solisten connectors show mastodon
  solisten connectors read rss feed.xml --url https://acme.example/feed
  solisten connectors read discourse topic.json --network discourse-2

`read` prints one post record a line (JSON). A block page, a log-in form or a
foreign format ends with exit code 4 and the reason on stderr. Items without a
date get the time of the answer: its `Date` header or `recorded_at` in
FILE's .meta.json, else the time at which FILE was written.
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Add list, show and read."""
    parser.description = "The connectors: what each sees of its network, and what it cannot see."
    parser.epilog = EXAMPLES
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", help="every connector: what it reaches, how it signs in")
    show = actions.add_parser("show", help="one connector: its options, reach, limits and terms")
    show.add_argument("name", metavar="NAME", help="a connector of `connectors list`")
    read = actions.add_parser("read", help="read saved responses, print their posts; no network")
    read.add_argument("name", metavar="NAME", help="a connector of `connectors list`")
    read.add_argument("files", nargs="+", type=Path, metavar="FILE", help="saved responses")
    read.add_argument(
        "--network",
        type=network_name,
        metavar="N",
        help="write the posts down as those of network N: keeps apart two sites that number alike",
    )
    read.add_argument(
        "--url",
        metavar="URL",
        help="where the response came from (default: `url` in FILE's .meta.json)",
    )


def run(args: argparse.Namespace) -> int:
    """List, show or read."""
    context = context_of(args)
    if args.action == "read":
        return _read(args)
    if args.action == "show":
        from solisten.report.tables import connector_page

        row = step("connectors_show")(context, args.name)
        write_text(connector_page(row, width=width(), colour=colour()))
        return 0
    from solisten.report.tables import connectors_table

    write_text(connectors_table(step("connectors_list")(context), width=width(), colour=colour()))
    return 0


def _read(args: argparse.Namespace) -> int:
    """Print the posts of saved responses, one JSON object a line."""
    from solisten.report.json import record_line

    records = step("connectors_read")(
        context_of(args), args.name, args.files, url=args.url, network=args.network
    )
    for record in records:
        write_text(record_line(record))
    return 0
