"""VADER's score, exactly, in time linear in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from heapq import heappop, heappush
from string import punctuation

from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
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
# Words that a rule compares a neighbour with; of others only membership in the lexicon counts.
_COMPARED = _REACTED_TO.union(
    *map(str.split, (*BOOSTER_DICT, *SPECIAL_CASES)), ("or", "nor", "at", "without", "doubt")
)

# What is remembered of words and of windows; both repeat as words do, whatever the texts.
_WORDS_KEPT, _WINDOWS_KEPT = 1 << 16, 1 << 14
_IN_LEXICON, _REACTS, _UPPER, _BUT = 1, 2, 4, 8
_ONLY = {bit: bytes(bit if kind & bit else 0 for kind in range(256)) for bit in (_REACTS, _UPPER)}
_STRANGER = "\0"


@dataclass(slots=True)
class _Window:
    """Show the package the few tokens that its rules for one token look at."""

    words_and_emoticons: list[str]
    is_cap_diff: bool


class WindowedVader(SentimentIntensityAnalyzer):  # type: ignore[misc]
    """Score like the package, digit for digit, without reading the whole text at each word.

    The package lower-cases all tokens at every lexicon word, which makes it quadratic. Its rules
    look at most three tokens back and two ahead: its own `sentiment_valence` gets that window, and
    is not called where nothing in the window can change a word's plain valence, nor again for a
    window of the same words.
    """

    def __init__(self) -> None:
        super().__init__()
        points = sorted(ord(emoji) for emoji in self.emojis if len(emoji) == 1)
        self._near_emoji = re.compile(f"[{_ranges(points)}]")
        self._familiar = next(word for word in self.lexicon if word not in _COMPARED)
        self._kinds: dict[str, int] = {}
        self._plain = lru_cache(_WORDS_KEPT)(lambda token: self.lexicon[_bare(token).lower()])
        self._stand_in = lru_cache(_WORDS_KEPT)(self._find_stand_in)
        self._valence_within = lru_cache(_WINDOWS_KEPT)(self._read_window)

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
        tokens = text.split()
        kinds = self._kinds_of(tokens)
        valences: list[float] = [0.0] * len(tokens)
        hits = [i for i, kind in enumerate(kinds) if kind & _IN_LEXICON]
        if not hits:
            return valences
        reacts, upper = kinds.translate(_ONLY[_REACTS]), kinds.translate(_ONLY[_UPPER])
        is_cap_diff = 0 < upper.count(_UPPER) < len(tokens)
        for i in hits:
            start = i - 3 if i > 3 else 0
            if not upper[i] and reacts.find(_REACTS, start, i + 3) < 0:
                valences[i] = self._plain(tokens[i])
                continue
            window = [*map(self._stand_in, tokens[start : i + 3])]
            window[i - start] = _cased(_bare(tokens[i]))
            valences[i] = self._valence_within(i - start, is_cap_diff, *window)
        for i, kind in enumerate(kinds):
            if kind & _BUT:
                _weigh_around_but(valences, i)
                break
        return valences

    def _kinds_of(self, tokens: list[str]) -> bytes:
        """Return the kinds of tokens; most are known, and a table is faster than a cache."""
        known = self._kinds
        try:
            return bytes(map(known.__getitem__, tokens))
        except KeyError:
            if len(known) > _WORDS_KEPT:
                known.clear()
            for token in tokens:
                if token not in known:
                    known[token] = self._read_kind(token)
            return bytes(map(known.__getitem__, tokens))

    def _read_kind(self, token: str) -> int:
        """Return what the rules may want to know of a token, as bits."""
        bare = _bare(token)
        word = bare.lower()
        return (
            (word in self.lexicon and _IN_LEXICON)
            | ((word in _REACTED_TO or "n't" in word) and _REACTS)
            | (bare.isupper() and _UPPER)
            | (word == "but" and _BUT)
        )

    def _find_stand_in(self, token: str) -> str:
        """Return a neighbour as the rules see it: all words that they treat alike become one."""
        bare = _bare(token)
        word = bare.lower()
        if word in _COMPARED or "n't" in word:
            return _cased(bare)
        return self._familiar if word in self.lexicon else _STRANGER

    def _read_window(self, place: int, is_cap_diff: bool, *window: str) -> float:
        word = window[place].lower()
        if word in BOOSTER_DICT or (word, *window[place + 1 : place + 2]) == ("kind", "of"):
            return 0.0
        seen = _Window([*window], is_cap_diff)
        valence: float = self.sentiment_valence(0, seen, window[place], place, [])[0]
        return valence


def _bare(token: str) -> str:
    """Strip like the package: outer punctuation goes, unless two characters or fewer are left."""
    return bare if len(bare := token.strip(punctuation)) > 2 else token


def _cased(token: str) -> str:
    """Keep of a token's case what the rules ask for: whether all of it is upper."""
    return token if token.isupper() else token.lower()


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
    return any(_bare(token) in lexicon for token in cleaned.lower().split())
