"""Needs that address the brand and have waited for an answer longer than it promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solisten.alerts.alert import Alert, AlertKind
from solisten.alerts.words import DAY, duration, moment

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from solisten.store.waiting import Waiting

LATEST = 3 * DAY
"""Seconds after the promised time during which a need is still told of: older ones are history."""


def span(promise: int, now: float) -> tuple[int, int]:
    """Return between which times (epoch seconds) a need was written that is told of now."""
    last = int(now) - promise
    return last - LATEST, last


def broken_promises(
    brand: str,
    promise: int,
    needs: Sequence[Waiting],
    home: Collection[str],
    read_until: Mapping[str, int | None],
    unread: Mapping[str, Sequence[str]],
) -> Iterator[Alert]:
    """Yield an alert for each need on a home network that nobody answered in time.

    `read_until` says up to when a network was read (epoch seconds, None: never): where that is
    before the promised time, nobody can know. `unread` names its sources that fail meanwhile.
    """
    for need in needs:
        until = read_until.get(need.network)
        end = need.t + promise
        if need.network not in home or until is None or until < end:
            continue
        failing = ", ".join(unread.get(need.network, ()))
        doubt = f" An answer could hide behind what fails meanwhile: {failing}." if failing else ""
        yield Alert(
            key=f"{AlertKind.PROMISE}/{brand}/{need.network}/{need.id}",
            kind=AlertKind.PROMISE,
            brand=brand,
            subject=need.network,
            day=end // DAY,
            title=f"{brand}: a {need.need} on {need.network} has waited longer than "
            f"{duration(promise)}",
            text=f"Written {moment(need.t)}; the brand promises an answer within "
            f"{duration(promise)}, that is by {moment(end)}. No official answer was found in what "
            f"was read up to {moment(until)}.{doubt}",
            posts=((need.network, need.id),),
        )
