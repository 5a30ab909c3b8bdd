"""What a reader of an estimate must know beside its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solisten.estimate.document import iso_day
from solisten.metrics.form import by_department, form_of
from solisten.metrics.gather import SAMPLE
from solisten.metrics.reach import reach_bias
from solisten.store.answering import answering
from solisten.store.distinct import EVERYWHERE
from solisten.store.gone import deleted_needs
from solisten.store.overview import spammers
from solisten.store.reach import reached

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from solisten.config import Brand
    from solisten.metrics.observe import Observation
    from solisten.store.database import Connection

DAY = 86_400
HALF = 0.5
SOME = 0.1
WHOLE = 0.9


def networks_of(brand: Brand, seen: Observation) -> frozenset[str]:
    """Return the networks that have to do with the brand.

    It has an account there or hosts a place, something about or by it was found, or a source
    listens for it.
    """
    found = {
        cell.network
        for cell in seen.cells
        if cell.counts["mentions"] or cell.counts["official_posts"]
    }
    accounts = {one.network for one in brand.official}
    hosted = {one.network for one in brand.hosts}
    return frozenset(found | accounts | hosted | set(seen.coverage.watched))


def _coverage(brand: Brand, seen: Observation) -> Iterator[str]:
    """Yield which networks were read for a part of the window only, and what follows from that."""
    days = seen.window.days
    ours = networks_of(brand, seen)
    silent = sorted({place.network for place in seen.places if place.posts} - ours)
    if silent:
        yield f"nothing about the brand was found on {', '.join(silent)}, though posts are stored"
    for network in sorted(ours.intersection(seen.coverage.networks)):
        share = seen.coverage.share(days, network)
        if share is None:
            continue
        if network not in seen.coverage.watched:
            if 0 < share < HALF:
                yield f"{network} was collected on {100 * share:.0f} % of the window's days only"
        elif share < WHOLE:
            yield (
                f"{network} could be read for {100 * share:.0f} % of the window's time only: its "
                "sources failed, or nobody asked them; what is missing there is no silence"
            )
    yield from _lone(seen, ours)
    if dark := {day for _, day in seen.presence.dark}:
        yield (
            f"needs of {len(dark)} days are left out of the response rates: their network was "
            "not read long enough afterwards to see an answer"
        )


def _lone(seen: Observation, networks: Collection[str]) -> Iterator[str]:
    """Yield the networks of which some posts of the window lie far before or after all others."""
    days = seen.window.days
    for network, span in sorted(seen.coverage.spans.items()):
        if network not in networks:
            continue
        here = [place for place in seen.places if place.network == network]
        first, last = min(one.first for one in here), max(one.last for one in here)
        if max(first, days.start) < min(span.start, days.stop):
            yield (
                f"a few posts of {network} are much older than all others (the first of "
                f"{iso_day(first * DAY)}); its record counts from {iso_day(span.start * DAY)}"
            )
        if max(span.stop, days.start) <= min(last, days.stop - 1):
            yield (
                f"a few posts of {network} are much newer than all others (the last of "
                f"{iso_day(last * DAY)}); its record counts up to {iso_day((span.stop - 1) * DAY)}"
            )


def warnings_of(connection: Connection, brand: Brand, seen: Observation) -> Iterator[str]:
    """Yield a sentence for each thing that bears on how far the numbers reach."""
    counts, days = seen.spoken, seen.window.days
    yield from _coverage(brand, seen)
    accounts = {account.network for account in brand.official}
    unseen = sorted(
        accounts - {n for n in seen.coverage.networks if seen.coverage.covered(n, days)}
    )
    if unseen:
        yield f"the brand has accounts on {', '.join(unseen)}, of which nothing is stored here"
    if counts["mentions"] and counts["scored"] < HALF * counts["mentions"]:
        yield (
            f"{counts['mentions'] - counts['scored']} of {counts['mentions']} mentions have no "
            "sentiment (another language, or no words); they are not neutral, they are left out"
        )
    if gone := deleted_needs(connection, brand.name, days):
        yield f"{gone} needs were deleted after they were seen; they count nowhere any more"
    if counts["fragments"] > SOME * counts["mentions"]:
        yield (
            f"{counts['fragments']} of {counts['mentions']} mentions reply to posts that are not "
            "stored; whether and when they were answered is left out"
        )
    if counts["negative_latency"]:
        yield (
            f"{counts['negative_latency']} answers are dated before the post they answer (an edit "
            "renews its date); they count as answers, not as fast"
        )
    if seen.presence.bursts:
        days_of = "day is" if len(seen.presence.bursts) == 1 else "days are"
        yield f"{len(seen.presence.bursts)} burst {days_of} judged apart from the response rates"
    for network, names in sorted(seen.unshared.items()):
        yield f"share_of_voice leaves out {network}: no source listens there for {', '.join(names)}"
    yield from seen.sampled
    yield gaming_told(connection, seen)
    if counts["needs_answered"]:
        yield private_told(counts["private"], counts["needs_answered"])
    yield reach_told(connection, brand, seen.window.days, counts["needs"])
    if told := form_told(connection, brand, seen):
        yield told


def gaming_told(connection: Connection, seen: Observation) -> str:
    """Say how much of what would flatter the brand was found, and what became of it."""
    answers = seen.counts["substantive_reply_rate"]
    rings = seen.crowd.whole["ring"].get(EVERYWHERE, 0)
    return (
        f"Gaming: {seen.spoken['automatic_replies']} of {seen.spoken['official_replies']} official "
        "replies are automatic acknowledgements (they answer nothing); "
        f"{answers.n - answers.k} of {answers.n} answered needs got formulas alone (answers, not "
        f"substantive ones); {rings} recommending texts came from three authors or more (each "
        f"counts as one voice); {spammers(connection)} accounts were taken for spam (left out)"
    )


def private_told(private: int, answered: int) -> str:
    """Say how many answered needs were led to where nobody can look."""
    return (
        f'Private: {private} of {answered} answered needs were followed by "DM us" or another way '
        "into private messages: answered in public, but whether they were helped cannot be seen"
    )


def reach_told(connection: Connection, brand: Brand, days: range, needs: int) -> str:
    """Say whether those with many followers are answered more often than others."""
    found = reach_bias(reached(connection, brand.name, days, SAMPLE, needs))
    if found is None:
        return (
            "Reach: too few authors here have a known number of followers to tell whether the "
            "followed are answered more often"
        )
    (k, n), (few, of) = found.top, found.bottom
    return (
        f"Reach: of the needs of the tenth of {found.authors} authors with the most followers "
        f"{k} of {n} were answered, of the tenth with the fewest {few} of {of}: "
        f"{100 * found.value:+.0f} points (response_bias_reach)"
    )


def form_told(connection: Connection, brand: Brand, seen: Observation) -> str:
    """Say how the brand seems to be organised, with the little trust it deserves."""
    accounts = answering(connection, brand.name, seen.window.days)
    found = form_of(
        accounts, by_department(seen.departments.values()), seen.counts["named_voice_rate"]
    )
    if found is None:
        return ""
    accounts_alike = _alike(found.accounts, "account a network", "accounts a network")
    departments = f" and {_alike(found.departments, 'department')}" if found.departments else ""
    return (
        f"Form: the brand looks {found.name}: its {found.replies} replies are spread as over "
        f"{accounts_alike}{departments}; from outside this is a guess of low trust, and it infers "
        "nothing"
    )


def _alike(number: float, one: str, many: str = "") -> str:
    """Write an effective number with its noun.

    >>> _alike(1.0, "account"), _alike(2.34, "account")
    ('1 account', '2.3 accounts')
    """
    shown = f"{number:.1f}".removesuffix(".0")
    return f"{shown} {one if shown == '1' else many or one + 's'}"
