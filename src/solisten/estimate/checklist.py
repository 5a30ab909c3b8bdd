"""The criteria of a checklist: met, not met, or not observable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solisten.estimate.evidence import Verdict
from solisten.estimate.judgement import CriterionResult, Finding
from solisten.models.rule import holds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solisten.models.pack import Pack

_SETTLED = {Verdict.SEEN: True, Verdict.LEANING_ABSENT: False, Verdict.ABSENT: False}


def criteria_of(pack: Pack, findings: Sequence[Finding]) -> tuple[CriterionResult, ...]:
    """Judge every criterion: its rule over the verdicts, in three-valued logic (DESIGN 7.4).

    Seen makes a name true, absent and leaning absent make it false; all else cannot be told, and
    so can no practice that is only declared.
    """
    known = {one.indicator: _SETTLED.get(one.verdict) for one in findings}
    return tuple(
        CriterionResult(number=one.number, name=one.name, met=holds(one.tree, known.get))
        for one in pack.criteria
    )
