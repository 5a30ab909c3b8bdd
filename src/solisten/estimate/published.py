"""The published level: a trigger with hold over weekly judgements (INFERENCE B.4)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solisten.estimate.judgement import Judgement
    from solisten.models.pack import Pack


def published(pack: Pack, weekly: Sequence[Judgement]) -> list[int | None]:
    """Return the level that stands after each week, oldest first.

    It begins at the first headline. Up: `hold` weeks running a higher level has P(S >= s) >=
    `promote`, is confirmed by its own evidence and not denied; to the lowest such level of these
    weeks. Down by one: `hold` weeks running P(S >= level) <= `demote` or the level's own evidence
    is negative. A week without a level (too little evidence) changes nothing and is none of the
    running weeks.
    """
    levels: list[int | None] = []
    told: list[Judgement] = []
    level: int | None = None
    for one in weekly:
        if one.level is not None:
            told = [*told, one][-pack.model.hold :]
            level = one.level if level is None else _next(pack, told, level)
        levels.append(level)
    return levels


def _next(pack: Pack, told: Sequence[Judgement], level: int) -> int:
    """Return the level after these weeks; in every argument more evidence never lowers it."""
    if len(told) < pack.model.hold:
        return level
    reached = min(_promoted(pack, one) for one in told)
    if reached > level:
        return reached
    falls = all(
        one.at_least[level - 1] <= pack.model.demote or one.own[level - 1] < 0 for one in told
    )
    return level - 1 if falls and level > 1 else level


def _promoted(pack: Pack, one: Judgement) -> int:
    """Return the highest level that is probable enough, confirmed and not denied, else 1."""
    least = math.log(pack.model.confirm)
    return max(
        (
            s
            for s in range(2, pack.top + 1)
            if one.at_least[s - 1] >= pack.model.promote
            and one.own[s - 1] >= least
            and s not in one.denied
        ),
        default=1,
    )
