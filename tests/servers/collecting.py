"""What is collected from a server, beside what was told there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import sqlalchemy as sa
from stores import looking_into, url_of
from story import BRANDS, DAY_ONE, first_day, waits

from solisten.pipeline.collecting import collect
from solisten.web import Manners

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from running import Running
    from story import Said

CONFIG = """\
[collector]
contact = "me@acme.example"
ports = [{port}]
allow_private = ["127.0.0.0/8", "::1", "localhost"]
"""
BRAND = """
[[brand]]
name = "{brand}"
query = "{brand}"
official = ["{network}:{account}"]
"""
SOURCE = """
[[source]]
id = "here{number}"
connector = "{connector}"
url = "{url}"
{options}
"""


class Shown(NamedTuple):
    """One post as its network tells of it; `parent` and `root` are ids, the time epoch seconds."""

    author: str
    author_name: str
    t: int
    parent: str
    root: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """One source of a configuration; `options` are lines of TOML."""

    connector: str
    url: str
    options: str = ""


@dataclass(frozen=True, slots=True)
class Listened:
    """Say how a server is listened to; `official` are the brands' accounts."""

    network: str
    port: int
    official: Mapping[str, str]
    sources: tuple[Source, ...]


class Server(Protocol):
    """A server that a test has started, on which the story is told."""

    running: Running

    def listened(self) -> Listened: ...
    def tell(self, posts: Iterable[Said]) -> None: ...
    def go_on(self) -> None: ...
    def shown(self, posts: Iterable[Said]) -> dict[str, Shown]: ...
    def uri(self, key: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Place:
    """Say where the configuration and the database are, and what time it is."""

    config: Path
    db: str
    now: float


@dataclass(frozen=True, slots=True)
class Found:
    """Hold what all sources found together."""

    new: int
    changed: int
    asked: int
    states: frozenset[str]


@dataclass(frozen=True, slots=True)
class Listener:
    """A folder to collect in."""

    folder: Path

    def configure(self, listened: Listened) -> None:
        """Write the configuration."""
        parts = [CONFIG.format(port=listened.port)]
        for brand, account in listened.official.items():
            parts.append(BRAND.format(brand=brand, network=listened.network, account=account))
        for number, one in enumerate(listened.sources):
            values = {"connector": one.connector, "url": one.url, "options": one.options}
            parts.append(SOURCE.format(number=number, **values))
        (self.folder / "config.toml").write_text("".join(parts))

    def collect(self, now: float, *, unfinished: bool = False) -> Found:
        """Collect once; every source must be read to its end, or may have more to give."""
        place = Place(self.folder / "config.toml", url_of(self.folder / "solisten.db"), now)
        reports = collect(place, clock=lambda: now, manners=Manners(pause=0.0)).reports
        states = frozenset(report.state for report in reports)
        assert states
        assert states <= {"read", "unchanged", *(["unfinished"] if unfinished else [])}, reports
        return Found(
            sum(report.new for report in reports),
            sum(report.changed for report in reports),
            sum(report.asked for report in reports),
            states,
        )

    def kept(self) -> dict[str, Shown]:
        """Return what is stored, by id."""
        rows = self._rows("select id, author, author_name, t, parent, root, text from post")
        return {row.pop("id"): Shown(**row) for row in rows}

    def waits(self, brand: str) -> dict[str, int | None]:
        """Return by id how many seconds each need of a brand waited for its first answer."""
        query = "select id, answered, answer_seconds from needs where brand = :brand"
        rows = self._rows(query, brand=brand)
        assert all(row["answered"] == (row["answer_seconds"] is not None) for row in rows)
        return {row["id"]: row["answer_seconds"] for row in rows}

    def _rows(self, query: str, **values: str) -> list[dict[str, Any]]:
        with looking_into(self.folder / "solisten.db") as connection:
            return [dict(row) for row in connection.execute(sa.text(query), values).mappings()]


def agree(server: Server, listener: Listener, posts: Sequence[Said]) -> None:
    """Fail unless these posts are stored and no other, and every need with its wait."""
    kept, told = listener.kept(), server.shown(posts)
    assert kept == told, kept.items() ^ told.items()
    for brand in BRANDS:
        found = listener.waits(brand)
        wanted = {server.uri(key): wait for key, wait in waits(posts, brand).items()}
        assert found == wanted, found.items() ^ wanted.items()


def the_first_day(server: Server, listener: Listener) -> None:
    """Collect everything told, and nothing twice."""
    found = listener.collect(DAY_ONE)
    agree(server, listener, first_day())
    assert (found.new, found.changed) == (69, 0)
    nothing_new(listener, DAY_ONE + 60)


def nothing_new(listener: Listener, now: float) -> Found:
    """Collect once more and find nothing."""
    again = listener.collect(now)
    assert (again.new, again.changed) == (0, 0)
    return again
