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

from solisten.reading.characters import as_word, stands_by_itself, unified, without_marks

_ASCII = "".join(map(chr, range(128)))


class Folder:
    """Fold texts, learning each character once."""

    __slots__ = ("_alone", "_ascii", "_shapes", "_tables")

    def __init__(self) -> None:
        self._alone: set[str] = set()
        self._shapes: dict[str, str] = {}
        self._tables: dict[tuple[bool, bool], dict[int, str]] = {
            (literal, accents): {} for literal in (False, True) for accents in (False, True)
        }
        self._learn(_ASCII)
        # Most texts are plain, and bytes are translated in a quarter of the time.
        self._ascii = {
            key: bytes(ord(table[code]) if code < 128 else code for code in range(256))
            for key, table in self._tables.items()
        }

    def literal(self, text: str, *, accents: bool) -> str:
        """Return the text folded, with its signs and single blanks.

        >>> Folder().literal("Café-Bar AT&T's", accents=False)
        "cafe bar at&t's"
        """
        return " ".join(self._folded(text, True, accents).split())

    def words(self, text: str, *, accents: bool) -> str:
        """Return the words of the text, each between two single blanks.

        >>> Folder().words("Acme's #rockets, 東京!", accents=False)
        ' acme s rockets 東 京 '
        """
        words = self._folded(text, False, accents).split()
        return f" {' '.join(words)} " if words else " "

    def word_spans(self, text: str) -> list[tuple[int, int]]:
        """Return where each word of `words` stands in the text itself.

        >>> Folder().word_spans("AT&T is 東京")
        [(0, 2), (3, 4), (5, 7), (8, 9), (9, 10)]
        """
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
        kinds = (as_word(part) for part in unified(char))
        shape = "".join(" " if kind == " " else "wu"[len(kind) > 1] for kind in kinds)
        self._shapes[char] = shape
        return shape

    def _folded(self, text: str, literal: bool, accents: bool) -> str:
        if text.isascii():
            return text.encode().translate(self._ascii[literal, accents]).decode()
        return self._ready(text).translate(self._tables[literal, accents])

    def _ready(self, text: str) -> str:
        """Return a text that can be folded character by character."""
        if self._alone.issuperset(text):
            return text
        self._learn(text)
        if self._alone.issuperset(text):
            return text
        text = unified(text)
        self._learn(text)
        return text

    def _learn(self, text: str) -> None:
        """Look up the characters never seen before."""
        known = self._tables[True, True]
        for char in set(text):
            code = ord(char)
            if code in known:
                continue
            folded = unified(char)
            plain = "".join(map(without_marks, folded))
            self._tables[True, True][code] = folded
            self._tables[True, False][code] = plain
            self._tables[False, True][code] = "".join(map(as_word, folded))
            self._tables[False, False][code] = "".join(map(as_word, plain))
            if stands_by_itself(char):
                self._alone.add(char)
