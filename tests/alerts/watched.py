"""A brand that a live source listens for, with a record of talk, in a database of its own."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stores import url_of

from solisten.collector.collecting import place_of
from solisten.nouns import Post
from solisten.pipeline.session import Session, session
from solisten.store import sources
from solisten.store.save import lens_of, save
from solisten.store.sources import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

DAY = 86_400
TODAY = 20_000
NOON = TODAY * DAY + DAY // 2
CONFIG = """\
[[brand]]
name = "Acme"
query = '"acme rockets" OR acmerockets'
official = ["mastodon:@acme@social.example"]
promise = "24h"

[[source]]
id = "tags"
connector = "mastodon"
url = "https://social.example"
hashtags = ["acme"]
every = "15m"

[[source]]
id = "blog"
connector = "rss"
url = "https://acme.example/feed.xml"
every = "15m"

[collector]
allow_private = true
"""


@dataclass(frozen=True)
class Desk:
    """Say where the configuration is, and what time it is."""

    folder: Path
    now: float = NOON
    file: str = "solisten.db"

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    @property
    def db(self) -> str:
        return url_of(self.folder / self.file)

    def write(self, more: str = "") -> Desk:
        self.config.write_text(CONFIG + more)
        return self

    @contextmanager
    def open(self) -> Iterator[Session]:
        with session(self) as opened:
            yield opened


def post(number: int | str, at: float, text: str = "acmerockets are here", **more: object) -> Post:
    return Post(
        network="mastodon",
        id=str(number),
        created_at=at,
        channel="social.example",
        url=f"https://social.example/{number}",
        author=f"person{number}@social.example",
        text=text,
        **more,  # type: ignore[arg-type]
    )


def talk(days: Iterable[int], a_day: int, text: str = "acmerockets are here") -> list[Post]:
    """Return so many mentions a day, a bit more and less."""
    return [
        post(f"{day}-{number}", day * DAY + 3_600 + number * 60, text)
        for day in days
        for number in range(a_day + day % 3 - 1)
    ]


def keep(opened: Session, posts: Iterable[Post]) -> None:
    """Save posts."""
    with opened.database.writing() as connection:
        save(connection, lens_of(opened.config), list(posts))


def ran(
    opened: Session,
    source: str,
    at: int,
    failure: str = "",
    *,
    reason: str = "",
    up: range | None = None,
    seconds_a_day: int = DAY,
) -> None:
    """Let a source have run at a time, and have read these whole days and today so far."""
    network = {"tags": "mastodon"}.get(source, "rss")
    seconds = dict.fromkeys(up or (), seconds_a_day)
    if up is not None:
        seconds[at // DAY] = at % DAY
    outcome = Outcome(
        at=at,
        due=at + 900,
        failure=failure,
        reason=reason,
        read_until=None if failure else at,
        networks=frozenset() if failure else frozenset({network}),
        up=seconds,
    )
    with opened.database.writing() as connection:
        wanted = [place_of(one) for one in opened.config.sources]
        if sources.unknown(connection, wanted):
            sources.register(connection, wanted)
        sources.finish(connection, source, outcome)
