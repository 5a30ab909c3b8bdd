"""What must hold in a rule pack beyond the types of its keys."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from solisten.models.pack import Level
from solisten.models.problem import Problem, nearest
from solisten.models.rule import names_in

if TYPE_CHECKING:
    from solisten.models.lines import Lines
    from solisten.models.pack import Case, Criterion, Indicator, Pack

_RESERVED = frozenset({"and", "or", "not"})
_ID = re.compile(r"[a-z][a-z0-9_]*")
_MODEL_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_Line: TypeAlias = Callable[[str], int]


def problems_of(pack: Pack, lines: Lines, base: Pack | None = None) -> Iterator[Problem]:
    """Yield everything that is wrong with a pack; nothing when it can be used.

    `base` is the pack that a checklist's rules may borrow from: its terms are remedies, too.
    """
    yield from _model(pack, lines)
    yield from _levels(pack, lines)
    yield from _roles(pack, lines)
    yield from _doubles(pack, lines)
    for at, one in enumerate(pack.indicators):
        yield from _indicator(pack, one, partial(lines.of, "indicator", at))
    yield from _terms(pack, lines)
    yield from _criteria(pack, lines, base)
    for at, case in enumerate(pack.cases):
        yield from _case(pack, case, lines, at)


def _model(pack: Pack, lines: Lines) -> Iterator[Problem]:
    model = pack.model

    def wrong(key: str, remedy: str) -> Problem:
        line = lines.of("model", 0, key)
        return Problem(line, f"[model] {key} = {getattr(model, key)!r} cannot be used", remedy)

    if not _MODEL_ID.fullmatch(model.id):
        yield wrong("id", "use small letters, digits and hyphens, at most 40")
    for key in ("prior_continue", "interval", "promote", "demote"):
        if not 0 < getattr(model, key) < 1:
            yield wrong(key, "write a number between 0 and 1, both excluded")
    for key in ("cap", "overlap", "shared"):
        if not 0 <= getattr(model, key) <= 1:
            yield wrong(key, "write a number from 0 to 1")
    if not 0 < model.temperature < math.inf:
        yield wrong("temperature", "write a number above 0; 1 leaves the weights as they are")
    if not 1 <= model.confirm < math.inf:
        yield wrong("confirm", "write a factor of at least 1; 1.5 is the default")
    if not 1 <= model.deny < math.inf:
        yield wrong("deny", "write a factor of at least 1; 2 is the default")
    if model.demote >= model.promote:
        yield wrong("demote", f"write a number below promote ({model.promote})")
    least_of = (("hold", 1), ("minimum_posts", 0), ("minimum_needs", 0), ("advanced", 0))
    for key, least in least_of:
        if getattr(model, key) < least:
            yield wrong(key, f"write a whole number of at least {least}")


def _levels(pack: Pack, lines: Lines) -> Iterator[Problem]:
    if pack.model.kind == "checklist":
        if pack.levels:
            what = "a checklist has no [[level]]"
            yield Problem(lines.of("level"), what, 'remove it, or set kind = "ladder"')
        return
    if len(pack.levels) < 2:
        line = lines.of("level") if pack.levels else lines.of("model", 0, "kind")
        yield Problem(line, "a ladder needs at least two [[level]]", "add them, numbered from 1")
    for at, one in enumerate(pack.levels):
        if one.number != at + 1:
            what = f"[[level]] {one.name!r} has number {one.number}"
            remedy = f"number the levels 1, 2, 3... in order: here {at + 1}"
            yield Problem(lines.of("level", at, "number"), what, remedy)
        yield from _activities(pack, one, partial(lines.of, "level", at))


def _activities(pack: Pack, one: Level | Criterion, line: _Line) -> Iterator[Problem]:
    table = "level" if isinstance(one, Level) else "criterion"
    kinds = (("indicator", _ids(pack)), ("declared", [term.id for term in pack.declared_terms]))
    for activity in one.activities:
        named = (activity.indicators, activity.declared)
        for (kind, known), names in zip(kinds, named, strict=True):
            for name in names:
                if name not in known:
                    what = f"[[{table}]] {one.number}, {activity.name!r}: no {kind} {name!r}"
                    yield Problem(line("activities"), what, nearest(name, known))


def _roles(pack: Pack, lines: Lines) -> Iterator[Problem]:
    for at, one in enumerate(pack.roles):
        for key in ("slip", "guess"):
            value = getattr(one, key)
            if not 0 < value < 1:
                what = f"[[role]] {one.name!r}: {key} = {value!r} is not between 0 and 1"
                remedy = "write a probability such as 0.06"
                yield Problem(lines.of("role", at, key), what, remedy)
        if not 1 - one.slip > one.guess:
            what = (
                f"[[role]] {one.name!r}: 1 - slip = {1 - one.slip:.6g} is not above guess = "
                f"{one.guess:.6g}, so seeing the behaviour would lower the level"
            )
            yield Problem(lines.of("role", at, "slip"), what, "lower slip or guess")


def _doubles(pack: Pack, lines: Lines) -> Iterator[Problem]:
    rows: tuple[tuple[str, str, Sequence[object]], ...] = (
        ("role", "name", [one.name for one in pack.roles]),
        ("indicator", "id", [one.id for one in pack.indicators]),
        ("declared_term", "id", [one.id for one in pack.declared_terms]),
        ("criterion", "number", [one.number for one in pack.criteria]),
        ("case", "name", [one.name for one in pack.cases]),
    )
    for table, key, values in rows:
        first: dict[object, int] = {}
        for at, value in enumerate(values):
            if value in first:
                before = lines.of(table, first[value], key)
                what = f"[[{table}]] {value!r} is defined twice (first on line {before})"
                yield Problem(lines.of(table, at, key), what, "rename or remove one of them")
            first.setdefault(value, at)


def _indicator(pack: Pack, one: Indicator, line: _Line) -> Iterator[Problem]:
    def wrong(key: str, remedy: str) -> Problem:
        value = getattr(one, key)
        return Problem(line(key), f"[[indicator]] {one.id!r}: {key} = {value!r}", remedy)

    if not _ID.fullmatch(one.id) or one.id in _RESERVED:
        yield wrong("id", "use small letters, digits and _, begin with a letter; not and, or, not")
    if not 0 < one.bar < 1:
        yield wrong("bar", "a bar is a share between 0 and 1, both excluded, such as 0.25")
    for key in ("trust", "absence"):
        if not 0 <= getattr(one, key) <= 1:
            yield wrong(key, "write a share from 0 to 1")
    if one.cap is not None and not 0 <= one.cap <= 1:
        yield wrong("cap", "write a number from 0 to 1, such as 0.02")
    if one.show_from < 1:
        yield wrong("show_from", "write a whole number of at least 1")
    if pack.model.kind == "ladder":
        if pack.level(one.level) is None:
            yield wrong("level", f"the levels of this ladder are 1 to {pack.top}")
        if pack.role(one.role) is None:
            yield wrong("role", nearest(one.role, [role.name for role in pack.roles]))


def _terms(pack: Pack, lines: Lines) -> Iterator[Problem]:
    for at, one in enumerate(pack.declared_terms):

        def wrong(key: str, what: str, remedy: str, at: int = at, name: str = one.id) -> Problem:
            line = lines.of("declared_term", at, key)
            return Problem(line, f"[[declared_term]] {name!r}: {what}", remedy)

        if not _ID.fullmatch(one.id) or one.id in _RESERVED:
            yield wrong("id", "not a name", "use small letters, digits and _")
        if pack.indicator(one.id):
            yield wrong("id", "is an indicator too", "an indicator may be declared as it is")
        if pack.model.kind == "ladder" and pack.level(one.level) is None:
            remedy = f"the levels of this ladder are 1 to {pack.top}"
            yield wrong("level", f"level = {one.level!r}", remedy)
        if pack.model.kind == "ladder" and pack.role(one.role) is None:
            remedy = nearest(one.role, [role.name for role in pack.roles])
            yield wrong("role", f"role = {one.role!r}", remedy)


def _criteria(pack: Pack, lines: Lines, base: Pack | None) -> Iterator[Problem]:
    if pack.model.kind == "ladder":
        if pack.criteria:
            what = "a ladder has no [[criterion]]"
            yield Problem(lines.of("criterion"), what, 'remove it, or set kind = "checklist"')
        if not pack.indicators:
            kind = lines.of("model", 0, "kind")
            yield Problem(kind, "a ladder needs at least one [[indicator]]", "add one")
    elif not pack.criteria:
        kind = lines.of("model", 0, "kind")
        yield Problem(kind, "a checklist needs at least one [[criterion]]", "add one")
    known = pack.terms()
    for at, one in enumerate(pack.criteria):
        yield from _activities(pack, one, partial(lines.of, "criterion", at))
        for name in names_in(one.tree):
            if name not in known:
                what = f"[[criterion]] {one.number}: no indicator {name!r}"
                lent = base.terms() if base else frozenset()
                yield Problem(lines.of("criterion", at, "rule"), what, nearest(name, known | lent))


def _case(pack: Pack, case: Case, lines: Lines, at: int) -> Iterator[Problem]:
    def wrong(key: str, what: str, remedy: str) -> Problem:
        table = "case.given" if key in case.given else "case"
        return Problem(lines.of(table, at, key), f"[[case]] {case.name!r}: {what}", remedy)

    for name, (k, n) in case.given.items():
        if pack.indicator(name) is None:
            yield wrong(name, f"no indicator {name!r}", nearest(name, _ids(pack)))
        if not 0 <= k <= n:
            yield wrong(name, f"{name} = [{k}, {n}]", "write [k, n] with 0 <= k <= n")
    for key in ("seen", "not_seen"):
        for name in getattr(case, key):
            if pack.indicator(name) is None:
                yield wrong(key, f"no indicator {name!r}", nearest(name, _ids(pack)))
    ladder = pack.model.kind == "ladder"
    if case.level is not None and pack.level(case.level) is None:
        remedy = f"the levels are 1 to {pack.top}" if ladder else "a checklist has no level"
        yield wrong("level", f"level = {case.level}", remedy)
    if case.interval is not None and not 1 <= case.interval[0] <= case.interval[1] <= pack.top:
        yield wrong("interval", f"interval = {list(case.interval)}", "write [lowest, highest]")
    numbers = {one.number for one in pack.criteria}
    for key in ("met", "not_met", "not_observable"):
        for number in getattr(case, key):
            if number not in numbers:
                yield wrong(key, f"no criterion {number}", nearest(str(number), numbers))


def _ids(pack: Pack) -> list[str]:
    return [one.id for one in pack.indicators]
