"""Compare the windowed reader's speed with the package's, in ratios of one run.

python tests/benchmarks/sentiment.py ../shared/datasets
"""

from __future__ import annotations

import csv
import gzip
import random
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from usage import words
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from solisten.reading.sentiment import WindowedVader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIZES = {100: 3_000, 500: 800, 2_000: 100, 10_000: 12, 64_000: 1}  # characters: texts
REPEATS = 5


def texts_of(folder: Path) -> list[str]:
    """Return the tweets and reviews of a few data sets, each once, shuffled by a fixed seed."""
    found: dict[str, None] = {}
    for name, column in (
        ("airline_tweets/Tweets.csv.gz", "text"),
        ("twcs_spotify/support_requests.csv.gz", "text"),
        ("twcs_spotify/SpotifyCares.csv.gz", "text"),
        ("gplay_fintech/me.greenlight/app_reviews_5.csv.gz", "content"),
    ):
        with gzip.open(folder / name, "rt", encoding="utf-8", errors="replace", newline="") as rows:
            found |= dict.fromkeys(row[column] for row in csv.DictReader(rows) if row[column])
    texts = list(found)
    random.Random(1).shuffle(texts)
    return texts


def of_length(texts: list[str], length: int) -> Iterator[str]:
    """Join texts until they have a length; about a hundred characters is one text."""
    if length <= 100:
        yield from (text for text in texts if 80 <= len(text) <= 120)
        return
    held = ""
    for text in texts:
        held = f"{held} {text}"
        if len(held) >= length:
            yield held[:length]
            held = ""


def seconds(read: Callable[[str], object], texts: list[str]) -> float:
    """Return the CPU seconds of one pass."""
    began = time.process_time()
    for text in texts:
        read(text)
    return time.process_time() - began


def main() -> None:
    """Print a table: texts a CPU second of either, and the ratio's range over the repeats."""
    texts = texts_of(Path(words(__doc__, 1)[0]))
    package, ours = SentimentIntensityAnalyzer(), WindowedVader()
    print(f"{'characters':>10} {'texts':>6} {'package/s':>10} {'ours/s':>10}  ratio (range)")
    for length, count in SIZES.items():
        chosen = [text for text, _ in zip(of_length(texts, length), range(count), strict=False)]
        if any(package.polarity_scores(t) != ours.polarity_scores(t) for t in chosen):
            sys.exit(f"not equal at {length} characters")
        runs = [
            (seconds(package.polarity_scores, chosen), seconds(ours.polarity_scores, chosen))
            for _ in range(REPEATS if length < 64_000 else 1)
        ]
        ratios = sorted(theirs / mine for theirs, mine in runs)
        theirs, mine = (len(chosen) / min(column) for column in zip(*runs, strict=True))
        middle = ratios[len(ratios) // 2]
        print(
            f"{length:>10} {len(chosen):>6} {theirs:>10.1f} {mine:>10.1f}"
            f"  {middle:.1f} ({ratios[0]:.1f}-{ratios[-1]:.1f})"
        )


if __name__ == "__main__":
    main()
