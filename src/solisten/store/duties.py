"""Work that comes again, done by one process at a time of however many share the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from solisten.store.alerts import insert_new
from solisten.store.clocks import has_come
from solisten.store.schema import duty

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


def due(connection: Connection, name: str, now: int) -> bool:
    """Say whether a duty is due and nobody is at it; one never heard of is."""
    known = sa.select(duty.c.name).where(duty.c.name == name)
    ready = connection.execute(known.where(*_free(now))).scalar()
    return ready is not None or connection.execute(known).scalar() is None


def _free(now: int) -> tuple[sa.ColumnElement[bool], ...]:
    c = duty.c
    return has_come(c.due, now), sa.or_(c.owner == "", has_come(c.claimed_until, now))


def take(connection: Connection, name: str, *, owner: str, now: int, until: int) -> bool:
    """Take a duty until then; False when it is not due or another process is at it."""
    c = duty.c
    fresh = {"name": name, "due": now, "owner": "", "claimed_until": 0, "done_at": None}
    connection.execute(insert_new(connection, duty).values(**fresh, failure=""))
    done = connection.execute(
        sa.update(duty).where(c.name == name, *_free(now)).values(owner=owner, claimed_until=until)
    )
    return bool(done.rowcount)


def finish(
    connection: Connection, name: str, *, owner: str, now: int, due_next: int, failure: str = ""
) -> bool:
    """Give a duty back and say when it comes again; False when another process has taken it."""
    c = duty.c
    values = {"owner": "", "claimed_until": 0, "due": due_next, "failure": failure}
    if not failure:
        values["done_at"] = now
    done = connection.execute(
        sa.update(duty).where(c.name == name, c.owner == owner).values(**values)
    )
    return bool(done.rowcount)
