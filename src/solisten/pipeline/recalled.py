"""A history as plain data, for everything that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from solisten.estimate.document import iso, iso_day, six_digits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from solisten.estimate.causes import Basis, Cause
    from solisten.estimate.judgement import Judgement
    from solisten.estimate.timeline import Point
    from solisten.models.pack import Pack

SCHEMA = "solisten.history/1"
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Printed:
    """Hold a kept estimate, judged again, with what differs from the one before it."""

    number: int
    made_at: int
    basis: Basis
    judgement: Judgement
    causes: Sequence[Cause]


def document_of(
    brand: str, pack: Pack, points: Sequence[Point], printed: Sequence[Printed]
) -> Mapping[str, Any]:
    """Return the document of a history.

    `published` is the level that stands now, with the last day of the week since when; `weeks` are
    the replay, with today's facts; `estimates` what was printed, each with what differs from the
    one before it.
    """
    last = points[-1].published if points else None
    rung = pack.level(last)
    found = {
        "schema": SCHEMA,
        "brand": brand,
        "model": {
            "id": pack.model.id,
            "version": pack.model.version,
            "sha256": pack.sha256,
            "kind": pack.model.kind,
        },
        "published": last,
        "published_name": rung.name if rung else None,
        "published_since": _since(points),
        "weeks": [_week(one) for one in points],
        "estimates": [_printed(one) for one in printed],
    }
    plain: Mapping[str, Any] = six_digits(found)
    return plain


def _since(points: Sequence[Point]) -> str | None:
    since = None
    for before, one in zip((None, *points), points, strict=False):
        if before is None or one.published != before.published:
            since = one
    return _day(since.week.until) if since and since.published is not None else None


def _week(one: Point) -> dict[str, Any]:
    return {
        "week_end": _day(one.week.until - 1),
        "since": _day(one.week.since),
        "until": _day(one.week.until),
        "posts": one.week.posts,
        "needs": one.week.needs,
        "networks": sorted(one.week.networks),
        **_judged(one.judgement),
        "published": one.published,
        "why": list(one.why),
    }


def _printed(one: Printed) -> dict[str, Any]:
    return {
        "id": one.number,
        "made_at": iso(one.made_at),
        "as_of": iso(one.basis.as_of),
        "since": iso_day(one.basis.since),
        "until": iso_day(one.basis.until),
        "posts": one.basis.posts,
        "needs": one.basis.needs,
        "model_version": one.basis.pack.model.version,
        **_judged(one.judgement),
        "causes": msgspec.to_builtins(one.causes),
    }


def _judged(one: Judgement) -> dict[str, Any]:
    met = [each.met for each in one.criteria]
    return {
        "level": one.level,
        "statement": one.statement,
        "interval": list(one.interval) if one.interval else None,
        "median": one.median,
        "at_least": {str(s): p for s, p in enumerate(one.at_least, 1)} or None,
        "met": met.count(True) if met else None,
        "not_met": met.count(False) if met else None,
        "not_observable": met.count(None) if met else None,
    }


def _day(day: int) -> str:
    return iso_day(day * DAY)
