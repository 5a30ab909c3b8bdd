"""What the store holds, and what is wrong with the set-up, at a glance."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

from solisten import __version__
from solisten.alerts.words import duration
from solisten.collector.conditions import WELL, Condition, conditions
from solisten.collector.health import DAY
from solisten.collector.naming import namesakes
from solisten.config import Config, account_key
from solisten.errors import SolistenError
from solisten.pipeline.collecting import connectors_of
from solisten.pipeline.links import broken
from solisten.pipeline.packs import folders
from solisten.pipeline.session import Place, Session, read_config, session
from solisten.pipeline.windows import iso_date
from solisten.store import sources, state
from solisten.store.alerts import newest as newest_alerts
from solisten.store.alerts import waiting as alerts_waiting
from solisten.store.database import Connection, shown
from solisten.store.digest import digests, sizes
from solisten.store.overview import Stored, integrity, known_accounts, known_channels, stored
from solisten.store.sqlite import file_of

if TYPE_CHECKING:
    from collections.abc import Iterator

LEAST_FREE = 200_000_000
LATE = 86_400
CLOCK_OFF = 120
"""Seconds by which this machine's clock may differ from those of the servers that it asked."""
CLOCK_DAYS = 7
SHOWN_ALERTS = 5
DIGESTED = 100_000
"""Rows in all that are digested unasked: each is read for it, a second for about so many."""
EARLIEST = 1_700_000_000
"""A clock before this (2023-11-14) was never set."""


def status(place: Place, *, digested: bool = False) -> dict[str, Any]:
    """Return what `report.tables.status_table` shows: store, brands, sources, alerts, tables.

    Large tables have no digest unless they are to be `digested`.
    """
    with session(place) as opened, opened.database.reading() as connection:
        counts = sizes(connection)
        small = sum(counts.values()) <= DIGESTED
        found = digests(connection) if digested or small else {}
        return {
            "store": {
                "database": shown(opened.database.url),
                "solisten": __version__,
                "changes": state.sequence(connection),
            },
            "brands": [_brand(row) for row in stored(connection)],
            "sources": [_source(one, opened.now) for one in _conditions(connection, opened)],
            "alerts": [
                {"at": _moment(one.made_at), "kind": one.kind, "title": one.title}
                for one in newest_alerts(connection, SHOWN_ALERTS)
            ],
            "tables": [
                {"table": name, "rows": rows, "digest": found[name][:16] if found else None}
                for name, rows in counts.items()
            ],
        }


