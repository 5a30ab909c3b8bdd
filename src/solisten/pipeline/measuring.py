"""A brand's window, observed: the record as it stood, its metrics in rows."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec

from solisten.config import Brand
from solisten.config import brand as named_brand
from solisten.errors import NothingToMeasureError
from solisten.metrics.catalogue import VERSION, Metric, metrics_of
from solisten.metrics.observe import Observation, Window, observe
from solisten.pipeline.session import Place, Session, refuse_drift, session
from solisten.pipeline.windows import Asked, iso_date, window_of
from solisten.store.overview import is_past

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solisten.metrics.groups import Group
    from solisten.store.database import Connection


@contextmanager
def record_of(connection: Connection, opened: Session, as_of: int) -> Iterator[Connection]:
    """Give the record that `connection` sees; with an earlier `as_of` as it stood then."""
    if not is_past(connection, as_of):
        yield connection
        return
    from solisten.store.hindsight import as_it_stood
    from solisten.store.save import lens_of

    past = as_it_stood(connection, lens_of(opened.config), as_of)
    try:
        with past.reading() as then:
            yield then
    finally:
        past.close()


def observed(connection: Connection, opened: Session, brand: Brand, window: Window) -> Observation:
    """Observe the window; NothingToMeasureError (exit code 3) when it holds no mention."""
    seen = observe(connection, opened.config, brand, window)
    if not seen.spoken["mentions"]:
        raise NothingToMeasureError(_nothing(seen, brand))
    return seen


def _nothing(seen: Observation, brand: Brand) -> str:
    first, last = (iso_date(day) for day in (seen.window.days.start, seen.window.days.stop - 1))
    stored = sum(place.posts for place in seen.places)
    return (
        f'nobody mentions "{brand.name}" from {first} to {last} in the {stored} posts stored of '
        "these days; widen the window with --since, or check the brand's query, official and "
        "hosts in the configuration (solisten doctor lists names that no stored post has)"
    )


def metrics(place: Place, *, brand: str, window: Asked, by: str) -> list[dict[str, Any]]:
    """Return the rows of DESIGN 7.5: one per metric and group."""
    from solisten.metrics.groups import groups

    with session(place) as opened:
        one = named_brand(opened.config, brand)
        with opened.database.reading() as connection:
            refuse_drift(connection, opened)
            wanted = window_of(connection, opened.config, one, window, opened.now)
            with record_of(connection, opened, wanted.as_of) as record:
                seen = observed(record, opened, one, wanted)
                return [
                    row
                    for group in groups(record, one, seen, by)
                    for row in metric_rows(one.name, wanted, group)
                ]


def metric_rows(brand: str, window: Window, group: Group) -> Iterator[dict[str, Any]]:
    """Yield a group's metrics as rows of the long format."""
    for metric in metrics_of(group.sums):
        yield {
            "brand": brand,
            "metric": metric.metric,
            "metric_version": VERSION,
            "window_start": iso_date(window.days.start),
            "window_end": iso_date(window.days.stop),
            "network": group.network,
            "channel": group.channel,
            "period": group.period,
            **_numbers(metric),
            "coverage": group.sums.coverage,
            "status": metric.status,
        }


def _numbers(metric: Metric) -> dict[str, Any]:
    found = msgspec.structs.asdict(metric)
    return {
        name: found[name]
        for name in ("value", "unit", "numerator", "denominator", "n", "ci_low", "ci_high")
    }
