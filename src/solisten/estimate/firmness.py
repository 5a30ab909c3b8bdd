"""How firm a result is and where it does not fit a ladder, in plain sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solisten.estimate.judgement import Finding, Judgement
    from solisten.estimate.sensitivity import Deciding, Sensitivity, Without

PREFIX = "Sensitivity: "
PROFILE = "Profile: "
DECIDED = 0.65
"""From this p_data on, and up to one less it, a finding counts as decided."""


def firmness(found: Sensitivity, judgement: Judgement) -> Iterator[str]:
    """Yield a sentence for each thing that was moved or left out."""
    yield PREFIX + _bars(found, judgement)
    networks = [one for one in found.without if one.what == "network"]
    if networks:
        told = ", ".join(f"without {one.name} {_result(one)}" for one in networks)
        yield f"{PREFIX}leaving out one network at a time: {told}."
    else:
        yield f"{PREFIX}everything comes from one network, so none can be left out."
    for one in found.without:
        if one.what == "bursts":
            yield f"{PREFIX}with burst days counted like all others: {_result(one)}."
        if one.what == "words":
            yield f"{PREFIX}without what rests on word lists: {_result(one)}."
    felt = [one for one in found.deciding if _is_felt(one, judgement)]
    if felt:
        told = "; ".join(_deciding(one, judgement) for one in felt)
        yield f"{PREFIX}what decides most: {told}."
    elif found.deciding:
        yield f"{PREFIX}no finding decides alone: without any one of them the level stays as sure."
    if judgement.level is not None:
        yield PREFIX + _flip(found, judgement.level)


def profile(judgement: Judgement) -> str:
    """Say what each level's own evidence is, and which findings are this brand's Guttman errors.

    A decided finding up to the level that is missing, or one above it that is there. "" without a
    level.
    """
    if judgement.level is None:
        return ""
    decided = [one for one in judgement.findings if one.observability > 0 and _is_decided(one)]
    missing = [one.indicator for one in decided if not _there(one) and _up_to(one, judgement)]
    ahead = [one.indicator for one in decided if _there(one) and not _up_to(one, judgement)]
    parts = [f"up to it {', '.join(missing)} missing"] if missing else []
    parts += [f"above it {', '.join(ahead)} there"] if ahead else []
    errors = len(missing) + len(ahead)
    told = f": {'; '.join(parts)}" if parts else ""
    return (
        f"{PROFILE}{errors} of {len(decided)} decided findings {'is' if errors == 1 else 'are'} "
        "out of step with level "
        f"{judgement.level} (Guttman errors){told}. Own evidence by level, in bits: "
        f"{_by_level(judgement)}."
    )


def _by_level(judgement: Judgement) -> str:
    """Write each level's own evidence; a level that nobody can see into, as the first, has none."""
    seen = {one.level for one in judgement.findings if one.observability > 0}
    bits = enumerate((one / math.log(2) for one in judgement.own), 1)
    return ", ".join(f"{s} {_signed(one)}" if s in seen else f"{s} unseen" for s, one in bits)


def _signed(bits: float) -> str:
    """Write bits with their sign, nothing without one.

    >>> _signed(-0.04), _signed(1.25)
    ('0', '+1.2')
    """
    return f"{bits:+.1f}" if abs(bits) >= 0.05 else "0"


def _bars(found: Sensitivity, judgement: Judgement) -> str:
    one = found.jitter
    kept = "all keep" if one.kept == one.draws else f"{one.kept} keep"
    what = "the number of criteria met" if judgement.level is None else f"level {judgement.level}"
    ends = "" if one.kept == one.draws else f"; they reach from {one.lowest} to {one.highest}"
    return f"of {one.draws} draws, each with every bar moved by up to 30 %, {kept} {what}{ends}."


def _result(one: Without) -> str:
    if one.met is not None:
        return f"{one.met} met"
    if one.interval is None or one.level is None:
        return "too little to say"
    low, high = one.interval
    return f"level {one.level} ({f'{low} to {high}' if low < high else 'no other'})"


def _is_felt(one: Deciding, judgement: Judgement) -> bool:
    """Say whether anything that is printed would change without the finding."""
    return one.headline != judgement.level or _chance(one.chance) != _chance(one.without)


def _deciding(one: Deciding, judgement: Judgement) -> str:
    moved = "" if one.headline == judgement.level else f", and level {one.headline}"
    return (
        f"{one.indicator} (the chance of at least {one.level} is {_chance(one.chance)}; "
        f"were it unseen {_chance(one.without)}{moved})"
    )


def _chance(share: float) -> str:
    """Write a probability in per cent.

    >>> _chance(0.98), _chance(0.999), _chance(0.001)
    ('98 %', '>99 %', '<1 %')
    """
    if share > 0.995:
        return ">99 %"
    return f"{100 * share:.0f} %" if share >= 0.005 else "<1 %"


def _flip(found: Sensitivity, level: int) -> str:
    one = found.flip
    if one is None:
        return f"no loss in one indicator alone would end level {level}."
    return (
        f"the shortest way down: {one.fewer} fewer in {one.indicator} ({one.need} instead of "
        f"{one.have} of {one.n}) would give level {one.level}."
    )


def _is_decided(one: Finding) -> bool:
    return one.p_data >= DECIDED or one.p_data <= 1 - DECIDED


def _there(one: Finding) -> bool:
    return one.p_data >= DECIDED


def _up_to(one: Finding, judgement: Judgement) -> bool:
    return (one.level or 0) <= (judgement.level or 0)
