"""What is done once a day: estimates by every model, and looking after the store."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from solisten.alerts.alert import Alert, AlertKind
from solisten.alerts.stages import stage_change
from solisten.config import brand as named_brand
from solisten.errors import NothingToMeasureError
from solisten.estimate.timeline import timeline
from solisten.metrics.replay import weeks
from solisten.pipeline.alerting import KEPT, keep_alerts
from solisten.pipeline.collecting import prune_archive
from solisten.pipeline.estimating import keep_estimates
from solisten.pipeline.packs import packs_for
from solisten.pipeline.retaining import forget_old, lens_for
from solisten.pipeline.session import refuse_drift
from solisten.pipeline.windows import OPEN, window_of
from solisten.store import alerts as kept
from solisten.store.checkpoint import truncate_log

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from solisten.config import Brand
    from solisten.metrics.replay import Week
    from solisten.models.pack import Pack
    from solisten.pipeline.session import Session
    from solisten.store.database import Connection


def estimate_brand(opened: Session, name: str, now: float) -> list[int]:
    """Keep today's estimate by every model; tell when the published level of one has changed.

    Returns the estimates' numbers, none when nobody mentions the brand in the window.
    """
    today = replace(opened, now=now)
    brand = named_brand(opened.config, name)
    packs = packs_for(opened.config, brand, "all")
    try:
        numbers = keep_estimates(today, brand, packs, OPEN)
    except NothingToMeasureError:
        return []
    with opened.database.reading() as connection:
        refuse_drift(connection, today)
        end = window_of(connection, opened.config, brand, OPEN, now).days.stop
        found = list(_changes(connection, today, brand, packs, end))
    keep_alerts(opened, found, now)
    return numbers


def _changes(
    connection: Connection, opened: Session, brand: Brand, packs: Mapping[str, Pack], end: int
) -> Iterator[Alert]:
    """Yield the changes of level that were not told; replayed weeks are shared by the models."""
    replayed: dict[int, list[Week]] = {}
    for pack in packs.values():
        if pack.model.kind != "ladder":
            continue
        least = pack.model.minimum_posts
        if least not in replayed:
            replayed[least] = list(weeks(connection, opened.config, brand, end, least=least))
        points = timeline(pack, replayed[least])
        told = kept.last(connection, AlertKind.STAGE, brand.name, pack.model.id)
        found = stage_change(
            brand.name,
            pack.model.id,
            [(one.week.until, one.published) for one in points],
            [level.name for level in pack.levels],
            next((one.why for one in reversed(points) if one.why), ()),
            told.key if told else None,
            pack.model.hold,
        )
        if found is not None:
            yield found


def look_after(opened: Session, now: float) -> None:
    """Forget what is too old to be kept, and give the space of the write-ahead log back."""
    today = replace(opened, now=now)
    forget_old(today, lens_for(today))
    with opened.database.writing() as connection:
        kept.forget(connection, int(now) - KEPT)
    prune_archive(opened, now)
    truncate_log(opened.database)
