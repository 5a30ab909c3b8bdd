"""Word lists of one language, compiled to find all their stems in one pass over a text.

A list is an array of entries in `words/<language>.toml`. An entry is one word or several, and

- `crash*`: any word, or last word, that begins so;
- `^how`: only where a sentence begins, or behind one of `openers` ("hi, how");
- `sort .. out`: the second part within three words after the first; `please .. *`: any word.
- `^{is,was} {it,this}`: every combination.

The name of a list is a cue's, or a cue's and a condition:

- `fault_if_negated`: only within three words of a negation ("doesn't work");
- `fault_if_denied`: things, only with one of `denials` up to five words before or three behind
  ("can't access my account", "the order still hasn't come");
- `handover_before_number`: only with a number of three digits or more behind it ("ticket 4711");
- `thanks_except`: takes back what it covers ("no thanks").

A negation up to three words before a cue, in the same part of a sentence, takes it back
(INFERENCE C.6); words of `negations_after` also negate from behind ("geht nicht").
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain, product, zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from ahocorasick_rs import AhoCorasick

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BRACES = re.compile(r"\{([^{}]*)\}")
_AS_IT_STANDS = re.compile("[a-z]+(?: [a-z]+)*")
_UMLAUTS = str.maketrans({"\xe4": "ae", "\xf6": "oe", "\xfc": "ue"})  # as keyboards without them
_WINDOW = 3  # words
_DENIED_BEFORE = 5  # words
_REACH = 60  # characters in which those words stand
_NEGATION, _DENIAL = 1 << 30, 1 << 31
"""Beside the bits of the cues: a word that negates or denies stands anywhere in the text."""
_NEEDS = {"if_negated": _NEGATION, "if_denied": _DENIAL}
_STOPS = frozenset({".", ","})


def _spaced(char: str) -> str:
    if char.isalnum() or char in "',":
        return char
    return "." if char in ".!?;:()[]\n\r" else " "


# By bytes, since a table for characters takes several times as long.
_SPACED = bytes(code if code >= 128 else ord(_spaced(chr(code))) for code in range(256))


class _Stem(NamedTuple):
    """Say what a found stem means and what must stand around it."""

    bit: int
    negatable: bool = False
    if_negated: bool = False
    if_denied: bool = False
    before_number: bool = False
    excepts: bool = False
    leading: bool = False
    then: str = ""
    needs: int = 0


@dataclass(frozen=True, slots=True)
class Stems:
    """Find one language's stems."""

    automaton: AhoCorasick
    stems: tuple[_Stem, ...]
    certain: tuple[int, ...]  # for each stem its bit if it holds wherever it stands, else 0
    negations: frozenset[str]
    negations_after: frozenset[str]
    denials: frozenset[str]
    openers: frozenset[str]

    def found_in(self, text: str) -> int:
        """Return the bits of all cues that a folded text gives."""
        text = spaced(text)
        found, excepted = 0, 0
        waiting, exceptions = [], []
        hits = self.automaton.find_matches_as_indexes(text, overlapping=True)
        for index, start, end in hits:
            if bit := self.certain[index]:
                found |= bit
            else:
                waiting.append((self.stems[index], start, end))
        for stem, start, end in waiting:
            if stem.excepts:
                exceptions.append((stem, start, end))
            elif found & (stem.bit | stem.needs) == stem.needs:
                found |= stem.bit if self._holds(stem, text, start, end, found) else 0
        for stem, start, end in exceptions:  # few take back what was found
            if stem.bit & found & ~excepted and self._holds(stem, text, start, end, found):
                excepted |= stem.bit
        if excepted:
            found = self._without_excepted(text, hits, found, excepted)
        return found & ~(_NEGATION | _DENIAL)

    def _holds(self, stem: _Stem, text: str, start: int, end: int, found: int) -> bool:
        """Tell whether what must stand around a stem does; `found` tells of negations anywhere."""
        if stem.leading and not self._leads(text, start):
            return False
        if stem.then and not _follows(stem.then, text, end):
            return False
        if stem.before_number and not _number_follows(text, end):
            return False
        if stem.if_denied:
            return self._denied(text, start, end)
        if stem.if_negated:
            return self._negated(text, start, end)
        return not (stem.negatable and found & _NEGATION and self._negated(text, start, end))

    def _leads(self, text: str, start: int) -> bool:
        """Tell whether only an opener stands between the sentence's beginning and a stem."""
        before = text[max(0, start - _REACH) : start]
        if before.endswith(" ."):
            return True
        return before.removesuffix(" ,").rpartition(" . ")[2] in self.openers

    def _denied(self, text: str, start: int, end: int) -> bool:
        near = text[max(0, start - _REACH) : start].rsplit(None, _DENIED_BEFORE)[-_DENIED_BEFORE:]
        if not self.denials.isdisjoint(near):
            for word in reversed(near):
                if word in _STOPS:
                    break
                if word in self.denials:
                    return True
        return not self.denials.isdisjoint(_words_after(text, end))

    def _negated(self, text: str, start: int, end: int) -> bool:
        near = text[max(0, start - _REACH) : start].rsplit(None, _WINDOW)[-_WINDOW:]
        if not self.negations.isdisjoint(near):
            for word in reversed(near):
                if word in _STOPS:
                    break
                if word in self.negations:
                    return True
        return bool(self.negations_after) and not self.negations_after.isdisjoint(
            _words_after(text, end)
        )

    def _without_excepted(
        self, text: str, hits: list[tuple[int, int, int]], found: int, excepted: int
    ) -> int:
        """Read the excepted cues again, without what the exceptions cover."""
        covered = [
            (self.stems[index].bit, start, end)
            for index, start, end in hits
            if self.stems[index].excepts and self._holds(self.stems[index], text, start, end, found)
        ]
        again = found & ~excepted
        for index, start, end in hits:
            stem = self.stems[index]
            if stem.excepts or not stem.bit & excepted or stem.bit & again:
                continue
            if any(bit == stem.bit and a <= start and end <= b for bit, a, b in covered):
                continue
            if self._holds(stem, text, start, end, found):
                again |= stem.bit
        return again


