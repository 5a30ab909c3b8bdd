"""The rule packs that are there, and whether they hold what they promise."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from solisten.errors import ConfigError
from solisten.estimate.cases import run_cases
from solisten.models.registry import load, load_all
from solisten.pipeline.session import Place, read_config

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solisten.config import Config
    from solisten.models.pack import Pack

log = logging.getLogger(__name__)


def folders(config: Config) -> list[Path]:
    """Return the owner's folders of rule packs."""
    return [Path(folder) for folder in config.plugins.rules]


def models_list(place: Place) -> list[dict[str, Any]]:
    """Return a row for each pack."""
    packs = load_all(folders(read_config(place, needed=False)), say=log.warning)
    return [
        {
            "id": pack.model.id,
            "version": pack.model.version,
            "kind": pack.model.kind,
            "levels": pack.top or len(pack.criteria),
            "indicators": len(pack.indicators),
            "name": pack.model.name,
        }
        for pack in packs.values()
    ]


def models_show(place: Place, model: str) -> Pack:
    """Return one pack."""
    return load(model, folders(read_config(place, needed=False)))


def models_check(place: Place, files: Sequence[Path]) -> None:
    """Run the cases of these packs, or of all that are found; ConfigError when one fails."""
    if files:
        packs = {str(file): load(Path(file)) for file in files}
    else:
        packs = load_all(folders(read_config(place, needed=False)), say=log.warning)
    failures = []
    for name, pack in packs.items():
        results = run_cases(pack)
        failures += [
            f"{name}, case {result.name!r}: {failure}"
            for result in results
            for failure in result.failures
        ]
        log.info(
            "%s: %d cases, %d fail", name, len(results), sum(bool(r.failures) for r in results)
        )
    if failures:
        raise ConfigError("\n".join(failures))
