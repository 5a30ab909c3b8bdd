"""Rows written as Parquet, a batch at a time."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from solisten.errors import UsageError
from solisten.export.frames import frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from solisten.export.columns import Column

BATCH = 10_000  # rows held at once


def write_parquet(
    rows: Iterable[Mapping[str, object]], columns: Sequence[Column], file: BinaryIO
) -> int:
    """Write typed columns (times as UTC timestamps, days as dates) and return the number of rows.

    Raises UsageError where pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]
        from pyarrow import parquet  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        raise UsageError('Parquet needs pyarrow: pip install "solisten[parquet]"') from None
    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "time": pa.timestamp("us", tz="UTC"),
        "day": pa.date32(),
    }
    schema = pa.schema([(column.name, types[column.type]) for column in columns])
    written, left = 0, iter(rows)
    with parquet.ParquetWriter(file, schema) as writer:
        while batch := list(islice(left, BATCH)):
            table = pa.Table.from_pandas(frame(batch, columns), schema, preserve_index=False)
            writer.write_table(table)
            written += len(batch)
    return written
