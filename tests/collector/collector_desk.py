"""A configuration, a database and a clock that the test moves, to collect with."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from stores import url_of

from solisten.collector.collecting import Collecting, collect_sources
from solisten.collector.saving import Writer
from solisten.config import load
from solisten.plugins import find_connectors
from solisten.store import schema
from solisten.store.database import open_database
from solisten.store.save import lens_of
from solisten.web import Limits, Manners, open_web
from solisten.web.door import resolver

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from solisten.collector.running import Report

HEAD = """\
[[brand]]
name = "Acme"
query = "acme"

[collector]
contact = "me@acme.example"
ports = [{port}]
allow_private = ["127.0.0.1"]
timeout_s = {seconds}
archive = false
"""


def source(name: str, url: str, connector: str = "rss", **options: Any) -> str:
    """Return a source as the configuration writes it."""
    more = "".join(f"{key} = {value!r}\n".replace("'", '"') for key, value in options.items())
    return f'\n[[source]]\nid = "{name}"\nconnector = "{connector}"\nurl = "{url}"\n{more}'


@dataclass(slots=True)
class Clock:
    """Time that passes only when somebody waits, beside what really passes."""

    ahead: float = 0.0
    real: bool = False
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        """Return epoch seconds."""
        return time.time() + self.ahead

    def ticks(self) -> float:
        """Return monotonic seconds."""
        return time.monotonic() + self.ahead

    async def sleep(self, seconds: float) -> None:
        """Wait, in no time; the others have their turn."""
        self.slept.append(seconds)
        if not self.real:
            self.ahead += seconds
        await asyncio.sleep(seconds if self.real else 0)


@dataclass(slots=True)
class Table:
    """A place to collect at."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    names: dict[str, list[str]] = field(default_factory=dict)
    environ: Mapping[str, str] = field(default_factory=dict)
    manners: Manners = field(default_factory=lambda: Manners(pause=0.0, failures=1_000))
    limits: Limits | None = None
    lease_seconds: float = 120.0
    database: str = ""

    @property
    def config(self) -> Path:
        """Return the file of the configuration."""
        return self.folder / "config.toml"

    def write(self, port: int, *sources: str, seconds: float = 1.0) -> None:
        """Write the configuration."""
        head = HEAD.format(port=port, seconds=seconds)
        self.config.write_text(head + "".join(sources))

    def collect(
        self, *ids: str, only_due: bool = False, url: str | None = None
    ) -> dict[str, Report]:
        """Collect, and return the reports by source; also into another database."""
        return asyncio.run(self._collect(ids, only_due, url or self.url))

    @property
    def url(self) -> str:
        """Return the URL of the database."""
        return self.database or url_of(self.folder / "solisten.db")

    async def _collect(self, ids: Sequence[str], only_due: bool, url: str) -> dict[str, Report]:
        config = load(self.config)
        wanted = [one for one in config.sources if not ids or one.id in ids]
        with closing(open_database(url)) as database:
            writer = Writer(
                database, lens_of(config), lambda _: None, self.clock.now, self.lease_seconds
            )
            async with open_web(
                config.collector,
                clock=self.clock.now,
                manners=self.manners,
                limits=self.limits,
                resolve=self._resolve,
                ticks=self.clock.ticks,
                sleep=self.clock.sleep,
                jitter=lambda: 0.5,
            ) as web:
                connectors = find_connectors().connectors
                work = Collecting(
                    web, writer, connectors, self.environ, self.clock.now, lambda: 0.5
                )
                reports = await collect_sources(
                    work, wanted, only_due=only_due, told=lambda _: None
                )
        return {report.source: report for report in reports}

    async def _resolve(self, host: str, port: int) -> Sequence[str]:
        if host in self.names:
            return self.names[host]
        with ThreadPoolExecutor(1) as threads:
            return await resolver(threads)(host, port)

    def rows(self, table: sa.Table) -> list[Any]:
        """Return the rows of a table."""
        with (
            closing(open_database(self.url)) as database,
            database.reading() as connection,
        ):
            query = sa.select(table).order_by(*table.primary_key.columns)
            return list(connection.execute(query))

    def posts(self) -> list[str]:
        """Return the ids of the stored posts."""
        return [row.id for row in self.rows(schema.post)]
