"""VADER's score, exactly, in time linear in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from heapq import heappop, heappush
from string import punctuation

from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
    allcap_differential,
    normalize,
)

# One class of the lexicon's 1,212 single-character emoji made the search slower than the package;
# coarse ranges, each hit then looked up, do not (PERFORMANCE 1). gaps up to 32 give 22 of them.
_GAP = 32

# Words that the package's rules react to; of a phrase its longest word stands for the whole. A
# lexicon word with none of them from three before it to two after it keeps its plain valence.
_REACTED_TO = frozenset(
    {max(phrase.split(), key=len) for phrase in (*BOOSTER_DICT, *SPECIAL_CASES)}
    | {*NEGATE, "no", "so", "this", "least"}
)


@dataclass(slots=True)
class _Window:
    """Show the package the few tokens that its rules for one token look at."""

    words_and_emoticons: list[str]
    is_cap_diff: bool


class WindowedVader(SentimentIntensityAnalyzer):  # type: ignore[misc]
    """Score like the package, digit for digit, without reading the whole text at each word.

    The package lower-cases all tokens at every lexicon word, which makes it quadratic. Its rules
    look at most three tokens back and two ahead: its own `sentiment_valence` gets that window, and
    is not called where nothing in the window can change a word's plain valence.
    """

    def __init__(self) -> None:
        super().__init__()
        points = sorted(ord(emoji) for emoji in self.emojis if len(emoji) == 1)
        self._near_emoji = re.compile(f"[{_ranges(points)}]")

    def polarity_scores(self, text: str) -> dict[str, float]:
        """Return neg, neu, pos and compound of a text, equal to the package's own.

        >>> WindowedVader().polarity_scores("not good, but we love it!")["compound"]
        0.7498
        """
        text = self._described(text).strip()
        scores: dict[str, float] = self.score_valence(self._valences(text), text)
        return scores

    def compound(self, text: str) -> float:
        """Return only the compound of `polarity_scores`."""
        text = self._described(text).strip()
        total = float(sum(self._valences(text)))
        if total > 0:
            total += self._punctuation_emphasis(text)
        elif total < 0:
            total -= self._punctuation_emphasis(text)
        score: float = round(normalize(total), 4)
        return score

    def _described(self, text: str) -> str:
        """Put words in the place of emoji, with the package's blanks around them."""
        if text.isascii():
            return text
        parts, at = [], 0
        for found in self._near_emoji.finditer(text):
            description = self.emojis.get(found[0])
            if description is None:
                continue
            here = found.start()
            parts.append(text[at:here])
            if here and text[here - 1] != " ":
                parts.append(" ")
            parts.append(description)
            at = here + 1
        parts.append(text[at:])
        return "".join(parts)

    def _valences(self, text: str) -> list[float]:
        tokens = _tokens(text)
        lowered = _tokens(text.lower()) if text.isascii() else [token.lower() for token in tokens]
        lexicon = self.lexicon
        valences: list[float] = [0.0] * len(tokens)
        hits = [i for i, word in enumerate(lowered) if word in lexicon]
        if not hits:
            return valences
        is_cap_diff: bool | None = None
        contracted = "n't" in text.lower()
        met: dict[tuple[object, ...], float] = {}
        for i in hits:
            start = i - 3 if i > 3 else 0
            near = lowered[start : i + 3]
            plain = _REACTED_TO.isdisjoint(near) and not (contracted and _contracted(near))
            if plain and not tokens[i].isupper():
                valences[i] = lexicon[lowered[i]]
                continue
            if is_cap_diff is None:
                is_cap_diff = allcap_differential(tokens)
            if lowered[i] in BOOSTER_DICT or lowered[i : i + 2] == ["kind", "of"]:
                continue
            window = tokens[start : i + 3]
            key = (i - start, *window)
            if key not in met:
                place = _Window(window, is_cap_diff)
                met[key] = self.sentiment_valence(0, place, tokens[i], i - start, [])[0]
            valences[i] = met[key]
        if "but" in lowered:
            _weigh_around_but(valences, lowered.index("but"))
        return valences


def _tokens(text: str) -> list[str]:
    """Split like the package: outer punctuation goes, unless two characters or fewer are left."""
    return [bare if len(bare := token.strip(punctuation)) > 2 else token for token in text.split()]


def _contracted(words: list[str]) -> bool:
    return any("n't" in word for word in words)


def _weigh_around_but(valences: list[float], but: int) -> None:
    """Halve what stands before the first "but" and raise what follows by half, as VADER does.

    The package looks up each value's first place in the list while it changes the list, so equal
    values take each other's turn. One heap of places for each value does the same faster.
    """
    places: dict[float, list[int]] = {}
    for i, value in enumerate(valences):
        if value:
            places.setdefault(value, []).append(i)
    for i in range(len(valences)):
        value = valences[i]
        if not value or (first := places[value][0]) == but:
            continue
        changed = value * (0.5 if first < but else 1.5)
        heappop(places[value])
        heappush(places.setdefault(changed, []), first)
        valences[first] = changed


def _ranges(points: list[int]) -> str:
    spans: list[list[int]] = []
    for point in points:
        if spans and point - spans[-1][1] <= _GAP:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return "".join(f"{re.escape(chr(low))}-{re.escape(chr(high))}" for low, high in spans)


@cache
def _vader() -> WindowedVader:
    return WindowedVader()


def compound(cleaned: str) -> float:
    """Return VADER's compound of a cleaned text, -1 to 1, four decimals.

    >>> compound("I love it")
    0.6369
    """
    return _vader().compound(cleaned)


def has_lexicon_word(cleaned: str) -> bool:
    """Tell whether a cleaned text holds a word of VADER's English lexicon.

    >>> has_lexicon_word("great app"), has_lexicon_word("hola a todos")
    (True, False)
    """
    lexicon = _vader().lexicon
    return any(word in lexicon for word in _tokens(cleaned.lower()))
