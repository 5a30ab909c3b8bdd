"""Which column of a table, or key of an object, holds which field."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from solisten.errors import FileError, UsageError
from solisten.records.presets import Columns, Preset, preset_named
from solisten.records.rows import FIELDS, Defaults

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TEXTS = ("text", "title", "reply_text")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Options:
    """Say how the rows of a file are to be read.

    `network` and `channel` fill what a row lacks; `mapping` is FIELD -> COLUMN, before the
    columns of `preset`; `max_bytes` bounds the unpacked size, None is no bound.
    """

    network: str = ""
    channel: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    preset: str = ""
    max_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Hold where to look in a row: (field, place, places to look at when it is empty)."""

    fields: tuple[tuple[str, int, tuple[int, ...]], ...]
    joined: tuple[tuple[str, tuple[int, ...]], ...]
    width: int


def preset_of(options: Options) -> Preset | None:
    """Return the preset that is asked for; `UsageError` on an unknown preset or field."""
    for name in options.mapping:
        if name not in FIELDS:
            near = get_close_matches(name, FIELDS, 1)
            hint = f'did you mean "{near[0]}"?' if near else f"known are {', '.join(FIELDS)}"
            raise UsageError(f'--map {name}=...: no field "{name}"; {hint}')
    return preset_named(options.preset) if options.preset else None


def defaults_of(options: Options, preset: Preset | None) -> Defaults:
    """Return what fills the gaps of a row: the options, then the preset's constants."""
    constants = preset.constants if preset else {}
    return Defaults(
        network=options.network or constants.get("network", ""),
        channel=options.channel or constants.get("channel", ""),
        formats=preset.times if preset else (),
    )


def plan_of(header: Sequence[str], options: Options, preset: Preset | None, name: str) -> Plan:
    """Return where each field stands in rows under this header.

    A mapped column comes first, then the preset's, then a column that bears the field's own name.
    `FileError` names a mapped column that is not there, or says that the table has no ids.
    """
    places: dict[str, int] = {}
    for place, column in enumerate(header):
        places.setdefault(_folded(column), place)
    found: dict[str, tuple[int, ...]] = {}
    used: set[int] = set()
    for target, column in options.mapping.items():
        if _folded(column) not in places:
            wish = f"--map {target}={column}"
            raise FileError(f"{name}: no column {column!r} for {wish}; {_are(header)}")
        found[target] = (places[_folded(column)],)
    for target, columns in (preset.columns if preset else {}).items():
        known = tuple(places[_folded(c)] for c in _each(columns) if _folded(c) in places)
        if known and target not in found:
            found[target] = known
            used.update(known)
    for target in FIELDS:
        if target in places and target not in found and places[target] not in used:
            found[target] = (places[target],)
    for column, dropped in (preset.dropped if preset else {}).items():
        if _folded(column) in places:
            found = {target: known for target, known in found.items() if target not in dropped}
    if "id" not in found:
        raise FileError(f"{name}: no column for id; {_are(header)}. Name it: --map id=COLUMN")
    fields = tuple((target, known[0], known[1:]) for target, known in found.items())
    return Plan(fields, _joined(preset, places, options), len(header))


def amended(row: dict[str, object], preset: Preset) -> dict[str, object]:
    """Return the row with the preset's constants, translations and entities undone."""
    if preset.unescape:
        for field in TEXTS:
            value = row.get(field)
            if type(value) is str and "&" in value:
                row[field] = html.unescape(value)
    for field, prefixes in preset.prefixes.items():
        if isinstance(short := row.get(field), str):
            for prefix in prefixes:
                short = short.removeprefix(prefix)
            row[field] = short
    for field, words in preset.values.items():
        word = str(row.get(field, "")).strip().lower()
        if (meaning := words.get(word, words.get("*"))) is not None:
            row[field] = meaning
    for field in preset.slugs:
        if value := row.get(field):
            row[field] = _NOT_SLUG.sub("-", str(value).lower()).strip("-")[:40]
    for field, value in preset.constants.items():
        if field not in {"network", "channel"} and not row.get(field):
            row[field] = value
    return row


def _joined(
    preset: Preset | None, places: Mapping[str, int], options: Options
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    joined = []
    for target, columns in (preset.joined if preset else {}).items():
        known = tuple(places[_folded(c)] for c in columns if _folded(c) in places)
        if len(known) == len(columns) and target not in options.mapping:
            joined.append((target, known))
    return tuple(joined)


def _each(columns: Columns) -> tuple[str, ...]:
    return (columns,) if isinstance(columns, str) else columns


def _folded(column: str) -> str:
    return column.strip().casefold()


def _are(header: Sequence[str]) -> str:
    named = (column.strip() if column.isprintable() else repr(column) for column in header[:30])
    return f"its columns are {', '.join(name or '(unnamed)' for name in named)}"[:600]
