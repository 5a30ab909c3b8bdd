"""JSON answers, and the values in them, whatever their types turn out to be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from solisten.errors import Unreadable
from solisten_connectors._blocked import blocked, format_of
from solisten_connectors._html import BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solisten.connector import Response

LONGEST_ID = 1000  # characters; what is longer is no id
MOST_BROKEN = 1000  # lines beyond those that can be read
ABSENT = frozenset({404, 410})  # statuses that say "not found"; all else is an answer or an error


def answer_of(response: Response) -> Any:
    """Return what the body says, None where the network answers "not found" or "not changed".

    `Unreadable` for block pages, foreign formats, broken JSON, and an empty body, which is never
    the same as an empty list.

    >>> from solisten.connector import Response
    >>> answer_of(Response("https://acme.example", body=b'{"posts": []}'))
    {'posts': []}
    >>> answer_of(Response("https://acme.example", status=404, body=b"<html>")) is None
    True
    """
    if response.unchanged or response.status in {204, 304}:
        return None
    gone = response.status in ABSENT
    if not gone and (reason := blocked(response, "json")):
        feed = format_of(response.body) == "xml"
        raise Unreadable(f"{reason}: a feed is read by the connector rss" if feed else reason)
    if not gone and not response.body.strip():
        raise Unreadable(f"an empty answer (status {response.status})")
    try:
        return value_of(response.body)
    except Unreadable:
        if gone:
            return None
        raise


def lines_of(response: Response) -> list[Any]:
    r"""Return the values of JSON Lines, or of the frames of a stream; broken lines are left out.

    A body that is one JSON value is a list of one. `Unreadable` when no line can be read.

    >>> from solisten.connector import Response
    >>> lines_of(Response("wss://acme.example", body=b'{"a": 1}\n{"a": \n{"a": 3}'))
    [{'a': 1}, {'a': 3}]
    """
    try:
        return [answer_of(response)]
    except Unreadable as failure:
        if format_of(response.body) != "json":
            raise
        found, broken = [], 0
        for line in response.body.split(b"\n"):
            if line.strip().startswith((b"{", b"[")):
                try:
                    found.append(value_of(line))
                except Unreadable:
                    broken += 1
            if broken > MOST_BROKEN + len(found):
                break
        if not found or broken > MOST_BROKEN + len(found):
            raise failure from None
        return found


def value_of(body: bytes) -> Any:
    r"""Return the JSON value of some bytes; bytes that are no UTF-8 become U+FFFD.

    >>> value_of(b'\xef\xbb\xbf["\xff"]')
    ['�']
    """
    try:
        if body[:2] in {b"\xff\xfe", b"\xfe\xff"} or 0 in body[:4]:
            return json.loads(body, parse_constant=_no_number)
        text = body.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
        return json.loads(text, strict=False, parse_constant=_no_number)
    except RecursionError:
        raise Unreadable("JSON that is nested too deeply") from None
    except ValueError as error:
        reason = str(error).partition(":")[0]
        where = f" at character {error.pos:,}" if isinstance(error, json.JSONDecodeError) else ""
        raise Unreadable(f"broken JSON: {reason[:60]}{where}") from None


def _no_number(name: str) -> None:
    """Read NaN and Infinity, which are no JSON, as nothing."""


def text(value: Any) -> str:
    """Return a text, or the digits of a whole number; NUL and lone surrogates become U+FFFD.

    >>> text(" a "), text(17), text(None), text(["a"])
    (' a ', '17', '', '')
    """
    if isinstance(value, str):
        return BROKEN.sub("\ufffd", value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**128:
        return str(value)
    return ""


def one_line(value: Any) -> str:
    r"""Return what an error body says: one line of at most 80 characters.

    >>> one_line("not\nhere")
    'not here'
    """
    return " ".join(text(value)[:500].split())[:80]


def identifier(value: Any) -> str:
    """Return an id as text without blanks around it; "" for what is none or absurdly long.

    >>> identifier(5), identifier(" t3_a "), identifier("x" * 2000)
    ('5', 't3_a', '')
    """
    found = text(value).strip()
    return found if len(found) <= LONGEST_ID else ""


def whole(value: Any) -> int | None:
    """Return a count, None for what is none.

    >>> whole(3), whole("3"), whole(True), whole(2.0), whole(None)
    (3, 3, None, 2, None)
    """
    if isinstance(value, str):
        value = int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None
    if isinstance(value, float):
        value = int(value) if value.is_integer() else None
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**63:
        return None
    return value


def table(value: Any) -> dict[str, Any]:
    """Return an object, an empty one for anything else.

    >>> table({"a": 1}), table(None)
    ({'a': 1}, {})
    """
    return value if isinstance(value, dict) else {}


def tables(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of a list; other things are left out.

    >>> list(tables([{"a": 1}, None, 3])), list(tables("ab"))
    ([{'a': 1}], [])
    """
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))


def inner(values: Any) -> list[Any]:
    """Return the objects and lists in a list, the last first, as a stack wants them.

    >>> inner([{"a": 1}, 3, [], [2]]), inner(None)
    ([[2], {'a': 1}], [])
    """
    if not isinstance(values, list):
        return []
    return [one for one in reversed(values) if one and isinstance(one, dict | list)]
