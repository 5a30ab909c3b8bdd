"""What became of each source, a line on stderr as soon as it is known."""

from __future__ import annotations

import logging
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from solisten.cli.progress import progress
from solisten.report.safe import plain

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

log = logging.getLogger(__name__)


@contextmanager
def reporting(args: argparse.Namespace) -> Iterator[Callable[[Any], None]]:
    """Give what tells of a source; on a terminal a bar shows how many are done."""
    done = 0
    with progress("collecting", unit="sources") as advance:

        def told(report: Any) -> None:
            nonlocal done
            done += 1
            advance(done)
            if report.state == "failed":
                log.error("%s", line_of(report))
            else:
                say(line_of(report), as_json=args.json_logs)

        yield told


def say(line: str, *, as_json: bool) -> None:
    """Write a line for a person, or for a machine that reads the logs."""
    if as_json:
        log.info("%s", line)
    else:
        sys.stderr.write(f"{plain(line)}\n")


def line_of(report: Any) -> str:
    """Return what became of a source, in a line."""
    counts = f"{report.found} found, {report.new} new, {report.changed} changed"
    requests = f"{report.asked} request{'' if report.asked == 1 else 's'}"
    if report.state == "failed":
        return f"{report.source}: {report.reason} ({counts}, {requests})"
    state = "goes on next time" if report.state == "unfinished" else report.state
    return f"{report.source}: {state}, {counts} ({requests})"
