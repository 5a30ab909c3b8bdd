"""An alert with what it points at looked up: what every channel renders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from solisten.alerts.harmless import one_line, web_address
from solisten.alerts.words import moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from solisten.alerts.alert import PostKey
    from solisten.store.alerts import Told

GONE = "(deleted since)"


@dataclass(frozen=True, slots=True)
class Link:
    """Point at a post: its address, None where it has none, and how it begins."""

    url: str | None
    excerpt: str


@dataclass(frozen=True, slots=True)
class Message:
    """Hold one alert ready to be rendered, each text in one harmless line."""

    key: str
    kind: str
    made_at: int
    title: str
    text: str
    links: tuple[Link, ...]


def message(
    told: Told, posts: Mapping[PostKey, tuple[int, str, str]], excerpt: Callable[[str], str]
) -> Message:
    """Return the message of a stored alert; `posts` are time, address and text of its posts."""
    return Message(
        key=told.key,
        kind=told.kind,
        made_at=told.made_at,
        title=one_line(told.title),
        text=one_line(told.text),
        links=tuple(_links(told.posts, posts, excerpt)),
    )


def _links(
    wanted: Iterable[PostKey],
    posts: Mapping[PostKey, tuple[int, str, str]],
    excerpt: Callable[[str], str],
) -> Iterable[Link]:
    for key in wanted:
        if key not in posts:
            yield Link(None, GONE)
            continue
        at, url, text = posts[key]
        yield Link(web_address(url), one_line(f"{moment(at)} {key[0]}: {excerpt(text)}"))


def digest_title(count: int) -> str:
    """Return the title of a message that holds several alerts.

    >>> digest_title(12)
    'Solisten: 12 alerts'
    """
    return f"Solisten: {count} alerts"
