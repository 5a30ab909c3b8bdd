"""Many sources at once: leased in bunches, run side by side, each with a report of its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING

from solisten import __version__
from solisten.collector import owners
from solisten.collector.asking import STREAMED, Asking
from solisten.collector.driving import in_thread
from solisten.collector.running import Report, Run, run_source
from solisten.collector.saving import Change, TakenOver, Writer
from solisten.collector.secrets import secrets_of
from solisten.errors import ConfigError, StoreError
from solisten.store import sources, state, validators
from solisten.store.sources import Place
from solisten.web.addresses import origin

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from solisten.collector.archive import Archive
    from solisten.config import Source
    from solisten.connector import Connector
    from solisten.store.sources import Lease
    from solisten.store.validators import Kept
    from solisten.web import Web

log = logging.getLogger(__name__)

WEB = frozenset({"http", "https"})
AT_ONCE = 64  # sources that one process reads at the same time

Told = Callable[[Report], None]


@dataclass(frozen=True, slots=True)
class Collecting:
    """Hold what a collector works with; `environ` has the secrets, `jitter` is from 0 to 1."""

    web: Web
    writer: Writer
    connectors: Mapping[str, Connector]
    environ: Mapping[str, str]
    clock: Callable[[], float]
    jitter: Callable[[], float]
    owner: str = field(default_factory=owners.this_process)
    at_once: int = AT_ONCE
    archive: Archive | None = None
    stream_seconds: float = STREAMED


async def collect_sources(
    work: Collecting, wanted: Sequence[Source], *, only_due: bool, told: Told
) -> list[Report]:
    """Collect the sources that are free (and due); `told` hears of each as soon as it is done.

    Raises StoreError when the database can no longer be written; what was saved before stays.
    """
    by_id = {source.id: source for source in wanted}
    register_all(work, wanted)
    reports: list[Report] = []

    async def one(lease: Lease, kept: Mapping[str, Kept]) -> None:
        report = await _collect_one(work, by_id[lease.source], lease, kept)
        reports.append(report)
        told(report)

    writing = asyncio.create_task(work.writer.run())
    held: dict[str, Lease] = {}
    beating = asyncio.create_task(_keep_alive(work, held))
    try:
        await _run_all(work, by_id, held, one, only_due=only_due)
    except asyncio.CancelledError:
        await in_thread(partial(_release_all, work))  # those leased that had not begun
        raise
    finally:
        beating.cancel()
        work.writer.close()
        await writing
    await in_thread(partial(_remember_clock, work))
    return reports


async def _run_all(
    work: Collecting,
    by_id: Mapping[str, Source],
    held: dict[str, Lease],
    one: Callable[[Lease, Mapping[str, Kept]], Coroutine[None, None, None]],
    *,
    only_due: bool,
) -> None:
    """Lease as many as there is room for, and again whenever some are done."""
    left, running = set(by_id), set[asyncio.Task[None]]()
    try:
        while True:
            room = work.at_once - len(running)
            leased = await _leased(work, left, room, only_due=only_due) if left and room else []
            for lease, kept in leased:
                left.discard(lease.source)
                running.add(asyncio.create_task(_held(held, lease, one(lease, kept))))
            if not running:
                return
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _held(held: dict[str, Lease], lease: Lease, work: Coroutine[None, None, None]) -> None:
    """Do the work of a lease; it is renewed meanwhile."""
    held[lease.source] = lease
    try:
        await work
    finally:
        del held[lease.source]


async def _leased(
    work: Collecting, ids: set[str], most: int, *, only_due: bool
) -> list[tuple[Lease, Mapping[str, Kept]]]:
    """Lease sources that are free; also those of a collector on this machine that has died."""

    def take() -> list[tuple[Lease, Mapping[str, Kept]]]:
        now = int(work.clock())
        with work.writer.database.writing() as connection:
            leases = sources.claim(
                connection,
                sorted(ids),
                owner=work.owner,
                process=owners.process_of(work.owner),
                now=now,
                until=int(now + work.writer.lease_seconds),
                most=most,
                only_due=only_due,
                dead=owners.dead(sources.owners(connection, now)),
            )
            kept = validators.kept(connection, [lease.source for lease in leases])
        return [(lease, kept[lease.source]) for lease in leases]

    return await in_thread(take)


def _release_all(work: Collecting) -> None:
    with suppress(StoreError), work.writer.database.writing() as connection:
        sources.release_all(connection, work.owner)


def _remember_clock(work: Collecting) -> None:
    """Keep what the servers asked say of this machine's clock, for whoever looks for faults."""
    found, database, now = work.web.clocks.verdict(), work.writer.database, work.clock()
    if found is None:
        return
    ahead, hosts = found
    with database.reading() as connection:
        known = state.clock(connection)
    if state.clock_changed(known, ahead, now):
        with database.writing() as connection:
            state.put(connection, state.CLOCK, f"{ahead:.0f} {hosts} {int(now)}")


def register_all(work: Collecting, wanted: Sequence[Source]) -> None:
    """Make sure that every source has a row."""
    rows = [place_of(source) for source in wanted]
    database = work.writer.database
    with database.reading() as connection:
        if not sources.unknown(connection, rows):
            return
    with database.writing() as connection:
        sources.register(connection, rows)


def place_of(source: Source) -> Place:
    """Return where a source is read; one without an address is at its connector's own host."""
    try:
        scheme, host, port = origin(source.url)
    except ValueError:
        scheme, host, port = "", "", 0
    at = f"{host}:{port}" if scheme in WEB and host else source.connector
    return Place(source.id, source.connector, source.url, at)


async def _keep_alive(work: Collecting, held: Mapping[str, Lease]) -> None:
    """Renew the leases while their sources are read."""
    while True:
        await asyncio.sleep(work.writer.lease_seconds / 3)
        for lease in list(held.values()):
            try:
                await work.writer.save(Change(lease))
            except Exception as failure:  # noqa: BLE001  (the run itself will be told)
                log.debug("the lease of %s is not renewed: %s", lease.source, failure)


async def _collect_one(
    work: Collecting, source: Source, lease: Lease, kept: Mapping[str, Kept]
) -> Report:
    """Run one source under its lease; give it back as it was when interrupted."""
    connector = work.connectors[source.connector]
    run = Run(source, lease, work.writer, work.clock, work.jitter)
    try:
        try:
            secrets = secrets_of(source, work.environ)
        except ConfigError as failure:
            return await run.refused(str(failure))
        salt = blake2b(
            f"{__version__}{source.network}{sorted(source.options.items())}".encode(
                "utf-8", "replace"
            ),
            digest_size=16,
        ).digest()
        heard = partial(work.archive.keep, source.id) if work.archive else None
        ask = Asking(work.web, secrets, connector.robots, kept, salt, heard, work.stream_seconds)
        return await run_source(run, connector.listen, ask)
    except TakenOver as failure:
        return run.report("taken over", reason=str(failure))
    except asyncio.CancelledError:
        await _give_back(work.writer, lease)
        raise


async def _give_back(writer: Writer, lease: Lease) -> None:
    try:
        await writer.save(Change(lease, back=True))
    except Exception as failure:  # noqa: BLE001  (the lease runs out by itself)
        log.debug("the lease of %s is not given back: %s", lease.source, failure)
