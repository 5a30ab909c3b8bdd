"""Turn sentence patterns into the sentences that simulated people write."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

TEXTS = Path(__file__).with_name("texts")
_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_SHORT = {"please": "pls", "you": "u", "because": "cuz", "really": "rly", "thanks": "thx"}


@cache
def loaded(name: str) -> dict[str, Any]:
    """Read one file of patterns."""
    return tomllib.loads((TEXTS / name).read_text(encoding="utf-8"))


@dataclass(slots=True)
class Speech:
    """Hold the patterns by language, the words of the brand's world, and a chance for odd words."""

    rng: Random
    lines: dict[str, dict[str, list[str]]]
    words: dict[str, dict[str, list[str]]]
    odd: float

    def pattern(self, lang: str, key: str) -> str:
        """Choose a pattern; with the chance `odd` one that says the same in unusual words."""
        lines = self.lines[lang] if key in self.lines[lang] else self.lines["en"]
        if f"{key}_odd" in lines and self.rng.random() < self.odd:
            return self.rng.choice(lines[f"{key}_odd"])
        return self.rng.choice(lines[key])

    def word(self, lang: str, slot: str) -> str:
        """Choose a word for a slot; numbers are made up."""
        if slot == "n":
            return str(self.rng.choice([2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 20, 25, 30, 45]))
        if slot == "n2":
            return str(self.rng.randrange(1, 9))
        if slot == "version":
            return f"{self.rng.randrange(1, 9)}.{self.rng.randrange(0, 20)}"
        return self.rng.choice(self.words[lang][slot])

    def say(self, lang: str, key: str, slots: dict[str, str] | None = None) -> str:
        """Return one sentence of an intent; `slots` are what the thread already fixed."""
        return self.filled(lang, self.pattern(lang, key), slots or {})

    def filled(self, lang: str, pattern: str, slots: dict[str, str]) -> str:
        """Fill choices, then slots; a capital first letter asks for a capital word."""
        while match := _CHOICE.search(pattern):
            choice = self.rng.choice(match[1].split("|"))
            pattern = pattern[: match.start()] + choice + pattern[match.end() :]

        def value(match: re.Match[str]) -> str:
            slot = match[1]
            name = slot[0].lower() + slot[1:]
            given = slots.get(name)
            text = given if given is not None else self.word(lang, name.removesuffix("2") or name)
            return text[:1].upper() + text[1:] if slot[0].isupper() else text

        return _SLOT.sub(lambda m: self._number(m) or value(m), pattern)

    def _number(self, match: re.Match[str]) -> str:
        return self.word("", match[1]) if match[1] in {"n", "n2"} else ""


def capital(text: str) -> str:
    """Give a text a capital first letter.

    >>> capital("the router")
    'The router'
    """
    return text[:1].upper() + text[1:]


def typed(rng: Random, text: str, sloppy: float) -> str:
    """Return the text as a person in a hurry types it; `sloppy` is a share of 1."""
    if rng.random() >= sloppy:
        return text
    words = text.split(" ")
    for i, word in enumerate(words):
        if len(word) > 3 and word.isalpha() and rng.random() < 0.08:
            words[i] = _slip(rng, word)
        elif word.lower() in _SHORT and rng.random() < 0.3:
            words[i] = _SHORT[word.lower()]
    text = " ".join(words)
    if rng.random() < 0.35:
        text = text[:1].lower() + text[1:]
    if rng.random() < 0.25:
        text = _APOSTROPHE.sub("", text)
    if rng.random() < 0.2:
        text = text.rstrip(".")
    return text


def _slip(rng: Random, word: str) -> str:
    at = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    return word.upper()


def name_from(rng: Random, syllables: tuple[str, ...], count: int) -> str:
    """Make up a name that no language has."""
    return "".join(rng.choice(syllables) for _ in range(count)).capitalize()
