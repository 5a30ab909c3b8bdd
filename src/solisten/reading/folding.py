"""Fold a text so that its words can be compared whatever their case, width or accents.

Unicode compatibility forms and case are always folded (NFKC, casefold). Marks on Latin and Greek
letters, Arabic and Hebrew vowel points count only for a term that is written with one: "cafe"
finds "Café", "café" does not find "cafe" (the rule of X's search is the same).

Two views of a text. *Words*: every letter-digit run between single blanks, the signs gone, every
character of a script that writes no blanks between words standing alone (Korean too, whose
particles follow a name without a blank). *Literal*: the text with its signs, for terms that have
some (C++, AT&T, #acme); hyphens and dashes are blanks in both.
"""

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
_ASCII = [chr(code) for code in range(128)]
_ASCII_WORDS = {ord(char): char.lower() if char.isalnum() else " " for char in _ASCII}
_ASCII_WORD = re.compile("[A-Za-z0-9]+")
_ASCII_LITERAL = {ord(char): " " if char == "-" else char.lower() for char in _ASCII}


class Folder:
    """Fold texts, learning each character's part once."""

    __slots__ = ("_known", "_plain", "_shapes", "_words")

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._plain: dict[int, str] = {}
        self._shapes: dict[str, str] = {}
        self._words: dict[int, str] = {}

    def literal(self, text: str, *, accents: bool) -> str:
        """Return the text folded, with its signs and single blanks.

        >>> Folder().literal("Café-Bar AT&T's", accents=False)
        "cafe bar at&t's"
        """
        if text.isascii():
            return " ".join(text.translate(_ASCII_LITERAL).split())
        folded = self._folded(text)
        return folded if accents else folded.translate(self._plain)

    def words(self, text: str, *, accents: bool) -> str:
        """Return the words of the text, each between two single blanks.

        >>> Folder().words("Acme's #rockets, 東京!", accents=False)
        ' acme s rockets 東 京 '
        """
        if text.isascii():
            words = text.translate(_ASCII_WORDS).split()
        else:
            folded = self._folded(text)
            words = (
                (folded if accents else folded.translate(self._plain))
                .translate(self._words)
                .split()
            )
        return f" {' '.join(words)} " if words else " "

    def word_spans(self, text: str) -> list[tuple[int, int]]:
        """Return where each word of `words` stands in the text itself.

        >>> Folder().word_spans("AT&T is 東京")
        [(0, 2), (3, 4), (5, 7), (8, 9), (9, 10)]
        """
        if text.isascii():
            return [found.span() for found in _ASCII_WORD.finditer(text)]
        spans: list[tuple[int, int]] = []
        start = -1
        for at, char in enumerate(text):
            for kind in self._shapes.get(char) or self._shape(char):
                if kind != "w" and start >= 0:
                    spans.append((start, at))
                    start = -1
                if kind == "u":
                    spans.append((at, at + 1))
                elif kind == "w" and start < 0:
                    start = at
        if start >= 0:
            spans.append((start, len(text)))
        return spans

    def _shape(self, char: str) -> str:
        """Say what one character of any text folds to: word, unspaced word, blank or nothing."""
        kinds = (_as_word(part) for part in _unified(char))
        shape = "".join(" " if kind == " " else "wu"[len(kind) > 1] for kind in kinds)
        self._shapes[char] = shape
        return shape

    def _folded(self, text: str) -> str:
        if _RUN_OF_MARKS.search(text):  # normalising a run of marks costs its length squared
            text = _RUN_OF_MARKS.sub(lambda run: _fewer_marks(run[0]), text)
        text = " ".join(_unified(text).split())
        self._learn(text)
        return text

    def _learn(self, text: str) -> None:
        """Look up the characters never seen before."""
        for char in set(text) - self._known:
            self._plain[ord(char)] = plain = _plain(char)
            self._words[ord(char)] = _as_word(char)
            for part in plain:
                self._words.setdefault(ord(part), _as_word(part))
            self._known.add(char)


def _unified(text: str) -> str:
    """Fold compatibility forms, case and typographic signs."""
    text = unicodedata.normalize("NFKC", text.translate(_BEFORE)).casefold()
    return _GONE.sub("", unicodedata.normalize("NFKC", text)).translate(_SIGNS)


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


def _plain(char: str) -> str:
    """Take the marks off one folded character."""
    if _POINTS.match(char):
        return ""
    base = unicodedata.normalize("NFD", char)[0]
    return base if _ACCENTED_SCRIPTS.match(base) else _STROKES.get(char, char)


def _as_word(char: str) -> str:
    """Say what a folded character is among words: itself, a word of its own, or a blank."""
    if not is_word(char):
        return " "
    return f" {char} " if is_unspaced(char) else char


def _fewer_marks(run: str) -> str:
    """Keep the first marks of every row of them."""
    kept = []
    row = 0
    for char in run:
        row = row + 1 if unicodedata.category(char)[0] == "M" else 0
        if row <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)
