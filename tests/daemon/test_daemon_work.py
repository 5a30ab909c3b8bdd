"""What a daemon does, step by step: catching up, sharing duties, following its configuration."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import psutil
import pytest
from feeds import Site
from stores import url_of
from watched import DAY, NOON, ran

from solisten.daemon import duties, running
from solisten.daemon.gauges import Gauges
from solisten.daemon.notifying import notify
from solisten.daemon.pace import Pace
from solisten.daemon.running import Setup
from solisten.daemon.watching import watched
from solisten.daemon.working import Working
from solisten.daemon.works import Where, works
from solisten.errors import StoreError, UsageError
from solisten.pipeline.session import session
from solisten.store import sources, state
from solisten.web import Manners

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

QUICK = Manners(at_once=64, pause=0.0, failures=10**6)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def configure(folder: Path, site: Site, count: int, more: str = "") -> None:
    """Write a configuration with so many feeds, each of them read every quarter of an hour."""
    found = "".join(
        f'[[source]]\nid = "feed{number}"\nconnector = "rss"\nevery = "15m"\n'
        f'url = "http://127.0.0.1:{site.port}/feed{number}.xml"\n'
        for number in range(count)
    )
    (folder / "config.toml").write_text(
        f'[[brand]]\nname = "Acme"\nquery = "acmerockets"\n{found}[collector]\n'
        f"allow_private = true\nports = [{site.port}]\narchive = false\n{more}"
    )


def at(folder: Path, now: float = NOON) -> Where:
    return Where(folder / "config.toml", url_of(folder / "solisten.db"), now)


@asynccontextmanager
async def working(
    folder: Path, clock: Any = time.time, pace: Pace | None = None, owner: str = "me"
) -> AsyncIterator[Working]:
    """Open the work of a daemon whose clock nobody winds."""
    async with works(at(folder, clock()), clock, QUICK) as opened:
        yield Working(opened, pace or Pace(), Gauges(), clock, owner, {})


def test_after_a_downtime_all_is_read_once_and_not_all_at_once(tmp_path: Path, site: Site) -> None:
    """Forty sources that missed a week: each is asked once, at most eight of them side by side."""
    configure(tmp_path, site, 40)
    busy, most, lock = 0, 0, threading.Lock()
    answer = site.answer

    def counting(path: str, tag: str) -> tuple[int, bytes, str]:
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        time.sleep(0.02)
        with lock:
            busy -= 1
        return answer(path, tag)

    site.answer = counting  # type: ignore[method-assign]

    async def go() -> tuple[bool, bool]:
        async with working(tmp_path, pace=Pace(rounds=2, at_once=4)) as work:
            before = work.caught_up
            for _ in range(6):
                work.look_at = 0.0
                await work.look()
            assert work.rounds == 2
            await work.settle(60.0)
            work.look_at = 0.0
            await work.look()
            await work.settle(60.0)
            return before, work.caught_up

    assert asyncio.run(go()) == (False, True)
    assert sorted(path for _, path, _ in site.hits) == sorted(
        f"/feed{number}.xml" for number in range(40)
    )
    assert 1 < most <= 8


def test_whenever_it_is_stopped_no_source_stays_leased(tmp_path: Path, site: Site) -> None:
    """Stopped as soon as sources are leased, while some are read, and once some are done."""
    configure(tmp_path, site, 6)

    def held(work: Working) -> int:
        with work.works.opened.database.reading() as connection:
            return sum(bool(row.owner) for row in sources.rows(connection).values())

    async def go() -> list[int]:
        left: list[int] = []
        for delay in (0.0, 0.001, 0.005, 0.02, 0.05, 0.1):
            now = time.time() + 86_400 * len(left)
            async with working(tmp_path, lambda now=now: now, Pace(at_once=2)) as work:
                await work.look()
                await asyncio.sleep(delay)
                await work.settle(0.0)
                left.append(held(work))
        return left

    assert asyncio.run(go()) == [0] * 6


def test_daily_work_is_done_once_by_whoever_is_first(tmp_path: Path, site: Site) -> None:
    configure(tmp_path, site, 1)
    now = [float(NOON)]
    done: list[tuple[str, float]] = []

    async def go() -> None:
        async with (
            working(tmp_path, lambda: now[0], owner="one") as one,
            working(tmp_path, lambda: now[0], owner="two") as two,
        ):
            duty = duties.Duty("count", lambda _opened, at: done.append(("count", at)))
            for day in range(3):
                now[0] = NOON + day * DAY
                for work in (one, two, one):
                    await work._attend(duty)

    asyncio.run(go())
    assert [at for _, at in done] == [NOON, NOON + DAY, NOON + 2 * DAY]


def test_daily_work_noted_by_a_clock_that_was_years_ahead_is_done_again(
    tmp_path: Path, site: Site
) -> None:
    configure(tmp_path, site, 1)
    now, done = [NOON + 3650.0 * DAY], []

    async def go() -> None:
        async with working(tmp_path, lambda: now[0]) as work:
            duty = duties.Duty("count", lambda _opened, at: done.append(at))
            for _ in range(2):
                await work._attend(duty)
            now[0] = NOON
            for _ in range(2):
                await work._attend(duty)

    asyncio.run(go())
    assert done == [NOON + 3650.0 * DAY, NOON]


def test_a_week_of_downtime_is_one_estimate_not_seven(tmp_path: Path, site: Site) -> None:
    configure(tmp_path, site, 1)
    site.began = NOON
    now = [float(NOON)]

    async def go() -> list[Any]:
        async with working(tmp_path, lambda: now[0]) as work:
            for day in (0, 0, 1, 8):
                now[0] = NOON + day * DAY
                work.look_at = 0.0
                await work.look()
                await work.settle(60.0)
                work.caught_up = True
                await work.attend()
            with work.works.opened.database.reading() as connection:
                query = "select made_at, model from estimate order by made_at"
                return list(connection.exec_driver_sql(query))

    rows = asyncio.run(go())
    made = [(int(at) - NOON) // DAY for at, model in rows if model == "solis"]
    assert made == [0, 1, 8]
    assert len({model for _, model in rows}) > 3, "by every model"


def test_what_fails_is_noted_and_tried_again_soon(tmp_path: Path, site: Site) -> None:
    configure(tmp_path, site, 1)
    now = [float(NOON)]
    tries: list[float] = []

    def failing(_opened: object, at: float) -> None:
        tries.append(at)
        if len(tries) < 3:
            raise StoreError("no room")

    async def go() -> float:
        async with working(tmp_path, lambda: now[0]) as work:
            duty = duties.Duty("fails", failing)
            for seconds in (0, 60, 901, 1000, 1900, 4000, 90_000):
                now[0] = NOON + seconds
                await work.guarded(duty.name, work._attend(duty))
            return float(work.gauges.text().decode().count("duties_total"))

    assert asyncio.run(go())
    assert [at - NOON for at in tries] == [0, 901, 1900, 90_000]


def test_a_process_that_died_at_its_duty_holds_it_no_longer_than_an_hour(
    tmp_path: Path, site: Site
) -> None:
    configure(tmp_path, site, 1)
    with session(at(tmp_path)) as opened:
        duty = duties.Duty("x", lambda _opened, _now: None)
        from solisten.store import duties as kept

        with opened.database.writing() as connection:
            assert kept.take(connection, "x", owner="dead", now=NOON, until=NOON + 3600)
        for late, expected in ((0, False), (3599, False), (3600, True)):
            now = float(NOON + late)
            done = duties.do(opened, duty, owner="me", now=now, hold=3600.0, retry=900.0)
            assert done is expected
        with opened.database.writing() as connection:
            assert not kept.finish(connection, "x", owner="dead", now=NOON, due_next=0)


def test_a_source_without_an_interval_is_asked_as_often_as_it_has_news(
    tmp_path: Path, site: Site
) -> None:
    from solisten.pipeline.pacing import paced

    configure(
        tmp_path, site, 1, '[[source]]\nid = "tags"\nconnector = "rss"\nurl = "https://x.example/f"'
    )
    with session(at(tmp_path)) as opened:
        assert [one.every for one in paced(opened, NOON)] == [900, 3600]
        ran(opened, "tags", NOON, up=range(NOON // DAY - 14, NOON // DAY))
        assert [one.every for one in paced(opened, NOON)] == [900, 10_800]
        with opened.database.writing() as connection:
            outcome = sources.Outcome(at=NOON, due=NOON, new=5_000)
            sources.finish(connection, "tags", outcome)
        assert [one.every for one in paced(opened, NOON)] == [900, 900]


def test_another_configuration_of_the_same_database_is_followed_or_refused(
    tmp_path: Path, site: Site
) -> None:
    configure(tmp_path, site, 1)

    async def go() -> None:
        setup = Setup(at(tmp_path), time.time)
        async with working(tmp_path) as work:
            with work.works.opened.database.writing() as connection:
                state.put(connection, state.FINGERPRINT, "another one's")
            await work.guarded("alerts", work.tell())
            assert work.drifted.is_set()
            assert "another configuration" in work.health()[1]["trouble"]
            assert work.health()[0] is False
            with pytest.raises(StoreError, match="one configuration for one database"):
                await running._follow(setup, work)
            configure(tmp_path, site, 2)
            text = (tmp_path / "config.toml").read_text()
            (tmp_path / "config.toml").write_text(text.replace('"acmerockets"', '"acme"'))
            with session(setup.where):
                pass
            await running._follow(setup, work)

    asyncio.run(go())


def test_trouble_with_the_database_is_seen_and_passes(tmp_path: Path, site: Site) -> None:
    configure(tmp_path, site, 1)

    async def go() -> None:
        async with working(tmp_path) as work:
            assert work.health()[0]

            async def broken() -> None:
                raise StoreError("the disk is full")

            await work.guarded("x", broken())
            well, told = work.health()
            assert (well, told["status"], told["trouble"]) == (False, "failing", "the disk is full")
            await work.look()
            assert work.health()[0]
            await work.settle(30.0)

    asyncio.run(go())


def test_health_and_metrics_are_on_loopback_alone() -> None:
    with watched(0, lambda: (False, {"status": "failing"}), lambda: b"") as port:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as found:
            found.sendall(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            answer = b"".join(iter(lambda: found.recv(4096), b""))
        assert answer.startswith(b"HTTP/1.1 503")
        listening = [
            one.laddr.ip
            for one in psutil.Process().net_connections()
            if one.status == psutil.CONN_LISTEN and one.laddr.port == port
        ]
        assert listening == ["127.0.0.1"]
        with (
            pytest.raises(UsageError, match="--port"),
            running._watched(port, lambda: (True, {}), lambda: b""),
        ):
            pass


def test_systemd_is_told(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as server:
        server.bind(str(tmp_path / "notify"))
        server.settimeout(5)
        assert notify("READY=1", {"NOTIFY_SOCKET": str(tmp_path / "notify")})
        assert server.recv(200).startswith(b"READY=1\nMONOTONIC_USEC=")
    assert not notify("READY=1", {})
    assert not notify("READY=1", {"NOTIFY_SOCKET": str(tmp_path / "gone")})
