"""A rule pack as the owner's configuration changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from solisten.errors import ConfigError
from solisten.models.problem import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from solisten.models.pack import Indicator, Pack


def with_overrides(
    pack: Pack,
    *,
    not_applicable: Collection[str] = (),
    bars: Mapping[str, float] | None = None,
    trust: Mapping[str, float] | None = None,
    elsewhere: Collection[str] = (),
) -> Pack:
    """Return the pack with the `[model]` section of the config applied (DESIGN 7.3).

    What is not applicable leaves the model visibly: its p is 1/2 and it is never met. `elsewhere`
    are terms that only other packs know: they are passed over here. The pack keeps its sha256.
    Raises ConfigError on an unknown term or a share outside its range.
    """
    bars, trust = bars or {}, trust or {}
    for key, names in (("not_applicable", not_applicable), ("bars", bars), ("trust", trust)):
        known = pack.terms() if key == "not_applicable" else {one.id for one in pack.indicators}
        for name in names:
            if name not in known and name not in elsewhere:
                remedy = nearest(name, known | set(elsewhere))
                raise ConfigError(f"config, [model] {key}: no indicator {name!r}; {remedy}")
    for name, value in bars.items():
        if not 0 < value < 1:
            raise ConfigError(
                f"config, [model] bars.{name} = {value}; write a share between 0 and 1, both "
                "excluded"
            )
    for name, value in trust.items():
        if not 0 <= value <= 1:
            raise ConfigError(f"config, [model] trust.{name} = {value}; write a share from 0 to 1")
    return msgspec.structs.replace(
        pack,
        indicators=tuple(_changed(one, bars, trust) for one in pack.indicators),
        not_applicable=tuple(sorted({*pack.not_applicable, *not_applicable} & pack.terms())),
    )


def _changed(one: Indicator, bars: Mapping[str, float], trust: Mapping[str, float]) -> Indicator:
    return msgspec.structs.replace(
        one, bar=float(bars.get(one.id, one.bar)), trust=float(trust.get(one.id, one.trust))
    )
