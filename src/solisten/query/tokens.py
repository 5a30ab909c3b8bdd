"""Cut a query into words, phrases, fields and operators."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from solisten.query.tree import FIELDS, QuerySyntaxError, Term

SHORTEST_PREFIX = 2

_QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb'
_TOKEN = re.compile(
    rf"\s*(?:(?P<bracket>[()])|(?<!:)(?P<name>[^\W\d_]+):(?=[^\s()])"
    rf"|[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)(?P<end>[{_QUOTES}]?)|(?P<word>[^\s(){_QUOTES}]+))"
)
NEAR = re.compile(r"O?NEAR(?:/(?P<words>.*))?")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the query: `kind` is an operator, a bracket, name, phrase, word or end."""

    kind: str
    text: str
    position: int


def tokens_of(text: str) -> list[Token]:
    """Cut the query into pieces; the last one marks its end."""
    tokens = []
    for found in _TOKEN.finditer(text.rstrip()):
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
        tokens.append(Token(kind, found[group], position))
    return [*tokens, Token("end", "", len(text.rstrip()))]


def _kind_of_word(word: str, position: int) -> str:
    """Tell an operator from a word, and refuse signs that other tools read as operators."""
    if word in {"AND", "OR", "NOT"}:
        return word
    if NEAR.fullmatch(word):
        return "NEAR"
    if word.startswith("-") and len(word) > 1:
        raise QuerySyntaxError(position, "- is no operator", f"write NOT {word[1:]}")
    if word[:-1].casefold() in FIELDS and word.endswith(":"):
        raise QuerySyntaxError(
            position + len(word), "no name follows here", f"write {word}acme, without a blank"
        )
    if word.endswith((",", ";", ":")):
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


def hints(tokens: list[Token]) -> tuple[str, ...]:
    """Name lower-case operators: they are words to be found, which is rarely meant."""
    lower = {token.text for token in tokens if token.kind == "word"} & {"and", "or", "not"}
    return tuple(
        f'"{word}" in lower case is a word to be found; write {word.upper()} for the operator'
        for word in sorted(lower)
    )


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
    if not any(char.isalnum() or unicodedata.category(char) in {"So", "Sc"} for char in text):
        raise QuerySyntaxError(position, "nothing to find here", 'write a word or a "phrase"')
    return Term(text, prefix)
