"""The same window with something left out: a network, or the rule that sets burst days apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from solisten.metrics.gather import evidence_of
from solisten.metrics.indicators import indicators
from solisten.nouns import Count

if TYPE_CHECKING:
    from solisten.metrics.gather import Gathered

What: TypeAlias = Literal["network", "bursts"]


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what the indicators count without `name`.

    `what` is "network" (as if that network had never been collected) or "bursts" (burst days count
    like others). `posts` and `needs` are those of the minimum evidence.
    """

    what: What
    name: str
    posts: int
    needs: int
    counts: dict[str, Count]


def variants(gathered: Gathered) -> tuple[Variant, ...]:
    """Return the window without each network, where there are several, and without burst days."""
    networks = gathered.networks
    found = [_variant(gathered, "network", name) for name in networks if len(networks) > 1]
    evidence, _ = evidence_of(gathered)
    if evidence.presence.bursts:
        found.append(_variant(gathered, "bursts", ""))
    return tuple(found)


def _variant(gathered: Gathered, what: What, name: str) -> Variant:
    without = {name} if what == "network" else set[str]()
    evidence, _ = evidence_of(gathered, without=without, bursts=what != "bursts")
    cells = evidence.cells
    return Variant(
        what=what,
        name=name,
        posts=sum(cell.counts["mentions"] + cell.counts["official_posts"] for cell in cells),
        needs=sum(cell.counts["needs"] for cell in cells),
        counts=indicators(evidence),
    )
