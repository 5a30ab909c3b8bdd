"""What a reader of an estimate must know beside its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solisten.store.gone import deleted_needs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solisten.config import Brand
    from solisten.metrics.observe import Observation
    from solisten.store.database import Connection

HALF = 0.5
SOME = 0.1


def warnings_of(connection: Connection, brand: Brand, seen: Observation) -> Iterator[str]:
    """Yield a sentence for each thing that bears on how far the numbers reach."""
    counts, days = seen.spoken, seen.window.days
    for network in sorted(seen.coverage.spans):
        share = seen.coverage.share(days, network)
        if share is not None and 0 < share < HALF:
            yield f"{network} was collected on {share:.0%} of the window's days only"
    accounts = {account.network for account in brand.official}
    unseen = sorted(accounts - {n for n in seen.coverage.spans if seen.coverage.covered(n, days)})
    if unseen:
        yield f"the brand has accounts on {', '.join(unseen)}, of which nothing is stored here"
    if counts["mentions"] and counts["scored"] < HALF * counts["mentions"]:
        yield (
            f"{counts['mentions'] - counts['scored']} of {counts['mentions']} mentions have no "
            "sentiment (another language, or no words); they are not neutral, they are left out"
        )
    if gone := deleted_needs(connection, brand.name, days):
        yield f"{gone} needs were deleted after they were seen; they count nowhere any more"
    if counts["automatic_replies"]:
        yield (
            f"{counts['automatic_replies']} of {counts['official_replies']} official replies are "
            "automatic acknowledgements; they answer nothing"
        )
    if counts["negative_latency"]:
        yield (
            f"{counts['negative_latency']} answers are dated before the post they answer (an edit "
            "renews its date); they count as answers, not as fast"
        )
    if counts["needs_answered"] and counts["private"] > SOME * counts["needs_answered"]:
        yield (
            f"{counts['private']} of {counts['needs_answered']} answered needs were led into "
            "private messages; what happened there cannot be seen"
        )
    if seen.presence.bursts:
        days_of = "day is" if len(seen.presence.bursts) == 1 else "days are"
        yield f"{len(seen.presence.bursts)} burst {days_of} judged apart from the response rates"
    yield from seen.sampled
