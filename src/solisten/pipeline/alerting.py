"""What is worth telling, from the record to the channels of `[alerts]`."""

from __future__ import annotations

import logging
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from solisten.alerts import atom
from solisten.alerts.alert import Alert, AlertKind
from solisten.alerts.delivering import Sending, Sent, channels, deliver
from solisten.alerts.message import Message, message
from solisten.alerts.outages import SourceState, outages, recoveries
from solisten.alerts.promises import broken_promises, span
from solisten.alerts.spikes import error_a_day
from solisten.alerts.unusual import JUDGED, days_needed, tallies, unusual
from solisten.metrics.health import watches
from solisten.metrics.places import places_of, records_of
from solisten.metrics.window import Coverage, presence
from solisten.pipeline.evidence import excerpt
from solisten.pipeline.session import refuse_drift
from solisten.pipeline.windows import is_live
from solisten.store import alerts as kept
from solisten.store import sources, waiting, windows
from solisten.store.edges import dense_days
from solisten.store.evidence import posts as stored_posts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from solisten.config import Brand
    from solisten.pipeline.session import Session
    from solisten.store.alerts import Told
    from solisten.store.database import Connection
    from solisten.web import Web

log = logging.getLogger(__name__)

DAY = 86_400
READ = 0.9
"""Share of a day that must have been read for the day to count as usual or unusual."""
HOME_DAYS = 90
KEPT = 400 * DAY
"""Seconds after which an alert is forgotten."""


def find_alerts(opened: Session, now: float) -> list[str]:
    """Store what is worth telling and was not yet; return the keys of the new alerts.

    Only brands that a live source listens for are watched: an import is a record of the past.
    """
    with opened.database.reading() as connection:
        refuse_drift(connection, opened)
        rows = sources.rows(connection)
        found = list(_of_sources(connection, opened, rows, now))
        live = [brand for brand in opened.config.brands if is_live(opened.config, brand)]
        for brand in live:
            found += _of_brand(connection, opened, brand, rows, now, error_a_day(len(live)))
        known = kept.known(connection, [one.key for one in found])
    return keep_alerts(opened, [one for one in found if one.key not in known], now)


def keep_alerts(opened: Session, found: Sequence[Alert], now: float) -> list[str]:
    """Store alerts, due on every channel that is configured; return the keys of the new ones."""
    if not found:
        return []
    rows = [msgspec.structs.asdict(one) | {"kind": str(one.kind)} for one in found]
    with opened.database.writing() as connection:
        new = kept.add(connection, rows, channels(opened.config.alerts), int(now))
    for one in found:
        if one.key in new:
            log.warning("alert: %s", one.title)
    return new


def _of_sources(
    connection: Connection, opened: Session, rows: Mapping[str, Any], now: float
) -> Iterator[Alert]:
    states = [
        SourceState(
            id=source.id,
            brands=source.brands,
            failures=row.failures,
            answered_at=row.answered_at,
            asked_at=row.asked_at,
            failure=row.failure,
            reason=row.reason,
        )
        for source in opened.config.sources
        if (row := rows.get(source.id)) is not None
    ]
    yield from outages(states)
    told = kept.of_kind(connection, AlertKind.OUTAGE, int(now) - KEPT)
    yield from recoveries(states, [(one.subject, one.key, one.made_at) for one in told])


