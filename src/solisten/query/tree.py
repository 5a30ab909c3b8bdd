"""The tree of a query."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

import msgspec

from solisten.errors import ConfigError

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


def positive_terms(node: Node) -> tuple[Term, ...]:
    """Return the terms that speak for a match: those under no NOT, each once.

    >>> from solisten.query.grammar import parse
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
