"""Grow sentences from a grammar whose parts are lists of further parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_PART = re.compile(r"<(\w+)>")
Given = dict[str, str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """Hold the lists of parts by language, and the chance for the odd list of a part."""

    rng: Random
    parts: dict[str, dict[str, list[str]]]
    odd: float

    def grow(self, lang: str, part: str, given: Given) -> str:
        """Return a text for a part; what is given stands, all else is drawn.

        A part with a capital first letter begins with one.
        """
        name = part[:1].lower() + part[1:]
        if name in given:
            text = given[name]
        elif name == "num":
            text = str(self.rng.randrange(11, 99))
        else:
            text = _PART.sub(lambda m: self.grow(lang, m[1], given), self._choice(lang, name))
        text = " ".join(text.split())
        return text[:1].upper() + text[1:] if part[:1].isupper() else text

    def _choice(self, lang: str, name: str) -> str:
        parts = self.parts[lang]
        if self.rng.random() < self.odd and f"{name}_odd" in parts:
            return self.rng.choice(parts[f"{name}_odd"])
        return self.rng.choice(parts[name])
