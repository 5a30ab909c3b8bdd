"""Log lines on stderr: plain for people, JSON for machines."""

from __future__ import annotations

import json
import logging
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from solisten.report.safe import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = "solisten"


@dataclass(frozen=True, slots=True)
class Stderr:
    """Write to whatever stderr is now: a progress bar puts its own in place while it runs."""

    def write(self, text: str) -> int:
        """Write a text."""
        return sys.stderr.write(text)

    def flush(self) -> None:
        """Write what is waiting."""
        sys.stderr.flush()


@contextmanager
def to_stderr(*, verbose: bool, json_lines: bool) -> Iterator[None]:
    """Send the logs of everything in solisten to stderr for the length of one command.

    Without `verbose` from INFO upwards, with it from DEBUG. Text from outside that got into a
    message cannot drive the terminal: control and bidi characters are shown as U+FFFD.
    """
    handler = logging.StreamHandler(Stderr())
    handler.addFilter(_as_json if json_lines else _as_text)
    handler.setFormatter(logging.Formatter("%(line)s"))
    loggers = [logging.getLogger(ROOT), logging.getLogger("solisten_connectors")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG if verbose else logging.INFO)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(level)


def _as_text(record: logging.LogRecord) -> bool:
    """Write the line of a person: the level only where it is a warning or worse."""
    message = plain(record.getMessage())
    if record.levelno >= logging.WARNING:
        message = f"{'error' if record.levelno >= logging.ERROR else 'warning'}: {message}"
    record.line = f"solisten: {message}"
    return True


def _as_json(record: logging.LogRecord) -> bool:
    """Write one JSON object: time (UTC), level, logger, message."""
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    entry: dict[str, str] = {
        "time": at.replace("+00:00", "Z"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": record.getMessage(),
    }
    if record.exc_info:
        entry["traceback"] = logging.Formatter().formatException(record.exc_info)
        record.exc_info = None  # it is in the object; a second copy would break the line format
    record.line = json.dumps(entry)
    return True
