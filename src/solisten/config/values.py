"""Read single values of the configuration: durations, domains, names, queries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar, cast

from solisten.config.places import caret, nearest
from solisten.config.shapes import WEEKDAYS
from solisten.query import Query, QuerySyntaxError, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from solisten.config.places import Place
    from solisten.config.shapes import Weekday

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_DURATION = re.compile(r"\s*([0-9]{1,9})\s*([smhdw])\s*")
_PASSWORD = re.compile(r"[\w+.-]+://[^/@]*:[^/@]+@")
_DOMAIN = re.compile(r"[^\s/@:*]+\.[^\s/@:*]+")

_T = TypeVar("_T")


def seconds(text: str) -> int:
    """Read a duration; ValueError says what to write.

    >>> seconds("15m"), seconds("1d")
    (900, 86400)
    """
    found = _DURATION.fullmatch(text)
    if not found or not int(found[1]):
        raise ValueError(f'"{text}" is no duration; write for example "90s", "15m", "2h" or "1d"')
    return int(found[1]) * _SECONDS[found[2]]


def domain(text: str) -> str:
    """Read a domain; ValueError says what to write.

    >>> domain("www.Acme.example")
    'acme.example'
    """
    bare = text.strip().casefold().removeprefix("www.").rstrip(".")
    if not _DOMAIN.fullmatch(bare):
        raise ValueError(f'"{text}" is no domain; write for example acme.example')
    return bare


def weekday(text: str) -> Weekday:
    """Read a day of the week; ValueError says what to write."""
    day = text.strip().casefold()
    if day not in WEEKDAYS:
        raise ValueError(f'"{text}" is no day of the week; write some of {", ".join(WEEKDAYS)}')
    return cast("Weekday", day)


def holds_password(url: str) -> bool:
    """Say whether an address has a password in it.

    >>> holds_password("postgresql://me:s3cret@host/db"), holds_password("sqlite:///s.db")
    (True, False)
    """
    return bool(_PASSWORD.match(url))


def single(key: str, text: str, read: Callable[[str], _T], place: Place) -> _T:
    """Read one text; a ValueError becomes a located error."""
    try:
        return read(text)
    except ValueError as error:
        raise place.error(key, str(error)) from None


def each(
    key: str, texts: tuple[str, ...], read: Callable[[str], _T], place: Place
) -> tuple[_T, ...]:
    """Read every text of a list, and say which one cannot be read."""
    return tuple(single(f"{key}[{number}]", text, read, place) for number, text in enumerate(texts))


def defined(
    key: str, names: tuple[str, ...], known: Mapping[str, str], what: str, place: Place
) -> tuple[str, ...]:
    """Return the names as they are defined; `known` maps casefolded names to them."""
    for number, name in enumerate(names):
        if name.strip().casefold() not in known:
            remedy = nearest(name, known.values())
            remedy = f'did you mean "{remedy}"?' if remedy else f"define it as a [[{what}]]"
            raise place.error(f"{key}[{number}]", f'no {what} "{name}" is defined; {remedy}')
    return tuple(dict.fromkeys(known[name.strip().casefold()] for name in names))


def query(text: str, key: str, place: Place) -> Query:
    """Read a query; the error shows a caret under the place."""
    try:
        return parse(text)
    except QuerySyntaxError as error:
        raise place.error(
            key,
            f"{error.message} (character {error.position + 1}); {error.remedy}\n"
            f"{caret(text, error.position)}",
        ) from None
