"""The daemon's clock: APScheduler calls each piece of work, never twice at once."""

from __future__ import annotations

import asyncio
import logging
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from solisten.daemon.working import Working


@contextmanager
def scheduled(work: Working) -> Iterator[None]:
    """Run a daemon's work on its schedule while the block runs.

    Work that took longer than its interval is not run twice at once, and what was missed (the
    machine slept) is run once.
    """
    _silence()
    scheduler = AsyncIOScheduler(
        timezone=UTC,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )

    now, pace = datetime.now(UTC), work.pace
    for name, function, seconds in (
        ("look", work.look, pace.shortest),
        ("alerts", work.tell, pace.alerts / 2),
        ("duties", work.attend, pace.duties),
        ("figures", work.beat, pace.beat),
    ):
        begin = partial(_begun, work, name, function)
        scheduler.add_job(begin, "interval", seconds=seconds, id=name, next_run_time=now)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


async def _begun(
    work: Working, name: str, function: Callable[[], Coroutine[Any, Any, None]]
) -> None:
    """Do a piece of work that outlives the scheduler: whoever ends the daemon waits for it."""
    await asyncio.shield(work.start(name, function()))


def _silence() -> None:
    """Keep APScheduler's own lines out of the log: what fails is told by the work itself."""
    logger = logging.getLogger("apscheduler")
    logger.propagate = False
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
