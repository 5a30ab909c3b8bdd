"""An indicator or a level with its definition and, for a brand, with its latest finding."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from solisten.errors import NothingToMeasureError, UsageError
from solisten.estimate.turning import Turning, turning
from solisten.models.problem import nearest
from solisten.models.registry import load, load_all
from solisten.pipeline.estimating import estimate
from solisten.pipeline.packs import folders, overridden
from solisten.pipeline.session import Place, read_config
from solisten.pipeline.windows import OPEN

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from solisten.models.pack import Pack

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Explained:
    """Hold the pack, with the brand's estimate and what would turn it where one was named."""

    pack: Pack
    document: Mapping[str, Any] | None = None
    turning: Turning | None = None


def explain(
    place: Place, *, what: str, brand: str | None, model: str, metrics: Collection[str] = ()
) -> Explained:
    """Return what is needed to explain one thing; with a brand that is mentioned its estimate.

    Raises UsageError when `what` is neither an indicator nor a declared term, a level or criterion
    of the model, nor one of the `metrics`.
    """
    config = read_config(place, needed=brand is not None)
    pack = load(model, folders(config))
    known = {term for each in load_all(folders(config)).values() for term in each.terms()}
    pack = overridden(pack, config, known)
    if what not in {*pack.terms(), *metrics} and not _numbered(pack, what):
        raise UsageError(f'model {pack.model.id} has no "{what}"; {_hint(pack, what, metrics)}')
    if brand is None:
        return Explained(pack)
    try:
        answer = estimate(place, brand=brand, number=None, model=model, window=OPEN, offline=True)
    except NothingToMeasureError as nothing:
        log.warning("%s", nothing)
        return Explained(pack)
    return Explained(answer.pack, answer.document, turning(answer.pack, answer.document, what))


def _numbered(pack: Pack, what: str) -> bool:
    if not (what.isdecimal() and what.isascii() and len(what) < 5):
        return False
    return pack.level(int(what)) is not None or pack.criterion(int(what)) is not None


def _hint(pack: Pack, what: str, metrics: Collection[str]) -> str:
    if what.isdecimal():
        things, top = ("levels", pack.top) if pack.top else ("criteria", len(pack.criteria))
        return f"its {things} are 1 to {top}"
    return nearest(what, [*pack.terms(), *metrics])
