"""The dictionary of the tables: each column's name, type, unit and meaning."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, TypeAlias

import msgspec

Type: TypeAlias = Literal["text", "integer", "number", "boolean", "time", "day"]
TABLES = ("mentions", "metrics", "findings", "estimates", "history", "methods")


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Describe one column; `outside` marks text that strangers wrote.

    A `time` is given in epoch seconds, a `day` in days since 1970-01-01 (both UTC), or as ISO text.
    """

    name: str
    type: Type
    meaning: str
    unit: str = ""
    decimals: int | None = None
    outside: bool = False


@cache
def columns(table: str) -> tuple[Column, ...]:
    """Return the columns of a table in their order.

    >>> [column.name for column in columns("methods")]
    ['section', 'item', 'value']
    """
    return _dictionary()[table]


@cache
def _dictionary() -> dict[str, tuple[Column, ...]]:
    text = files("solisten.export").joinpath("columns.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, tuple[Column, ...]])
