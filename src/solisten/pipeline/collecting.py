"""From the configured sources into the store."""

from __future__ import annotations

import asyncio
import logging
import os
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from solisten.collector.archive import Archive, prune
from solisten.collector.collecting import AT_ONCE, Collecting, collect_sources
from solisten.collector.naming import namesakes
from solisten.collector.rehearsing import Rehearsed, rehearsed
from solisten.collector.running import Report
from solisten.collector.saving import Writer
from solisten.config import Config, Source
from solisten.config import brand as named_brand
from solisten.errors import UsageError
from solisten.pipeline.retaining import forget_old, lens_for
from solisten.pipeline.session import Place, Session, refuse_drift, session
from solisten.plugins import find_connectors
from solisten.store import sources
from solisten.store.sqlite import file_of
from solisten.web import Manners, open_web

if TYPE_CHECKING:
    from solisten.connector import Connector
    from solisten.store.database import Connection
    from solisten.web import Web

log = logging.getLogger(__name__)

Told = Callable[[Report], None]


@dataclass(frozen=True, slots=True)
class Collected:
    """Hold what became of each source: the `reports` of those asked, and who was left and why."""

    reports: Sequence[Report]
    left: Mapping[str, str]

    @property
    def failed(self) -> list[Report]:
        """Return the sources that could not be read."""
        return [report for report in self.reports if report.state == "failed"]


def collect(
    place: Place,
    *,
    clock: Callable[[], float],
    brand: str | None = None,
    source: str | None = None,
    only_due: bool = False,
    told: Told | None = None,
    manners: Manners | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Collected:
    """Ask the sources (of a brand; one) for what is new, and save it; report on each.

    With `only_due` those whose time has not come are left. `told` hears of each source as soon as
    it is done. Any number of processes may do this at once: a source is leased to one of them.
    Raises UsageError for a brand or source that is not there, StoreError when nothing can be
    saved any more; what was saved before stays.
    """
    with session(place) as opened:
        wanted = chosen(opened.config, brand, source)
        return collect_in(
            opened,
            wanted,
            clock=clock,
            only_due=only_due,
            told=told,
            manners=manners,
            environ=environ,
        )


def collect_in(
    opened: Session,
    wanted: Sequence[Source],
    *,
    clock: Callable[[], float],
    only_due: bool,
    told: Told | None = None,
    manners: Manners | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Collected:
    """Collect within an open session."""
    forget_old(opened, lens_for(opened))
    connectors = connectors_of(opened.config)
    for said in namesakes(opened.config.sources, connectors):
        log.warning("%s", said)
    reports = asyncio.run(
        _collected(opened, wanted, connectors, clock, only_due, told or _nobody, manners, environ)
    )
    return Collected(reports, _left(opened, wanted, reports, clock(), only_due=only_due))


async def _collected(
    opened: Session,
    wanted: Sequence[Source],
    connectors: Mapping[str, Connector],
    clock: Callable[[], float],
    only_due: bool,
    told: Told,
    manners: Manners | None,
    environ: Mapping[str, str],
) -> list[Report]:
    async with open_web(opened.config.collector, clock=clock, manners=manners) as web:
        work = collecting(opened, web, connectors, clock, environ)
        reports = await collect_sources(work, wanted, only_due=only_due, told=told)
    prune_archive(opened, clock())
    return reports


def collecting(
    opened: Session,
    web: Web,
    connectors: Mapping[str, Connector],
    clock: Callable[[], float],
    environ: Mapping[str, str],
    at_once: int = AT_ONCE,
) -> Collecting:
    """Return what a collector works with, through a way to the web that is open already."""

    def guard(connection: Connection) -> None:
        refuse_drift(connection, opened)

    writer = Writer(opened.database, lens_for(opened), guard, clock)
    return Collecting(
        web,
        writer,
        connectors,
        environ,
        clock,
        random.random,
        at_once=at_once,
        archive=_archive(opened),
    )


def prune_archive(opened: Session, now: float) -> None:
    """Delete raw answers that are too old, or too many."""
    archive = _archive(opened)
    if archive:
        kept = opened.config.collector
        prune(archive.folder, now, days=kept.archive_days, megabytes=kept.archive_mb)


def _archive(opened: Session) -> Archive | None:
    """Return where raw answers are kept: beside the database's file, or where the command runs."""
    if not opened.config.collector.archive:
        return None
    file = file_of(opened.database.engine.url)
    return Archive(file.with_name(f"{file.stem}.archive") if file else Path("solisten.archive"))


def collect_dry(
    place: Place, *, brand: str | None = None, source: str | None = None
) -> list[tuple[Rehearsed, str]]:
    """Return what each source would ask for first, and when it is due; nobody is asked."""
    with session(place) as opened:
        wanted = chosen(opened.config, brand, source)
        with opened.database.reading() as connection:
            rows = sources.rows(connection)
        connectors = connectors_of(opened.config)
        return [
            (
                rehearsed(connectors[one.connector], one, rows.get(one.id)),
                _when(rows.get(one.id), opened.now),
            )
            for one in wanted
        ]


def _when(row: Any, now: float) -> str:
    """Return when a source is due, in words."""
    if row is None or row.asked_at is None:
        return "never asked"
    if row.resting_until > now:
        return f"wants to be left alone for {row.resting_until - now:.0f} s more"
    return "due" if row.due <= now else f"due in {row.due - now:.0f} s"


def chosen(config: Config, brand: str | None, source: str | None) -> list[Source]:
    """Return the sources that are meant; UsageError when there are none."""
    if not config.sources:
        raise UsageError("no [[source]] is configured: there is nobody to ask; add one")
    found = list(config.sources)
    if source is not None:
        found = [one for one in found if one.id == source]
        if not found:
            raise UsageError(f'no source "{source}"; {_nearest(source, config)}')
    if brand is not None:
        name = named_brand(config, brand).name
        found = [one for one in found if not one.brands or name in one.brands]
        if not found:
            raise UsageError(f'no [[source]] listens for "{name}"; add its name to one\'s brands')
    return found


def _nearest(name: str, config: Config) -> str:
    import difflib

    known = [one.id for one in config.sources]
    near = difflib.get_close_matches(name, known, n=1)
    return f'did you mean "{near[0]}"?' if near else f"known are {', '.join(known)}"


def connectors_of(config: Config) -> Mapping[str, Connector]:
    """Return every connector there is, by name."""
    return find_connectors([Path(folder) for folder in config.plugins.connectors]).connectors


def _left(
    opened: Session,
    wanted: Sequence[Source],
    reports: Sequence[Report],
    now: float,
    *,
    only_due: bool,
) -> dict[str, str]:
    """Return why sources were not asked."""
    left = {one.id for one in wanted} - {report.source for report in reports}
    if not left:
        return {}
    with opened.database.reading() as connection:
        rows = sources.rows(connection)
    return {id_: _why(rows[id_], now, only_due=only_due) for id_ in sorted(left)}


def _why(row: Any, now: float, *, only_due: bool) -> str:
    """Return why a source was left."""
    if row.owner:
        return "another collector is asking it"
    waits = row.resting_until > now or (only_due and row.due > now)
    return _when(row, now) if waits else "another collector asks its host, or has just done so"


def _nobody(_report: Report) -> None:
    """Tell nobody."""
