"""One daemon from its start to its end: configurations come and go, it goes on."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from contextlib import AsyncExitStack, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from solisten.collector import owners
from solisten.collector.driving import in_thread
from solisten.daemon.gauges import Gauges
from solisten.daemon.notifying import notify
from solisten.daemon.pace import PACE, Pace
from solisten.daemon.scheduling import scheduled
from solisten.daemon.watching import LOOPBACK, watched
from solisten.daemon.working import Working
from solisten.daemon.works import Where, matches_file, works
from solisten.errors import SolistenError, StoreError, UsageError
from solisten.pipeline.session import read_config

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from solisten.daemon.watching import Health
    from solisten.web import Manners

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Setup:
    """Hold what a daemon is started with; without a `port` it takes the usual one, or any."""

    where: Where
    clock: Callable[[], float]
    port: int | None = None
    pace: Pace = PACE
    manners: Manners | None = None
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)


@dataclass(slots=True)
class Calls:
    """Hold what was asked of the daemon by signals."""

    stop: asyncio.Event = field(default_factory=asyncio.Event)
    reload: asyncio.Event = field(default_factory=asyncio.Event)
    interrupted: bool = False


USUAL_PORT = 9477


def run(setup: Setup) -> bool:
    """Run until SIGTERM or SIGINT; say whether it was SIGINT.

    Raises SolistenError when it cannot begin, or must not go on.
    """
    return asyncio.run(_run(setup))


async def _run(setup: Setup) -> bool:
    calls = Calls()
    current: list[Working] = []
    gauges = Gauges()

    def health() -> tuple[bool, Mapping[str, Any]]:
        return current[-1].health() if current else (True, {"status": "starting"})

    with _signals(calls), _watched(setup.port, health, gauges.text):
        await _serve(setup, calls, current, gauges)
    return calls.interrupted


@contextmanager
def _watched(port: int | None, health: Health, metrics: Callable[[], bytes]) -> Iterator[None]:
    """Serve health and metrics; at another port when the usual one is taken and none was named."""
    with ExitStack() as stack:
        try:
            usual = USUAL_PORT if port is None else port
            found = stack.enter_context(watched(usual, health, metrics))
        except OSError as error:
            if port is not None:
                raise UsageError(
                    f"port {port} of {LOOPBACK} cannot be used ({error.strerror}); name another "
                    "with --port, or 0 for any that is free"
                ) from None
            found = stack.enter_context(watched(0, health, metrics))
        log.info("health and metrics: http://%s:%d/healthz and /metrics", LOOPBACK, found)
        yield


@contextmanager
def _signals(calls: Calls) -> Iterator[None]:
    """Turn signals into calls; a second SIGTERM or SIGINT ends the process as usual."""
    loop = asyncio.get_running_loop()

    def stop(number: signal.Signals) -> None:
        log.info("%s: finishing the transaction in hand", number.name)
        calls.interrupted = number == signal.SIGINT
        calls.stop.set()
        for one in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(one)

    loop.add_signal_handler(signal.SIGHUP, calls.reload.set)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop, number)
    try:
        yield
    finally:
        for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)


async def _serve(setup: Setup, calls: Calls, current: list[Working], gauges: Gauges) -> None:
    """Work on one configuration after the other until it is enough."""
    async with AsyncExitStack() as last:
        stack = await last.enter_async_context(AsyncExitStack())
        work = await _opened(setup, stack, gauges)
        while True:
            current[:] = [work]
            notify("READY=1", setup.environ)
            await _work(setup, work, calls)
            if calls.stop.is_set():
                notify("STOPPING=1", setup.environ)
                return
            fresh = await last.enter_async_context(AsyncExitStack())
            try:
                work = await _opened(setup, fresh, gauges)
            except SolistenError as error:
                _refused(gauges, error)
                continue
            await stack.aclose()
            stack = fresh
            gauges.reloads.labels("done").inc()
            log.info("the configuration was read again")


async def _opened(setup: Setup, stack: AsyncExitStack, gauges: Gauges) -> Working:
    where = replace(setup.where, now=setup.clock())
    opened = await stack.enter_async_context(works(where, setup.clock, setup.manners))
    config = opened.opened.config
    log.info("listening to %d sources for %d brands", len(config.sources), len(config.brands))
    owner = owners.this_process()
    return Working(opened, setup.pace, gauges, setup.clock, owner, setup.environ)


async def _work(setup: Setup, work: Working, calls: Calls) -> None:
    """Work until the end, or until there is another configuration that can be used."""
    work.drifted.clear()
    work.stopping = False
    with scheduled(work):
        while True:
            await _first(calls.stop, calls.reload, work.drifted)
            if calls.stop.is_set():
                break
            if work.drifted.is_set():
                await _follow(setup, work)
                break
            calls.reload.clear()
            notify("RELOADING=1", setup.environ)
            try:
                await in_thread(partial(read_config, setup.where))
            except SolistenError as error:
                _refused(work.gauges, error)
                notify("READY=1", setup.environ)
                continue
            break
    work.stopping = True
    await work.settle(0.0 if calls.stop.is_set() else setup.pace.patience)


def _refused(gauges: Gauges, error: SolistenError) -> None:
    gauges.reloads.labels("refused").inc()
    log.error("the new configuration is refused, the old one stays: %s", error)


async def _follow(setup: Setup, work: Working) -> None:
    """Take over the configuration that another process has read the posts with.

    Raises StoreError when that is not the one in the file: two configurations for one database
    would read all posts again and again.
    """
    if not await in_thread(partial(matches_file, setup.where, work.works.opened)):
        raise StoreError(
            "another process has read the posts with another configuration; use one "
            f"configuration for one database: this daemon's is {setup.where.config}"
        )
    log.info("the configuration has changed, and another process works with it already")


async def _first(*events: asyncio.Event) -> None:
    """Wait for the first of these."""
    waiting = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