def _words_after(text: str, end: int, count: int = _WINDOW) -> list[str]:
    """Return up to `count` words behind a stem, in the same part of the sentence."""
    after = text[end - 1 : end + _REACH]
    if after[:1] != " ":  # the rest of the word whose beginning was found
        after = after.partition(" ")[2]
    words = after.split()[:count]
    for place, word in enumerate(words):
        if word in _STOPS:
            return words[:place]
    return words


def _follows(then: str, text: str, end: int) -> bool:
    """Tell whether one word or several, the last perhaps a stem, begin within the window."""
    *first, last = then.split()
    words = _words_after(text, end, _WINDOW + len(first))
    for place, word in enumerate(words[len(first) :]):
        found = word.startswith(last[:-1]) if last.endswith("*") else word == last
        if found and words[place : place + len(first)] == first:
            return True
    return False


def _number_follows(text: str, end: int) -> bool:
    behind = text[end - 1 : end + _REACH].split()[: _WINDOW + 1]
    return any(sum(map(str.isdigit, word)) >= 3 for word in behind)


def folded(text: str) -> str:
    """Return a text in lower case and ASCII: accents off, other scripts gone.

    >>> folded("Où est ma commande\u2026? Wciąż czekam, it\u2019s LATE")
    "ou est ma commande...? wciaz czekam, it's late"
    """
    text = text.casefold()
    if text.isascii():
        return text
    text = text.replace("\u2019", "'").replace("\u2018", "'").replace("\u0142", "l")
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")


