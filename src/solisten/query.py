"""Read the query language of brands and topics into a tree.

`acme rockets` both words (a blank is AND), `a OR b`, `a NOT b`, `( )`, `"a phrase"`, `rocket*` any
ending, `a NEAR/5 b` at most five words between them in either order, `author:` `site:` `lang:`
`network:`. NOT binds before NEAR, NEAR before AND, AND before OR; operators are upper case.
Brandwatch's and Meltwater's conventions, so that queries can be carried over.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import msgspec

from solisten.errors import ConfigError

MOST_TERMS = 2_000
MOST_LEVELS = 20
MOST_WORDS_BETWEEN = 100
SHORTEST_PREFIX = 2

FieldName: TypeAlias = Literal["author", "site", "lang", "network"]
FIELDS: tuple[str, ...] = get_args(FieldName)


class QuerySyntaxError(ConfigError):
    """A query that cannot be read: where it went wrong (0 = first character) and what to write."""

    def __init__(self, position: int, message: str, remedy: str) -> None:
        super().__init__(f"{message}; {remedy}")
        self.position = position
        self.message = message
        self.remedy = remedy


class Term(msgspec.Struct, frozen=True):
    """Find a word or a phrase as written; with `prefix` the last word may go on."""

    text: str
    prefix: bool = False


class Field(msgspec.Struct, frozen=True):
    """Compare one field of the post, whatever its text says."""

    name: FieldName
    value: str


class Near(msgspec.Struct, frozen=True):
    """Find one of `left` and one of `right` with at most `between` words between them."""

    left: tuple[Term, ...]
    right: tuple[Term, ...]
    between: int


class Not(msgspec.Struct, frozen=True):
    """Refuse what `part` finds."""

    part: Node
    position: int = 0


class And(msgspec.Struct, frozen=True):
    """Demand every part."""

    parts: tuple[Node, ...]


class Or(msgspec.Struct, frozen=True):
    """Demand at least one part."""

    parts: tuple[Node, ...]


Node: TypeAlias = Term | Field | Near | Not | And | Or


class Query(msgspec.Struct, frozen=True):
    """Hold a query as written, its tree, and what its writer may have meant otherwise."""

    text: str
    root: Node
    hints: tuple[str, ...] = ()


def parse(text: str) -> Query:
    """Read a query; raise QuerySyntaxError with the place and the remedy.

    >>> parse('(acme OR "acme rockets") NOT coyote').root.parts[1]
    Not(part=Term(text='coyote', prefix=False), position=25)
    >>> parse('acme NEAR/3').root
    Traceback (most recent call last):
    solisten.query.QuerySyntaxError: nothing to find here; write a word or a "phrase"
    """
    tokens = _tokens(text)
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
    return Query(text, root, _hints(tokens))


def positive_terms(node: Node) -> tuple[Term, ...]:
    """Return the terms that speak for a match: those under no NOT, each once.

    >>> [term.text for term in positive_terms(parse('(acme OR "road runner") NOT coyote').root)]
    ['acme', 'road runner']
    """
    match node:
        case Term():
            return (node,)
        case Near(left, right):
            return tuple(dict.fromkeys(left + right))
        case And(parts) | Or(parts):
            return tuple(dict.fromkeys(term for part in parts for term in positive_terms(part)))
        case _:
            return ()


def term(text: str, position: int = 0) -> Term:
    """Read a word or a phrase that stands alone, such as a context word.

    >>> term("rocket*")
    Term(text='rocket', prefix=True)
    """
    text = text.strip()
    bare = text.removesuffix("*").rstrip()
    prefix = text.endswith("*") and bare[-1:].isalnum() and bare == text[:-1]
    if prefix and len(re.split(r"\W", bare)[-1]) < SHORTEST_PREFIX:
        raise QuerySyntaxError(
            position,
            f"{text} would match too much",
            f"write at least {SHORTEST_PREFIX} characters before the *",
        )
    text = bare if prefix else text
    if not any(char.isalnum() or unicodedata.category(char) in {"So", "Sc", "Sk"} for char in text):
        raise QuerySyntaxError(position, "nothing to find here", 'write a word or a "phrase"')
    return Term(text, prefix)


# --- tokens ---------------------------------------------------------------------------------

_QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb'
_TOKEN = re.compile(
    rf"\s*(?:(?P<bracket>[()])|(?P<name>[^\W\d_]+):(?=[^\s()])"
    rf"|[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)(?P<end>[{_QUOTES}]?)|(?P<word>[^\s(){_QUOTES}]+))"
)
_NEAR = re.compile(r"O?NEAR(?:/(?P<words>.*))?")


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of the query: `kind` is an operator, a bracket, name, phrase, word or end."""

    kind: str
    text: str
    position: int


