"""Look for many terms in one pass over each view of a text that they need."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from ahocorasick_rs import AhoCorasick

from solisten.reading.characters import is_unspaced, is_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from solisten.query import Term
    from solisten.reading.folding import Folder

Pattern: TypeAlias = tuple[str, bool]
"""What is looked for, and whether a word may go on behind it."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Hold the terms that are looked for in one view of the text."""

    accents: bool
    literal: bool
    patterns: tuple[Pattern, ...]
    terms: tuple[int, ...]
    automaton: AhoCorasick

    def view(self, folder: Folder, text: str) -> str:
        """Return the text as this lane's terms are compared with it."""
        fold = folder.literal if self.literal else folder.words
        return fold(text, accents=self.accents)

    def found(self, view: str) -> set[int]:
        """Return the numbers of the terms that occur."""
        terms = self.terms
        return {terms[pattern] for pattern, _, _ in self.hits(view)}

    def hits(self, view: str) -> Iterable[tuple[int, int, int]]:
        """Return pattern number, start and end of every occurrence that stands as a word."""
        found = self.automaton.find_matches_as_indexes(view, overlapping=True)
        if not self.literal:
            return found
        return (hit for hit in found if _stands_alone(view, hit, *self.patterns[hit[0]]))


@dataclass(slots=True)
class Vocabulary:
    """Give every different term a number, and sort the terms into lanes."""

    folder: Folder
    known: dict[Term, int] = field(default_factory=dict)
    lanes_of: dict[tuple[bool, bool], dict[Pattern, int]] = field(default_factory=dict)

    def of(self, term: Term) -> int:
        """Return the number of a term; terms that find the same share one."""
        if term not in self.known:
            accents, literal, text = _written(term.text, self.folder)
            text = text.rstrip() if term.prefix else text
            lane = self.lanes_of.setdefault((accents, literal), {})
            number = lane.setdefault((text, term.prefix), len(self.known))
            self.known[term] = number
        return self.known[term]

    def lanes(self) -> tuple[Lane, ...]:
        """Return the lanes that have terms; what folds to nothing is never found."""
        lanes = []
        for (accents, literal), numbers in sorted(self.lanes_of.items()):
            patterns = {
                pattern: number for pattern, number in numbers.items() if pattern[0].strip()
            }
            automaton = AhoCorasick([text for text, _ in patterns])
            lanes.append(
                Lane(accents, literal, tuple(patterns), tuple(patterns.values()), automaton)
            )
        return tuple(lanes)


def _written(text: str, folder: Folder) -> tuple[bool, bool, str]:
    """Return whether a term is written with accents, whether with signs, and its pattern."""
    literal = folder.literal(text, accents=True)
    words = folder.words(text, accents=True)
    accents = literal != folder.literal(text, accents=False)
    if "".join(literal.split()) != "".join(words.split()):
        return accents, True, folder.literal(text, accents=accents)
    return accents, False, folder.words(text, accents=accents)


def _stands_alone(view: str, hit: tuple[int, int, int], _text: str, prefix: bool) -> bool:
    """Say whether no word goes on at either end of a term that has signs.

    Before the term no word may stand, unless it begins with a symbol or emoji; after a sign
    anything may follow (C++11), after a letter no word may go on.
    """
    _, start, end = hit
    if start and _joined(view[start - 1]) and not _free(view[start]):
        return False
    if end == len(view) or prefix:
        return True
    return not (_joined(view[end]) and _joined(view[end - 1]))


def _joined(char: str) -> bool:
    return is_word(char) and not is_unspaced(char)


def _free(char: str) -> bool:
    return is_unspaced(char) or not (is_word(char) or char in "#@.&/!?:'\"%()[]{}")
