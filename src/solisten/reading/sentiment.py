"""VADER's score, exactly, in time linear in the text."""

from __future__ import annotations

import re
from functools import cache
from heapq import heappop, heappush
from string import punctuation

from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    SentimentIntensityAnalyzer,
    allcap_differential,
)

# Coarse ranges around all single-character emoji of the lexicon: one class of each of the 1,212
# made the search slower than the package (PERFORMANCE 1). Hits are looked up in the lexicon.
_GAP = 0x180


class _Window:
    """Show VADER the few tokens that its rules for one token look at."""

    __slots__ = ("is_cap_diff", "words_and_emoticons")

    def __init__(self, tokens: list[str], is_cap_diff: bool) -> None:
        self.words_and_emoticons = tokens
        self.is_cap_diff = is_cap_diff


class WindowedVader(SentimentIntensityAnalyzer):  # type: ignore[misc]
    """Score like the package, digit for digit, but without reading the whole text at each word.

    The package lower-cases all tokens at every lexicon word, which makes it quadratic. Its rules
    look at most three tokens back and two ahead, so each lexicon word is given that window.
    """

    def __init__(self) -> None:
        super().__init__()
        self._maybe_emoji = re.compile(
            f"[{_ranges(sorted(ord(e) for e in self.emojis if len(e) == 1))}]"
        )

    def polarity_scores(self, text: str) -> dict[str, float]:
        """Return neg, neu, pos and compound of a text, equal to the package's own."""
        text, sentiments = self._read(text)
        scores: dict[str, float] = self.score_valence(sentiments, text)
        return scores

    def _read(self, text: str) -> tuple[str, list[float]]:
        if not text.isascii():
            text = self._described(text)
        text = text.strip()
        tokens = [
            bare if len(bare := token.strip(punctuation)) > 2 else token for token in text.split()
        ]
        lowered = [token.lower() for token in tokens]
        lexicon = self.lexicon
        sentiments: list[float] = [0] * len(tokens)
        is_cap_diff: bool | None = None
        last = len(tokens) - 1
        seen: dict[tuple[str, ...], float] = {}
        for i, word in enumerate(lowered):
            if word not in lexicon or word in BOOSTER_DICT:
                continue
            if word == "kind" and i < last and lowered[i + 1] == "of":
                continue
            if is_cap_diff is None:
                is_cap_diff = allcap_differential(tokens)
            start = i - 3 if i > 3 else 0
            window = tokens[start : i + 3]
            key = (*window, str(i - start))
            if key not in seen:
                seen[key] = self.sentiment_valence(
                    0, _Window(window, is_cap_diff), window[i - start], i - start, []
                )[0]
            sentiments[i] = seen[key]
        if "but" in lowered:
            _weigh_around_but(sentiments, lowered.index("but"))
        return text, sentiments

    def _described(self, text: str) -> str:
        parts, at = [], 0
        for found in self._maybe_emoji.finditer(text):
            here = found.start()
            description = self.emojis.get(found[0])
            if description is None:
                continue
            parts.append(text[at:here])
            if here and text[here - 1] != " ":
                parts.append(" ")
            parts.append(description)
            at = here + 1
        parts.append(text[at:])
        return "".join(parts)


def _weigh_around_but(sentiments: list[float], but: int) -> None:
    """Halve what stands before the first "but", and raise what follows by half, as VADER does.

    The package looks up each value's first position in the list while it changes the list; equal
    values therefore take each other's turn. This does the same with one heap of positions a value.
    """
    places: dict[float, list[int]] = {}
    for i, value in enumerate(sentiments):
        if value:
            places.setdefault(value, []).append(i)
    for i in range(len(sentiments)):
        value = sentiments[i]
        if not value:
            continue
        first = places[value][0]
        if first == but:
            continue
        changed = value * (0.5 if first < but else 1.5)
        heappop(places[value])
        heappush(places.setdefault(changed, []), first)
        sentiments[first] = changed


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
    return _vader().polarity_scores(cleaned)["compound"]


def has_lexicon_word(cleaned: str) -> bool:
    """Tell whether a cleaned text holds a word of VADER's English lexicon.

    >>> has_lexicon_word("great app"), has_lexicon_word("hola a todos")
    (True, False)
    """
    lexicon = _vader().lexicon
    return any(token.strip(punctuation) in lexicon for token in cleaned.lower().split())
