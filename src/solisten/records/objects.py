"""Records written as JSON objects: one a line, or in a list."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from solisten.errors import FileError
from solisten.records.cells import clean
from solisten.records.columns import Options, amended, defaults_of, preset_of
from solisten.records.quick import quick_post
from solisten.records.rows import FIELDS, BadRow, Hidden, Rejected, post_of
from solisten.records.streams import LONGEST_LINE, Tap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from solisten.nouns import Gone, Post
    from solisten.records.presets import Preset

UNSURE = 100  # so many lines may be no JSON before the file is not taken for JSON at all

# An object that holds no other one is taken whole; else strings are skipped, brackets counted.
_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_FLAT = rb'\{[^"{}]*+(?:' + _STRING + rb'[^"{}]*+)*+\}'
_TOKEN = re.compile(_FLAT + b"|" + _STRING + rb'|["{}\[\]]', re.DOTALL)

_STEPS = {b"{": 1, b"[": 1, b"}": -1, b"]": -1}
_QUOTE, _OPENING, _CLOSING = ord('"'), b"{[", b"}]"


@dataclass(slots=True)
class Scan:
    """Hold how far a stream of JSON has been cut into objects."""

    rest: bytes = b""
    at: int = 0
    start: int = -1
    line: int = 1
    depth: int = 0
    base: int = -1
    need: int = 0


def object_posts(
    numbered: Iterator[tuple[int, bytes | None]], options: Options, name: str
) -> Iterator[Post | Gone | Rejected | Hidden]:
    """Yield what each JSON object is; None is one that is too long to be read.

    `FileError` when the beginning of the file holds no JSON object at all.
    """
    preset = preset_of(options)
    keys = _keys(options, preset)
    defaults = defaults_of(options, preset)
    unsure: list[Rejected] | None = []
    for line, raw in numbered:
        quick = raw and not keys and unsure is None and quick_post(raw, defaults)
        if quick:
            yield quick
            continue
        row = _object(raw)
        if isinstance(row, str):
            if unsure is None:
                yield Rejected(line, row)
            elif row:
                unsure.append(Rejected(line, row))
                if len(unsure) >= UNSURE:
                    break
            continue
        if unsure is not None:
            yield from unsure
            unsure = None
        try:
            known = _renamed(row, keys) if keys else row
            post = post_of(amended(known, preset) if preset else known, defaults)
        except BadRow as error:
            yield Rejected(line, str(error))
        else:
            yield Hidden(line) if post is None else post
    if unsure:
        raise FileError(
            f"{name}: no JSON objects in it (line {unsure[0].line}: {unsure[0].reason}); "
            "import reads JSON Lines, a JSON list, CSV and Parquet"
        )


def numbered_lines(lines: Iterator[bytes | None]) -> Iterator[tuple[int, bytes | None]]:
    """Yield the line numbers, from 1, with the lines that hold something."""
    for number, line in enumerate(lines, 1):
        if line is None or line.strip():
            yield number, line


def numbered_elements(pieces: Iterator[bytes], tap: Tap) -> Iterator[tuple[int, bytes | None]]:
    """Yield each object of a JSON list, or of objects written over several lines, as bytes.

    The line is the one on which the object begins. An object of more than 8 MiB ends the
    reading with None: what follows it cannot be told from what is in it.
    """
    scan = Scan()
    for piece in pieces:
        scan.rest += piece
        if len(scan.rest) >= scan.need:
            yield from _elements(scan)
            if len(scan.rest) > LONGEST_LINE:
                yield scan.line, None
                return
    scan.need = 0
    yield from _elements(scan)
    tap.lines = scan.line
    if scan.start >= 0 and not tap.damage:
        yield scan.line, scan.rest


def _elements(scan: Scan) -> Iterator[tuple[int, bytes]]:
    rest, done = scan.rest, 0
    for token in _TOKEN.finditer(rest, scan.at):
        found = token.group()
        if found == b'"':
            break  # a string whose end has not been read yet
        scan.at = token.end()
        if found[0] == _QUOTE:
            continue
        if found[0] in _OPENING:
            if scan.base < 0:
                scan.base = int(found == b"[")
            if scan.depth <= scan.base and scan.start < 0 and (found != b"[" or scan.depth):
                scan.start = token.start()
                yield from _bare(scan, rest[done : scan.start])
                scan.line += rest.count(b"\n", done, scan.start)
                done = scan.start
        scan.depth = max(scan.depth + _STEPS.get(found, 0), 0)
        if scan.start >= 0 and scan.depth <= scan.base and found[-1] in _CLOSING:
            yield scan.line, rest[scan.start : scan.at]
            scan.line += rest.count(b"\n", scan.start, scan.at)
            scan.start, done = -1, scan.at
    keep = scan.start if scan.start >= 0 else scan.at
    yield from _bare(scan, rest[done:keep])
    scan.line += rest.count(b"\n", done, keep)
    scan.rest, scan.at = rest[keep:], scan.at - keep
    scan.start = 0 if scan.start >= 0 else -1
    scan.need = 2 * len(scan.rest)


def _bare(scan: Scan, between: bytes) -> Iterator[tuple[int, bytes]]:
    # What stands between the objects of a list is no record, and must not vanish unreported.
    if found := between.strip(b" \t\r\n,[]{}"):
        yield scan.line, found


def _object(raw: bytes | None) -> dict[str, Any] | str:
    if raw is None:
        return f"longer than {LONGEST_LINE:,} bytes"
    try:
        row = msgspec.json.decode(raw)
        if b"\\u0000" in raw:
            row = clean(row)
    except (msgspec.DecodeError, ValueError, RecursionError):
        try:
            # Lenient with NaN, raw control characters and lone surrogates, as other tools write.
            row = clean(json.loads(raw.decode("utf-8", "replace"), strict=False))
        except (ValueError, RecursionError) as error:
            return f"no JSON: {error}"[:200]
    return row if isinstance(row, dict) else f"a JSON {type(row).__name__}, no object"


def _keys(options: Options, preset: Preset | None) -> dict[str, tuple[str, ...]]:
    if not options.mapping and not preset:
        return {}
    keys: dict[str, tuple[str, ...]] = {field: (field,) for field in FIELDS}
    for field, columns in (preset.columns if preset else {}).items():
        keys[field] = (columns,) if isinstance(columns, str) else columns
    return {**keys, **{field: (column,) for field, column in options.mapping.items()}}


def _renamed(row: Mapping[str, Any], keys: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    renamed = {}
    for field, names in keys.items():
        for name in names:
            if (value := row.get(name)) is not None and value != "":
                renamed[field] = value
                break
            if value is not None:
                renamed.setdefault(field, value)
    return renamed
