"""Reading a rule pack's TOML into typed, checked structs."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any, get_args

import msgspec

from solisten.errors import ConfigError
from solisten.models.borrow import Borrowed, borrowing_problems, with_borrowed
from solisten.models.check import problems_of
from solisten.models.lines import Lines, line_in
from solisten.models.pack import (
    Activity,
    Case,
    Criterion,
    DeclaredTerm,
    Indicator,
    Kind,
    Level,
    Model,
    Pack,
    Role,
    Statement,
    Visible,
)
from solisten.models.problem import Problem, nearest, refused
from solisten.models.rule import RuleSyntaxError, parse_rule

MAX_BYTES = 4_000_000  # a pack is written by hand; anything larger is not one


class CriterionText(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Hold a criterion as the file writes it."""

    number: int
    name: str
    rule: str
    test: str = ""
    means: str = ""
    shows: str = ""
    cannot_be_seen: str = ""
    activities: tuple[Activity, ...] = ()
    why: str = ""
    source: str = ""
    gaming: str = ""
    advice: str = ""


class PackText(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Hold a pack as the file writes it: one field per table."""

    model: Model
    level: tuple[Level, ...] = ()
    role: tuple[Role, ...] = ()
    indicator: tuple[Indicator, ...] = ()
    declared_term: tuple[DeclaredTerm, ...] = ()
    borrowed: tuple[Borrowed, ...] = ()
    criterion: tuple[CriterionText, ...] = ()
    case: tuple[Case, ...] = ()


_TABLES: dict[str, type[msgspec.Struct]] = {
    "model": Model,
    "level": Level,
    "role": Role,
    "indicator": Indicator,
    "declared_term": DeclaredTerm,
    "borrowed": Borrowed,
    "criterion": CriterionText,
    "case": Case,
}

_CHOICES = {
    "kind": get_args(Kind),
    "statement": get_args(Statement),
    "observable": get_args(Visible),
}


def load_pack(source: Path | bytes | str, name: str = "", *, base: Pack | None = None) -> Pack:
    """Read and check a rule pack: a Path is a file, bytes or text are the pack itself.

    `name` is what errors call it (default: the file's path). `base` lends what
    [[borrowed]] names, and a checklist what its rules name but it does not define. Raises
    ConfigError with every problem found: file, line, what is wrong, what to do.
    """
    name = name or (str(source) if isinstance(source, Path) else "rule pack")
    raw = _bytes_of(source, name)
    text, data = _toml(raw, name)
    lines = Lines(text)
    problems = list(_unknown_keys(data, lines))
    if problems:
        raise refused(name, problems)
    try:
        written = msgspec.convert(data, PackText)
    except msgspec.ValidationError as error:
        raise refused(name, [_typed(str(error), lines)]) from None
    pack = _pack(written, raw, lines, name, base)
    problems = list(problems_of(pack, lines, base))
    if problems:
        raise refused(name, problems)
    return pack


def _pack(written: PackText, raw: bytes, lines: Lines, name: str, base: Pack | None) -> Pack:
    criteria = tuple(_criterion(one, at, lines, name) for at, one in enumerate(written.criterion))
    own = Pack(
        model=written.model,
        sha256=hashlib.sha256(raw).hexdigest(),
        levels=written.level,
        roles=written.role,
        indicators=written.indicator,
        declared_terms=written.declared_term,
        criteria=criteria,
        cases=written.case,
    )
    problems = list(borrowing_problems(own, written.borrowed, base, lines))
    if problems:
        raise refused(name, problems)
    return with_borrowed(own, written.borrowed, base) if base else own


def _criterion(one: CriterionText, at: int, lines: Lines, name: str) -> Criterion:
    try:
        tree = parse_rule(one.rule)
    except RuleSyntaxError as error:
        what = f"[[criterion]] {one.number}: {error}"
        caret = f"\n    {one.rule}\n    {' ' * error.position}^"
        remedy = f"write names joined by and, or, not and parentheses{caret}"
        line = lines.of("criterion", at, "rule")
        raise refused(name, [Problem(line, what, remedy)]) from None
    said = {key: getattr(one, key) for key in one.__struct_fields__}
    return Criterion(tree=tree, **said)


def _bytes_of(source: Path | bytes | str, name: str) -> bytes:
    if isinstance(source, bytes):
        return source
    if isinstance(source, str):
        return source.encode()
    try:
        raw = source.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"{source}: cannot be read ({error.strerror or error}); give the path of a rule pack"
        ) from None
    if len(raw) > MAX_BYTES:
        raise ConfigError(f"{name}: larger than {MAX_BYTES} bytes; that is no rule pack")
    return raw


def _toml(raw: bytes, name: str) -> tuple[str, dict[str, Any]]:
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise refused(name, [Problem(line, "not UTF-8", "save the file as UTF-8")]) from None
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        what = re.sub(r" \(at .*\)", "", str(error))
        raise refused(name, [Problem(line, f"no TOML: {what}", "correct the line")]) from None
    except RecursionError:
        raise refused(name, [Problem(1, "nested too deeply", "flatten it")]) from None


def _unknown_keys(data: dict[str, Any], lines: Lines) -> list[Problem]:
    problems = []
    for table, value in data.items():
        if table not in _TABLES:
            what = f"unknown table or key {table!r}"
            problems.append(
                Problem(lines.of(table) if table in data else 1, what, nearest(table, _TABLES))
            )
            continue
        known = _TABLES[table].__struct_fields__
        rows = value if isinstance(value, list) else [value]
        for at, row in enumerate(rows):
            for key in row if isinstance(row, dict) else ():
                if key not in known:
                    where = _label(table, at, row)
                    what = f"{where}: unknown key {key!r}"
                    problems.append(Problem(lines.of(table, at, key), what, nearest(key, known)))
    return problems


def _label(table: str, at: int, row: dict[str, Any]) -> str:
    if table == "model":
        return "[model]"
    given = row.get("id") or row.get("name") or row.get("number") or at + 1
    return f"[[{table}]] {given!r}"


def _typed(message: str, lines: Lines) -> Problem:
    what, _, path = message.partition(" - at `")
    path = path.rstrip("`")
    place = re.sub(r"^\$\.?", "", path)
    remedy = "add it" if "missing" in what else "correct the value"
    if choices := _CHOICES.get(place.rpartition(".")[2] if "enum value" in what else ""):
        remedy = f"write one of {', '.join(choices)}"
    return Problem(line_in(lines, path), f"{place}: {what}" if place else what, remedy)
