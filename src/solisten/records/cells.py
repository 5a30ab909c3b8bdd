"""Single values of a record made into the types of a post."""

from __future__ import annotations

import math
import re
from enum import StrEnum
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_ID = 1000
TRUE = frozenset({True, "true", "t", "1", "1.0", "yes", "y", "on"})
NOTHING = frozenset({"", "null", "none", "nan", "n/a", "na", "-", "nil", "<na>", "nat"})
FALSE = frozenset({False, "false", "f", "0", "0.0", "no", "n", "off", *NOTHING})
# Where "name@host" is a public address of the network, and nobody's mailbox.
FEDERATED = frozenset(
    {
        "activitypub",
        "friendica",
        "kbin",
        "lemmy",
        "mastodon",
        "mbin",
        "misskey",
        "nostr",
        "peertube",
        "pixelfed",
        "pleroma",
    }
)

_BROKEN = re.compile("[\x00\ud800-\udfff]")
_ROUNDED = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")
_MAIL = re.compile(r"[^\s@<>()\",;:]+@[^\s@<>()\",;:]+\.[^\s@<>()\",;:.]{2,}")
_MAIL_IN_WORDS = re.compile(r"\S+ (?:at|\(at\)|\[at\]) \S+\.\S+")
_IP4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?:/\d+)?")
_IP6 = re.compile(r"\[?(?:[0-9A-Fa-f]{0,4}:){2,7}(?:[0-9A-Fa-f]{0,4}|[\d.]+)(?:%\w+)?\]?(?::\d+)?")
_PRIVATE = (_IP4, _IP6, _MAIL_IN_WORDS)
_LINK_BREAK = re.compile(r"[,;]\s*(?=[a-z]+://)|\s*[\s|]\s*")
_WHOLE = re.compile(r"[+-]?\d+(?:,\d{3})*(?:\.0*)?")
_REAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")

_E = TypeVar("_E", bound=StrEnum)


class BadValue(ValueError):  # noqa: N818  (the row's fault, not ours)
    """A value that its field cannot hold; the message goes into the report of rejected rows."""


def clean(value: object) -> object:
    """Return a JSON value without what no database keeps: NUL and lone surrogates, NaN.

    >>> clean(["a" + chr(0) + "b", float("nan")]) == ["a" + chr(0xFFFD) + "b", None]
    True
    """
    if type(value) is str:
        return _BROKEN.sub("\ufffd", value)
    if type(value) is list:
        return [clean(item) for item in value]
    if type(value) is dict:
        return {key: clean(item) for key, item in value.items()}
    return None if type(value) is float and math.isnan(value) else value


