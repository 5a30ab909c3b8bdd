"""Sources in the database: leased to one collector at a time, each with its cursor and health."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import sqlalchemy as sa

from solisten.store import bulk, validators
from solisten.store.bulk import among
from solisten.store.clocks import has_come, was_wrong
from solisten.store.schema import source, source_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy.engine import Connection

STAYS = 60  # seconds for which a host is left to the process that asked it last


@dataclass(frozen=True, slots=True)
class Lease:
    """Hold the right to collect one source: whoever has a newer `token` has taken it over.

    `cursor` and `read_until` (epoch seconds, None for never) are as the last run left them.
    """

    source: str
    owner: str
    token: int
    cursor: Mapping[str, Any] = field(default_factory=dict)
    read_until: int | None = None
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """Say how a run ended; times in epoch seconds.

    `failure` is the kind of RequestFailed, "" for none; `read_until` is None where the run did not
    come to its end; `up` are seconds by day that are known to be read now, and were not before.
    """

    at: int
    due: int
    resting_until: int = 0
    failure: str = ""
    reason: str = ""
    read_until: int | None = None
    networks: frozenset[str] = frozenset()
    asked: int = 0
    answered: int = 0
    failed: int = 0
    found: int = 0
    new: int = 0
    up: Mapping[int, int] = field(default_factory=dict)


class Place(NamedTuple):
    """Say where a source is read; what has the same `host` is asked by one process at a time."""

    id: str
    connector: str
    url: str
    host: str


def register(connection: Connection, wanted: Iterable[Place]) -> None:
    """Make a row for each; one that means another place now starts anew."""
    rows = {row.id: row for row in connection.execute(sa.select(source))}
    for place in wanted:
        known = rows.get(place.id)
        changed = sa.update(source).where(source.c.id == place.id)
        if known is None:
            connection.execute(sa.insert(source).values(**_fresh(place, token=0)))
        elif (known.connector, known.url) != (place.connector, place.url):
            # A lease on the old place ends with its token.
            connection.execute(changed.values(**_fresh(place, token=known.token + 1)))
            validators.forget(connection, place.id)
        elif known.host != place.host:
            connection.execute(changed.values(host=place.host))


def unknown(connection: Connection, wanted: Iterable[Place]) -> bool:
    """Say whether `register` has anything to do."""
    query = sa.select(source.c.id, source.c.connector, source.c.url, source.c.host)
    return bool({*wanted} - {Place(*row) for row in connection.execute(query)})


def _fresh(place: Place, *, token: int) -> dict[str, Any]:
    return {
        **place._asdict(),
        "asker": "",
        "cursor": "{}",
        "networks": "",
        "due": 0,
        "resting_until": 0,
        "owner": "",
        "leased_until": 0,
        "token": token,
        "asked_at": None,
        "answered_at": None,
        "read_until": None,
        "failures": 0,
        "failure": "",
        "reason": "",
    }


def claim(
    connection: Connection,
    ids: Collection[str],
    *,
    owner: str,
    process: str,
    now: int,
    until: int,
    most: int,
    only_due: bool,
    dead: Collection[str] = (),
) -> list[Lease]:
    """Lease up to `most` of the sources that nobody holds, the longest due first.

    A lease that has run out, or whose owner is among the `dead`, holds nothing. With `only_due`
    those whose time has not come are left; one that asked to be left alone always is, and so is
    the host that another `process` asks: each knows its own pace only. What was asked by a clock
    that was far ahead is due.
    """
    c = source.c
    conditions = [
        among(connection, c.id, ids),
        sa.or_(c.resting_until <= now, was_wrong(c.asked_at, now)),
        sa.or_(c.owner == "", has_come(c.leased_until, now), among(connection, c.owner, dead)),
        _open_to(connection, process, now, dead),
    ]
    if only_due:
        conditions.append(sa.or_(c.due <= now, was_wrong(c.asked_at, now)))
    query = (
        sa.select(c.id, c.token, c.cursor, c.read_until, c.failures)
        .where(*conditions)
        .order_by(c.due, c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    found = [
        Lease(row.id, owner, row.token + 1, _cursor(row.cursor), row.read_until, row.failures)
        for row in connection.execute(query)
    ]
    bulk.update(
        connection,
        source,
        ("owner", "asker", "leased_until", "token"),
        [(owner, process, until, lease.token, lease.source) for lease in found],
    )
    return found


def _open_to(
    connection: Connection, process: str, now: int, dead: Collection[str]
) -> sa.ColumnElement[bool]:
    """Return the condition that no other process asks the host, or has just asked it.

    A host that wants to be left alone is left to the process that was told so.
    """
    other = source.alias().c
    busy = sa.or_(
        sa.and_(other.owner != "", ~has_come(other.leased_until, now)),
        sa.and_(
            sa.or_(other.asked_at > now - STAYS, other.resting_until > now),
            ~was_wrong(other.asked_at, now),
        ),
    )
    theirs = sa.select(other.host).where(
        other.asker != "", other.asker != process, ~among(connection, other.asker, dead), busy
    )
    return source.c.host.not_in(theirs)


def _cursor(text: str) -> dict[str, Any]:
    found = msgspec.json.decode(text or "{}")
    return found if isinstance(found, dict) else {}


def hold(connection: Connection, lease: Lease, until: int) -> bool:
    """Keep a lease until then; False when another collector has taken the source over."""
    done = connection.execute(
        sa.update(source)
        .where(
            source.c.id == lease.source,
            source.c.owner == lease.owner,
            source.c.token == lease.token,
        )
        .values(leased_until=until)
    )
    return bool(done.rowcount)


def move(connection: Connection, id_: str, cursor: Mapping[str, Any]) -> None:
    """Store how far a source is read; in the transaction of the posts."""
    text = msgspec.json.encode(cursor).decode()
    connection.execute(sa.update(source).where(source.c.id == id_).values(cursor=text))


def release(connection: Connection, id_: str) -> None:
    """Give a source back as the run found it, for whoever asks next."""
    connection.execute(sa.update(source).where(source.c.id == id_).values(owner="", leased_until=0))


def release_all(connection: Connection, owner: str) -> None:
    """Give back what an owner still holds, as it found it."""
    values = {"owner": "", "leased_until": 0}
    connection.execute(sa.update(source).where(source.c.owner == owner).values(**values))


def finish(connection: Connection, id_: str, run: Outcome) -> None:
    """Give a source back after a run, with what became of it."""
    c = source.c
    values: dict[str, Any] = {
        "owner": "",
        "leased_until": 0,
        "due": run.due,
        "resting_until": run.resting_until,
        "asked_at": run.at,
        "failure": run.failure,
        "reason": run.reason,
        "failures": c.failures + 1 if run.failure else 0,
    }
    if not run.failure:
        values["answered_at"] = run.at
    if run.read_until is not None:
        values["read_until"] = run.read_until
    if run.networks:
        known = connection.execute(sa.select(c.networks).where(c.id == id_)).scalar() or ""
        values["networks"] = " ".join(sorted({*known.split(), *run.networks}))
    connection.execute(sa.update(source).where(c.id == id_).values(**values))
    counts = (run.asked, run.answered, run.failed, run.found, run.new)
    rows = [(id_, run.at // 86_400, 1, int(bool(run.failure)), *counts, 0)]
    rows += [(id_, day, 0, 0, 0, 0, 0, 0, 0, seconds) for day, seconds in sorted(run.up.items())]
    bulk.add(connection, source_day, rows)


def owners(connection: Connection, now: int) -> list[str]:
    """Return who holds sources now, and the processes that asked them last."""
    c = source.c
    held = sa.select(c.owner).where(c.owner != "", c.leased_until > now)
    found = connection.execute(held.union(sa.select(c.asker).where(c.asker != "")))
    return list(found.scalars())


def rows(connection: Connection) -> dict[str, Any]:
    """Return the row of every source that was ever asked, by its id."""
    return {row.id: row for row in connection.execute(sa.select(source))}


def days(
    connection: Connection, first: int, stop: int, ids: Collection[str] | None = None
) -> list[Any]:
    """Return what became of the sources (of every one) on these days."""
    query = sa.select(source_day).where(source_day.c.day >= first, source_day.c.day < stop)
    if ids is not None:
        query = query.where(among(connection, source_day.c.source, ids))
    return list(connection.execute(query.order_by(source_day.c.source, source_day.c.day)))


def first_days(connection: Connection, ids: Collection[str]) -> dict[str, int]:
    """Return the first day that each source was asked about."""
    c = source_day.c
    query = sa.select(c.source, sa.func.min(c.day)).where(among(connection, c.source, ids))
    return {id_: int(day) for id_, day in connection.execute(query.group_by(c.source))}


def soonest(
    connection: Connection,
    ids: Collection[str],
    process: str,
    now: int,
    dead: Collection[str] = (),
) -> int | None:
    """Return when the first of these sources that a process may take is due, None for none."""
    c = source.c
    later = sa.case((c.resting_until > c.due, c.resting_until), else_=c.due)
    ready = sa.case((was_wrong(c.asked_at, now), now), else_=later)
    free = sa.or_(c.owner == "", has_come(c.leased_until, now), among(connection, c.owner, dead))
    query = sa.select(sa.func.min(ready)).where(
        among(connection, c.id, ids), free, _open_to(connection, process, now, dead)
    )
    found = connection.execute(query).scalar()
    return None if found is None else int(found)
