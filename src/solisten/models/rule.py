"""The little language of a checklist's criteria: names joined by and, or, not and parentheses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_DEPTH = 20  # as deep as a query may be (DESIGN 7.3): a rule is read by people
_TOKEN = re.compile(r"\s*(?:([A-Za-z_][A-Za-z0-9_]*)|([()]))")


class Name(msgspec.Struct, frozen=True, tag="name"):
    """Stand for the verdict on one indicator."""

    id: str


class Not(msgspec.Struct, frozen=True, tag="not"):
    """Hold when the part does not."""

    part: Rule


class All(msgspec.Struct, frozen=True, tag="and"):
    """Hold when every part does."""

    parts: tuple[Rule, ...]


class Some(msgspec.Struct, frozen=True, tag="or"):
    """Hold when at least one part does."""

    parts: tuple[Rule, ...]


Rule: TypeAlias = Name | Not | All | Some


class RuleSyntaxError(ValueError):
    """A rule that cannot be read: `position` counts characters from 0."""

    def __init__(self, position: int, message: str) -> None:
        super().__init__(message)
        self.position = position


def parse_rule(text: str) -> Rule:
    """Read a rule; `not` binds tighter than `and`, `and` tighter than `or`.

    Raises RuleSyntaxError with the position of the first thing that does not fit.

    >>> parse_rule("peers and (ideas or not promos)")
    All(parts=(Name(id='peers'), Some(parts=(Name(id='ideas'), Not(part=Name(id='promos'))))))
    """
    tokens = list(_tokens(text))
    rule, rest = _either(tokens, 0, 0)
    word, position = tokens[rest]
    if word:
        raise RuleSyntaxError(position, f"{word!r} is not expected here")
    return rule


def names_in(rule: Rule) -> tuple[str, ...]:
    """Return the names that the rule uses, each once, in the order of writing.

    >>> names_in(parse_rule("b and (a or b)"))
    ('b', 'a')
    """
    return tuple(dict.fromkeys(_walk(rule)))


def holds(rule: Rule, known: Callable[[str], bool | None]) -> bool | None:
    """Say whether the rule holds, in Kleene's three-valued logic: None is "cannot be told".

    >>> facts = {"a": True, "b": None}
    >>> holds(parse_rule("a or b"), facts.get), holds(parse_rule("a and b"), facts.get)
    (True, None)
    """
    if isinstance(rule, Name):
        return known(rule.id)
    if isinstance(rule, Not):
        inner = holds(rule.part, known)
        return None if inner is None else not inner
    values = [holds(part, known) for part in rule.parts]
    decisive = isinstance(rule, Some)  # one True settles an "or", one False an "and"
    if decisive in values:
        return decisive
    return None if None in values else not decisive


def _walk(rule: Rule) -> Iterator[str]:
    if isinstance(rule, Name):
        yield rule.id
    elif isinstance(rule, Not):
        yield from _walk(rule.part)
    else:
        for part in rule.parts:
            yield from _walk(part)


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    position = 0
    end = len(text.rstrip())
    while position < end:
        found = _TOKEN.match(text, position)
        if not found:
            at = position + len(text[position:]) - len(text[position:].lstrip())
            raise RuleSyntaxError(at, f"{text[at]!r} is not part of a rule")
        yield found[0].strip(), found.start(found.lastindex or 0)
        position = found.end()
    yield "", end


def _either(tokens: list[tuple[str, int]], at: int, depth: int) -> tuple[Rule, int]:
    parts: list[Rule] = []
    while True:
        part, at = _both(tokens, at, depth)
        parts.append(part)
        if tokens[at][0] != "or":
            return (parts[0] if len(parts) == 1 else Some(tuple(parts))), at
        at += 1


def _both(tokens: list[tuple[str, int]], at: int, depth: int) -> tuple[Rule, int]:
    parts: list[Rule] = []
    while True:
        part, at = _one(tokens, at, depth)
        parts.append(part)
        if tokens[at][0] != "and":
            return (parts[0] if len(parts) == 1 else All(tuple(parts))), at
        at += 1


def _one(tokens: list[tuple[str, int]], at: int, depth: int) -> tuple[Rule, int]:
    word, position = tokens[at]
    if depth > MAX_DEPTH:
        raise RuleSyntaxError(position, f"more than {MAX_DEPTH} levels deep")
    if word == "not":
        part, at = _one(tokens, at + 1, depth + 1)
        return Not(part), at
    if word == "(":
        inner, at = _either(tokens, at + 1, depth + 1)
        if tokens[at][0] != ")":
            raise RuleSyntaxError(position, "this parenthesis is never closed")
        return inner, at + 1
    if not word:
        raise RuleSyntaxError(position, "an indicator is missing at the end")
    if word in {"and", "or", ")"}:
        raise RuleSyntaxError(position, f"an indicator is missing before {word!r}")
    return Name(word), at + 1
