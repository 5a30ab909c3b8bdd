"""What an estimate says, in plain sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from solisten.estimate.evidence import Verdict
from solisten.estimate.findings import is_absent
from solisten.metrics.intervals import wilson

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solisten.estimate.judgement import Action, Finding, Judgement
    from solisten.models.pack import Indicator, Pack


def too_little(judgement: Judgement) -> str:
    """Say why there is no level, and what would do; "" when there is one (INFERENCE B.4)."""
    missing = judgement.missing
    if missing is None or judgement.interval is None:
        return ""
    low, high = judgement.interval
    wanted = [
        f"{number} more {noun}{'s' if number > 1 else ''}"
        for number, noun in ((missing.posts, "post"), (missing.needs, "need"))
        if number
    ]
    return (
        f"Too little to say: between {low} and {high}, most plausible {judgement.median}; "
        f"{' and '.join(wanted)} would do."
    )


def action_text(action: Action, indicator: Indicator, level: int) -> str:
    """Say what to do and exactly how much of it.

    >>> from solisten.estimate.judgement import Action
    >>> from solisten.models.pack import Indicator
    >>> one = Indicator(id="response_rate", bar=0.29, advice="Answer every morning.")
    >>> action_text(Action(indicator="response_rate", have=4, need=11, n=60), one, 3)
    'response_rate: 7 more of the 60 (11 instead of 4) for level 3. Answer every morning.'
    """
    sentence = (
        f"{action.indicator}: {action.more} more of the {action.n} "
        f"({action.need} instead of {action.have}) for level {level}."
    )
    return f"{sentence} {indicator.advice}".rstrip()


def unseen(judgement: Judgement) -> Iterator[str]:
    """Yield why indicators could not be seen, one sentence a reason; empty counts need none."""
    reasons: dict[str, list[str]] = {}
    for one in judgement.findings:
        if one.verdict is Verdict.NOT_OBSERVABLE and one.reason:
            reasons.setdefault(one.reason, []).append(one.indicator)
    for reason, names in reasons.items():
        yield f"Not observable ({reason}): {', '.join(names)}."


def shared_answers(judgement: Judgement, pack: Pack) -> Iterator[str]:
    """Yield the levels whose evidence rests on opportunities that a lower level has used already.

    Said when more than half of what speaks for a level comes from such families (INFERENCE B.2).
    """
    for level in range(2, pack.top + 1):
        speaks = [one for one in judgement.findings if one.level == level and (one.nats or 0) > 0]
        total = sum(one.nats or 0 for one in speaks)
        used: dict[str, int] = {}
        shared = 0.0
        for one in speaks:
            family, below = _family_below(judgement, pack, one, level)
            if below:
                used[family.replace("_", " ")] = below
                shared += one.nats or 0
        if judgement.own[level - 1] > 0 and 2 * shared > total:
            words = " and ".join(
                f"{name.replace('_', ' ')} as level {at}" for name, at in used.items()
            )
            yield f"Level {level} rests on the same {words}."


def denials(judgement: Judgement, pack: Pack) -> Iterator[str]:
    """Yield why a level is not claimed that is probable and confirmed by the sum of its evidence.

    Something required of it is absent, or a level on the way to it speaks against itself.
    """
    for s in judgement.denied if judgement.level else ():
        own = judgement.own
        if judgement.at_least[s - 1] < 0.5 or own[s - 1] < math.log(pack.model.confirm):
            continue
        absent = [
            one.indicator for one in judgement.findings if one.level == s and is_absent(pack, one)
        ]
        below = [t for t in range(1, s) if own[t - 1] < -math.log(pack.model.deny)]
        why = f"{' and '.join(absent)} is missing" if absent else f"level {below[0]} is missing"
        chance = f"{100 * judgement.at_least[s - 1]:.0f} %"
        yield f"Level {s} is not claimed although the chance of at least {s} is {chance}: {why}."


def finding_sentence(finding: Finding, indicator: Indicator) -> str:
    """Say one finding with its figures.

    The share, its 95 % interval, the bar, the verdict, what it adds to its level.
    """
    if not finding.n:
        reason = finding.reason or "nothing to count"
        return f"{indicator.asks} {finding.verdict.capitalize()}: {reason}."
    low, high = wilson(finding.k, finding.n) or (0.0, 1.0)
    sentence = (
        f"{indicator.asks} {finding.verdict.capitalize()}: {finding.k} of {finding.n} "
        f"({finding.k / finding.n:.0%}, between {low:.0%} and {high:.0%}); the bar is "
        f"{finding.bar:.3g}."
    )
    if finding.bits:
        what = "for" if finding.bits > 0 else "against"
        sentence += f" It speaks {what} level {finding.level} with {abs(finding.bits):.1f} bits."
    return f"{sentence} ({finding.reason})" if finding.reason else sentence


def _family_below(
    judgement: Judgement, pack: Pack, finding: Finding, level: int
) -> tuple[str, int]:
    """Return the finding's family with the lowest level under it that used it too, else 0."""
    one = pack.indicator(finding.indicator)
    family = one.family if one else ""
    same = {row.id for row in pack.indicators if family and row.family == family}
    below = [
        row.level
        for row in judgement.findings
        if row.indicator in same and row.nats and row.level is not None and row.level < level
    ]
    return family, min(below, default=0)
