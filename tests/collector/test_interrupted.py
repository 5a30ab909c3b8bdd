"""Collectors that are killed, stopped, or can no longer write lose nothing and double nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from collector_desk import Table, source
from fault_server import FaultServer, running
from sqlalchemy import event
from stores import only_sqlite, url_of
from timeline_server import Timeline

from solisten.errors import StoreError
from solisten.store import schema
from solisten.store.database import open_database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

HERE = Path(__file__).parent
PATHS = [HERE, HERE.parent / "servers", *(HERE.parents[1] / d for d in ("src", "connectors"))]
KILLS = 30


class Starter:
    """A process that starts collectors."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, HERE / "forking.py"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, PATHS))},
        )
        assert self.line() == "ready"

    def line(self) -> str:
        """Return the next line it writes."""
        stream: IO[bytes] | None = self.process.stdout
        assert stream is not None
        return stream.readline().decode().strip()

    def start(self, table: Table, seconds: str, lease: float = 120.0) -> str:
        """Start a collector, and return what is said of it first."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{table.folder} {seconds} {lease} {table.url}\n".encode())
        self.process.stdin.flush()
        return self.line()

    def close(self) -> None:
        """Let it end."""
        self.process.communicate(timeout=30)


@pytest.fixture(scope="module")
def starter() -> Iterator[Starter]:
    starter = Starter()
    yield starter
    starter.close()


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with running() as server:
        yield server


def timeline(server: FaultServer) -> str:
    return source("tag", server.url, "mastodon", hashtags=["acme"])


def test_kills_at_random_lose_nothing(table: Table, starter: Starter, server: FaultServer) -> None:
    luck, world, killed = random.Random(7), Timeline(server, 120), 0
    table.write(server.port, timeline(server), source("blog", f"{server.url}/good"))
    table.collect("blog")  # the database is made
    for _ in range(3 * KILLS):
        said = starter.start(table, f"{luck.uniform(0.02, 0.6):.3f}")
        while said.startswith("told"):
            said = starter.line()
        killed += said == "killed"
        world.size += luck.randrange(4)
        if killed >= KILLS:
            break
    assert killed >= KILLS
    table.collect()
    table.collect()
    posts = [id_ for id_ in table.posts() if id_.startswith("https://toot")]
    assert set(posts) == world.all()
    assert len(posts) == world.size
    assert sum(row.new for row in table.rows(schema.source_day)) <= world.size + 3
    assert not any(row.owner for row in table.rows(schema.source))


def test_a_run_that_was_killed_holds_up_nobody(
    table: Table, starter: Starter, server: FaultServer
) -> None:
    Timeline(server, 30)
    table.write(server.port, timeline(server))
    server.stalled.add("/api/v1/timelines/tag/acme")
    child = int(starter.start(table, "free"))
    while not server.asked("/api/v1/timelines/tag/acme"):
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    time.sleep(0.1)
    assert [row.owner != "" for row in table.rows(schema.source)] == [True]
    server.stalled.clear()
    assert table.collect()["tag"].new == 30


def test_who_is_stopped_past_the_lease_is_fenced_out(
    table: Table, starter: Starter, server: FaultServer
) -> None:
    world = Timeline(server, 30)
    table.write(server.port, timeline(server), seconds=60)
    server.stalled.add("/api/v1/timelines/tag/acme")
    child = int(starter.start(table, "free", 2.0))
    while not server.asked("/api/v1/timelines/tag/acme"):
        time.sleep(0.01)
    os.kill(child, signal.SIGSTOP)
    time.sleep(3.1)
    server.stalled.clear()
    assert table.collect()["tag"].new == 30
    (before,) = table.rows(schema.source)
    world.size += 5
    os.kill(child, signal.SIGCONT)
    assert starter.line() == "told taken over"
    (after,) = table.rows(schema.source)
    assert after == before
    assert len(table.posts()) == 30
    table.collect()
    assert set(table.posts()) == world.all()


def test_a_host_is_asked_by_one_process_at_a_time(
    table: Table, starter: Starter, server: FaultServer
) -> None:
    """Two that know nothing of each other's requests would ask it twice as often."""
    first, second = (source(f"s{n}", f"{server.url}/good-{n}") for n in range(2))
    table.write(server.port, first, seconds=60)
    server.stalled.add("/good-0")
    child = int(starter.start(table, "free"))
    while not server.asked("/good-0"):
        time.sleep(0.01)
    table.names = {"elsewhere.test": ["127.0.0.1"]}
    other = source("other", f"http://elsewhere.test:{server.port}/good-2")
    table.write(server.port, first, second, other)
    assert set(table.collect()) == {"other"}
    assert not server.asked("/good-1")
    os.kill(child, signal.SIGKILL)
    time.sleep(0.1)
    server.stalled.clear()
    assert set(table.collect()) == {"s0", "s1", "other"}


def test_two_collectors_share_the_work(table: Table, starter: Starter, server: FaultServer) -> None:
    sources = [source(f"s{n}", f"{server.url}/good-{n}") for n in range(12)]
    table.write(server.port, *sources)
    table.collect("s0")
    server.hits.clear()
    child = starter.start(table, "free")
    reports = table.collect(only_due=True)
    assert starter.line().startswith("told")
    assert child.isdigit()
    asked = [hit.path for hit in server.hits]
    assert len(reports) < 12
    assert len(asked) >= 11
    assert len(table.posts()) == 36


@only_sqlite
def test_a_full_disk_stops_it_cleanly(
    table: Table, server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = Timeline(server, 300)
    table.write(server.port, timeline(server))
    table.collect("none")
    size = len((table.folder / "solisten.db").read_bytes()) // 8192

    def small(connection: object, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {size + 12}")  # type: ignore[attr-defined]

    event.listen(sa.pool.Pool, "connect", small)
    try:
        with pytest.raises(StoreError, match="the disk is full"):
            table.collect()
    finally:
        event.remove(sa.pool.Pool, "connect", small)
    kept = len(table.posts())
    assert kept < 300
    assert table.collect() == {}  # the lease of a process that lives is kept
    table.clock.ahead += 200
    table.collect()
    assert set(table.posts()) == world.all()


@only_sqlite
def test_a_locked_database_stops_it_cleanly(table: Table, server: FaultServer) -> None:
    Timeline(server, 30)
    table.write(server.port, timeline(server))
    table.collect("none")
    url = f"{url_of(table.folder / 'solisten.db')}?timeout=0.2"
    with (
        closing(open_database(url)) as database,
        database.writing(),
        pytest.raises(StoreError, match="locked"),
    ):
        table.collect(url=url)
    table.clock.ahead += 200
    assert table.collect()["tag"].new == 30
