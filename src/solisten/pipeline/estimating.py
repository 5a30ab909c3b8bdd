"""From the stored record to an estimate that is kept, with its evidence."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace as replaced

from solisten import __version__
from solisten.config import Brand, Source
from solisten.config import brand as named_brand
from solisten.errors import StoreError, UsageError
from solisten.estimate import judge
from solisten.estimate.build import build
from solisten.estimate.declared import declared_ladder
from solisten.estimate.document import CoverageRow, Document, MetricRow, iso
from solisten.estimate.firmness import firmness, profile
from solisten.estimate.sensitivity import sensitivity
from solisten.metrics.catalogue import metrics_of
from solisten.models.keep import pack_from_json, pack_to_json
from solisten.pipeline import drawing
from solisten.pipeline.evidence import evidence_of, shown
from solisten.pipeline.links import answers, declarations, digest, look_at_links
from solisten.pipeline.measuring import observed, record_of
from solisten.pipeline.observations import Observations
from solisten.pipeline.packs import packs_for
from solisten.pipeline.retaining import not_kept
from solisten.pipeline.revision import facts_revision, revision_of
from solisten.pipeline.session import Place, Session, refuse_drift, session
from solisten.pipeline.warnings import networks_of, warnings_of
from solisten.pipeline.windows import DAY, Asked, window_of
from solisten.store import estimates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from solisten.estimate.judgement import Judgement
    from solisten.metrics.observe import Observation
    from solisten.models.pack import Pack
    from solisten.pipeline.collecting import Told
    from solisten.report.byhand import ByHand
    from solisten.store.database import Connection
    from solisten.store.links import Link

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """Hold documents as plain data, and the packs that judged, by model id.

    `by_hand` are mentions to check what was read from them. `failed_sources` counts those that were
    asked for this estimate and could not be read.
    """

    documents: Sequence[Mapping[str, Any]]
    packs: Mapping[str, Pack]
    by_hand: Sequence[ByHand] = ()
    failed_sources: int = 0

    @property
    def document(self) -> Mapping[str, Any]:
        """Return the first document."""
        return self.documents[0]

    @property
    def pack(self) -> Pack:
        """Return the pack of the first document."""
        return self.packs[self.document["model"]["id"]]


def estimate(
    place: Place,
    *,
    brand: str | None,
    number: int | None,
    model: str,
    window: Asked,
    offline: bool,
    clock: Callable[[], float] | None = None,
    told: Told | None = None,
) -> Answer:
    """Return the estimate of a brand by one model or by all, or an earlier one by its number.

    Sources that listen for the brand or its rivals are collected first when they are due, and the
    links of what it declares are asked for; with `offline`, or without a clock, nobody is asked.
    `told` hears of each source.
    """
    with session(place) as opened:
        if number is not None:
            return again(opened, number)
        one = named_brand(opened.config, brand or "")
        packs = packs_for(opened.config, one, model)
        now, failed = opened, 0
        if clock and not offline:
            failed = _collect(opened, one, clock, told)
            look_at_links(opened, [one], clock=clock)
            now = replace(opened, now=clock())
        numbers = keep_estimates(now, one, packs, window)
        made = [again(now, each, by_hand=each == numbers[0]) for each in numbers]
        documents = [each.document for each in made]
        return Answer(documents, packs, made[0].by_hand, failed_sources=failed)


def estimates_stored(
    opened: Session, brand: Brand, packs: Mapping[str, Pack], window: Asked
) -> list[Mapping[str, Any]]:
    """Return a document for each pack from what is stored, and keep the estimates."""
    numbers = keep_estimates(opened, brand, packs, window)
    return [again(opened, number, by_hand=False).document for number in numbers]


def keep_estimates(
    opened: Session, brand: Brand, packs: Mapping[str, Pack], window: Asked
) -> list[int]:
    """Store an estimate of a window by each pack, with its observations; return their numbers."""
    made, found = _observations(opened, brand, window)
    return [
        _keep(opened, replaced(made, declared=tuple(declarations(brand, pack, found))), pack)
        for pack in packs.values()
    ]


def _collect(opened: Session, brand: Brand, clock: Callable[[], float], told: Told | None) -> int:
    """Collect what is due for a brand; return how many sources failed."""
    wanted = _sources(opened, brand)
    if not wanted:
        return 0
    from solisten.pipeline.collecting import collect_in

    found = collect_in(opened, wanted, clock=clock, only_due=True, told=told)
    return len(found.failed)


def _sources(opened: Session, brand: Brand) -> list[Source]:
    """Return the sources that say anything about the brand: its own, and its rivals'."""
    names = {brand.name, *brand.rivals}
    return [one for one in opened.config.sources if not one.brands or names & {*one.brands}]


