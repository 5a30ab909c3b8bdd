"""Rows of Parquet files, where pyarrow is installed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from solisten.errors import FileError
from solisten.records.cells import clean
from solisten.records.columns import Options, amended, defaults_of, plan_of, preset_of
from solisten.records.rows import BadRow, Hidden, Rejected, post_of
from solisten.records.streams import Tap, metered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solisten.nouns import Gone, Post

ROWS = 256  # so few that a bomb of repeated long texts is met before it unfolds


def parquet_posts(tap: Tap, options: Options) -> Iterator[Post | Gone | Rejected | Hidden]:
    """Yield what each row is; lines are row numbers, from 1.

    `FileError` without pyarrow, on a file that it cannot read, and at the limits of `Tap`.
    """
    try:
        import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]
        import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        raise FileError(
            f'{tap.name}: Parquet needs pyarrow: pip install "solisten[parquet]"'
        ) from None
    number = 0
    try:
        file = pq.ParquetFile(tap.file)
        for batch in file.iter_batches(batch_size=ROWS):
            tap.taken = max(tap.taken, min(tap.file.tell(), tap.total))
            if tap.progress:
                tap.progress(tap.taken, tap.total)
            metered(tap, batch.nbytes)
            yield from _batch_posts(batch, number, tap.name, options)
            number += batch.num_rows
    except (pa.ArrowException, OSError) as error:
        damage = f"{tap.name}: Parquet that cannot be read ({error})"[:300]
        if not number:
            raise FileError(f"{damage}; export it again") from None
        yield Rejected(number + 1, damage)


def _batch_posts(
    batch: Any, before: int, name: str, options: Options
) -> Iterator[Post | Gone | Rejected | Hidden]:
    preset = preset_of(options)
    defaults = defaults_of(options, preset)
    plan = plan_of(batch.schema.names, options, preset, name)
    columns = {place: _column(batch.column(place)) for place in range(batch.num_columns)}
    for at in range(batch.num_rows):
        row: dict[str, object] = {}
        for field, place, others in plan.fields:
            values = (columns[found][at] for found in (place, *others))
            row[field] = next((value for value in values if value is not None), None)
        try:
            post = post_of(amended(row, preset) if preset else row, defaults)
        except BadRow as error:
            yield Rejected(before + at + 1, str(error))
        else:
            yield Hidden(before + at + 1) if post is None else post


def _column(array: Any) -> list[object]:
    import pyarrow as pa

    if pa.types.is_timestamp(array.type):
        # Nanoseconds would need pandas to become Python's datetime.
        array = array.cast(pa.timestamp("us", tz=array.type.tz), safe=False)
    return [_plain(value) for value in array.to_pylist()]


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, Decimal):
        return float(value) if value % 1 else int(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return clean(value)
