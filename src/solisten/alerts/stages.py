"""Changes of the published level: those that the trigger with hold lets pass (INFERENCE B.4)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from solisten.alerts.alert import Alert, AlertKind
from solisten.alerts.words import date

if TYPE_CHECKING:
    from collections.abc import Sequence

LATEST = 4
"""Weeks back in which a change is still told of: older ones are history."""


def stage_change(
    brand: str,
    model: str,
    published: Sequence[tuple[int, int | None]],
    names: Sequence[str],
    why: Sequence[str],
    told: str | None,
    hold: int,
) -> Alert | None:
    """Return the alert of a brand's last change of level, None when there is none to tell.

    `published` are the weeks, the oldest first: the day each ended (exclusive) and the level that
    stood then; `names[s - 1]` names level s; `why` says what moved it. `told` is the key of the
    last such alert: a replay with today's facts may date the same change a week off. `hold` is how
    many weeks running must confirm a level of this model.
    """
    changes = [
        (end, before, after)
        for (_, before), (end, after) in pairwise(published)
        if before is not None and after is not None and after != before
    ]
    if not changes or not published:
        return None
    end, before, after = changes[-1]
    if end <= published[-1][0] - 7 * LATEST or (told or "").endswith(f"/{before}-{after}"):
        return None
    direction = "up" if after > before else "down"
    weeks = "a week confirms" if hold == 1 else f"{hold} weeks running confirm"
    reasons = f" What moved it: {'; '.join(why)}." if why else ""
    return Alert(
        key=f"{AlertKind.STAGE}/{brand}/{model}/{date(end)}/{before}-{after}",
        kind=AlertKind.STAGE,
        brand=brand,
        subject=model,
        day=end - 1,
        title=f"{brand}: {direction} from level {before} to {after} ({model})",
        text=f"Since the week that ended on {date(end - 1)} the published level is {after} "
        f"({names[after - 1]}); it was {before} ({names[before - 1]}). A level is published when "
        f"{weeks} it.{reasons}",
    )
