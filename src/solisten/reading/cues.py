"""Which cues a text gives, by word lists kept as data."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from enum import IntFlag
from functools import cache
from importlib.resources import files
from typing import Any

from ahocorasick_rs import AhoCorasick

from solisten.reading import language, voice
from solisten.reading.clean import cleaned


class Cue(IntFlag):
    """What a text may say; the bit positions are stored and never change."""

    QUESTION = 1 << 0
    FAULT = 1 << 1
    REQUEST = 1 << 2
    FEATURE = 1 << 3
    RECOMMEND = 1 << 4
    THANKS = 1 << 5
    WORKS = 1 << 6
    EMPATHY = 1 << 7
    FIRST_PERSON = 1 << 8
    HANDOVER = 1 << 9
    LOOP = 1 << 10
    INVITE = 1 << 11
    PROMO = 1 << 12
    PROMISE = 1 << 13
    REPORT = 1 << 14
    DONE = 1 << 15
    PRIVATE = 1 << 16
    SIGNED = 1 << 17


# A "no" before these does not take them back ("don't miss our meetup", "why not?").
_UNNEGATED = (
    Cue.QUESTION
    | Cue.REQUEST
    | Cue.FEATURE
    | Cue.FIRST_PERSON
    | Cue.INVITE
    | Cue.PROMO
    | Cue.PRIVATE
)
_WINDOW = 3  # words within which a negation reaches a cue (INFERENCE C.6)
_STOP = "."

_KEPT = "abcdefghijklmnopqrstuvwxyz0123456789'?"
_FOLD = str.maketrans(
    {
        c: (c if c in _KEPT else "." if c in ".!;:\n\r()" else "," if c == "," else " ")
        for c in map(chr, range(128))
    }
)


@dataclass(frozen=True, slots=True)
class _Matcher:
    """Find one language's stems in one pass."""

    automaton: AhoCorasick
    stems: tuple[_Stem, ...]
    negations: frozenset[str]
    negations_after: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Stem:
    """Say what a stem means, and what must stand around it."""

    cue: Cue
    negatable: bool
    if_negated: bool = False
    then: str = ""  # a word that must follow within the window
    number: bool = False  # a number must follow


def cues(text: str, lang: str) -> Cue:
    """Return the cues of a text as it is stored, read with the lists of its language.

    `lang` is an ISO 639-1 code; "" is read as English; a language without lists gives only the
    question mark and the signature.

    >>> cues("How does it reset? Please help", "en")
    <Cue.QUESTION|REQUEST: 5>
    """
    signed = Cue.SIGNED if voice.signature(text) else Cue(0)
    return cues_of_cleaned(cleaned(text), lang) | signed


def cues_of_cleaned(own: str, lang: str) -> Cue:
    """Return the cues of a cleaned text; SIGNED is not among them."""
    folded = _folded(own)
    found = int(Cue.QUESTION) if "?" in folded else 0
    lang = lang or "en"
    if lang not in language.LISTED:
        return Cue(found)
    matcher = _matcher(lang)
    padded = spaced(folded)
    stems = matcher.stems
    for index, start, end in matcher.automaton.find_matches_as_indexes(padded, overlapping=True):
        stem = stems[index]
        bit = int(stem.cue)
        if found & bit and found & bit == bit:
            continue
        if _holds(stem, matcher, padded, start, end):
            found |= bit
    return Cue(found)


def _holds(stem: _Stem, matcher: _Matcher, padded: str, start: int, end: int) -> bool:
    if stem.then and not _follows(stem.then, padded, end):
        return False
    if stem.number and not _number_follows(padded, end):
        return False
    if stem.if_negated:
        return _negated(matcher, padded, start, end)
    return not (stem.negatable and _negated(matcher, padded, start, end))


def _negated(matcher: _Matcher, padded: str, start: int, end: int) -> bool:
    before = padded[max(0, start - 60) : start].split()[-_WINDOW:]
    for word in reversed(before):
        if word in {_STOP, ","}:
            break
        if word in matcher.negations:
            return True
    return bool(matcher.negations_after) and not matcher.negations_after.isdisjoint(
        _words_after(padded, end)
    )


def _words_after(padded: str, end: int) -> list[str]:
    after = padded[end - 1 : end + 60].partition(_STOP)[0]
    if not after.startswith(" "):  # the rest of a word whose stem was found
        after = after.partition(" ")[2]
    return after.split()[:_WINDOW]


def _follows(then: str, padded: str, end: int) -> bool:
    if then.endswith("*"):
        return any(word.startswith(then[:-1]) for word in _words_after(padded, end))
    return then in _words_after(padded, end)


def _number_follows(padded: str, end: int) -> bool:
    return any(sum(map(str.isdigit, word)) >= 3 for word in padded[end - 1 : end + 30].split()[:3])


def _folded(text: str) -> str:
    text = text.casefold()
    if text.isascii():
        return text
    text = text.replace("’", "'").replace("‘", "'").replace("´", "'").replace("ł", "l")
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")


def spaced(folded: str) -> str:
    """Return folded words with one blank around each, sentence ends as " . ", commas as " , ".

    >>> spaced("hi, how's it going? ok!")
    " . hi , how's it going . ok . . "
    """
    text = folded.translate(_FOLD).replace("?", ".").replace(" '", " ").replace("' ", " ")
    return f" . {' '.join(text.replace('.', ' . ').replace(',', ' , ').split())} . "


@cache
def _matcher(lang: str) -> _Matcher:
    lists = _lists(lang)
    stems: dict[tuple[str, _Stem], None] = {}
    for name, entries in lists["cues"].items():
        base, _, condition = name.partition("_")
        cue = Cue[name.upper()] if name.upper() in Cue.__members__ else Cue[base.upper()]
        if name.upper() in Cue.__members__:
            condition = ""
        for entry in entries:
            pattern, _, then = entry.partition(" .. ")
            stem = _Stem(
                cue=cue,
                negatable=not cue & _UNNEGATED,
                if_negated=condition == "if_negated",
                then=then,
                number=condition == "before_number",
            )
            stems[_pattern(pattern), stem] = None
    return _Matcher(
        automaton=AhoCorasick([pattern for pattern, _ in stems]),
        stems=tuple(stem for _, stem in stems),
        negations=frozenset(map(_folded, lists["negations"])),
        negations_after=frozenset(map(_folded, lists.get("negations_after", []))),
    )


def _pattern(entry: str) -> str:
    leading, entry = entry.startswith("^"), entry.removeprefix("^")
    stem = entry.endswith("*")
    words = " ".join(_folded(entry.removesuffix("*")).translate(_FOLD).split())
    return (" . " if leading else " ") + words + ("" if stem else " ")


def _lists(lang: str) -> dict[str, Any]:
    source = files("solisten.reading") / "words" / f"{lang}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))
