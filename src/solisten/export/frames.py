"""Rows as a pandas table with the columns' types."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from solisten.export.cells import EPOCH, plain_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from solisten.export.columns import Column

DTYPES = {
    "text": "string",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "time": "datetime64[us, UTC]",
    "day": "object",
}


def frame(rows: Iterable[Mapping[str, object]], columns: Sequence[Column]) -> pd.DataFrame:
    """Return a pandas table: nullable columns, times in UTC, days as dates; <NA> = unknown.

    >>> from solisten.export.columns import Column
    >>> frame([{"n": 3}, {}], [Column("n", "integer", "")])["n"].tolist()
    [3, <NA>]
    """
    import pandas as pd

    held = list(rows)
    return pd.DataFrame(
        {
            column.name: pd.Series(
                [_typed(row.get(column.name), column) for row in held], dtype=DTYPES[column.type]
            )
            for column in columns
        }
    )


def _typed(value: object, column: Column) -> Any:
    """Return a value as pandas wants it; text stays as it is."""
    from datetime import datetime

    if column.type == "time" and isinstance(value, int | float):
        return EPOCH + timedelta(seconds=value)
    if column.type == "day" and isinstance(value, int):
        return (EPOCH + timedelta(days=value)).date()
    if column.type in {"time", "day"} and isinstance(value, str):
        read = datetime.fromisoformat(value)
        return read.date() if column.type == "day" else read
    return plain_value(value, column)
