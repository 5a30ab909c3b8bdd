"""What is remembered of the answers to each source, so that unchanged ones are read once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from solisten.store import bulk
from solisten.store.bulk import among
from solisten.store.schema import validator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

LONGEST_PLACE = 600  # characters, as many as every index takes; a longer one is read whole again
MOST_VALIDATORS = 5_000  # of one source: those of pages nobody asks for any more go


@dataclass(frozen=True, slots=True)
class Kept:
    """Hold what is remembered of an answer: its version, and a digest of its body."""

    etag: str = ""
    last_modified: str = ""
    digest: str = ""


def kept(connection: Connection, ids: Sequence[str]) -> dict[str, dict[str, Kept]]:
    """Return what is remembered of each source's answers, by source and place."""
    c = validator.c
    query = sa.select(c.source, c.place, c.etag, c.last_modified, c.digest).where(
        among(connection, c.source, ids)
    )
    found: dict[str, dict[str, Kept]] = {id_: {} for id_ in ids}
    for id_, place, *values in connection.execute(query):
        found[id_][place] = Kept(*values)
    return found


def keep(connection: Connection, id_: str, answers: Mapping[str, Kept], at: int) -> None:
    """Remember the versions of these answers; of very many only the latest."""
    answers = {place: one for place, one in answers.items() if len(place) <= LONGEST_PLACE}
    bulk.delete(connection, validator, [(id_, place) for place in answers])
    bulk.insert(
        connection,
        validator,
        ("source", "place", "etag", "last_modified", "digest", "at"),
        [
            (id_, place, one.etag, one.last_modified, one.digest, at)
            for place, one in answers.items()
        ],
    )
    c = validator.c
    if answers and _count(connection, id_) > MOST_VALIDATORS:
        young = (
            sa.select(c.place)
            .where(c.source == id_)
            .order_by(c.at.desc(), c.place)
            .limit(MOST_VALIDATORS // 2)
        )
        places = list(connection.execute(young).scalars())
        connection.execute(
            sa.delete(validator).where(c.source == id_, ~among(connection, c.place, places))
        )


def forget(connection: Connection, id_: str) -> None:
    """Remember no answer of a source any more."""
    connection.execute(sa.delete(validator).where(validator.c.source == id_))


def _count(connection: Connection, id_: str) -> int:
    query = sa.select(sa.func.count()).select_from(validator).where(validator.c.source == id_)
    return int(connection.execute(query).scalar() or 0)