def _tokens(text: str) -> list[_Token]:
    """Cut the query into pieces; the last one marks its end."""
    tokens = []
    for found in _TOKEN.finditer(text):
        group = next(
            name for name in ("bracket", "name", "phrase", "word") if found[name] is not None
        )
        position = found.start(group)
        if group == "phrase":
            position -= 1
            if not found["end"]:
                raise QuerySyntaxError(position, "this quote is not closed", 'add the closing "')
        kind = found[group] if group == "bracket" else group
        if group == "word":
            kind = _kind_of_word(found[group], position)
        tokens.append(_Token(kind, found[group], position))
    return [*tokens, _Token("end", "", len(text.rstrip()))]


def _kind_of_word(word: str, position: int) -> str:
    """Tell an operator from a word, and refuse signs that other tools read as operators."""
    if word in {"AND", "OR", "NOT"}:
        return word
    if _NEAR.fullmatch(word):
        return "NEAR"
    if word.startswith("-") and len(word) > 1:
        raise QuerySyntaxError(position, "- is no operator", f"write NOT {word[1:]}")
    if word.endswith((",", ";")):
        raise QuerySyntaxError(
            position + len(word) - 1,
            f"{word[-1]} is no operator",
            f'write OR or AND, or put "{word}" in quotes if the sign is meant',
        )
    if "*" in word[:-1]:
        raise QuerySyntaxError(
            position + word.index("*"),
            "* stands only at the end of a word",
            "write rocket*, or put the whole in quotes if the sign is meant",
        )
    return "word"


def _hints(tokens: list[_Token]) -> tuple[str, ...]:
    """Name lower-case operators: they are words to be found, which is rarely meant."""
    lower = {token.text for token in tokens if token.kind == "word"} & {"and", "or", "not"}
    return tuple(
        f'"{word}" in lower case is a word to be found; write {word.upper()} for the operator'
        for word in sorted(lower)
    )


# --- grammar --------------------------------------------------------------------------------


@dataclass(slots=True)
class _Reading:
    """Walk over the tokens, counting what is limited."""

    tokens: list[_Token]
    at: int = 0
    terms: int = 0
    levels: int = 0

    @property
    def kind(self) -> str:
        return self.tokens[self.at].kind

    @property
    def position(self) -> int:
        return self.tokens[self.at].position

    def take(self) -> _Token:
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


def _words_between(operator: _Token) -> int:
    found = _NEAR.fullmatch(operator.text)
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


def _field(name: _Token, value: _Token) -> Field:
    if name.text not in FIELDS:
        raise QuerySyntaxError(
            name.position,
            f'no field "{name.text}:" (there are author:, site:, lang: and network:)',
            f'if it is a word to be found, write "{name.text}:{value.text}" in quotes',
        )
    text = value.text.strip().casefold().rstrip("/")
    text = re.sub(r"^(https?://)?(www\.)?", "", text) if name.text == "site" else text.lstrip("@")
    if not text.strip("*"):
        raise QuerySyntaxError(name.position, f"{name.text}: of nothing", f"write {name.text}:acme")
    return Field(name.text, text)  # type: ignore[arg-type]  # the name was looked up in FIELDS


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
