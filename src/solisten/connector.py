"""The contract of a connector: two functions that do no I/O (DESIGN 5)."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, TypeVar

from solisten.nouns import Gone, Post

FailureKind: TypeAlias = Literal[
    "gone",
    "denied",
    "throttled",
    "too_large",
    "refused_address",
    "timeout",
    "unreadable",
    "server",
    "network",
]


@dataclass(frozen=True, slots=True)
class Request:
    """Ask for one URL; `auth` names the scheme, the secret is the collector's."""

    url: str
    method: str = "GET"
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    auth: str = ""
    stream: bool = False


@dataclass(frozen=True, slots=True)
class Response:
    """Hold one answer: header names in lower case, `fetched_at` in epoch seconds UTC."""

    url: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    fetched_at: float | None = None
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Say how far the source is read; merged into the cursor by key, saved with the posts."""

    cursor: Mapping[str, Any]


class RequestFailed(Exception):  # noqa: N818  (the contract's name)
    """A request that failed for good, thrown at its `yield`."""

    def __init__(
        self, kind: FailureKind, status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(f"{kind}{f' ({status})' if status else ''}")
        self.kind = kind
        self.status = status
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Source:
    """Hold one configured thing to listen to; `options` are the connector's own keys."""

    id: str
    connector: str
    url: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)

    def strings(self, key: str) -> tuple[str, ...]:
        """Return the option as a tuple of texts; a single text counts as a list of one."""
        value = self.options.get(key, ())
        return (value,) if isinstance(value, str) else tuple(str(item) for item in value)


Cursor: TypeAlias = Mapping[str, Any]
Listening: TypeAlias = Generator[Request | Post | Gone | Checkpoint, Response | None, None]
Read: TypeAlias = Callable[[Response], Iterator[Post | Gone]]
Listen: TypeAlias = Callable[[Source, Cursor], Listening]

_ListenT = TypeVar("_ListenT", bound=Listen)


@dataclass(frozen=True, slots=True)
class Connector:
    """Describe one network: what it reads, what it can see and what it costs to ask."""

    name: str
    read: Read
    listen: Listen
    reach: str
    auth: Literal["none", "optional", "required"] = "none"
    options: tuple[str, ...] = ()
    rate: str = ""
    terms: str = ""
    sees: frozenset[str] = frozenset()
    verified: str = ""
    robots: bool = False
    own_ids: str = ""
    doc: str = ""


def connector(
    name: str,
    *,
    read: Read,
    reach: str,
    auth: Literal["none", "optional", "required"] = "none",
    options: tuple[str, ...] = (),
    rate: str = "",
    terms: str = "",
    sees: tuple[str, ...] = (),
    verified: str = "",
    robots: bool = False,
    own_ids: str = "",
) -> Callable[[_ListenT], _ListenT]:
    """Mark a `listen` function as a connector; the registry finds the mark, nothing is registered.

    `options` are the source's own keys beside `url`; `sees` holds any of `replies`, `followers`,
    `edits`, `deletions`, `likes`: what is missing is not observable on this network, never zero.
    `verified` says what was proved on recorded responses and what was not. `robots`: it reads
    pages that are made for people, so robots.txt is asked first; feeds and documented interfaces
    are made for programs. `own_ids`: ids are a site's own, and this option (or "url") names the
    site; two sites need a `network` each.
    """

    def mark(listen: _ListenT) -> _ListenT:
        module = inspect.getmodule(listen)
        described = Connector(
            name=name,
            read=read,
            listen=listen,
            reach=reach,
            auth=auth,
            options=options,
            rate=rate,
            terms=terms,
            sees=frozenset(sees),
            verified=verified,
            robots=robots,
            own_ids=own_ids,
            doc=inspect.getdoc(module) or "" if module else "",
        )
        listen.__connector__ = described  # type: ignore[attr-defined]
        return listen

    return mark