def _of_brand(
    connection: Connection,
    opened: Session,
    brand: Brand,
    rows: Mapping[str, Any],
    now: float,
    error: float,
) -> list[Alert]:
    coverage = _coverage(connection, opened, brand, now)
    found = list(_unusual(connection, brand, coverage, int(now) // DAY, error))
    if brand.promise is not None:
        found += _promises(connection, opened, brand, brand.promise, coverage, rows, now)
    return found


def _coverage(connection: Connection, opened: Session, brand: Brand, now: float) -> Coverage:
    today = int(now) // DAY
    days = range(min(today - HOME_DAYS, days_needed(today).start), today + 1)
    watched = watches(connection, opened.config, brand, days, int(now))
    places = places_of(opened.config, brand, windows.places(connection, days))
    return Coverage(records_of(places, dense_days(connection)), watched)


def _unusual(
    connection: Connection, brand: Brand, coverage: Coverage, today: int, error: float
) -> Iterator[Alert]:
    """Judge the last days over the networks that were read four weeks ago and are now."""
    days = days_needed(today)
    early, late = range(days.start, today - 27), range(today - 6, today + 1)
    networks = {
        name
        for name in coverage.networks
        if coverage.covered(name, early) and coverage.covered(name, late)
    }
    if not networks:
        return
    recent = range(today - JUDGED + 1, today + 1)
    spoken = list(waiting.spoken(connection, brand.name, recent))

    def read(day: int) -> bool:
        return all((coverage.of_day(name, day) or 0.0) >= READ for name in networks)

    counts = waiting.counted(connection, brand.name, days)
    table = tallies(counts, spoken, days, networks, brand.weekend, read)
    last = {
        kind: one.day
        for kind in (AlertKind.VOLUME, AlertKind.NEGATIVE)
        if (one := kept.last(connection, kind, brand.name, "")) is not None
    }
    yield from unusual(brand.name, table, spoken, today, error, last)


def _promises(
    connection: Connection,
    opened: Session,
    brand: Brand,
    promise: int,
    coverage: Coverage,
    rows: Mapping[str, Any],
    now: float,
) -> list[Alert]:
    first, last = span(promise, now)
    needs = waiting.unanswered(connection, brand.name, first, last)
    if not needs:
        return []
    today = int(now) // DAY
    days = range(today - HOME_DAYS + 1, today + 1)
    here = presence(
        windows.cells(connection, brand.name, days, int(now)),
        coverage,
        days,
        hosted={place.network for place in brand.hosts},
        declared={account.network for account in brand.official},
    )
    read_until, unread = _reach(opened, brand, rows)
    return list(broken_promises(brand.name, promise, needs, here.home, read_until, unread))


def _reach(
    opened: Session, brand: Brand, rows: Mapping[str, Any]
) -> tuple[dict[str, int | None], dict[str, list[str]]]:
    """Return up to when any source has read each network, and its sources that fail now."""
    until: dict[str, int | None] = {}
    failing: defaultdict[str, list[str]] = defaultdict(list)
    for source in opened.config.sources:
        row = rows.get(source.id)
        if row is None or (source.brands and brand.name not in source.brands):
            continue
        for network in row.networks.split() or [source.connector]:
            until[network] = max(until.get(network) or 0, row.read_until or 0) or None
            if row.failures:
                failing[network].append(source.id)
    return until, failing


def shown_alerts(connection: Connection, told: Sequence[Told]) -> list[Message]:
    """Return alerts with what they point at; a post that is gone is said to be."""
    found = stored_posts(connection, {key for one in told for key in one.posts})
    return [message(one, found, excerpt) for one in told]


def write_atom(opened: Session) -> bool:
    """Bring the Atom file of `[alerts]` up to date; False when it was, or none is configured.

    Raises OSError when it cannot be written.
    """
    if not opened.config.alerts.atom:
        return False
    with opened.database.reading() as connection:
        messages = shown_alerts(connection, kept.newest(connection, atom.MOST))
    names = [brand.name for brand in opened.config.brands]
    return atom.write(Path(opened.config.alerts.atom), atom.feed(messages, names))


async def send_alerts(
    opened: Session,
    web: Web,
    *,
    clock: Callable[[], float],
    owner: str,
    environ: Mapping[str, str],
) -> list[Sent]:
    """Send what is due on every channel; return what became of each that had anything to do."""
    return await deliver(
        Sending(
            database=opened.database,
            web=web,
            alerts=opened.config.alerts,
            environ=environ,
            clock=clock,
            owner=owner,
            shown=shown_alerts,
        )
    )
