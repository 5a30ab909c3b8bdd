"""Many rows or many keys with one statement, written once and handed to the driver as they are.

SQLAlchemy's own way names, copies and converts every parameter of every row, which costs more than
the database does (PERFORMANCE 2). Tables, columns and the dialect's spelling still come from it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.engine import Connection, Dialect

_VALUE: sa.ColumnClause[Any] = sa.column("value")
_MUST_BE_TOLD = object()
Names: TypeAlias = tuple[str, ...]
Values: TypeAlias = tuple[Any, ...]


def insert(connection: Connection, table: sa.Table, names: Names, rows: Sequence[Values]) -> None:
    """Insert rows, each a tuple in the order of `names`."""
    if rows:
        kept, columns = _told(connection.dialect, table, names, rows)
        sql = _inserting(connection.dialect, table, kept)
        connection.exec_driver_sql(sql, list(zip(*columns, strict=True)))


def add(connection: Connection, table: sa.Table, rows: Sequence[Values]) -> None:
    """Add to the counting columns of a table; each row is its key, then what is added.

    A row that is not there yet is inserted; one that reaches zero stays.
    """
    if rows:
        connection.exec_driver_sql(_adding(connection.dialect, table), list(rows))


def update(connection: Connection, table: sa.Table, names: Names, rows: Sequence[Values]) -> None:
    """Set columns of known rows; each tuple holds them in the order of `names`, then the key."""
    if rows:
        sql = _updating(connection.dialect, table, names)
        connection.exec_driver_sql(sql, list(rows))


def delete(connection: Connection, table: sa.Table, keys: Sequence[Values], also: str = "") -> None:
    """Delete rows by their key; `also` is a further condition, in SQL."""
    if keys:
        sql = _deleting(connection.dialect, table) + (f" AND {also}" if also else "")
        connection.exec_driver_sql(sql, list(keys))


def among(
    connection: Connection, column: sa.Column[Any], values: Collection[Any]
) -> sa.ColumnElement[bool]:
    """Return the condition that a column holds one of the values, however many, as one parameter.

    SQLite reads them out of JSON, in which it ends a text at a NUL: such values go one by one.
    """
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import ARRAY

        return column == sa.any_(sa.literal(list(values), ARRAY(column.type)))
    encoded = msgspec.json.encode(list(values))
    if b"\\u0000" in encoded:
        return column.in_(values)
    return column.in_(sa.select(_VALUE).select_from(sa.func.json_each(encoded.decode())))


def _told(
    dialect: Dialect, table: sa.Table, names: Names, rows: Sequence[Values]
) -> tuple[Names, Sequence[Sequence[Any]]]:
    """Return the columns that must be told: not those that in every row hold what they begin with.

    Every value handed over costs as much as a tenth of the row's storing, and two columns of five
    are empty in most files. SQLite's driver looks longest at flags, which it keeps as numbers.
    """
    kept: list[str] = []
    columns: list[Sequence[Any]] = []
    for name, column in zip(names, zip(*rows, strict=True), strict=True):
        begins, is_flag = _nature(table, name)
        if any(column) or column.count(begins) < len(column):
            kept.append(name)
            plain = is_flag and dialect.name == "sqlite"
            columns.append(list(map(int, column)) if plain else column)
    return tuple(kept), columns


@lru_cache(maxsize=256)
def _nature(table: sa.Table, name: str) -> tuple[object, bool]:
    """Return what a column holds when it is not told, and whether it is a flag."""
    column = table.c[name]
    begins: object = None if column.nullable else "" if column.server_default else _MUST_BE_TOLD
    return begins, isinstance(column.type, sa.Boolean)


@lru_cache(maxsize=256)
def _inserting(dialect: Dialect, table: sa.Table, names: Names) -> str:
    columns = ", ".join(_quoted(dialect, names))
    places = ", ".join([_place(dialect)] * len(names))
    return f"INSERT INTO {table.name} ({columns}) VALUES ({places})"


@lru_cache(maxsize=64)
def _adding(dialect: Dialect, table: sa.Table) -> str:
    keys = _keys(dialect, table)
    columns = _quoted(dialect, tuple(column.name for column in table.columns))
    sums = ", ".join(
        f"{name} = {table.name}.{name} + excluded.{name}" for name in columns if name not in keys
    )
    inserting = _inserting(dialect, table, tuple(column.name for column in table.columns))
    return f"{inserting} ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {sums}"


@lru_cache(maxsize=64)
def _updating(dialect: Dialect, table: sa.Table, names: Names) -> str:
    values = ", ".join(f"{name} = {_place(dialect)}" for name in _quoted(dialect, names))
    return f"UPDATE {table.name} SET {values} WHERE {_at(dialect, table)}"


@lru_cache(maxsize=64)
def _deleting(dialect: Dialect, table: sa.Table) -> str:
    return f"DELETE FROM {table.name} WHERE {_at(dialect, table)}"


def _at(dialect: Dialect, table: sa.Table) -> str:
    return " AND ".join(f"{name} = {_place(dialect)}" for name in _keys(dialect, table))


def _keys(dialect: Dialect, table: sa.Table) -> Sequence[str]:
    return _quoted(dialect, tuple(column.name for column in table.primary_key.columns))


def _quoted(dialect: Dialect, names: Names) -> Sequence[str]:
    return [dialect.identifier_preparer.quote(name) for name in names]


def _place(dialect: Dialect) -> str:
    return "?" if dialect.paramstyle == "qmark" else "%s"