def text(value: object) -> str:
    """Return a text as it is, a number as its digits.

    >>> text(12.0), text(None)
    ('12', '')
    """
    if type(value) is str:
        return value
    if value is None:
        return ""
    if isinstance(value, bool | int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else repr(value)
    raise BadValue(f"{shown(value)} is no text")


def words(value: object) -> str:
    """Return a text without the blanks around it."""
    return text(value).strip()


def identifier(value: object) -> str:
    """Return an id as text: numbers become digits, `850.0` (a table's float) becomes `850`.

    >>> identifier(850.0), identifier("850.0"), identifier(" t3_abc ")
    ('850', '850', 't3_abc')
    """
    if type(value) is float and abs(value) >= 2**53:
        raise BadValue(f"{value!r} was rounded by a spreadsheet; export ids as text")
    found = (value if type(value) is str else text(value)).strip()
    if found[-2:] == ".0" and found[:-2].isdecimal():
        return found[:-2]
    if "+" in found and _ROUNDED.fullmatch(found):
        raise BadValue(f"{found} was rounded by a spreadsheet; export ids as text")
    if len(found) > LONGEST_ID:
        raise BadValue(f"it has {len(found):,} characters; {LONGEST_ID:,} are the most")
    return found


def reference(value: object) -> str:
    """Return the id of another post; one that a spreadsheet rounded names nobody.

    >>> reference("5.70306E+17"), reference(848.0)
    ('', '848')
    """
    if type(value) is float and abs(value) >= 2**53:
        return ""
    if type(value) is str and "+" in value and _ROUNDED.fullmatch(value.strip()):
        return ""
    return identifier(value)


def account(value: object) -> str:
    """Return an account that is neither an e-mail nor an IP address: those become a hash.

    >>> account("jane@mail.example"), account("203.0.113.7"), account("@jane@social.example")
    ('f42bf462950cda7e', '8901665cb3eceaaf', '@jane@social.example')
    """
    found = identifier(value)
    if "@" in found:
        mail = None if found[0] == "@" else _MAIL.search(found)
        return hashed(mail.group()) if mail else found
    if ("." in found or ":" in found) and any(form.fullmatch(found) for form in _PRIVATE):
        return hashed(found)
    return found


def federated_account(value: object) -> str:
    """Return an account of a network where `name@host` is the public address, nobody's mailbox.

    >>> federated_account("jane@social.example")
    'jane@social.example'
    """
    found = identifier(value)
    return found if "@" in found else account(found)


def hashed(private: str) -> str:
    """Return the 16 hex digits that stand for a mailbox or an address (BLAKE2b, case folded)."""
    folded = private.strip().casefold().encode("utf-8", "replace")
    return blake2b(folded, digest_size=8).hexdigest()


def whole(value: object) -> int | None:
    """Return a count, None where there is none.

    >>> whole("1,204"), whole(12.0), whole("")
    (1204, 12, None)
    """
    number: object = value
    if type(value) is str:
        stripped = value.strip()
        if not stripped.isdecimal():
            if stripped.lower() in NOTHING:
                return None
            if not _WHOLE.fullmatch(stripped):
                raise BadValue(f"{shown(value)} is no whole number")
            stripped = stripped.partition(".")[0].replace(",", "")
        number = int(stripped[:30])
    elif type(value) is float and value.is_integer():
        number = int(value)
    if number is None:
        return None
    if type(number) is not int:
        raise BadValue(f"{shown(value)} is no whole number")
    if not -(2**63) <= number < 2**63:
        raise BadValue(f"{shown(value)} is beyond 64 bits")
    return number


def real(value: object) -> float | None:
    """Return a finite number, None where there is none.

    >>> real("4.5"), real("nan")
    (4.5, None)
    """
    number = value
    if type(value) is str:
        stripped = value.strip()
        if stripped.lower() in NOTHING:
            return None
        if not _REAL.fullmatch(stripped):
            raise BadValue(f"{shown(value)} is no number")
        number = float(stripped)
    if number is None:
        return None
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise BadValue(f"{shown(value)} is no number")
    if not math.isfinite(number):
        raise BadValue(f"{shown(value)} is no finite number")
    return float(number)


def flag(value: object) -> bool:
    """Return a yes or no in any of the usual spellings.

    >>> flag("TRUE"), flag("no"), flag(1)
    (True, False, True)
    """
    word = value if isinstance(value, bool) else words(value).lower()
    if word in TRUE:
        return True
    if word in FALSE:
        return False
    raise BadValue(f"{shown(value)} is neither true nor false")


def links(value: object) -> tuple[str, ...]:
    """Return the addresses in a list, a JSON list, or a text that separates them by blanks.

    >>> links("https://a.example https://b.example")
    ('https://a.example', 'https://b.example')
    """
    items: object = value
    if type(value) is str:
        stripped = value.strip()
        items = _json_list(stripped) if stripped[:1] == "[" else None
        if items is None:
            items = _LINK_BREAK.split(stripped)
    if isinstance(items, list | tuple):
        return tuple(found for item in items if item and (found := words(item)))
    raise BadValue(f"{shown(value)} is no list of links")


def one_of(names: type[_E]) -> Callable[[object], _E]:
    """Return a reader of a word that must be one of the enumeration's.

    >>> from solisten.nouns import Kind
    >>> one_of(Kind)("Review")
    <Kind.REVIEW: 'review'>
    """
    known = {str(name): name for name in names}

    def read(value: object) -> _E:
        found = known.get(words(value).lower())
        if found is None:
            raise BadValue(f"{shown(value)} is none of {', '.join(known)}")
        return found

    return read


def _json_list(value: str) -> object:
    try:
        return msgspec.json.decode(value, type=list[str])
    except (msgspec.DecodeError, ValueError):
        inner = value[1:-1] if value.endswith("]") else value[1:]
        return [part.strip(" '\"") for part in inner.split(",")]


def shown(value: object) -> str:
    """Return a value as a message shows it: quoted, 60 characters at most."""
    whole_one = repr(value)
    return whole_one if len(whole_one) <= 60 else f"{whole_one[:57]}..."
