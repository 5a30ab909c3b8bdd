"""An indicator or a level with its definition and, for a brand, with its latest finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from solisten.models.pack import Pack
from solisten.models.registry import load
from solisten.pipeline.estimating import estimate
from solisten.pipeline.packs import folders
from solisten.pipeline.session import Place, read_config
from solisten.pipeline.windows import OPEN


@dataclass(frozen=True, slots=True)
class Explained:
    """Hold the pack, with the brand's estimate where one was named."""

    pack: Pack
    document: Mapping[str, Any] | None


def explain(place: Place, *, what: str, brand: str | None, model: str) -> Explained:
    """Return what is needed to explain one thing; with a brand its estimate of now."""
    pack = load(model, folders(read_config(place, needed=brand is not None)))
    if brand is None:
        return Explained(pack, None)
    answer = estimate(place, brand=brand, number=None, model=model, window=OPEN, offline=True)
    return Explained(answer.pack, answer.document)
