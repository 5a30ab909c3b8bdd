"""Alerts as they were made, each with the channels that it has yet to reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from solisten.store.bulk import among
from solisten.store.clocks import has_come
from solisten.store.schema import alert, delivery

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from typing import Any

    from sqlalchemy.engine import Connection


class Told(NamedTuple):
    """Hold a stored alert; `posts` are network and id of each, `made_at` is in epoch seconds."""

    key: str
    kind: str
    brand: str
    subject: str
    day: int
    made_at: int
    title: str
    text: str
    posts: tuple[tuple[str, str], ...]


_COLUMNS = tuple(alert.c[name] for name in Told._fields)


def add(
    connection: Connection, alerts: Iterable[Mapping[str, Any]], channels: Collection[str], now: int
) -> list[str]:
    """Store the alerts that are not known yet, due on each channel; return their keys."""
    new = []
    for one in alerts:
        posts = msgspec.json.encode(one["posts"]).decode()
        row = {**one, "posts": posts, "made_at": now}
        inserting = insert_new(connection, alert).values(row).returning(alert.c.key)
        if connection.execute(inserting).scalar() is not None:
            new.append(str(one["key"]))
    rows = [
        {"channel": channel, "alert": key, "due": now, "owner": "", "claimed_until": 0}
        | {"attempts": 0, "done_at": None, "failure": ""}
        for key in new
        for channel in channels
    ]
    if rows:
        connection.execute(sa.insert(delivery), rows)
    return new


def insert_new(connection: Connection, table: sa.Table) -> Any:
    """Return an insert that leaves a row of the same key as it is."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table).on_conflict_do_nothing()


def known(connection: Connection, keys: Collection[str]) -> set[str]:
    """Return which of these keys are stored."""
    query = sa.select(alert.c.key).where(among(connection, alert.c.key, keys))
    return set(connection.execute(query).scalars())


def last(connection: Connection, kind: str, brand: str, subject: str) -> Told | None:
    """Return the alert of this kind that is about the latest day, None for none."""
    c = alert.c
    query = (
        sa.select(*_COLUMNS)
        .where(c.kind == kind, c.brand == brand, c.subject == subject)
        .order_by(c.day.desc(), c.made_at.desc(), c.key.desc())
        .limit(1)
    )
    return next(iter(_told(connection, query)), None)


def of_kind(connection: Connection, kind: str, since: int) -> list[Told]:
    """Return the alerts of a kind that were made since then, the oldest first."""
    c = alert.c
    query = sa.select(*_COLUMNS).where(c.kind == kind, c.made_at >= since)
    return _told(connection, query.order_by(c.made_at, c.key))


def newest(connection: Connection, most: int) -> list[Told]:
    """Return the alerts made last, the newest first."""
    query = sa.select(*_COLUMNS).order_by(alert.c.made_at.desc(), alert.c.key).limit(most)
    return _told(connection, query)


def _told(connection: Connection, query: sa.Select[Any]) -> list[Told]:
    return [
        Told._make((*row[:-1], msgspec.json.decode(row[-1], type=tuple[tuple[str, str], ...])))
        for row in connection.execute(query)
    ]


def any_due(connection: Connection, channel: str, now: int) -> bool:
    """Say whether anything is to be sent on a channel now."""
    query = sa.select(sa.literal(1)).where(*_due(channel, now)).limit(1)
    return connection.execute(query).scalar() is not None


def _due(channel: str, now: int) -> list[sa.ColumnElement[bool]]:
    c = delivery.c
    return [
        c.channel == channel,
        c.done_at.is_(None),
        has_come(c.due, now),
        sa.or_(c.owner == "", has_come(c.claimed_until, now)),
    ]


def claim(
    connection: Connection, channel: str, *, owner: str, now: int, until: int, most: int
) -> list[Told]:
    """Take the right to send what is due on a channel, the oldest first, until then.

    Nobody else may send it before; a claim that has run out is free again.
    """
    c = delivery.c
    query = (
        sa.select(c.alert)
        .join(alert, alert.c.key == c.alert)
        .where(*_due(channel, now))
        .order_by(alert.c.made_at, c.alert)
        .limit(most)
        .with_for_update(skip_locked=True, of=delivery)
    )
    keys = list(connection.execute(query).scalars())
    if not keys:
        return []
    connection.execute(
        sa.update(delivery)
        .where(c.channel == channel, among(connection, c.alert, keys))
        .values(owner=owner, claimed_until=until, attempts=c.attempts + 1)
    )
    told = sa.select(*_COLUMNS).where(among(connection, alert.c.key, keys))
    return _told(connection, told.order_by(alert.c.made_at, alert.c.key))


def sent(connection: Connection, channel: str, owner: str, keys: Sequence[str], now: int) -> int:
    """Note that they have arrived; return how many were still this owner's."""
    values = {"done_at": now, "owner": "", "claimed_until": 0, "failure": ""}
    return _ended(connection, channel, owner, keys, values)


def put_off(
    connection: Connection, channel: str, owner: str, keys: Sequence[str], due: int, failure: str
) -> int:
    """Note why they did not arrive, and when to try again."""
    values = {"due": due, "owner": "", "claimed_until": 0, "failure": failure}
    return _ended(connection, channel, owner, keys, values)


def give_up(
    connection: Connection, channel: str, owner: str, keys: Sequence[str], now: int, failure: str
) -> int:
    """Note that they are not tried again."""
    values = {"done_at": now, "owner": "", "claimed_until": 0, "failure": failure}
    return _ended(connection, channel, owner, keys, values)


def _ended(
    connection: Connection,
    channel: str,
    owner: str,
    keys: Sequence[str],
    values: Mapping[str, Any],
) -> int:
    c = delivery.c
    mine = (c.channel == channel, c.owner == owner, among(connection, c.alert, keys))
    return connection.execute(sa.update(delivery).where(*mine).values(**values)).rowcount


class Waiting(NamedTuple):
    """Hold what a channel has not received: how many, tried how often at most, since when, why."""

    channel: str
    alerts: int
    attempts: int
    since: int
    failure: str


def waiting(connection: Connection) -> list[Waiting]:
    """Return, by channel, what is still to be sent."""
    c = delivery.c
    query = (
        sa.select(
            c.channel,
            sa.func.count(),
            sa.func.max(c.attempts),
            sa.func.min(alert.c.made_at),
            sa.func.max(c.failure),
        )
        .join(alert, alert.c.key == c.alert)
        .where(c.done_at.is_(None))
        .group_by(c.channel)
        .order_by(c.channel)
    )
    return [Waiting(*row) for row in connection.execute(query)]


def attempts(connection: Connection, channel: str, keys: Sequence[str]) -> int:
    """Return how often the most tried of these was tried."""
    c = delivery.c
    query = sa.select(sa.func.max(c.attempts)).where(
        c.channel == channel, among(connection, c.alert, keys)
    )
    return int(connection.execute(query).scalar() or 0)


def forget(connection: Connection, before: int) -> int:
    """Delete alerts made before then with their deliveries; return how many."""
    old = sa.select(alert.c.key).where(alert.c.made_at < before)
    connection.execute(sa.delete(delivery).where(delivery.c.alert.in_(old)))
    return connection.execute(sa.delete(alert).where(alert.c.made_at < before)).rowcount
