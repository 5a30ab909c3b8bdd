"""How far to trust an estimate, apart from the level it gives."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from solisten.estimate.document import Confidence
from solisten.estimate.evidence import Verdict
from solisten.estimate.findings import weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solisten.estimate.document import CoverageRow
    from solisten.estimate.judgement import Finding, Judgement
    from solisten.models.pack import Pack

HALF_LIFE = 30 * 86_400  # seconds until the newest post's word counts half (EC)
FULL_SAY = 50.0  # independent cases that count as full where a pack sets no cap (1 / .02)


def confidence_of(
    judgement: Judgement,
    pack: Pack,
    *,
    coverage: Sequence[CoverageRow],
    newest: float | None,
    as_of: float,
) -> Confidence:
    """Return five shares of 1, none of which moves the level, with their geometric mean.

    volume: how much of its full say each visible indicator has (n_eff times its cap), weighted;
    coverage: the mean share of the window's days on which the sources were healthy;
    recency: 2 ^ -(age of the newest post / 30 days); agreement: 1 - the share of Guttman errors
    among the decided indicators; observability: the share of the weights that could be seen.
    overall is 0 as soon as one of them is 0. The forms are engineering choices: they order
    estimates by trust, and are no probabilities. `newest` and `as_of` in epoch seconds.
    """
    weighed = _weights(pack, judgement.findings)
    parts = (
        _volume(pack, judgement.findings, weighed),
        _coverage(coverage),
        0.0 if newest is None else min(1.0, 2 ** (-(as_of - newest) / HALF_LIFE)),
        _agreement(judgement),
        _share(weighed, [one.indicator for one in judgement.findings if one.observability > 0]),
    )
    overall = math.prod(parts) ** (1 / len(parts))
    volume, healthy, recency, agreement, observability = parts
    return Confidence(
        overall=overall,
        volume=volume,
        coverage=healthy,
        recency=recency,
        agreement=agreement,
        observability=observability,
    )


def _weights(pack: Pack, findings: Sequence[Finding]) -> dict[str, float]:
    """Return the weight of everything applicable; all alike in a checklist."""
    known = weights(pack) if pack.model.kind == "ladder" else {}
    return {
        one.indicator: known.get(one.indicator, 1.0)
        for one in findings
        if one.verdict is not Verdict.NOT_APPLICABLE
    }


def _volume(pack: Pack, findings: Sequence[Finding], weighed: dict[str, float]) -> float:
    said = full = 0.0
    caps = {one.id: pack.model.cap if one.cap is None else one.cap for one in pack.indicators}
    for one in findings:
        if one.observability > 0:
            most = 1 / caps[one.indicator] if caps[one.indicator] else FULL_SAY
            said += weighed[one.indicator] * min(1.0, one.n_eff / most)
            full += weighed[one.indicator]
    return said / full if full else 0.0


def _coverage(rows: Sequence[CoverageRow]) -> float:
    known = [one.healthy_share for one in rows if one.healthy_share is not None]
    return min(1.0, max(0.0, sum(known) / len(known))) if known else 0.0


def _agreement(judgement: Judgement) -> float:
    """Return 1 - errors / decided; without a headline, how decided the verdicts are."""
    visible = [one for one in judgement.findings if one.observability > 0]
    if judgement.headline is None:
        return sum(abs(2 * one.p_data - 1) for one in visible) / len(visible) if visible else 0.0
    decided = [one for one in visible if one.p_data >= 0.65 or one.p_data <= 0.35]
    right = sum((one.p_data >= 0.65) == ((one.level or 0) <= judgement.headline) for one in decided)
    return right / len(decided) if decided else 0.0


def _share(weighed: dict[str, float], seen: Sequence[str]) -> float:
    total = sum(weighed.values())
    return sum(weighed[one] for one in seen) / total if total else 0.0
