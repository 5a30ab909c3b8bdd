"""`solisten daemon`: everything on a schedule, until it is stopped."""

from __future__ import annotations

import argparse
import time

from solisten.cli.context import context_of

INTERRUPTED = 130
EXAMPLES = """\
examples:
  solisten daemon
  solisten --json-logs daemon --port 9500

Sources are read when they are due, brands estimated once a day by every model,
alerts sent as [alerts] says. SIGTERM ends it after the transaction in hand,
SIGHUP rereads the configuration (a broken one is refused, and the old one
kept). Start a second one on the same database, and they share the work.
http://127.0.0.1:9477/healthz and /metrics say how it fares.
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Add where it says how it fares."""
    parser.description = "Collect, estimate and alert on a schedule."
    parser.epilog = EXAMPLES
    parser.add_argument(
        "--port",
        type=_port,
        metavar="P",
        help="where /healthz and /metrics are on 127.0.0.1 (default: 9477, or any that is free "
        "where that is taken; 0: any)",
    )


def run(args: argparse.Namespace) -> int:
    """Run until SIGTERM (exit code 0) or SIGINT (130)."""
    from solisten.daemon.running import Setup, run
    from solisten.daemon.works import Where

    context = context_of(args)
    where = Where(context.config, context.db, context.now)
    return INTERRUPTED if run(Setup(where, time.time, args.port)) else 0


def _port(text: str) -> int:
    """Read a port.

    >>> _port("9500")
    9500
    """
    if not text.isascii() or not text.isdigit() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f'"{text}" is no port; write a number up to 65535')
    return int(text)
