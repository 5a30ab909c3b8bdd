"""Where a table or a key stands in a TOML text: what tomllib forgets and an author needs."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER = re.compile(r"\s*\[(\[?)\s*([A-Za-z0-9_.\"'-]+)\s*\]?\]")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')\s*[=.]")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL
)
_KEY_FOLLOWS = re.compile(r"[ \t]*[=.]")


class Lines:
    r"""Answer on which line (from 1) the n-th table of a name, or a key in it, is written.

    >>> Lines('[model]\nid = "x"\n[[level]]\nnumber = 1\n').of("level", 0, "number")
    4
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _found(self) -> dict[tuple[str, int, str], int]:
        """Hold the first line of every place; a pack without a fault never asks for it."""
        found: dict[tuple[str, int, str], int] = {}
        for place, line in _places(self._text):
            found.setdefault(place, line)
        return found

    def of(self, table: str, index: int = 0, key: str = "") -> int:
        """Return the line of the key, else of its table, else 1."""
        parent, _, child = table.rpartition(".")
        places = ((table, index, key), (table, index, ""), (parent, index, child), ("", 0, table))
        for place in (*places, (parent, index, "")):
            if place in self._found:
                return self._found[place]
        return 1


def _places(text: str) -> Iterator[tuple[tuple[str, int, str], int]]:
    counts: dict[str, int] = {}
    table, index, depth = "", 0, 0
    for number, line in enumerate(_without_strings(text).split("\n"), 1):
        header = _HEADER.match(line) if depth == 0 else None
        if header:
            table = header[2].strip("\"'")
            if header[1]:
                counts[table] = counts.get(table, -1) + 1
            index = counts.get(table.partition(".")[0], 0)  # [case.given] belongs to the last case
            yield (table, index, ""), number
            continue
        key = _KEY.match(line) if depth == 0 else None
        if key:
            yield (table, index, key[1].strip("\"'")), number
        depth += sum(line.count(sign) for sign in "[{") - sum(line.count(sign) for sign in "]}")


def _without_strings(text: str) -> str:
    """Return the text with comments and the insides of values' strings gone, lines kept."""

    def emptied(found: re.Match[str]) -> str:
        piece = found[0]
        is_key = piece[0] != "#" and _KEY_FOLLOWS.match(text, found.end())
        return piece if is_key else "\n" * piece.count("\n")

    return _STRING.sub(emptied, text)


def line_in(lines: Lines, path: str) -> int:
    r"""Return the line of a msgspec path such as `$.indicator[3].bar`.

    >>> line_in(Lines('[[level]]\n[[level]]\nnumber = "a"'), "$.level[1].number")
    3
    """
    found = re.match(r"\$\.(\w+)(?:\[(\d+)\])?(?:\.(\w+))?", path)
    if not found:
        return 1
    index = int(found[2] or 0)
    return lines.of(found[1], index, found[3] or "")
