"""Build the tree of a query, within bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from solisten.query.tokens import NEAR, Token, hints, term, tokens_of
from solisten.query.tree import (
    FIELDS,
    And,
    Field,
    FieldName,
    Near,
    Node,
    Not,
    Or,
    Query,
    QuerySyntaxError,
    Term,
)

MOST_TERMS = 2_000
MOST_LEVELS = 20
MOST_WORDS_BETWEEN = 100
_SITE = re.compile(r"^(https?://)?(www\.|\*\.)?")


def parse(text: str) -> Query:
    """Read a query; raise QuerySyntaxError with the place and the remedy.

    >>> parse('(acme OR "acme rockets") NOT coyote').root.parts[1]
    Not(part=Term(text='coyote', prefix=False), position=25)
    >>> parse('acme NEAR/3').root
    Traceback (most recent call last):
    solisten.query.tree.QuerySyntaxError: nothing to find here; write a word or a "phrase"
    """
    tokens = tokens_of(text)
    reading = _Reading(tokens)
    root = _either(reading)
    if reading.kind == ")":
        raise QuerySyntaxError(reading.position, "this ) closes nothing", "take it out")
    loose = _unanchored(root)
    if loose is not None:
        raise QuerySyntaxError(
            loose.position,
            "this matches every post that lacks something",
            "say first what is to be found: acme NOT coyote",
        )
    return Query(text, root, hints(tokens))


@dataclass(slots=True)
class _Reading:
    """Walk over the tokens, counting what is limited."""

    tokens: list[Token]
    at: int = 0
    terms: int = 0
    levels: int = 0

    @property
    def kind(self) -> str:
        return self.tokens[self.at].kind

    @property
    def position(self) -> int:
        return self.tokens[self.at].position

    def take(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token


def _either(reading: _Reading) -> Node:
    parts = [_every(reading)]
    while reading.kind == "OR":
        reading.take()
        parts.append(_every(reading))
    return parts[0] if len(parts) == 1 else Or(_flat(Or, parts))


def _every(reading: _Reading) -> Node:
    parts = [_perhaps_not(reading)]
    while reading.kind not in {"OR", ")", "end"}:
        if reading.kind == "AND":
            reading.take()
        parts.append(_perhaps_not(reading))
    return parts[0] if len(parts) == 1 else And(_flat(And, parts))


def _flat(kind: type[And | Or], parts: list[Node]) -> tuple[Node, ...]:
    """Lift the parts of a nested node of the same kind."""
    return tuple(
        inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,))
    )


def _perhaps_not(reading: _Reading) -> Node:
    if reading.kind != "NOT":
        return _perhaps_near(reading)
    position = reading.take().position
    if reading.kind == "NOT":
        raise QuerySyntaxError(reading.position, "NOT NOT says nothing", "take both out")
    return Not(_perhaps_near(reading), position)


def _perhaps_near(reading: _Reading) -> Node:
    start = reading.position
    node = _one(reading)
    if reading.kind != "NEAR":
        return node
    operator = reading.take()
    between = _words_between(operator)
    other_start = reading.position
    other = _one(reading)
    if reading.kind == "NEAR":
        raise QuerySyntaxError(
            reading.position, "NEAR joins two sides", "write a NEAR/5 b AND b NEAR/5 c"
        )
    return Near(_side(node, start), _side(other, other_start), between)


def _words_between(operator: Token) -> int:
    found = NEAR.fullmatch(operator.text)
    words = (found["words"] or "") if found else ""
    if not (operator.text.startswith("NEAR/") and re.fullmatch("[0-9]{1,3}", words)) or (
        int(words) > MOST_WORDS_BETWEEN
    ):
        raise QuerySyntaxError(
            operator.position,
            f"{operator.text} does not say how near",
            f"write NEAR/5 for at most five words between (0 to {MOST_WORDS_BETWEEN})",
        )
    return int(words)


def _side(node: Node, position: int) -> tuple[Term, ...]:
    """Return the terms of one side of NEAR: a term, or terms joined by OR."""
    parts = node.parts if isinstance(node, Or) else (node,)
    terms = tuple(part for part in parts if isinstance(part, Term))
    if len(terms) < len(parts):
        raise QuerySyntaxError(
            position,
            "NEAR joins words, phrases, or several of them joined by OR",
            "write (a OR b) NEAR/5 (c OR d)",
        )
    return terms


def _one(reading: _Reading) -> Node:
    token = reading.take()
    if token.kind == "(":
        return _group(reading, token.position)
    if token.kind not in {"word", "phrase", "name"}:
        reading.at -= 1
        raise QuerySyntaxError(token.position, "nothing to find here", 'write a word or a "phrase"')
    reading.terms += 1
    if reading.terms > MOST_TERMS:
        raise QuerySyntaxError(
            token.position, f"more than {MOST_TERMS:,} terms", "split it into two brands or topics"
        )
    if token.kind == "name":
        return _field(token, reading.take())
    return term(token.text, token.position)


def _group(reading: _Reading, position: int) -> Node:
    reading.levels += 1
    if reading.levels > MOST_LEVELS:
        raise QuerySyntaxError(
            position, f"more than {MOST_LEVELS} levels of ( )", "take brackets out"
        )
    node = _either(reading)
    if reading.kind != ")":
        raise QuerySyntaxError(position, "this ( is not closed", "add the closing )")
    reading.take()
    reading.levels -= 1
    return node


def _field(name: Token, value: Token) -> Field:
    field = name.text.casefold()
    if field not in FIELDS:
        raise QuerySyntaxError(
            name.position,
            f'no field "{name.text}:" (there are author:, site:, lang: and network:)',
            f'if it is a word to be found, write "{name.text}:{value.text}" in quotes',
        )
    text = value.text.strip().casefold().rstrip("/")
    text = _SITE.sub("", text) if field == "site" else text.lstrip("@")
    if not text.strip("*") or value.kind not in {"word", "phrase"}:
        raise QuerySyntaxError(value.position, "no name follows here", f"write {field}:acme")
    return Field(cast("FieldName", field), text)


def _unanchored(node: Node) -> Not | None:
    """Return the NOT that stands alone: without it, the node demands something to be there."""
    match node:
        case Not():
            return node
        case And(parts):
            alone = [_unanchored(part) for part in parts]
            return None if None in alone else alone[0]
        case Or(parts):
            return next((loose for part in parts if (loose := _unanchored(part))), None)
        case _:
            return None
