"""The rule packs that are there, and whether they hold what they promise."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from solisten.config import Model
from solisten.errors import ConfigError, UsageError
from solisten.estimate.cases import run_cases
from solisten.models.overrides import with_overrides
from solisten.models.problem import nearest
from solisten.models.registry import load, load_all
from solisten.pipeline.session import Place, read_config

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from solisten.config import Brand, Config
    from solisten.models.pack import Pack

log = logging.getLogger(__name__)


def folders(config: Config) -> list[Path]:
    """Return the owner's folders of rule packs."""
    return [Path(folder) for folder in config.plugins.rules]


def packs_for(config: Config, brand: Brand, model: str) -> dict[str, Pack]:
    """Return the pack of that id, or every one for "all", as the configuration changes them.

    Raises UsageError on an unknown model, ConfigError on a declared term that no model knows.
    """
    alone = model != "all" and not brand.declared and config.model == Model()
    found = load_all(folders(config), only=model if alone else "", say=log.warning)
    if model != "all" and model not in found:
        found = load_all(folders(config))
        raise UsageError(f'no model "{model}"; {nearest(model, found)}')
    known = {term for pack in found.values() for term in pack.terms()}
    for name in (one.indicator for one in brand.declared if one.indicator not in known):
        raise ConfigError(
            f'config, [[brand.declared]] of "{brand.name}": no indicator {name!r}; '
            f"{nearest(name, known)}"
        )
    chosen = found if model == "all" else {model: found[model]}
    return {name: overridden(pack, config, known) for name, pack in chosen.items()}


def overridden(pack: Pack, config: Config, elsewhere: Collection[str]) -> Pack:
    """Return the pack as the configuration's [model] changes it."""
    return with_overrides(
        pack,
        not_applicable=config.model.not_applicable,
        bars=config.model.bars,
        trust=config.model.trust,
        elsewhere=elsewhere,
    )


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
