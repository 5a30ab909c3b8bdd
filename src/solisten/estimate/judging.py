"""One pack's judgement on one brand's counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from solisten.estimate.advice import next_step
from solisten.estimate.checklist import criteria_of
from solisten.estimate.findings import UNCOUNTED, absent_levels, findings_of, own_evidence
from solisten.estimate.judgement import Judgement, Missing, Said
from solisten.estimate.ladder import interval, quantile, read_ladder
from solisten.nouns import Count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from solisten.estimate.judgement import Finding
    from solisten.estimate.ladder import Reading
    from solisten.models.pack import Pack


def judge(
    pack: Pack,
    counts: Mapping[str, Count],
    *,
    posts: int | None,
    needs: int | None,
    advise: bool = True,
) -> Judgement:
    """Return what the pack concludes from the counts; ids that it does not know are passed over.

    `posts` is mentions + official posts of the window, `needs` all needs, owed or not: below the
    pack's minimum there is no level (INFERENCE B.4). None leaves that rule out, as cases do.
    Without `advise` the next step, which takes most of the time, is not looked for.
    """
    pack = _tempered(pack, posts, needs)
    findings = findings_of(pack, counts)
    if pack.model.kind == "checklist":
        return Judgement(findings=findings, criteria=criteria_of(pack, findings))
    return _on_ladder(pack, counts, findings, _missing(pack, posts, needs), advise=advise)


def _tempered(pack: Pack, posts: int | None, needs: int | None) -> Pack:
    """Return the pack with a temperature above 1 lowered as far as the minimum is missed.

    It takes back discounts of counts that are large; where a handful of posts feeds everything,
    it would only make one piece of luck louder. Indicators have no part in it.
    """
    model = pack.model
    shares = [
        had / least
        for had, least in ((posts, model.minimum_posts), (needs, model.minimum_needs))
        if had is not None and had < least
    ]
    if not shares or model.temperature <= 1:
        return pack
    temperature = 1 + (model.temperature - 1) * min(shares)
    return msgspec.structs.replace(
        pack, model=msgspec.structs.replace(model, temperature=temperature)
    )


def _on_ladder(
    pack: Pack,
    counts: Mapping[str, Count],
    findings: Sequence[Finding],
    missing: Missing | None,
    *,
    advise: bool,
) -> Judgement:
    reading = read(pack, findings)
    level = None if missing else reading.headline
    return Judgement(
        findings=tuple(findings),
        level=level,
        statement=_statement(pack, level),
        headline=reading.headline,
        interval=interval(reading.at_least, pack.model.interval, level),
        median=quantile(reading.at_least, 0.5),
        posterior=reading.mass,
        at_least=reading.at_least,
        own=reading.own,
        denied=tuple(sorted(reading.denied)),
        ceiling=max(reading.headline, _ceiling(pack, counts)),
        ahead=tuple(s for s, e in enumerate(reading.own, 1) if level and s > level and e > 0),
        holes=tuple(s for s, e in enumerate(reading.own, 1) if level and s <= level and e < 0),
        next=next_step(pack, findings, reading) if advise and not missing else None,
        missing=missing,
    )


def read(pack: Pack, findings: Sequence[Finding]) -> Reading:
    """Return the posterior over the levels that the findings give."""
    return read_ladder(pack.model, own_evidence(pack, findings), absent_levels(pack, findings))


def best_counts(pack: Pack, counts: Mapping[str, Count]) -> dict[str, Count]:
    """Return the counts as the best brand with these opportunities would have them.

    Every k becomes max(k, round(min(1, 2 bar) n)): INFERENCE B.4's observability ceiling.
    """
    best = {}
    for one in pack.indicators:
        count = counts.get(one.id, UNCOUNTED)
        k = max(count.k, round(min(1.0, 2 * one.bar) * count.n))
        best[one.id] = Count(k, count.n, count.observable, count.reason)
    return best


def _ceiling(pack: Pack, counts: Mapping[str, Count]) -> int:
    findings = findings_of(pack, best_counts(pack, counts))
    return read(pack, findings).headline


def _missing(pack: Pack, posts: int | None, needs: int | None) -> Missing | None:
    model = pack.model
    more_posts = 0 if posts is None else max(0, model.minimum_posts - posts)
    more_needs = 0 if needs is None else max(0, model.minimum_needs - needs)
    return Missing(posts=more_posts, needs=more_needs) if more_posts or more_needs else None


def _statement(pack: Pack, level: int | None) -> Said:
    rung = pack.level(level)
    return rung.statement if rung else "unclear"
