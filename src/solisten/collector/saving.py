"""One writer for all that a process collects: what waits is saved in one transaction."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from solisten.collector.driving import Records, in_thread
from solisten.errors import StoreError
from solisten.store import sources, validators
from solisten.store.save import Saved, save

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from solisten.store.database import Connection, Database
    from solisten.store.save import Lens
    from solisten.store.sources import Lease, Outcome
    from solisten.store.validators import Kept

LEASE_SECONDS = 120
BATCH = 1_000  # records a transaction, about

Finish: TypeAlias = "Callable[[Saved], Outcome]"


class TakenOver(Exception):  # noqa: N818  (as the contract names failures)
    """The lease has run out, and another collector has the source now: nothing was saved."""


@dataclass(frozen=True, slots=True)
class Change:
    """Hold what one source has found: all of it is saved, or nothing.

    `cursor` is the whole cursor, None where it does not move. `finish` says, knowing what was
    saved, how the run ended; it ends the lease. `back` ends the lease and leaves no trace.
    """

    lease: Lease
    records: Records = field(default_factory=list)
    cursor: Mapping[str, Any] | None = None
    answers: Mapping[str, Kept] = field(default_factory=dict)
    finish: Finish | None = None
    back: bool = False


@dataclass(slots=True)
class Writer:
    """Save changes as they come, many in one transaction while one is being written.

    `guard` may refuse a transaction (StoreError), as when the facts are of another configuration.
    """

    database: Database
    lens: Lens
    guard: Callable[[Connection], None]
    clock: Callable[[], float]
    lease_seconds: float = LEASE_SECONDS
    _waiting: list[tuple[Change, asyncio.Future[Saved]]] = field(default_factory=list)
    _called: asyncio.Event = field(default_factory=asyncio.Event)
    _broken: StoreError | None = None
    _closing: bool = False

    async def save(self, change: Change) -> Saved:
        """Save a change; TakenOver when its lease is no more, StoreError when nothing can be."""
        if self._broken:
            raise self._broken
        done: asyncio.Future[Saved] = asyncio.get_running_loop().create_future()
        self._waiting.append((change, done))
        self._called.set()
        try:
            return await asyncio.shield(done)
        except asyncio.CancelledError:
            if not done.done():
                await asyncio.wait([done])
            if not done.cancelled():
                done.exception()  # it was looked at
            raise

    async def run(self) -> None:
        """Write until closed."""
        while True:
            await self._called.wait()
            self._called.clear()
            while self._waiting:
                await self._write(self._next())
            if self._closing:
                return

    def close(self) -> None:
        """Let `run` end once all is written."""
        self._closing = True
        self._called.set()

    def _next(self) -> list[tuple[Change, asyncio.Future[Saved]]]:
        """Take the changes of one transaction."""
        taken, records = 0, 0
        for change, _ in self._waiting:
            records += len(change.records)
            if taken and records > BATCH:
                break
            taken += 1
        found, self._waiting = self._waiting[:taken], self._waiting[taken:]
        return found

    async def _write(self, pairs: Sequence[tuple[Change, asyncio.Future[Saved]]]) -> None:
        changes = [change for change, _ in pairs]
        try:
            results: list[Saved | Exception] = await in_thread(partial(self._saved, changes))
        except StoreError as failure:
            self._broken = failure
            results = [failure] * len(pairs)
        except Exception as failure:  # noqa: BLE001  (one change must not take others with it)
            if len(pairs) > 1:
                for pair in pairs:
                    await self._write([pair])
                return
            results = [failure]
        for (_, done), result in zip(pairs, results, strict=True):
            if isinstance(result, Exception):
                done.set_exception(result)
            else:
                done.set_result(result)

    def _saved(self, changes: Sequence[Change]) -> list[Saved | Exception]:
        now = self.clock()
        with self.database.writing() as connection:
            self.guard(connection)
            return [self._one(connection, change, now) for change in changes]

    def _one(self, connection: Connection, change: Change, now: float) -> Saved | Exception:
        lease = change.lease
        if not sources.hold(connection, lease, int(now + self.lease_seconds)):
            return TakenOver(f"{lease.source} was taken over by another collector")
        saved = save(connection, self.lens, change.records) if change.records else Saved()
        if change.cursor is not None:
            sources.move(connection, lease.source, change.cursor)
        if change.answers:
            validators.keep(connection, lease.source, change.answers, int(now))
        if change.finish:
            sources.finish(connection, lease.source, change.finish(saved))
        elif change.back:
            sources.release(connection, lease.source)
        return saved
