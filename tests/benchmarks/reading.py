"""Measure how fast whole texts are read, beside VADER alone in the same run.

python tests/benchmarks/reading.py ../shared/datasets
"""

from __future__ import annotations

import csv
import gzip
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

from usage import words
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from solisten.reading.clean import cleaned, names_in, normal_form
from solisten.reading.cues import cues_of
from solisten.reading.language import own_language
from solisten.reading.links import links_in
from solisten.reading.sentiment import compound
from solisten.reading.voice import signature

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TEXTS = 8_000
REPEATS = 7


def texts_of(folder: Path) -> list[str]:
    """Return tweets to brands and their answers, each once, in an order fixed by a seed."""
    found: dict[str, None] = {}
    for name in (
        "airline_tweets/Tweets.csv.gz",
        "twcs_spotify/support_requests.csv.gz",
        "twcs_spotify/SpotifyCares.csv.gz",
    ):
        with gzip.open(folder / name, "rt", encoding="utf-8", errors="replace", newline="") as rows:
            found |= dict.fromkeys(row["text"] for row in csv.DictReader(rows) if row["text"])
    texts = list(found)
    random.Random(3).shuffle(texts)
    return texts[:TEXTS]


def whole(texts: Sequence[str]) -> None:
    """Read everything that the store asks of texts, step by step as it does."""
    own = [cleaned(text) for text in texts]
    langs = [own_language(text, "") for text in own]
    each(compound)(own)
    for text, lang in zip(own, langs, strict=True):
        cues_of(text, lang)
    for step in (normal_form, names_in, links_in):
        each(step)(texts)


def each(step: Callable[[str], object]) -> Callable[[Sequence[str]], None]:
    """Return the step done with one text after the other."""

    def run(texts: Sequence[str]) -> None:
        for text in texts:
            step(text)

    return run


def main() -> None:
    """Print microseconds a text of each step, and the whole in VADERs."""
    texts = texts_of(Path(words(__doc__, 1)[0]))
    own = {text: cleaned(text) for text in texts}
    steps: dict[str, Callable[[Sequence[str]], object]] = {
        "VADER alone": each(SentimentIntensityAnalyzer().polarity_scores),
        "whole text": whole,
        "cleaned": each(cleaned),
        "own_language": each(lambda text: own_language(own[text], "")),
        "compound": each(lambda text: compound(own[text])),
        "cues_of": each(lambda text: cues_of(own[text], "en")),
        "normal_form": each(normal_form),
        "signature": each(signature),
        "names_in": each(names_in),
        "links_in": each(links_in),
    }
    best = dict.fromkeys(steps, float("inf"))
    for _ in range(REPEATS):
        for name, step in steps.items():
            began = time.process_time()
            step(texts)
            best[name] = min(best[name], (time.process_time() - began) / len(texts))
    print(f"{len(texts)} texts, {sum(map(len, texts)) / len(texts):.0f} characters on average")
    for name, seconds in best.items():
        share = seconds / best["VADER alone"]
        print(f"{name:14} {seconds * 1e6:6.1f} us {1 / seconds:9.0f}/s {share:6.2f} x VADER")


if __name__ == "__main__":
    main()