def _observations(
    opened: Session, brand: Brand, asked: Asked
) -> tuple[Observations, Mapping[str, Link]]:
    """Return what was observed, and what the declared links answer."""
    with opened.database.reading() as connection:
        refuse_drift(connection, opened)
        window = window_of(connection, opened.config, brand, asked, opened.now)
        with record_of(connection, opened, window.as_of) as record:
            seen = observed(record, opened, brand, window)
            found = answers(connection, brand, window.as_of)
            revision = revision_of(connection, opened, seen.coverage, digest(brand, found))
            made = Observations(
                brand=brand.name,
                since=window.days.start * DAY,
                until=window.days.stop * DAY,
                as_of=window.as_of,
                newest=_newest(seen),
                posts=seen.posts,
                needs=seen.needs,
                facts_revision=facts_revision(revision, opened),
                tool_version=__version__,
                counts=dict(seen.counts),
                metrics=tuple(_metric_rows(seen)),
                coverage=tuple(_coverage_rows(brand, seen)),
                evidence=evidence_of(record, brand, seen),
                warnings=(*not_kept(opened, window), *warnings_of(record, brand, seen)),
                variants=tuple(seen.variants),
                revision=revision,
                drawn=drawing.drawn(record, brand.name, seen),
            )
            return made, found


def _newest(seen: Observation) -> int | None:
    days = [c.day for c in seen.cells if c.counts["mentions"] or c.counts["official_posts"]]
    return min((max(days) + 1) * DAY, seen.window.as_of) if days else None


def _metric_rows(seen: Observation) -> list[MetricRow]:
    return [
        MetricRow(
            metric=one.metric,
            network=None,
            value=one.value,
            unit=one.unit,
            numerator=one.numerator,
            denominator=one.denominator,
            n=one.n,
            ci_low=one.ci_low,
            ci_high=one.ci_high,
            status=one.status,
        )
        for one in metrics_of(seen.total)
    ]


def _coverage_rows(brand: Brand, seen: Observation) -> list[CoverageRow]:
    ours = networks_of(brand, seen)
    rows = [
        CoverageRow(
            network=place.network,
            channel=place.channel or None,
            posts=place.posts,
            first=iso(place.first * DAY)[:10],
            last=iso(place.last * DAY)[:10],
            healthy_share=seen.coverage.share(seen.window.days, place.network),
        )
        for place in sorted(seen.places)
        if place.posts and place.network in ours
    ]
    shown = {row.network for row in rows}
    silent = (network for network in sorted(seen.coverage.watched) if network not in shown)
    return rows + [
        CoverageRow(
            network=network,
            channel=None,
            posts=0,
            first=None,
            last=None,
            healthy_share=seen.coverage.share(seen.window.days, network),
        )
        for network in silent
    ]


def _keep(opened: Session, made: Observations, pack: Pack) -> int:
    """Store the observations and return their number; the same ones are stored once."""
    columns = {
        "brand": made.brand,
        "model": pack.model.id,
        "as_of": made.as_of,
        "since": made.since // DAY,
        "until": made.until // DAY,
        "tool_version": made.tool_version,
        "facts_revision": made.facts_revision,
        "pack_sha256": pack.sha256,
        "pack": pack_to_json(pack),
        "observations": msgspec.json.encode(made, order="deterministic"),
    }
    with opened.database.reading() as connection:
        number = estimates.same(connection, columns)
    if number is None:
        with opened.database.writing() as connection:
            number = estimates.keep(connection, int(opened.now), columns)
    return number


def again(opened: Session, number: int, *, by_hand: bool = True) -> Answer:
    """Return an earlier estimate, computed again from what was kept of it.

    With `by_hand` the mentions to check are read, too: no document holds them, only reports do.
    """
    with opened.database.reading() as connection:
        row = estimates.kept(connection, number)
        if row is None:
            raise UsageError(
                f"no estimate {number} is kept; solisten export estimates --brand X lists them"
            )
        try:
            pack = pack_from_json(row.pack)
            made = msgspec.json.decode(row.observations, type=Observations)
        except msgspec.DecodeError as error:
            raise StoreError(
                f"estimate {number} was kept by Solisten {row.tool_version}, in a form that this "
                f"one cannot read ({error}); estimate the same window again"
            ) from None
        document = _document(connection, made, pack, number)
        drawn = tuple(drawing.by_hand(connection, made.drawn)) if by_hand else ()
    return Answer([_plain(document)], {pack.model.id: pack}, drawn)


def _document(connection: Connection, made: Observations, pack: Pack, number: int) -> Document:
    found, missing = shown(connection, made.evidence)
    warnings = list(made.warnings)
    if missing:
        warnings.append(f"{missing} of the posts shown as evidence were deleted since")
    judgement = judge(pack, made.counts, posts=made.posts, needs=made.needs)
    said = [one for one in made.declared if one.indicator in pack.terms()]
    second = declared_ladder(pack, judgement, said, as_of=made.as_of)
    return build(
        judgement,
        pack,
        id=number,
        brand=made.brand,
        since=made.since,
        until=made.until,
        as_of=made.as_of,
        newest=made.newest,
        tool_version=made.tool_version,
        facts_revision=made.facts_revision,
        evidence=found,
        metrics=made.metrics,
        coverage=made.coverage,
        declared=second,
        warnings=[*warnings, *_firmness(judgement, made, pack)],
    )


def _firmness(judgement: Judgement, made: Observations, pack: Pack) -> Iterator[str]:
    found = sensitivity(
        pack, judgement, made.counts, made.variants, posts=made.posts, needs=made.needs
    )
    if found is not None:
        yield from firmness(found, judgement)
    if told := profile(judgement):
        yield told


def _plain(document: Document) -> Mapping[str, Any]:
    from solisten.estimate.document import to_json

    found: Mapping[str, Any] = msgspec.json.decode(to_json(document))
    return found
