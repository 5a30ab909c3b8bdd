"""Tell how a benchmark is run, where it was run without what it needs."""

from __future__ import annotations

import sys


def words(told: str | None, least: int) -> list[str]:
    """Return the words behind a benchmark's name; too few, or --help, end with its own account."""
    found = sys.argv[1:]
    if len(found) < least or {"-h", "--help"} & {*found}:
        paragraphs = (told or "").strip().split("\n\n")
        usage = next((one.strip() for one in paragraphs if one.lstrip().startswith("python")), "")
        sys.exit(f"usage: {usage}\n\n{paragraphs[0]}")
    return found
