"""What is older than `[privacy] retention_days`, forgotten before anything new is kept."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solisten.metrics.observe import Window
    from solisten.pipeline.session import Session
    from solisten.store.save import Lens

log = logging.getLogger(__name__)


def lens_for(opened: Session) -> Lens:
    """Compile the configuration for reading posts; those too old to be kept are left out."""
    from solisten.store.retention import first_day_kept
    from solisten.store.save import lens_of

    privacy = opened.config.privacy
    return lens_of(opened.config, first_day_kept(privacy.retention_days, opened.now))


def forget_old(opened: Session, lens: Lens) -> None:
    """Take out the posts that are too old, some at a time, so that others can write between."""
    first = lens.first_day
    if first is None:
        return
    from solisten.store.retention import anything_before, forget_before

    with opened.database.reading() as connection:
        if not anything_before(connection, first):
            return
    forgotten, more = 0, 1
    while more:
        with opened.database.writing() as connection:
            more = forget_before(connection, lens, first)
        forgotten += more
    days = opened.config.privacy.retention_days
    log.info("%d posts older than [privacy] retention_days = %d were forgotten", forgotten, days)


def not_kept(opened: Session, window: Window) -> Iterator[str]:
    """Yield a sentence where a window begins before the first day of which posts are kept."""
    days = opened.config.privacy.retention_days
    if not days:
        return
    from solisten.store.retention import first_day_kept

    first = first_day_kept(days, opened.now)
    if first is not None and window.days.start < first:
        yield (
            f"posts older than {days} days are not kept ([privacy] retention_days): the window "
            "begins before that, and what is missing there is no silence"
        )


def tell_left_out(opened: Session, count: int) -> None:
    """Tell how many posts came that were too old to be kept."""
    days = opened.config.privacy.retention_days
    if count:
        log.info("%d posts older than [privacy] retention_days = %d were not kept", count, days)
