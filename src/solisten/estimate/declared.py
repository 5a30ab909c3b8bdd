"""The second ladder: what is observed together with what the owner states (INFERENCE A.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from solisten.errors import ConfigError
from solisten.estimate.document import iso_day
from solisten.estimate.evidence import Verdict, contribution, trusted
from solisten.estimate.findings import absent_levels
from solisten.estimate.ladder import interval, read_ladder
from solisten.models.problem import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solisten.estimate.judgement import Finding, Judgement
    from solisten.models.pack import Pack

PROVEN, STATED = 0.75, 0.60  # with a public link that bears it out, without one (EC)
YEAR = 365 * 86_400.0


class Declaration(msgspec.Struct, frozen=True, kw_only=True):
    """Hold one statement of the owner: a term of the pack, its date, whether its link bears it out.

    `at` is epoch seconds UTC, None when undated (it then does not age). `proven`: the link answers
    200 and its text holds one of the term's keywords, said of talk in public; the caller has
    looked. `statement` are the owner's own words, `by` whose. `looked_at`: since when the link
    answers as it does, None when nobody asked it; `failure` says why it has no text, `quote` is
    where its text bears it out.
    """

    indicator: str
    at: float | None = None
    proven: bool = False
    statement: str = ""
    by: str = ""
    link: str = ""
    looked_at: float | None = None
    failure: str = ""
    quote: str = ""


class DeclaredLadder(msgspec.Struct, frozen=True, kw_only=True):
    """Hold the level of observed + declared; both None when nothing counts.

    `said` has a sentence for each declaration: what it is worth, and what its link says; or that
    an observation speaks against it, so that it moves nothing.
    """

    level: int | None = None
    interval: tuple[int, int] | None = None
    said: tuple[str, ...] = ()


class _Known(NamedTuple):
    level: int
    role: str
    finding: Finding | None


def p_declared(declaration: Declaration, as_of: float) -> float:
    """Return what a declaration is worth: .75 or .60 for a year, then 1/2 within another.

    1/2 also when it is dated after `as_of`.

    >>> p_declared(Declaration(indicator="style_guide", at=0, proven=True), 547.5 * 86400)
    0.625
    """
    full = PROVEN if declaration.proven else STATED
    if declaration.at is None:
        return full
    age = as_of - declaration.at
    if age < 0:
        return 0.5
    left = 1 - min(max(age / YEAR - 1, 0.0), 1.0)
    return trusted(full, left)


def declared_ladder(
    pack: Pack, judgement: Judgement, declarations: Sequence[Declaration], *, as_of: float
) -> DeclaredLadder:
    """Return the ladder of observed + declared; the headline never hears of it.

    A declared term counts with p_declared; one that is observed too with the higher of both, unless
    the observation is absent or leaning absent: then it is contradicted. Below the minimum evidence
    there is no level here either; a checklist has none, and only shows what is declared. Raises
    ConfigError on a term that the pack does not know.
    """
    if pack.model.kind != "ladder":
        return DeclaredLadder(said=tuple(dict.fromkeys(_shown(pack, one) for one in declarations)))
    said, believed = _weighed(pack, judgement, declarations, as_of)
    if not believed:
        return DeclaredLadder(said=said)
    own = list(judgement.own)
    for name, p in believed.items():
        known = _known(pack, judgement, name)
        own[known.level - 1] += _added(pack, known, p)
    reading = read_ladder(pack.model, own, absent_levels(pack, judgement.findings))
    level = None if judgement.level is None else reading.headline
    return DeclaredLadder(
        level=level,
        interval=interval(reading.at_least, pack.model.interval, level),
        said=said,
    )


def _weighed(
    pack: Pack, judgement: Judgement, declarations: Sequence[Declaration], as_of: float
) -> tuple[tuple[str, ...], dict[str, float]]:
    """Return what is to be said of each, and the belief in every term that is worth something."""
    believed: dict[str, float] = {}
    said: dict[str, None] = {}
    for one in declarations:
        known = _known(pack, judgement, one.indicator)
        if known.finding and known.finding.verdict in {Verdict.ABSENT, Verdict.LEANING_ABSENT}:
            said[_contradiction(one, known.finding, pack)] = None
        elif one.indicator in pack.not_applicable:
            said[_sentence(one, pack, "not applicable here, so it counts nothing")] = None
        else:
            p = p_declared(one, as_of)
            said[_sentence(one, pack, _worth(one, p, as_of))] = None
            if max(p, believed.get(one.indicator, 0.5)) > 0.5:
                believed[one.indicator] = max(p, believed.get(one.indicator, 0.5))
    return tuple(said), believed


def _known(pack: Pack, judgement: Judgement, name: str) -> _Known:
    term = next((one for one in pack.declared_terms if one.id == name), None)
    if term:
        return _Known(term.level, term.role, None)
    found = next((one for one in judgement.findings if one.indicator == name), None)
    if found is None or found.level is None or found.role is None:
        raise ConfigError(
            f"config, [[brand.declared]]: no indicator {name!r}; {nearest(name, pack.terms())}"
        )
    return _Known(found.level, found.role, found)


def _added(pack: Pack, known: _Known, p: float) -> float:
    """Return what the belief adds to its level's evidence beyond what was observed.

    A stated belief weighs 1: what temperature and overlap discount and take back is of counts.
    """
    role = pack.role(known.role)
    if role is None:
        return 0.0
    before = (known.finding.nats or 0.0) if known.finding else 0.0
    return max(0.0, contribution(p, role) - before)


def _contradiction(one: Declaration, finding: Finding, pack: Pack) -> str:
    """Say what is declared, and what was observed instead."""
    share = finding.k / finding.n if finding.n else 0.0
    return _sentence(
        one,
        pack,
        f"but the observation speaks against it, so that it counts nothing: {finding.indicator} is "
        f"{100 * share:.0f} % ({finding.k} of {finding.n}), bar {finding.bar:.3g}",
    )


def _worth(one: Declaration, p: float, as_of: float) -> str:
    """Say how far a declaration is believed, as a probability; .5 says nothing."""
    if p > 0.5:
        return f"believed at {p:.3g} (0.5 would say nothing)"
    if one.at is not None and one.at > as_of:
        return "dated later than this estimate, so it counts nothing"
    return "older than two years, so it counts nothing any more"


def _shown(pack: Pack, one: Declaration) -> str:
    return _sentence(one, pack, "shown only, since no statement meets a criterion")


def _sentence(one: Declaration, pack: Pack, worth: str) -> str:
    """Say what is declared, by whom and when; what it is worth; what its link says."""
    quoted = f'"{one.statement}"' if one.statement else ""
    dated = "" if one.at is None else iso_day(one.at)
    said = ", ".join(part for part in (quoted, one.by, dated) if part)
    return (
        f"Declared: {one.indicator}{f' ({said})' if said else ''}, {worth}. {_link_told(one, pack)}"
    )


def _link_told(one: Declaration, pack: Pack) -> str:
    """Say what became of the link."""
    if not one.link:
        return "No link bears it out."
    if one.looked_at is None:
        return f"Its link was not checked: {one.link}"
    since = iso_day(one.looked_at)
    if one.failure:
        return f"Its link cannot be read since {since} ({one.failure}): {one.link}"
    if one.proven:
        return f'Its link bears it out since {since} ("{one.quote}"): {one.link}'
    words = pack.keywords(one.indicator)
    sought = (
        f"none of {', '.join(words)} near a word such as social, community or mentions"
        if words
        else "no word that would show it is known"
    )
    return f"Its link answers since {since}, but does not bear it out ({sought}): {one.link}"
