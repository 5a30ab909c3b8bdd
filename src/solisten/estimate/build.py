"""From a judgement to the document that everybody reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solisten.estimate.confidence import confidence_of
from solisten.estimate.declared import DeclaredLadder
from solisten.estimate.document import (
    SCHEMA,
    ActionRow,
    DeclaredRow,
    Document,
    FindingRow,
    ModelRef,
    NextRow,
    Window,
    iso,
    iso_day,
)
from solisten.estimate.explain import action_text, denials, shared_answers, too_little, unseen
from solisten.metrics.intervals import wilson

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from solisten.estimate.document import CoverageRow, Evidence, MetricRow
    from solisten.estimate.judgement import Finding, Judgement
    from solisten.models.pack import Pack


def build(
    judgement: Judgement,
    pack: Pack,
    *,
    brand: str,
    since: float,
    until: float,
    as_of: float,
    tool_version: str,
    facts_revision: str,
    id: int | None = None,  # noqa: A002  (the document's own key)
    newest: float | None = None,
    evidence: Mapping[str, Sequence[Evidence]] | None = None,
    metrics: Sequence[MetricRow] = (),
    coverage: Sequence[CoverageRow] = (),
    declared: DeclaredLadder | None = None,
    warnings: Sequence[str] = (),
) -> Document:
    """Return the document of one judgement.

    `since`, `until`, `as_of` and `newest` (the newest post about or by the brand) are epoch seconds
    UTC; `evidence` is by indicator. Own warnings come before the caller's.
    """
    second = declared or DeclaredLadder()
    rung = pack.level(judgement.level)
    ladder = pack.model.kind == "ladder"
    met = [one.met for one in judgement.criteria]
    return Document(
        schema=SCHEMA,
        id=id,
        brand=brand,
        model=ModelRef(
            id=pack.model.id,
            version=pack.model.version,
            sha256=pack.sha256,
            kind=pack.model.kind,
        ),
        tool_version=tool_version,
        facts_revision=facts_revision,
        as_of=iso(as_of),
        window=Window(since=iso_day(since), until=iso_day(until)),
        level=judgement.level,
        level_name=rung.name if rung else None,
        statement=judgement.statement,
        interval=judgement.interval,
        median=judgement.median,
        at_least={str(s): p for s, p in enumerate(judgement.at_least, 1)} if ladder else None,
        ceiling=judgement.ceiling,
        confidence=confidence_of(judgement, pack, coverage=coverage, newest=newest, as_of=as_of),
        findings=tuple(_finding(one, pack, evidence or {}) for one in judgement.findings),
        ahead=judgement.ahead,
        holes=judgement.holes,
        next=_next(judgement, pack),
        met=None if ladder else met.count(True),
        not_met=None if ladder else met.count(False),
        not_observable=None if ladder else met.count(None),
        metrics=tuple(metrics),
        coverage=tuple(coverage),
        declared=DeclaredRow(level=second.level, interval=second.interval),
        warnings=(*_warnings(judgement, pack), *second.said, *warnings),
    )


def _finding(one: Finding, pack: Pack, evidence: Mapping[str, Sequence[Evidence]]) -> FindingRow:
    indicator = pack.indicator(one.indicator)
    return FindingRow(
        indicator=one.indicator,
        level=one.level,
        role=one.role,
        verdict=one.verdict.value,
        k=one.k,
        n=one.n,
        n_eff=one.n_eff,
        value=one.value,
        bar=one.bar,
        ci=wilson(one.k, one.n),
        p_data=one.p_data,
        p=one.p,
        bits=one.bits,
        observability=one.observability,
        source=indicator.source if indicator else "",
        evidence=tuple(evidence.get(one.indicator, ())),
    )


def _next(judgement: Judgement, pack: Pack) -> NextRow | None:
    step = judgement.next
    if step is None:
        return None
    return NextRow(
        level=step.level,
        actions=tuple(
            ActionRow(
                indicator=one.indicator,
                have=one.have,
                need=one.need,
                text=action_text(one, indicator, step.level),
            )
            for one in step.actions
            if (indicator := pack.indicator(one.indicator))
        ),
    )


def _warnings(judgement: Judgement, pack: Pack) -> Iterator[str]:
    if sentence := too_little(judgement):
        yield sentence
    yield from unseen(judgement)
    yield from denials(judgement, pack)
    yield from shared_answers(judgement, pack)