def spaced(text: str) -> str:
    """Return folded words with one blank around each, ends of sentences as " . ", commas apart.

    >>> spaced("hi, how's it going? 50% off")
    " . hi , how's it going . 50 percent off . "
    """
    if "%" in text:
        text = text.replace("%", " percent ")
    text = text.encode().translate(_SPACED).decode().replace(".", " . ").replace(",", " , ")
    if "'" in text:
        text = text.replace(" '", " ").replace("' ", " ")
    words = " ".join(text.split())
    return f" . {words} . " if words else " . "


def load(lang: str, bits: Mapping[str, int], unnegated: int) -> Stems:
    """Compile the lists of a language; `bits` names the cues, `unnegated` holds those that stay."""
    source = files("solisten.reading") / "words" / f"{lang}.toml"
    lists = tomllib.loads(source.read_text(encoding="utf-8"))
    negations = _folded_words(lists["negations"])
    negations_after = _folded_words(lists.get("negations_after", []))
    denials = _folded_words(lists["denials"])
    pairs = dict.fromkeys(_stems(lists, bits, unnegated))
    pairs |= {(f" {word} ", _Stem(_NEGATION)): None for word in negations | negations_after}
    pairs |= {(f" {word} ", _Stem(_DENIAL)): None for word in denials}
    return Stems(
        automaton=AhoCorasick([pattern for pattern, _ in pairs]),
        stems=tuple(stem for _, stem in pairs),
        certain=tuple(_certain(stem) for _, stem in pairs),
        negations=negations,
        negations_after=negations_after,
        denials=denials,
        openers=frozenset(spaced(folded(opener))[3:-3] for opener in lists["openers"]),
    )


def _certain(stem: _Stem) -> int:
    return 0 if any(stem[1:]) else stem.bit


def _stems(
    lists: dict[str, Any], bits: Mapping[str, int], unnegated: int
) -> Iterator[tuple[str, _Stem]]:
    negations = {*lists["negations"], *lists.get("negations_after", [])}
    for name, entries in lists["cues"].items():
        cue = name if name in bits else next(c for c in bits if name.startswith(f"{c}_"))
        condition = name.removeprefix(cue).removeprefix("_")
        simple = _Stem(
            bit=bits[cue],
            negatable=not (bits[cue] & unnegated or condition.startswith("if_")),
            if_negated=condition == "if_negated",
            if_denied=condition == "if_denied",
            before_number=condition == "before_number",
            excepts=condition == "except",
            needs=_NEEDS.get(condition, 0),
        )
        for entry in chain.from_iterable(map(_expanded, entries)):
            first, _, then = entry.partition(" .. ")
            leading, stem = first.startswith("^"), simple
            if leading or then:
                stem = simple._replace(
                    negatable=simple.negatable and then not in negations,
                    leading=leading,
                    then=folded(then),
                )
            for form in _forms(first):
                yield form, stem


def _expanded(entry: str) -> Iterator[str]:
    """Write out the combinations of an entry's braces."""
    if "{" not in entry:
        yield entry
        return
    pieces = _BRACES.split(entry)
    for choice in product(*(piece.split(",") for piece in pieces[1::2])):
        yield "".join(chain.from_iterable(zip_longest(pieces[::2], choice, fillvalue="")))


def _forms(entry: str) -> Iterator[str]:
    """Give an entry as it stands in a spaced text; with umlauts and apostrophes and without."""
    after = "" if entry.endswith("*") else " "
    plain = entry.strip("^*")
    if _AS_IT_STANDS.fullmatch(plain):
        yield f" {plain}{after}"
        return
    written = {plain} if plain.isascii() else {plain, plain.translate(_UMLAUTS)}
    forms = {spaced(folded(words))[3:-3] for words in written}
    for form in forms | {form.replace("'", "") for form in forms if len(form) > 4}:
        yield f" {form}{after}"


def _folded_words(words: list[str]) -> frozenset[str]:
    both = {folded(word) for word in words}
    return frozenset(both | {word.replace("'", "") for word in both if len(word) > 4})
