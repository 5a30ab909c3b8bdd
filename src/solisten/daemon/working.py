"""The daemon's work: each method does what is due now, and fails without ending the others."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from solisten.collector import owners
from solisten.collector.collecting import collect_sources, place_of
from solisten.collector.driving import in_thread
from solisten.daemon import duties
from solisten.daemon.works import still_ours
from solisten.errors import SolistenError, StoreError
from solisten.pipeline.alerting import find_alerts, send_alerts, write_atom
from solisten.pipeline.collecting import collecting
from solisten.pipeline.pacing import paced
from solisten.store import alerts as kept
from solisten.store import sources

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from solisten.collector.running import Report
    from solisten.config import Source
    from solisten.daemon.gauges import Gauges
    from solisten.daemon.pace import Pace
    from solisten.daemon.works import Works

log = logging.getLogger(__name__)

_T = TypeVar("_T")
COLLECT = "collect"
OFTEN_ENOUGH = 3  # longest waits after which a daemon that has not looked is not well
CATCHING_UP = 600.0  # seconds from the start in which daily work waits for what is due to be read
PACED_FOR = 3600.0  # seconds for which a learned interval is good


@dataclass(slots=True)
class Working:
    """Work on one configuration; `clock` is in epoch seconds, `ticks` monotonic."""

    works: Works
    pace: Pace
    gauges: Gauges
    clock: Callable[[], float]
    owner: str
    environ: Mapping[str, str]
    ticks: Callable[[], float] = time.monotonic
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    drifted: asyncio.Event = field(default_factory=asyncio.Event)
    rounds: int = 0
    began: float = field(init=False)
    looked: float = field(init=False)
    look_at: float = float("-inf")
    caught_up: bool = False
    stopping: bool = False
    trouble: str = ""
    news: bool = True
    told_at: float = float("-inf")
    told_for: float = 0.0
    _paced: tuple[float, list[Source]] | None = None

    def __post_init__(self) -> None:
        """Begin well."""
        self.began = self.looked = self.ticks()

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Begin work that goes on beside the rest."""
        task = asyncio.create_task(self.guarded(name, work), name=name)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    async def guarded(self, name: str, work: Coroutine[Any, Any, _T]) -> _T | None:
        """Do work; what goes wrong is logged, and the database looked after."""
        try:
            return await work
        except StoreError as error:
            await self._troubled(name, error)
        except SolistenError as error:
            self.gauges.errors.inc()
            log.error("%s: %s", name, error)  # noqa: TRY400  (a person reads this)
        except Exception as bug:
            self.gauges.errors.inc()
            log.exception("%s: a bug: %s", name, type(bug).__name__)
        return None

    async def _troubled(self, name: str, error: StoreError) -> None:
        self.gauges.errors.inc()
        self.trouble = str(error)
        log.error("%s: %s", name, error)
        try:
            ours = await in_thread(partial(still_ours, self.works.opened))
        except StoreError:
            return
        if not ours:
            self.drifted.set()

    async def settle(self, patience: float) -> None:
        """Let what was begun come to its end, reading for at most `patience` seconds.

        A source that is not read by then is given back. What is being sent is: nobody could know
        afterwards whether it arrived.
        """
        reading = {task for task in self.tasks if task.get_name() == COLLECT}
        if reading and patience:
            await asyncio.wait(reading, timeout=patience)
        for task in reading:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def look(self) -> None:
        """Begin to read what is due, when it is time to look."""
        if self.ticks() < self.look_at:
            return
        now = self.clock()
        due = await in_thread(partial(self._soonest, now))
        self.looked, self.trouble = self.ticks(), ""
        self.caught_up = self.caught_up or (not self.rounds and (due is None or due > now))
        wait = self.pace.beat if due is None else min(due - now, self.pace.longest)
        self.look_at = self.ticks() + wait
        if wait <= 0 and self.rounds < self.pace.rounds:
            self.rounds += 1
            self.start(COLLECT, self._round())

    def _soonest(self, now: float) -> float | None:
        """Return when the next source is due, at once when one was never asked."""
        wanted = self._sources(now)
        if not wanted:
            return None
        known, ids = [place_of(one) for one in wanted], [one.id for one in wanted]
        process = owners.process_of(self.owner)
        with self.works.opened.database.reading() as connection:
            if sources.unknown(connection, known):
                return now
            dead = owners.dead(sources.owners(connection, int(now)))
            return sources.soonest(connection, ids, process, int(now), dead)

    def _sources(self, now: float) -> list[Source]:
        if self._paced is None or abs(now - self._paced[0]) >= PACED_FOR:
            self._paced = (now, paced(self.works.opened, now))
        return self._paced[1]

    async def _round(self) -> None:
        """Read what is due, some sources side by side."""
        began = self.ticks()
        try:
            work = collecting(
                replace(self.works.opened, now=self.clock()),
                self.works.web,
                self.works.connectors,
                self.clock,
                self.environ,
                at_once=self.pace.at_once,
            )
            wanted = await in_thread(partial(self._sources, self.clock()))
            found = await collect_sources(work, wanted, only_due=True, told=self._told)
        finally:
            self.rounds -= 1
        if found:
            self.gauges.rounds.observe(self.ticks() - began)
            self.news = True

    def _told(self, report: Report) -> None:
        self.gauges.ran(report)
        if report.state == "failed":
            log.warning("%s: %s", report.source, report.reason)
        elif report.new or report.changed:
            log.info("%s: %d new, %d changed", report.source, report.new, report.changed)
        else:
            log.debug("%s: %s", report.source, report.state)

    async def tell(self) -> None:
        """Look for alerts after a collection, and now and then; send what is due.

        Looking for them takes a tenth of the time at the most.
        """
        since = self.ticks() - self.told_at
        ready = self.news and since >= max(self.pace.alerts, 10 * self.told_for)
        if not ready and since < self.pace.alerts_longest:
            return
        began, self.news = self.ticks(), False
        opened = self.works.opened
        new = await in_thread(partial(find_alerts, opened, self.clock()))
        self.told_for, self.told_at = self.ticks() - began, self.ticks()
        for key in new:
            self.gauges.alerts.labels(key.partition("/")[0]).inc()
        sent = await send_alerts(
            opened, self.works.web, clock=self.clock, owner=self.owner, environ=self.environ
        )
        for one in sent:
            self.gauges.sent.labels(one.channel).inc(one.alerts)
            if one.failure:
                log.warning("alerts: %s: %s; tried again later", one.channel, one.failure)
        await self._atom()

    async def _atom(self) -> None:
        try:
            await in_thread(partial(write_atom, self.works.opened))
        except OSError as error:
            log.warning(
                "alerts: %s cannot be written (%s); name another place with [alerts] atom",
                self.works.opened.config.alerts.atom,
                error.strerror,
            )

    async def attend(self) -> None:
        """Do the duties that are due, one after the other; after a downtime reading goes first."""
        if not self.caught_up and self.ticks() - self.began < CATCHING_UP:
            return
        for duty in duties.duties_of(self.works.opened.config):
            if self.stopping:
                return
            await self.guarded(duty.name, self._attend(duty))

    async def _attend(self, duty: duties.Duty) -> None:
        opened, now = self.works.opened, self.clock()
        if not await in_thread(partial(duties.is_due, opened, duty, now)):
            return
        doing = partial(
            duties.do,
            opened,
            duty,
            owner=self.owner,
            now=now,
            hold=self.pace.hold,
            retry=self.pace.retry,
        )
        try:
            done = await in_thread(doing)
        except BaseException:
            self.gauges.duties.labels("failed").inc()
            raise
        if done:
            self.gauges.duties.labels("done").inc()
            log.info("%s: done", duty.name)
            self.news = True

    async def beat(self) -> None:
        """Bring the figures up to date."""
        rows, waiting = await in_thread(self._standing)
        self.gauges.stand(list(self.works.opened.config.sources), rows)
        self.gauges.waiting.clear()
        for one in waiting:
            self.gauges.waiting.labels(one.channel).set(one.alerts)

    def _standing(self) -> tuple[Mapping[str, Any], list[kept.Waiting]]:
        with self.works.opened.database.reading() as connection:
            return sources.rows(connection), kept.waiting(connection)

    def health(self) -> tuple[bool, dict[str, Any]]:
        """Say whether the daemon works, and what ails it."""
        ago = self.ticks() - self.looked
        well = not self.trouble and ago <= OFTEN_ENOUGH * self.pace.longest
        told: dict[str, Any] = {
            "status": "ok" if well else "failing",
            "looked_s_ago": round(ago, 1),
        }
        told |= {"sources": len(self.works.opened.config.sources), "reading_now": self.rounds}
        if self.trouble:
            told["trouble"] = self.trouble
        return well, told
