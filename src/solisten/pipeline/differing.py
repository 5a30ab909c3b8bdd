"""What another rule pack would have made of a brand's stored history."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from solisten.config import brand as named_brand
from solisten.errors import UsageError
from solisten.estimate.document import iso_day
from solisten.estimate.judging import judge
from solisten.estimate.timeline import timeline
from solisten.metrics.replay import weeks
from solisten.models.differences import differences
from solisten.models.registry import load, load_all
from solisten.pipeline.observations import Observations
from solisten.pipeline.packs import folders, overridden
from solisten.pipeline.session import Place, Session, refuse_drift, session
from solisten.pipeline.windows import OPEN, window_of
from solisten.store import estimates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from solisten.config import Brand
    from solisten.estimate.judgement import Finding, Judgement
    from solisten.metrics.replay import Week
    from solisten.models.pack import Pack
    from solisten.store.database import Connection

log = logging.getLogger(__name__)
SCHEMA = "solisten.models-diff/1"
DAY = 86_400


def models_diff(place: Place, *, one: str, two: str, brand: str) -> Mapping[str, Any]:
    """Return what changes when pack `one` is replaced by `two`, each an id or a TOML file.

    `rules` says how they differ; `estimates` judges every kept observation of the brand with both,
    `weeks` every week of its history. Nothing is kept.
    """
    with session(place) as opened:
        chosen = named_brand(opened.config, brand)
        old, new = (_pack(opened, name) for name in (one, two))
        if old.model.kind != new.model.kind:
            raise UsageError(
                f"{one} is a {old.model.kind} and {two} a {new.model.kind}; compare two of a kind"
            )
        with opened.database.reading() as connection:
            refuse_drift(connection, opened)
            kept = list(_estimates(connection, chosen, old, new))
            end = window_of(connection, opened.config, chosen, OPEN, opened.now).days.stop
            least = min(old.model.minimum_posts, new.model.minimum_posts)
            found = list(weeks(connection, opened.config, chosen, end, least=least))
    return {
        "schema": SCHEMA,
        "brand": chosen.name,
        "before": _named(old),
        "after": _named(new),
        "rules": list(differences(old, new)),
        "estimates": kept,
        "weeks": list(_weeks(found, old, new)),
    }


def _pack(opened: Session, name: str) -> Pack:
    places = folders(opened.config)
    known = {term for each in load_all(places).values() for term in each.terms()}
    pack = load(Path(name) if name.endswith(".toml") else name, places)
    return overridden(pack, opened.config, known)


def _named(pack: Pack) -> dict[str, Any]:
    model = pack.model
    return {
        "id": model.id,
        "version": model.version,
        "sha256": pack.sha256,
        "kind": model.kind,
        "levels": pack.top or len(pack.criteria),
    }


def _estimates(
    connection: Connection, brand: Brand, old: Pack, new: Pack
) -> Iterator[dict[str, Any]]:
    """Yield every kept observation judged by both packs, each observation once."""
    seen: set[bytes] = set()
    for row in estimates.of_brand(connection, brand.name):
        try:
            made = msgspec.json.decode(row.observations, type=Observations)
        except msgspec.DecodeError:
            log.warning("estimate %d cannot be read by this version", row.number)
            continue
        if row.observations in seen:
            continue
        seen.add(row.observations)
        before, after = (
            judge(pack, made.counts, posts=made.posts, needs=made.needs, advise=False)
            for pack in (old, new)
        )
        yield {
            "id": row.number,
            "since": iso_day(made.since),
            "until": iso_day(made.until),
            **_pair(before, after),
            "moved": list(_moved(before, after)),
        }


def _weeks(found: list[Week], old: Pack, new: Pack) -> Iterator[dict[str, Any]]:
    for before, after in zip(timeline(old, found), timeline(new, found), strict=True):
        yield {
            "week_end": iso_day((before.week.until - 1) * DAY),
            **_pair(before.judgement, after.judgement),
            "published_before": before.published,
            "published_after": after.published,
        }


def _pair(before: Judgement, after: Judgement) -> dict[str, Any]:
    return {
        f"{key}_{when}": value
        for when, one in (("before", before), ("after", after))
        for key, value in _result(one).items()
    }


def _result(one: Judgement) -> dict[str, Any]:
    met = sum(each.met is True for each in one.criteria) if one.criteria else None
    interval = list(one.interval) if one.interval else None
    return {"level": one.level, "interval": interval, "met": met}


def _moved(before: Judgement, after: Judgement) -> Iterator[dict[str, Any]]:
    """Yield the findings on which the two packs do not agree; None where one has no such item."""
    was = {one.indicator: one for one in before.findings}
    now = {one.indicator: one for one in after.findings}
    for name in dict.fromkeys((*now, *was)):
        pair = was.get(name), now.get(name)
        same = pair[0] and pair[1] and pair[0].level == pair[1].level
        told = [None if one is None else _told(one, at=not same) for one in pair]
        if told[0] != told[1]:
            yield {"indicator": name, "before": told[0], "after": told[1]}


def _told(one: Finding, *, at: bool) -> str:
    return f"{one.verdict} at level {one.level}" if at and one.level else one.verdict.value
