"""Column maps of well-known exports, shipped as TOML files."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from typing import TypeAlias

import msgspec

from solisten.errors import UsageError

Columns: TypeAlias = str | tuple[str, ...]


class Preset(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Hold one export's columns: FIELD = COLUMN as in `--map`, several are alternatives in order.

    `constants` fill what no column tells. `values` translate a field's words ("*" is any other),
    `slugs` are fields whose words become network names. `times` are formats of `strptime`, UTC.
    `joined` fields take several columns, put together with a blank unless the first tells a time
    of day. `prefixes` are cut off a field. `dropped` names fields to leave out where a column is
    there. `unescape` undoes HTML entities in texts. The header is one of the first
    `header_within` lines.
    """

    name: str
    about: str
    verified: str
    columns: Mapping[str, Columns]
    constants: Mapping[str, str] = {}
    values: Mapping[str, Mapping[str, str]] = {}
    slugs: tuple[str, ...] = ()
    joined: Mapping[str, tuple[str, ...]] = {}
    prefixes: Mapping[str, tuple[str, ...]] = {}
    dropped: Mapping[str, tuple[str, ...]] = {}
    times: tuple[str, ...] = ()
    unescape: bool = False
    header_within: int = 1


def preset_names() -> tuple[str, ...]:
    """Return the names of the shipped presets.

    >>> "twcs" in preset_names()
    True
    """
    folder = files("solisten.records") / "presets"
    found = (entry.name for entry in folder.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


@lru_cache(maxsize=32)
def preset_named(name: str) -> Preset:
    """Return a shipped preset; `UsageError` names the nearest known one."""
    names = preset_names()
    if name not in names:
        near = get_close_matches(name, names, 1)
        hint = f'did you mean "{near[0]}"?' if near else f"known are {', '.join(names)}"
        raise UsageError(f'no preset "{name}"; {hint}')
    text = (files("solisten.records") / "presets" / f"{name}.toml").read_bytes()
    return msgspec.toml.decode(text, type=Preset)
