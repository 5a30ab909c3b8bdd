"""Whether the windowed reader says exactly what VADER says."""

from __future__ import annotations

import csv
import gzip
import random
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
)

from solisten.reading.sentiment import WindowedVader, compound, has_lexicon_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PACKAGE = SentimentIntensityAnalyzer()
OURS = WindowedVader()
REAL_TEXTS = 50_000
LEXICON = sorted(PACKAGE.lexicon)
EMOJI = sorted(PACKAGE.emojis)
RULED = [
    *(word for phrase in (*SPECIAL_CASES, *BOOSTER_DICT) for word in phrase.split()),
    *NEGATE,
    *("but", "no", "nor", "or", "least", "at", "very", "never", "so", "this", "without", "doubt"),
]


SHAPES: list[Callable[[str], str]] = [str.upper, str.lower, str.title, str]


def agrees(text: str) -> None:
    scores = PACKAGE.polarity_scores(text)
    assert OURS.polarity_scores(text) == scores, text
    assert compound(text) == scores["compound"], text


def texts_of(path: Path) -> Iterator[str]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", errors="replace", newline="") as lines:
        if ".csv" not in path.name:
            yield from lines
            return
        for row in csv.reader(lines, delimiter=";" if "sts" in path.name else ","):
            yield from (cell for cell in row if " " in cell)


@pytest.mark.no_cover
def test_real_texts_score_as_the_package_scores_them(shared: Path) -> None:
    paths = sorted(path for path in (shared / "datasets").rglob("*.*") if path.is_file())
    every = {
        text for path in paths if path.suffix in {".csv", ".txt", ".gz"} for text in texts_of(path)
    }
    short = sorted(text for text in every if len(text) < 400)  # the package is quadratic
    random.Random(11).shuffle(short)
    assert len(short) >= REAL_TEXTS
    for text in islice(short, REAL_TEXTS):
        agrees(text)


@pytest.mark.no_cover
def test_made_up_texts_score_as_the_package_scores_them() -> None:
    chance = random.Random(5)
    for _ in range(6_000):
        pool = chance.choice([LEXICON, RULED, EMOJI, ["a", "the", "!", "?", "", "n't", "x\u0130"]])
        words = [
            chance.choice(chance.choice([pool, LEXICON, RULED, EMOJI, ["it", "was", "."]]))
            for _ in range(chance.randrange(12))
        ]
        shaped = [chance.choice(SHAPES)(word) for word in words]
        agrees(
            chance.choice([" ", " ", ", ", "\n", ""]).join(shaped) + chance.choice(["", "!", "??"])
        )


@given(st.lists(st.one_of(st.sampled_from(RULED), st.sampled_from(LEXICON), st.text()), max_size=9))
def test_any_text_scores_as_the_package_scores_it(words: list[str]) -> None:
    agrees(" ".join(words))
    agrees("".join(words))


def test_equal_values_take_each_others_turn_around_but() -> None:
    agrees("good good bad but good bad bad good love but love good bad")
    agrees(" ".join(["good"] * 30 + ["but"] + ["good", "bad"] * 30))


@pytest.mark.parametrize("word", ["great", "GREAT!", "no", ":)"])
def test_a_lexicon_word_is_found(word: str) -> None:
    assert has_lexicon_word(f"la la {word} la")


def test_other_words_are_none_of_the_lexicon() -> None:
    assert not has_lexicon_word("guten Morgen zusammen")
    assert not has_lexicon_word("")
