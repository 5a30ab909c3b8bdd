"""The query language of brands and topics.

`acme rockets` both words (a blank is AND), `a OR b`, `a NOT b`, `( )`, `"a phrase"`, `rocket*` any
ending, `a NEAR/5 b` at most five words between them in either order, `author:` `site:` `lang:`
`network:`. NEAR binds first, then NOT, AND, OR; operators are upper case. These are Brandwatch's
and Meltwater's conventions, so that queries can be carried over.
"""

from __future__ import annotations

from solisten.query.grammar import parse
from solisten.query.tokens import term
from solisten.query.tree import (
    And,
    Field,
    Near,
    Node,
    Not,
    Or,
    Query,
    QuerySyntaxError,
    Term,
    positive_terms,
)

__all__ = [
    "And",
    "Field",
    "Near",
    "Node",
    "Not",
    "Or",
    "Query",
    "QuerySyntaxError",
    "Term",
    "parse",
    "positive_terms",
    "term",
]
