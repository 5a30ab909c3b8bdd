"""Say what one character is among words, whatever its case, width or accent."""

from __future__ import annotations

import re
import unicodedata

MOST_MARKS = 30
"""Marks in a row that are read: the Stream-Safe Text Format's limit (Unicode UAX 15, 13)."""

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007"
    "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
_GONE = re.compile(
    "[\u00ad\u034f\u180b-\u180f\u200c-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff\u20e3]"
)
_POINTS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]"
)
_ACCENTED_SCRIPTS = re.compile("[a-z\u0370-\u03ff\u0435]")
_STROKES = {"\u0131": "i", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "æ": "ae", "œ": "oe"}
# NFKC would glue the signs to the word before them (Acme™ -> acmetm) or take them apart.
_BEFORE = str.maketrans(
    {"\u2122": " ", "\u2120": " ", "\u00b4": "'", "\u00b8": " ", "\u00a8": " ", "\u00af": " "}
)
_SIGNS = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc`", "'")
    | dict.fromkeys("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212", " ")
)
_RUN_OF_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{MOST_MARKS},}}")
# Vowel signs without a combining class that join the letter before them to one character.
_JOINING = frozenset(
    "\u0dca\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf\u102e\u1b35"
    "\U00011127\U0001133e\U00011357\U000114b0\U000114ba\U000114bd\U000115af\U00011930"
)
# Marks of these combining classes (none, virama) never change places with one another.
_SETTLED = frozenset({0, 9})
_JAMO = re.compile("[\u1160-\u11ff\ud7b0-\ud7ff]")


def unified(text: str) -> str:
    """Fold compatibility forms, case and typographic signs.

    >>> unified("\uff21CME\u2019s caf\u00c9")
    "acme's café"
    """
    if _RUN_OF_MARKS.search(text):  # normalising a run of marks costs its length squared
        text = _RUN_OF_MARKS.sub(lambda run: _fewer_marks(run[0]), text)
    text = _GONE.sub("", text).translate(_BEFORE)
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return text.translate(_SIGNS)


def is_unspaced(char: str) -> bool:
    """Say whether the character's script writes no blank between words.

    >>> is_unspaced("京"), is_unspaced("é")
    (True, False)
    """
    return bool(_UNSPACED.match(char))


def is_word(char: str) -> bool:
    """Say whether the character is part of a word: a letter, a digit or a mark on one.

    >>> is_word("é"), is_word("_"), is_word("'")
    (True, False, False)
    """
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def without_marks(char: str) -> str:
    """Take the marks off one folded character."""
    if _POINTS.match(char):
        return ""
    base = unicodedata.normalize("NFD", char)[0]
    return base if _ACCENTED_SCRIPTS.match(base) else _STROKES.get(char, char)


def as_word(char: str) -> str:
    """Say what a folded character is among words: itself, a word of its own, or a blank."""
    if not is_word(char):
        return " "
    return f" {char} " if is_unspaced(char) else char


def stands_by_itself(char: str) -> bool:
    """Say whether folding the character does not depend on the characters beside it.

    >>> [stands_by_itself(char) for char in "é\u0301\u0e31\u11a8"]
    [True, False, True, False]
    """
    first = unicodedata.normalize("NFKD", char)[0]
    last = unicodedata.normalize("NFKC", char.casefold())[-1]
    if _JAMO.match(first) or first in _JOINING or "\ud800" <= char <= "\udfff":
        return False
    return unicodedata.combining(first) in _SETTLED and unicodedata.combining(last) in _SETTLED


def _fewer_marks(run: str) -> str:
    """Keep the first marks of every row of them."""
    kept = []
    row = 0
    for char in run:
        row = row + 1 if unicodedata.category(char)[0] == "M" else 0
        if row <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)
