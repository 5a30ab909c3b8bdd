"""Find which queries a post matches, all of them in one pass over its text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from solisten.query import And, Field, Near, Node, Not, Or, Query, Term, positive_terms
from solisten.query import term as read_term
from solisten.reading.folding import Folder
from solisten.reading.lanes import Vocabulary
from solisten.reading.post_fields import FIELD_TESTS

if TYPE_CHECKING:
    from solisten.nouns import Post

Span: TypeAlias = tuple[int, int]
"""The first and the last word of an occurrence, counted from 0."""

_NOTHING: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Scene:
    """Hold one post, its text and the terms found in it."""

    post: Post
    text: str
    found: set[int]
    spans_of: Callable[[str], dict[int, list[Span]]]
    spans: dict[int, list[Span]] | None = None

    def places(self, terms: Iterable[int]) -> list[Span]:
        """Return where the terms stand, sorted; looked up once, and only when NEAR asks."""
        if self.spans is None:
            self.spans = self.spans_of(self.text)
        return sorted(span for number in terms for span in self.spans.get(number, ()))


Test: TypeAlias = Callable[[_Scene], bool]


class Matcher:
    """Match posts against many queries; the cost grows with the text, hardly with the queries.

    `context` holds for a key the words of which one must occur beside the query (for names such
    as Apple); a key without context words needs none. A query is found by its terms, as folding.py
    folds them, or by the fields of the post.

    >>> from solisten.nouns import Post
    >>> from solisten.query import parse
    >>> matcher = Matcher({"Acme": parse('acme NOT "acme paint"'), "Globex": parse("globex")})
    >>> post = Post(network="forum", id="1", created_at=0.0)
    >>> sorted(matcher.match(post, "ACME's rockets beat #Globex"))
    ['Acme', 'Globex']
    >>> matcher.without_names("ACME's rockets", ["Acme"])
    "    's rockets"
    """

    __slots__ = ("_always", "_folder", "_lanes", "_names", "_sufficient", "_tests", "_triggers")

    def __init__(
        self, queries: Mapping[str, Query], context: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self._folder = Folder()
        numbers = Vocabulary(self._folder)
        self._tests: dict[str, Test] = {}
        self._always: list[str] = []
        self._names: dict[str, frozenset[int]] = {}
        self._sufficient: dict[int, list[str]] = defaultdict(list)
        self._triggers: dict[int, list[str]] = defaultdict(list)
        for key, query in queries.items():
            root = _with_context(query.root, (context or {}).get(key, ()))
            self._tests[key] = _compiled(root, numbers)
            self._names[key] = frozenset(map(numbers.of, positive_terms(query.root)))
            needed = _needed(root)
            if needed is None:
                self._always.append(key)
            waiting = self._sufficient if _any_will_do(root) else self._triggers
            for number in {numbers.of(term) for term in needed or ()}:
                waiting[number].append(key)
        self._lanes = numbers.lanes()

    def match(self, post: Post, text: str) -> frozenset[str]:
        """Return the keys of the queries that the post matches; `text` is what is searched."""
        found: set[int] = set()
        for lane in self._lanes:
            if not (lane.accents and text.isascii()):
                found |= lane.found(lane.view(self._folder, text))
        if not found and not self._always:
            return _NOTHING
        matched: set[str] = set()
        perhaps = set(self._always)
        for number in found:
            matched.update(self._sufficient.get(number, ()))
            perhaps.update(self._triggers.get(number, ()))
        if perhaps:
            scene = _Scene(post, text, found, self._spans)
            matched.update(key for key in perhaps if self._tests[key](scene))
        return frozenset(matched)

    def without_names(self, text: str, keys: Collection[str]) -> str:
        """Return the text with blanks where positive terms of these queries stand.

        What the rest is about, brand words removed (INFERENCE C.6).
        """
        wanted = frozenset(number for key in keys for number in self._names[key])
        found = self._spans(text)
        spans = sorted(span for number in wanted & found.keys() for span in found[number])
        text, words = self._worded(text)
        pieces = list(text)
        free = 0
        for first, last in spans:
            for start, end in words[max(first, free) : last + 1]:
                pieces[start:end] = " " * (end - start)
            free = max(free, last + 1)
        return "".join(pieces)

    def _worded(self, text: str) -> tuple[str, list[Span]]:
        """Return the text and where its words stand.

        Where characters join to another number of words than they have alone (Korean letters
        written one by one), the folded text takes the text's place.
        """
        words = self._folder.word_spans(text)
        count = len(self._folder.words(text, accents=True).split())
        if len(words) != count:
            text = self._folder.literal(text, accents=True)
            words = self._folder.word_spans(text)
        return text, words

    def _spans(self, text: str) -> dict[int, list[Span]]:
        """Return the words at which every term found in the text stands."""
        spans: dict[int, list[Span]] = defaultdict(list)
        for lane in self._lanes:
            view = lane.view(self._folder, text)
            place = self._place_in_literal(view) if lane.literal else _place_in_words(view)
            for number, start, end in lane.hits(view):
                spans[lane.terms[number]].append(place(start, end))
        return spans

    def _place_in_literal(self, view: str) -> Callable[[int, int], Span]:
        words = self._folder.word_spans(view)
        starts = [start for start, _ in words]
        ends = [end for _, end in words]
        return lambda start, end: (bisect_right(ends, start), bisect_left(starts, end) - 1)


def _with_context(root: Node, words: tuple[str, ...]) -> Node:
    """Demand one of the context words beside the query."""
    if not words:
        return root
    return And((root, Or(tuple(read_term(word) for word in words))))


def _any_will_do(node: Node) -> bool:
    """Say whether any one term of the query is enough."""
    return isinstance(node, Term) or (
        isinstance(node, Or) and all(isinstance(part, Term) for part in node.parts)
    )


def _needed(node: Node) -> tuple[Term, ...] | None:
    """Return terms of which at least one occurs in whatever matches; None: fields may do."""
    match node:
        case Term():
            return (node,)
        case Near(left, right):
            return min(left, right, key=len)
        case Or(parts):
            needs = [_needed(part) for part in parts]
            known = [need for need in needs if need is not None]
            return tuple(t for need in known for t in need) if len(known) == len(needs) else None
        case And(parts):
            known = [need for part in parts if (need := _needed(part)) is not None]
            return min(known, key=len) if known else None
        case _:
            return None


def _compiled(node: Node, numbers: Vocabulary) -> Test:
    """Turn a tree into one function of a scene."""
    match node:
        case Term():
            number = numbers.of(node)
            return lambda scene: number in scene.found
        case Field(name, value):
            test = FIELD_TESTS[name]
            return lambda scene: test(scene.post, value)
        case Near(left, right, between):
            return _near(
                frozenset(map(numbers.of, left)), frozenset(map(numbers.of, right)), between
            )
        case Not(part):
            refused = _compiled(part, numbers)
            return lambda scene: not refused(scene)
        case And(parts):
            tests = [_compiled(part, numbers) for part in parts]
            return lambda scene: all(test(scene) for test in tests)
        case Or(parts):
            terms = frozenset(numbers.of(part) for part in parts if isinstance(part, Term))
            rest = [_compiled(part, numbers) for part in parts if not isinstance(part, Term)]
            return lambda scene: not terms.isdisjoint(scene.found) or any(t(scene) for t in rest)


def _near(left: frozenset[int], right: frozenset[int], between: int) -> Test:
    """Return the test that something of `left` stands near something of `right`."""

    def test(scene: _Scene) -> bool:
        if left.isdisjoint(scene.found) or right.isdisjoint(scene.found):
            return False
        one, other = scene.places(left), scene.places(right)
        return _follows(one, other, between) or _follows(other, one, between)

    return test


def _follows(before: list[Span], after: list[Span], between: int) -> bool:
    """Say whether an `after` starts at most `between` words behind the end of a `before`."""
    starts = [first for first, _ in after]
    for _, last in before:
        at = bisect_right(starts, last)
        if at < len(starts) and starts[at] - last - 1 <= between:
            return True
    return False


def _place_in_words(view: str) -> Callable[[int, int], Span]:
    blanks = [at for at, char in enumerate(view) if char == " "]
    return lambda start, end: (bisect_left(blanks, start), bisect_left(blanks, end - 1) - 1)
