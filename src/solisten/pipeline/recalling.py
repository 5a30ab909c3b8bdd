"""A brand's levels over time: replayed week by week, and as they were printed."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from solisten.config import brand as named_brand
from solisten.errors import NothingToMeasureError
from solisten.estimate.causes import Basis, causes
from solisten.estimate.judging import judge
from solisten.estimate.timeline import timeline
from solisten.metrics.replay import weeks
from solisten.models.keep import pack_from_json
from solisten.pipeline.observations import Observations
from solisten.pipeline.packs import packs_for
from solisten.pipeline.recalled import Printed, document_of
from solisten.pipeline.session import Place, refuse_drift, session
from solisten.pipeline.windows import OPEN, window_of
from solisten.store import estimates
from solisten.store.overview import stored

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from solisten.config import Brand
    from solisten.models.pack import Pack
    from solisten.store.database import Connection

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class History:
    """Hold a brand's weeks and printed estimates by one model as plain data, oldest first."""

    pack: Pack
    document: Mapping[str, Any]


def history(place: Place, *, brand: str, model: str) -> History:
    """Return the levels of a brand over its whole record.

    Raises NothingToMeasureError (exit code 3) when nobody mentions the brand.
    """
    with session(place) as opened:
        one = named_brand(opened.config, brand)
        pack = packs_for(opened.config, one, model)[model]
        with opened.database.reading() as connection:
            refuse_drift(connection, opened)
            end = window_of(connection, opened.config, one, OPEN, opened.now).days.stop
            if not any(row.mentions for row in stored(connection) if row.brand == one.name):
                raise NothingToMeasureError(_nothing(one))
            least = pack.model.minimum_posts
            found = list(weeks(connection, opened.config, one, end, least=least))
            printed = list(_printed(connection, one, model))
        return History(pack, document_of(one.name, pack, timeline(pack, found), printed))


def _nothing(brand: Brand) -> str:
    return (
        f'nobody mentions "{brand.name}" in what is stored; check the brand\'s query, official '
        "and hosts in the configuration (solisten doctor lists names that no stored post has)"
    )


def _printed(connection: Connection, brand: Brand, model: str) -> Iterator[Printed]:
    before: Basis | None = None
    for row in estimates.of_model(connection, brand.name, model):
        try:
            pack = pack_from_json(row.pack)
            made = msgspec.json.decode(row.observations, type=Observations)
        except msgspec.DecodeError:
            log.warning(
                "estimate %d was kept by Solisten %s in a form that this one cannot read",
                row.number,
                row.tool_version,
            )
            continue
        basis = basis_of(made, pack)
        yield Printed(
            number=row.number,
            made_at=row.made_at,
            basis=basis,
            judgement=judge(pack, made.counts, posts=made.posts, needs=made.needs, advise=False),
            causes=list(causes(before, basis)) if before else [],
        )
        before = basis


def basis_of(made: Observations, pack: Pack) -> Basis:
    """Return what a kept estimate rests on."""
    return Basis(
        since=made.since,
        until=made.until,
        as_of=made.as_of,
        facts_revision=made.facts_revision,
        revision=made.revision,
        tool_version=made.tool_version,
        pack=pack,
        posts=made.posts,
        needs=made.needs,
        counts=made.counts,
        covered=frozenset(one.network for one in made.coverage if one.posts),
    )
