"""Whether those with many followers are answered more often (INFERENCE A.1, display metrics)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solisten.store.reach import Reached

LEAST = 20
"""Authors from which a tenth of them says anything (EC)."""


@dataclass(frozen=True, slots=True)
class ReachBias:
    """Hold (answered, needs) of the tenth of authors with most followers, and of the last tenth."""

    authors: int
    top: tuple[int, int]
    bottom: tuple[int, int]

    @property
    def value(self) -> float:
        """Return the difference of the response rates: above 0 the followed are favoured."""
        return self.top[0] / self.top[1] - self.bottom[0] / self.bottom[1]


def reach_bias(needs: Sequence[Reached]) -> ReachBias | None:
    """Return how the rates of the two tenths differ; None with fewer than 20 authors.

    An author's reach is the highest that any of the needs tells; ties go by name.
    """
    followers: dict[tuple[str, str], int] = defaultdict(int)
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for one in needs:
        who = one.network, one.author
        followers[who] = max(followers[who], one.followers)
        counts[who][0] += one.answered
        counts[who][1] += 1
    if len(followers) < LEAST:
        return None
    order = sorted(followers, key=lambda who: (-followers[who], who))
    tenth = -(-len(order) // 10)

    def rate(part: Sequence[tuple[str, str]]) -> tuple[int, int]:
        return sum(counts[who][0] for who in part), sum(counts[who][1] for who in part)

    return ReachBias(len(order), rate(order[:tenth]), rate(order[-tenth:]))
