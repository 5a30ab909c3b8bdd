"""One record, whatever its spelling, into a post."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import msgspec

from solisten.nouns import Gone, Kind, Post, Visibility
from solisten.records import cells, times

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

FIELDS = (*(field.name for field in msgspec.structs.fields(Post)), "deleted")
NOT_PUBLIC = frozenset(
    {Visibility.PRIVATE, Visibility.DIRECT, Visibility.FOLLOWERS, Visibility.WHISPER}
)
WORDLESS = frozenset({Kind.REVIEW, Kind.REPOST})
MARKS = frozenset({"", "developer", "staff", "verified-domain"})

_NETWORK = re.compile(r"[a-z0-9-]{1,40}")


class BadRow(ValueError):  # noqa: N818  (the row's fault, not ours)
    """A record that is no post; the message goes into the report of rejected rows."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """Say which row could not be read (its line, from 1) and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """Say which row is not public; nothing of it is kept."""

    line: int


@dataclass(frozen=True, slots=True)
class Defaults:
    """Fill what a row lacks: its network, its channel, constants of a preset, time formats."""

    network: str = ""
    channel: str = ""
    formats: Sequence[str] = ()


@lru_cache(maxsize=1024)
def network_of(name: str) -> str:
    """Return the network's name, or say what is wrong with it.

    >>> network_of("google-play")
    'google-play'
    """
    if _NETWORK.fullmatch(name):
        return name
    if not name:
        raise BadRow("no network; give --network")
    raise BadRow(f"network {name!r:.60}: only a-z, 0-9 and - are used, 40 at most")


def post_of(row: Mapping[str, Any], defaults: Defaults) -> Post | Gone | None:
    """Return the post or deletion that a row of field names and loose values tells.

    None is a row that is not public. `BadRow` says what is missing or wrong, and in which field.

    >>> post_of({"id": "1", "created_at": "2024-01-31", "text": "hi"}, Defaults("forum")).kind
    <Kind.POST: 'post'>
    """
    network = network_of(cells.text(row.get("network")).strip() or defaults.network)
    try:
        known = cells.identifier(row.get("id"))
    except cells.BadValue as error:
        raise BadRow(f"id: {error}") from None
    if not known:
        raise BadRow("no id")
    if "deleted" in row and _field("deleted", cells.flag, row["deleted"]):
        return _gone(network, known, row, defaults)
    seen_by = row.get("visibility")
    if not cells.nothing(seen_by) and _field("visibility", _VISIBILITY, seen_by) in NOT_PUBLIC:
        return None
    return _post(network, known, row, defaults)


def _gone(network: str, known: str, row: Mapping[str, Any], defaults: Defaults) -> Gone:
    edited = row.get("edited_at")
    if cells.nothing(edited):
        return Gone(network=network, id=known)
    read = partial(times.seconds_of, formats=defaults.formats)
    return Gone(network=network, id=known, deleted_at=_field("edited_at", read, edited))


def _post(network: str, known: str, row: Mapping[str, Any], defaults: Defaults) -> Post:
    seconds = partial(times.seconds_of, formats=defaults.formats)
    found: dict[str, Any] = {"network": network, "id": known}
    for name, value in row.items():
        if value is None or value == "" or name in _DONE:
            continue
        if type(value) is str and value.isspace() and name not in _PROSE:
            continue
        if reader := _READERS.get(name):
            found[name] = _field(name, reader, value)
        elif name in _TIMES:
            if not cells.nothing(value):
                found[name] = _field(name, seconds, value)
        elif name in _ACCOUNTS:
            found[name] = _field(name, partial(cells.author, network=network), value)
    if not found.get("channel") and defaults.channel:
        found["channel"] = defaults.channel
    return _checked(found, row)


def _checked(found: dict[str, Any], row: Mapping[str, Any]) -> Post:
    if "created_at" not in found:
        raise BadRow("no created_at")
    if "kind" not in found:
        found["kind"] = kind_of(found)
    says = found.get("text") or found.get("title") or found.get("rating") is not None
    if not says and found["kind"] not in WORDLESS and row.get("text") is None:
        raise BadRow("no text, title or rating")
    return Post(**found)


def kind_of(found: Mapping[str, Any]) -> Kind:
    """Return the kind of a row that names none: told by what else it has."""
    if found.get("repost_of"):
        return Kind.REPOST
    if found.get("reply_to"):
        return Kind.REPLY
    return Kind.POST if found.get("rating") is None else Kind.REVIEW


def _field(name: str, read: Callable[[object], Any], value: object) -> Any:
    try:
        return read(value)
    except ValueError as error:
        raise BadRow(f"{name}: {error}") from None


def _words(value: object) -> str:
    return cells.text(value).strip()


def _answer(value: object) -> str | None:
    return None if cells.nothing(value) else cells.text(value)


def _mark(value: object) -> str:
    word = cells.text(value).strip().lower()
    if word in MARKS:
        return word
    if word in cells.FALSE or word in cells.NOTHING:
        return ""
    raise cells.BadValue(f"{value!r:.60} is none of developer, staff, verified-domain")


_VISIBILITY = cells.one_of(Visibility)
_KIND = cells.one_of(Kind)
_PROSE = frozenset({"text", "title"})
_DONE = frozenset({"network", "id", "deleted"})
_TIMES = frozenset({"created_at", "edited_at", "reply_at"})
_ACCOUNTS = frozenset({"author", "author_name", "reply_author"})
_READERS: Mapping[str, Callable[[object], Any]] = {
    "channel": cells.identifier,
    "url": _words,
    "kind": _KIND,
    "author_followers": cells.whole,
    "author_bot": cells.flag,
    "text": cells.text,
    "title": cells.text,
    "lang": _words,
    "reply_to": cells.reference,
    "thread": cells.reference,
    "rating": cells.real,
    "likes": cells.whole,
    "shares": cells.whole,
    "visibility": _VISIBILITY,
    "links": cells.links,
    "reply_text": _answer,
    "repost_of": cells.reference,
    "quote_of": cells.reference,
    "accepted": cells.flag,
    "official": _mark,
}
