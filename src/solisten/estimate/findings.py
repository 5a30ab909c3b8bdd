"""Judging a pack's indicators one by one."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from solisten.estimate.evidence import (
    Discount,
    Verdict,
    contribution,
    effective,
    p_data,
    trusted,
    verdict,
)
from solisten.estimate.judgement import Finding
from solisten.nouns import Count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from solisten.models.pack import Indicator, Pack

UNCOUNTED = Count(0, 0)
REQUIRED = "required"
"""The role without which a level is hardly ever reached."""


class Standing(NamedTuple):
    """Hold what the pack as a whole makes of one indicator; no weight in a checklist."""

    weight: float | None
    discount: Discount


def standings(pack: Pack) -> dict[str, Standing]:
    """Return every indicator's weight and discount by id.

    An indicator whose opportunities (`family`) feed m of the pack's indicators shares them with
    m - 1: what was seen does not matter, so that seeing more never shrinks anything.
    """
    weighed = weights(pack) if pack.model.kind == "ladder" else {}
    fed = Counter(one.family for one in pack.indicators if one.family)
    return {
        one.id: Standing(
            weighed.get(one.id),
            Discount(
                pack.model.cap if one.cap is None else one.cap,
                pack.model.shared * max(0, fed[one.family] - 1),
            ),
        )
        for one in pack.indicators
    }


def weights(pack: Pack) -> dict[str, float]:
    """Return every indicator's weight by id."""
    by_level = {level: level_weight(pack, level) for level in {i.level for i in pack.indicators}}
    return {one.id: by_level[one.level] for one in pack.indicators}


def level_weight(pack: Pack, level: int) -> float:
    """Return w = T / (1 + (m - 1) rho) of the level's indicators (INFERENCE B.2).

    m counts those in the file that are not `weak`, whatever was seen: so that seeing more never
    shrinks a weight.
    """
    strong = sum(one.level == level and not one.weak for one in pack.indicators)
    return pack.model.temperature / (1 + (max(1, strong) - 1) * pack.model.overlap)


def findings_of(pack: Pack, counts: Mapping[str, Count]) -> tuple[Finding, ...]:
    """Judge every indicator of the pack, in its order; what was not counted is not observable.

    Raises ValueError on a count that is none (k outside 0..n).
    """
    stands = standings(pack)
    return tuple(
        finding_of(pack, one, counts.get(one.id, UNCOUNTED), stands[one.id])
        for one in pack.indicators
    )


def own_evidence(pack: Pack, findings: Sequence[Finding]) -> list[float]:
    """Return E_1..E_N: the summed contributions of each level's own indicators, in nats."""
    own = [0.0] * pack.top
    for one in findings:
        if one.level and one.nats:
            own[one.level - 1] += one.nats
    return own


def absent_levels(pack: Pack, findings: Sequence[Finding]) -> frozenset[int]:
    """Return the levels of which something required is absent."""
    most = -math.log(pack.model.deny)
    return frozenset(one.level for one in findings if one.level and _speaks_against(one, most))


def is_absent(pack: Pack, one: Finding) -> bool:
    """Say whether a required item speaks against its level by the factor `deny`."""
    return _speaks_against(one, -math.log(pack.model.deny))


def _speaks_against(one: Finding, most: float) -> bool:
    return one.role == REQUIRED and one.nats is not None and one.nats < most


def finding_of(pack: Pack, one: Indicator, count: Count, standing: Standing) -> Finding:
    """Judge one indicator of the pack by its count.

    Raises ValueError on a count that is none (k outside 0..n).
    """
    if not 0 <= count.k <= count.n:
        raise ValueError(f"{one.id}: {count.k} of {count.n} is no count; k lies in 0..n")
    applicable = one.id not in pack.not_applicable
    visible = applicable and count.observable and count.n > 0
    trust = one.trust if visible else 0.0
    weight, discount = standing
    data = p_data(count.k, count.n, one, discount)
    p = trusted(data, trust)
    role = pack.role(one.role) if weight is not None else None
    return Finding(
        indicator=one.id,
        level=one.level if role else None,
        role=one.role if role else None,
        verdict=_verdict(data, applicable, visible),
        k=count.k,
        n=count.n,
        n_eff=effective(count.n, discount),
        bar=one.bar,
        p_data=data,
        p=p,
        nats=weight * contribution(p, role) if role and weight is not None else None,
        observability=trust,
        reason="" if visible else count.reason if applicable else "not applicable",
    )


def _verdict(data: float, applicable: bool, visible: bool) -> Verdict:
    if not applicable:
        return Verdict.NOT_APPLICABLE
    return verdict(data) if visible else Verdict.NOT_OBSERVABLE
