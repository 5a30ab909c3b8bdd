"""Estimates as they were made, each with all that is needed to make it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from solisten.store.schema import estimate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection

MOST = 2**63 - 1
"""The highest number that a database counts to."""


def keep(connection: Connection, made_at: int, columns: Mapping[str, Any]) -> int:
    """Store an estimate and return its number; one that is kept already keeps its number."""
    known = same(connection, columns)
    if known is not None:
        return known
    done = connection.execute(sa.insert(estimate).values(made_at=made_at, **columns))
    (number,) = done.inserted_primary_key or (0,)
    return int(number)


def same(connection: Connection, columns: Mapping[str, Any]) -> int | None:
    """Return the number of the estimate that was made of exactly the same, None for none."""
    equal = [estimate.c[name] == value for name, value in columns.items()]
    query = sa.select(sa.func.min(estimate.c.number)).where(*equal)
    found = connection.execute(query).scalar()
    return None if found is None else int(found)


def kept(connection: Connection, number: int) -> Any:
    """Return the row of an estimate, None when there is none of this number."""
    if not 0 < number <= MOST:
        return None
    return connection.execute(sa.select(estimate).where(estimate.c.number == number)).one_or_none()


def newest(connection: Connection, brand: str, model: str) -> int | None:
    """Return the number of the brand's last estimate by a model."""
    query = sa.select(sa.func.max(estimate.c.number)).where(
        estimate.c.brand == brand, estimate.c.model == model
    )
    found = connection.execute(query).scalar()
    return None if found is None else int(found)


def numbers(connection: Connection, brand: str, since: int, until: int) -> list[int]:
    """Return the numbers of the brand's estimates whose window ends on these days."""
    query = (
        sa.select(estimate.c.number)
        .where(estimate.c.brand == brand, estimate.c.until > since, estimate.c.until <= until)
        .order_by(estimate.c.number)
    )
    return list(connection.execute(query).scalars())


def of_model(connection: Connection, brand: str, model: str) -> list[Any]:
    """Return the rows of the brand's estimates by a model, in the order in which they were kept."""
    query = (
        sa.select(estimate)
        .where(estimate.c.brand == brand, estimate.c.model == model)
        .order_by(estimate.c.number)
    )
    return list(connection.execute(query))


def of_brand(connection: Connection, brand: str) -> list[Any]:
    """Return the rows of the brand's estimates by any model, in the order they were kept."""
    query = sa.select(estimate).where(estimate.c.brand == brand).order_by(estimate.c.number)
    return list(connection.execute(query))
