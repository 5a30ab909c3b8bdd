"""What an account's handle and name say of who stands behind it."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

_PIECES = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?(?:(?![A-Z])[^\W\d_])+")
_SEGMENTS = re.compile(
    r"[(\[|,@·•\u2013\u2014/:]|\s-\s|\b(?:from|at|of|von|bei|de|del|chez|di|da|van|z)\s",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*\.?")
_RUN_TOGETHER = 4  # shorter words ("hr") count in a handle only when they stand apart


@cache
def _file(name: str) -> dict[str, Any]:
    source = files("solisten.reading") / "words" / name
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def words(*kinds: str) -> frozenset[str]:
    """Return the words of one or more lists of `words/voices.toml`."""
    return frozenset(word for kind in kinds for word in _file("voices.toml")[kind])


@cache
def department_words() -> dict[str, frozenset[str]]:
    """Return the words that name each department, in the order of DEPARTMENTS."""
    return {name: frozenset(listed) for name, listed in _file("departments.toml").items()}


DEPARTMENTS: tuple[str, ...] = tuple(department_words())


@lru_cache(maxsize=4096)
def department(author: str, author_name: str, signature: str) -> str:
    """Return the department that an account or a signature names, one of DEPARTMENTS, or "".

    >>> department("AcmeHelp", "", ""), department("acmecares", "Acme", "AB")
    ('support', 'care')
    >>> department("ana_acme", "Ana (Engineering)", ""), department("ana", "Ana", "")
    ('engineering', '')
    """
    handle = author.lstrip("@").partition("@")[0]
    pieces = {piece.lower() for piece in _PIECES.findall(f"{handle} {author_name} {signature}")}
    lowered = handle.lower()
    for name, listed in department_words().items():
        if not pieces.isdisjoint(listed):
            return name
    for name, listed in department_words().items():
        if any(lowered.endswith(word) for word in listed if len(word) >= _RUN_TOGETHER):
            return name
    return ""


def named_account(author: str, author_name: str, brand_words: Collection[str]) -> bool:
    """Tell whether an account is an identifiable person's.

    `brand_words` are the brand's own words in lower case: "Acme" is no surname.

    >>> named_account("ana_s", "Ana Silva", {"acme"}), named_account("ana_acme", "Ana", {"acme"})
    (True, True)
    >>> named_account("acme", "Acme Support", {"acme"}), named_account("acme", "Acme", {"acme"})
    (False, False)
    """
    handle = author.lstrip("@").partition("@")[0]
    pieces = [piece.lower() for piece in _PIECES.findall(handle)]
    segments = _SEGMENTS.split(author_name.strip())
    names = [name for name in _LETTERS.findall(segments[0]) if name.lower() not in brand_words]
    if any(_generic(name.lower()) for name in names) or _ends_generic(handle.lower()):
        return False
    if not author_name.strip() or author_name.strip() == author:
        others = [piece for piece in pieces if piece not in brand_words]
        return len(others) == 1 < len(pieces) and len(others[0]) > 2 and not _generic(others[0])
    if not names or not all(name[0].isupper() or not name[0].islower() for name in names):
        return False
    tied = (
        len(segments) > 1
        or names[0].lower() in pieces
        or handle.lower().startswith(names[0].lower())
    )
    return 2 <= len(names) <= 4 or (len(names) == 1 and len(names[0]) > 1 and tied)


@cache
def _generic_words() -> frozenset[str]:
    return words("nobody", "teams", "abbreviations").union(*department_words().values())


def _generic(word: str) -> bool:
    return word in _generic_words()


def _ends_generic(handle: str) -> bool:
    return any(handle.endswith(word) for word in _endings())


@cache
def _endings() -> frozenset[str]:
    listed = words("teams").union(*department_words().values())
    return frozenset(word for word in listed if len(word) > _RUN_TOGETHER)
