"""Twenty mentions drawn at random, for a person to check by hand what was read from them."""

from __future__ import annotations

from bisect import bisect_right
from hashlib import sha256
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING

import msgspec

from solisten.estimate.document import iso_day
from solisten.pipeline.evidence import excerpt
from solisten.reading.facts import Mark, Role
from solisten.report.byhand import ByHand
from solisten.report.words import duration
from solisten.store import evidence as stored
from solisten.store.labels import Label, label_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from solisten.metrics.observe import Observation
    from solisten.store.database import Connection

DRAWN = 20
POSITIVE, NEGATIVE = 500, -500  # ten-thousandths of VADER's compound (DESIGN 7.5)
ROLES: Mapping[str, str] = {
    Role.MENTION: "no need",
    Role.FOLLOW_UP: "follow-up",
    Role.CONTINUED: "same need again",
}


class Drawn(msgspec.Struct, frozen=True):
    """Hold which mention was drawn, and what was read from it, as it is printed."""

    network: str
    id: str
    t: int
    label: str


def drawn(connection: Connection, brand: str, seen: Observation) -> tuple[Drawn, ...]:
    """Return 20 mentions of the window, each as probable as any other, in the order of days.

    The seed is the brand and the window, so nobody chooses: the same posts give the same twenty.
    """
    cells = sorted(seen.cells, key=lambda cell: (cell.day, cell.network))
    upto = list(accumulate(cell.counts["mentions"] for cell in cells))
    if not upto or not upto[-1]:
        return ()
    seed = sha256(f"{brand} {seen.window.days}".encode()).digest()
    draw = Random(seed)  # noqa: S311  (a sample, no secret)
    found = []
    for number in sorted(draw.sample(range(upto[-1]), min(DRAWN, upto[-1]))):
        at = bisect_right(upto, number)
        cell, first = cells[at], upto[at - 1] if at else 0
        row = label_at(connection, brand, cell.network, cell.day, number - first)
        if row is not None:
            found.append(_drawn(row))
    return tuple(found)


def _drawn(row: Label) -> Drawn:
    """Write what was read from a mention.

    >>> row = Label("forum", "1", 0, "need", "question", Mark.ANSWERED, "en", -1234, 7200)
    >>> _drawn(row).label
    'question, negative (-0.12), en, answered after 2 h'
    """
    said = (ROLES.get(row.role, row.need), _sentiment(row.compound), row.lang or "?", _answer(row))
    return Drawn(row.network, row.id, row.t, ", ".join(said))


def _sentiment(compound: int | None) -> str:
    if compound is None:
        return "unscored"
    name = "positive" if compound >= POSITIVE else "negative" if compound <= NEGATIVE else "neutral"
    return f"{name} ({compound / 10_000:+.2f})"


def _answer(row: Label) -> str:
    if not row.marks & Mark.ANSWERED:
        return "not answered"
    timed = row.latency is not None and row.latency >= 0
    after = f" after {duration(row.latency)}" if timed and row.latency is not None else ""
    return f"answered{after}{', led into private messages' if row.marks & Mark.PRIVATE else ''}"


def by_hand(connection: Connection, found: Sequence[Drawn]) -> Iterator[ByHand]:
    """Yield each that was drawn with its words, as far as they are still stored."""
    posts = stored.posts(connection, {(one.network, one.id) for one in found})
    for one in found:
        post = posts.get((one.network, one.id))
        words = excerpt(post[2]) or "(no words)" if post else "(deleted since)"
        place = (post[1] if post else "") or f"{one.network} {one.id}"
        yield ByHand(iso_day(one.t), one.label, place, words)
