"""Where a command's data goes: stdout, or a file that is whole or not there."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

from solisten.export.files import replacing

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

WIDEST = 80
NARROWEST = 60


def add_output(parser: argparse.ArgumentParser) -> None:
    """Add --output."""
    parser.add_argument(
        "--output", type=_path, metavar="FILE", help="write to FILE (default: stdout)"
    )


def _path(text: str) -> Path | None:
    """Read a file's name; `-` is stdout."""
    from pathlib import Path

    return None if text == "-" else Path(text)


def write_text(text: str, output: Path | None = None) -> None:
    """Write `text` in UTF-8 to `output`, or to stdout. Raises FileError."""
    if output is None:
        sys.stdout.write(text)
        return
    with replacing(output) as file:
        file.write(text.encode("utf-8", "replace"))


def colour(output: Path | None = None) -> bool:
    """Tell whether colour is wanted: on a terminal, unless NO_COLOR or TERM=dumb says no.

    See https://no-color.org: any value but the empty one counts.
    """
    if output is not None or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()


def width() -> int:
    """Return the columns to write in: those of the terminal, 60 to 80."""
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns))
