"""An indicator or a level with its definition and, for a brand, with its latest finding."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from solisten.errors import NothingToMeasureError, UsageError
from solisten.models.problem import nearest
from solisten.models.registry import load
from solisten.pipeline.estimating import estimate
from solisten.pipeline.packs import folders
from solisten.pipeline.session import Place, read_config
from solisten.pipeline.windows import OPEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solisten.models.pack import Pack

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Explained:
    """Hold the pack, with the brand's estimate where one was named."""

    pack: Pack
    document: Mapping[str, Any] | None


def explain(place: Place, *, what: str, brand: str | None, model: str) -> Explained:
    """Return what is needed to explain one thing; with a brand that is mentioned its estimate.

    Raises UsageError when `what` is neither an indicator nor a level or criterion of the model.
    """
    pack = load(model, folders(read_config(place, needed=brand is not None)))
    if pack.indicator(what) is None and not _numbered(pack, what):
        raise UsageError(f'model {pack.model.id} has no "{what}"; {_hint(pack, what)}')
    if brand is None:
        return Explained(pack, None)
    try:
        answer = estimate(place, brand=brand, number=None, model=model, window=OPEN, offline=True)
    except NothingToMeasureError as nothing:
        log.warning("%s", nothing)
        return Explained(pack, None)
    return Explained(answer.pack, answer.document)


def _numbered(pack: Pack, what: str) -> bool:
    if not (what.isdecimal() and what.isascii() and len(what) < 5):
        return False
    return pack.level(int(what)) is not None or pack.criterion(int(what)) is not None


def _hint(pack: Pack, what: str) -> str:
    if what.isdecimal():
        things, top = ("levels", pack.top) if pack.top else ("criteria", len(pack.criteria))
        return f"its {things} are 1 to {top}"
    return nearest(what, [one.id for one in pack.indicators])
