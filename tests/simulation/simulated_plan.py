"""Decide which brands a run simulates, before any text exists."""

from __future__ import annotations

from random import Random

from simulated_nouns import ONSET, Family, Intensities, Order, Practice
from simulated_speech import loaded

DEVIATING = tuple(f for f in Family if f is not Family.IDEAL)
_CORE = {Practice.SPEAK, Practice.ANSWER}  # without these, a stage is no longer that stage
_STAGES = {
    Family.IDEAL: tuple(range(1, 11)),
    Family.BROADCASTER: (2,),
    Family.SUPPORT_ONLY: (3,),
    Family.FOUNDER: (6,),
    Family.CRISIS: (2, 3, 4, 5, 6, 7, 8, 9),
    Family.SPAMMED: (2, 3, 4, 5, 6, 7, 8, 9),
    Family.FORUM_PEERS: (7, 8, 9),
    Family.NON_ENGLISH: (2, 3, 4, 5, 6, 7, 8, 9),
    Family.AUTO_ACK: (2,),
    Family.ASTROTURF: (2, 3),
    Family.MISSING_NETWORK: (3, 4, 5, 6, 7, 8, 9),
}


def stages_of(family: Family) -> tuple[int, ...]:
    """Return the stages on which brands of a family stand."""
    return _STAGES[family]


def orders(brands: int, seed: int, posts: int, drift: float = 0.0) -> list[Order]:
    """Plan the brands of a run: half ideal over all stages, half off the path, by turns.

    >>> [o.family.value for o in orders(4, 1, 500)]
    ['ideal', 'broadcaster', 'ideal', 'support_only']
    """
    rng = Random(f"plan:{seed}")
    planned = []
    for i in range(brands):
        family = Family.IDEAL if i % 2 == 0 else DEVIATING[i // 2 % len(DEVIATING)]
        choices = stages_of(family)
        stage = choices[i // 2 % len(choices)] if family is Family.IDEAL else rng.choice(choices)
        planned.append(Order(seed * 10_000 + i, stage, family, posts, drift))
    return planned


def intensities(order: Order, table: str) -> Intensities:
    """Draw how strongly each practice is followed: strong up to the stage, weak above it.

    One brand in three lacks one of its practices or is ahead in one; under drift every intensity
    q becomes q^exp(N(0, .35 drift)).
    """
    rng = Random(f"practices:{table}:{order.seed}")
    ranges = loaded(table)
    strong = {p for p in Practice if ONSET[p] <= order.stage}
    above = sorted(p for p in Practice if ONSET[p] == order.stage + 1 and p not in _CORE)
    own = sorted(p for p in strong if p not in _CORE and ONSET[p] > 2)
    deviation = rng.random()
    if deviation < 0.18 and own:
        strong.discard(rng.choice(own))
    elif deviation < 0.36 and above:
        strong.add(rng.choice(above))
    drawn = {}
    for p in Practice:
        low, high = ranges[p.value]["strong" if p in strong else "weak"]
        q = low + (high - low) * rng.betavariate(2.5, 2.0)
        drawn[p] = q ** rng.lognormvariate(0, 0.35 * order.drift) if order.drift else q
    return drawn
