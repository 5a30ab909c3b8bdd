"""How a fault in a rule pack is told: line, what, remedy."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from solisten.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Problem(NamedTuple):
    """Say on which line (from 1) something is wrong, what, and what to do."""

    line: int
    what: str
    remedy: str


def nearest(word: str, known: Iterable[object]) -> str:
    """Return the remedy for a word that is not known: the nearest known one, or all of them.

    >>> nearest("bars", ("bar", "trust"))
    'did you mean "bar"?'
    """
    names = sorted({str(one) for one in known})
    close = get_close_matches(str(word), names, n=1, cutoff=0.6)
    if close:
        return f'did you mean "{close[0]}"?'
    return f"known here: {', '.join(names)}" if names else "none is defined in this pack"


def refused(name: str, problems: Sequence[Problem]) -> ConfigError:
    """Return the error that names every problem, in the order of the file."""
    return ConfigError(
        "\n".join(f"{name}, line {one.line}: {one.what}; {one.remedy}" for one in sorted(problems))
    )
