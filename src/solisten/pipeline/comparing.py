"""Several brands, estimated alike and set side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from solisten.config import brand as named_brand
from solisten.errors import UsageError
from solisten.estimate.contrast import contrast
from solisten.estimate.document import six_digits
from solisten.metrics.voice import comparable, heard
from solisten.pipeline.estimating import estimates_stored
from solisten.pipeline.measuring import record_of
from solisten.pipeline.packs import packs_for
from solisten.pipeline.session import Place, Session, session
from solisten.pipeline.windows import Asked, Open, window_of
from solisten.store.windows import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from solisten.config import Brand
    from solisten.models.pack import Pack


@dataclass(frozen=True, slots=True)
class Comparison:
    """Hold the comparison as plain data, and the pack that judged."""

    document: Mapping[str, Any]
    pack: Pack


def compare(place: Place, *, brands: Sequence[str], model: str, window: Asked) -> Comparison:
    """Return the brands' estimates of one window side by side, from what is stored.

    What was left open of the window is what it would be for the brand whose record ends last.
    Raises NothingToMeasureError (exit code 3) when one of them has no mention in it.
    """
    with session(place) as opened:
        chosen = [named_brand(opened.config, one) for one in brands]
        names = [one.name for one in chosen]
        if len(set(names)) < 2 or len(set(names)) < len(names):
            raise UsageError("compare takes two or more different brands: --brand X --brand Y")
        asked = _common(opened, chosen, window)
        packs = [packs_for(opened.config, one, model) for one in chosen]
        documents = [
            estimates_stored(opened, one, found, asked)[0]
            for one, found in zip(chosen, packs, strict=True)
        ]
        days = range(asked.since or 0, asked.until or 0)
        as_of = int(asked.as_of or 0)
        with (
            opened.database.reading() as connection,
            record_of(connection, opened, as_of) as record,
        ):
            networks = comparable(record, opened.config, chosen, days)
            left_out = {network for network, why in networks.items() if why}
            mentions = {
                one: heard(said, days, left_out)
                for one, said in counted(record, "mentions", names, days).items()
            }
    found: Mapping[str, Any] = six_digits(contrast(documents, mentions, networks))
    return Comparison(found, packs[0][model])


def _common(opened: Session, brands: Sequence[Brand], asked: Asked) -> Open:
    """Return one window for all: that of the brand whose record ends last."""
    with opened.database.reading() as connection:
        found = [window_of(connection, opened.config, one, asked, opened.now) for one in brands]
    latest = max(found, key=lambda one: (one.days.stop, one.as_of))
    as_of = max(one.as_of for one in found)
    return Open(since=latest.days.start, until=latest.days.stop, as_of=as_of)
