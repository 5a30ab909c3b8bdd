"""One record, whatever its spelling, into a post."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from solisten.nouns import NETWORK, Gone, Kind, Post, Visibility
from solisten.records import cells, times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FIELDS = (*(field.name for field in msgspec.structs.fields(Post)), "deleted")
NOT_PUBLIC = frozenset(
    {Visibility.PRIVATE, Visibility.DIRECT, Visibility.FOLLOWERS, Visibility.WHISPER}
)
WORDLESS = frozenset({Kind.REVIEW, Kind.REPOST})
MARKS = frozenset({"developer", "staff", "verified-domain"})

_Reader: TypeAlias = Callable[[object], Any]


class BadRow(Exception):  # noqa: N818  (the row's fault, not ours)
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
    if NETWORK.fullmatch(name):
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
    name = "network"
    try:
        named = row.get("network")
        network = network_of((named and cells.words(named)) or defaults.network)
        readers = _readers(network in cells.FEDERATED, defaults.formats)
        found: dict[str, Any] = {"network": network}
        name = "id"
        found["id"] = cells.identifier(row.get("id"))
        if "deleted" in row:
            name = "deleted"
            if cells.flag(row[name]):
                return _gone(found, row, readers)
        if "visibility" in row and row["visibility"] not in _EMPTY:
            name = "visibility"
            found[name] = _visibility(row[name])
            if found[name] in NOT_PUBLIC:
                return None
        for name, value in row.items():
            if (value or value == 0) and (reader := readers.get(name)):
                found[name] = reader(value)
    except ValueError as error:
        filled = {field: value for field, value in row.items() if not _blank(field, value)}
        if len(filled) < len(row):
            return post_of(filled, defaults)
        raise BadRow(f"{name}: {error}") from None
    if not found.get("channel") and defaults.channel:
        found["channel"] = defaults.channel
    return _checked(found, row)


def _blank(field: str, value: object) -> bool:
    return type(value) is str and value.isspace() and field not in {"text", "title"}


def _gone(found: Mapping[str, Any], row: Mapping[str, Any], readers: Mapping[str, _Reader]) -> Gone:
    if not found["id"]:
        raise BadRow("no id")
    # A deletion that does not tell its time properly is a deletion all the same.
    with suppress(ValueError):
        deleted_at = readers["edited_at"](row.get("edited_at"))
        return Gone(network=found["network"], id=found["id"], deleted_at=deleted_at)
    return Gone(network=found["network"], id=found["id"])


def _checked(found: dict[str, Any], row: Mapping[str, Any]) -> Post:
    if not found["id"]:
        raise BadRow("no id")
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


def _answer(value: object) -> str | None:
    return cells.text(value) if cells.words(value) else None


def _mark(value: object) -> str:
    word = cells.words(value).lower()
    if word in MARKS:
        return word
    if word in cells.FALSE:
        return ""
    raise cells.BadValue(f"{cells.shown(value)} is none of {', '.join(sorted(MARKS))}")


@lru_cache(maxsize=64)
def _readers(federated: bool, formats: Sequence[str]) -> Mapping[str, _Reader]:
    account = cells.federated_account if federated else cells.account
    seconds = partial(times.seconds_of, formats=formats) if formats else times.seconds_of
    return {
        **_PLAIN_READERS,
        "created_at": seconds,
        "edited_at": seconds,
        "reply_at": seconds,
        "author": account,
        "author_name": account,
        "reply_author": account,
    }


_EMPTY = (None, "")
_visibility = cells.one_of(Visibility)
_PLAIN_READERS: Mapping[str, _Reader] = {
    "channel": cells.identifier,
    "url": cells.words,
    "kind": cells.one_of(Kind),
    "author_followers": cells.whole,
    "author_bot": cells.flag,
    "text": cells.text,
    "title": cells.text,
    "lang": cells.words,
    "reply_to": cells.reference,
    "thread": cells.reference,
    "rating": cells.real,
    "likes": cells.whole,
    "shares": cells.whole,
    "links": cells.links,
    "reply_text": _answer,
    "repost_of": cells.reference,
    "quote_of": cells.reference,
    "accepted": cells.flag,
    "official": _mark,
}