def _conditions(connection: Connection, opened: Session) -> list[Condition]:
    rows = sources.rows(connection)
    days = sources.days(connection, 0, int(opened.now) // DAY + 1)
    return conditions(opened.config.sources, rows, days, opened.now)


def _source(one: Condition, now: float) -> dict[str, Any]:
    due = "now" if one.due is None or one.due <= now else _moment(one.due)
    return {
        "id": one.source,
        "connector": one.connector,
        "health": one.health,
        "last_run": None if one.asked_at is None else _moment(one.asked_at),
        "last_success": None if one.answered_at is None else _moment(one.answered_at),
        "due": due,
        "posts": one.new,
        "failures": one.failures,
        "reason": one.reason,
    }


def _moment(seconds: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


def _brand(row: Stored) -> dict[str, Any]:
    return {
        "brand": row.brand,
        "network": row.network,
        "posts": row.official,
        "mentions": row.mentions,
        "first": iso_date(row.first),
        "last": iso_date(row.last),
    }


def doctor(place: Place) -> Iterator[dict[str, Any]]:
    """Yield what was looked at: `what`, `ok`, and the `remedy` where something is wrong."""
    try:
        config = read_config(place)
    except SolistenError as error:
        yield _check(ok=False, what="configuration", remedy=str(error))
        return
    brands = f"{len(config.brands)} brands, {len(config.sources)} sources"
    yield _check(ok=True, what=f"configuration {place.config}: {brands}")
    yield _packs(config)
    yield from _keys(config)
    yield _check(
        ok=place.now >= EARLIEST, what="clock", remedy="the clock was never set; set it (NTP)"
    )
    try:
        with session(place) as opened:
            yield _check(ok=True, what=f"database {shown(opened.database.url)} opens")
            yield _disk(opened)
            with opened.database.reading() as connection:
                yield from _integrity(connection)
                yield from _clock(connection, opened.now)
                yield from _sources(connection, opened)
                yield from _alerts(connection)
                yield from _names(connection, opened.config)
                yield from _links(connection, opened.config)
    except SolistenError as error:
        yield _check(ok=False, what="database", remedy=str(error))


def _check(*, ok: bool, what: str, remedy: str = "") -> dict[str, Any]:
    return {"ok": ok, "what": what, "remedy": "" if ok else remedy}


def _packs(config: Config) -> dict[str, Any]:
    from solisten.models.registry import load_all

    try:
        found = load_all(folders(config))
    except SolistenError as error:
        return _check(ok=False, what="models", remedy=str(error))
    return _check(ok=True, what=f"models: {', '.join(found)}")


def _keys(config: Config) -> Iterator[dict[str, Any]]:
    for source in config.sources:
        for option, value in source.options.items():
            if isinstance(value, str) and value.startswith("env:"):
                name = value.removeprefix("env:")
                yield _check(
                    ok=bool(os.environ.get(name)),
                    what=f"source {source.id}: {option} from the environment ({name})",
                    remedy=f"the environment has no {name}; write export {name}=...",
                )
    alerts = config.alerts
    for option, value in (
        ("webhook", alerts.webhook),
        ("smtp.password", alerts.smtp.password if alerts.smtp else ""),
    ):
        if value.startswith("env:"):
            name = value.removeprefix("env:")
            yield _check(
                ok=bool(os.environ.get(name)),
                what=f"[alerts] {option} from the environment ({name})",
                remedy=f"the environment has no {name}; write export {name}=...",
            )


def _disk(opened: Session) -> dict[str, Any]:
    file = file_of(opened.database.engine.url)
    if file is None:
        return _check(ok=True, what="disk: the database server's own")
    free = shutil.disk_usage(file.parent).free
    return _check(
        ok=free >= LEAST_FREE,
        what=f"disk: {free // 1_000_000} MB free",
        remedy="free some space: a full disk stops every import",
    )


def _integrity(connection: Connection) -> Iterator[dict[str, Any]]:
    found = integrity(connection)
    if found is not None:
        remedy = f"SQLite says {found}; restore the last backup (solisten db backup makes them)"
        yield _check(ok=found == "ok", what="database: whole", remedy=remedy)


def _clock(connection: Connection, now: float) -> Iterator[dict[str, Any]]:
    """Compare this machine's clock with those of the servers that were collected from."""
    found = state.clock(connection)
    if found is None or not 0 <= now - found[2] < CLOCK_DAYS * DAY:
        return
    ahead, hosts, at = found
    which = "ahead of" if ahead > 0 else "behind"
    yield _check(
        ok=abs(ahead) <= CLOCK_OFF,
        what=f"clock: {duration(abs(ahead))} {which} that of the servers asked "
        f"({hosts}, {iso_date(at // DAY)})",
        remedy="set it (NTP): what is due, the end of a day and the age of a need hang on it",
    )


def _alerts(connection: Connection) -> Iterator[dict[str, Any]]:
    """Check that alerts arrive."""
    for one in alerts_waiting(connection):
        if one.failure:
            since = iso_date(one.since // DAY)
            yield _check(
                ok=False,
                what=f"alerts by {one.channel}: {one.alerts} wait since {since}",
                remedy=f"the last try failed: {one.failure}",
            )


def _sources(connection: Connection, opened: Session) -> Iterator[dict[str, Any]]:
    """Check the health of every source, and that its servers can see whose it is."""
    if not opened.config.sources:
        return
    yield _check(
        ok=bool(opened.config.collector.contact or opened.config.collector.user_agent),
        what="[collector] contact: the servers that are asked can reach you",
        remedy="write your mail address or site there; many servers refuse who is nobody",
    )
    for said in namesakes(opened.config.sources, connectors_of(opened.config)):
        yield _check(ok=False, what="ids of posts", remedy=said)
    for one in _conditions(connection, opened):
        late = one.due is not None and one.due + LATE < opened.now
        told = f", due since {_moment(one.due)}" if late and one.due else ""
        yield _check(
            ok=one.health in WELL,
            what=f"source {one.source}: {one.health}{told}",
            remedy=one.reason,
        )


def _names(connection: Connection, config: Config) -> Iterator[dict[str, Any]]:
    """Check every account and place of the configuration against what is stored."""
    import difflib

    accounts, channels = known_accounts(connection), known_channels(connection)
    for brand in config.brands:
        for account in brand.official:
            names = accounts.get(account.network, set())
            wanted = account_key(account.name)
            near = difflib.get_close_matches(wanted, names, n=1)
            yield _check(
                ok=bool(names & {wanted, wanted.partition("@")[0]}),
                what=f"{brand.name}: official {account}",
                remedy=f"no post by it is stored{_hint(near)}",
            )
        for place in brand.hosts:
            names = channels.get(place.network, set())
            near = difflib.get_close_matches(place.channel.casefold(), names, n=1)
            yield _check(
                ok=place.channel.casefold() in names,
                what=f"{brand.name}: hosts {place}",
                remedy=f"no post from there is stored{_hint(near)}",
            )


def _links(connection: Connection, config: Config) -> Iterator[dict[str, Any]]:
    for brand, link in broken(connection, config.brands):
        yield _check(
            ok=False,
            what=f'declared link of "{brand.name}": {link.url}',
            remedy=f"{link.failure}; mend it or name another: what it declares counts less",
        )


def _hint(near: list[str]) -> str:
    return f'; the nearest stored name is "{near[0]}"' if near else "; import or collect it"
