"""Measure needs against people's labels: precision, recall and F1, tuned and held-out halves.

python tests/benchmarks/needs.py ../shared/datasets

Complaints: 3,449 tweets, 9 domains and random tweets. The word lists were weighed on the domains
of TUNED_ON only. Labelled topics: tweets to two brands; a row with any topic but "Service Praise"
counts as a need, a row of praise does not, a row without topic is left out (most are needs whose
topic the labellers did not list).
"""

from __future__ import annotations

import csv
import gzip
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import openpyxl
from usage import words

from solisten.reading.clean import cleaned
from solisten.reading.cues import Cue, cues_of
from solisten.reading.needs import need_of
from solisten.reading.sentiment import compound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

TUNED_ON = frozenset({"apparel", "electronics", "other", "services", "random_reply"})
PRAISE = "Service Praise"
FIRST_TOPIC = 10  # column


class Reading(NamedTuple):
    """Hold what is read from one labelled text."""

    label: bool
    group: str
    cues: Cue
    score: float
    need: str


RULES: dict[str, Callable[[Reading], bool]] = {
    "complaint": lambda reading: reading.need == "complaint",
    "any need": lambda reading: bool(reading.need),
    "fault word alone": lambda reading: Cue.FAULT in reading.cues,
    "VADER <= -.05": lambda reading: reading.score <= -0.05,
    "VADER <= -.35": lambda reading: reading.score <= -0.35,
}


def read(text: str, label: bool, group: str) -> Reading:
    """Read one English text as the store would."""
    own = cleaned(text)
    cues, score = cues_of(own, "en"), compound(own)
    return Reading(label, group, cues, score, need_of(cues, score))


def complaints(folder: Path) -> list[Reading]:
    """Read the tweets labelled as complaint or not."""
    path = folder / "complaints_acl19" / "complaints-data.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as rows:
        return [read(text, label == "1", domain) for _, text, label, domain in csv.reader(rows)]


def topics(path: Path) -> list[Reading]:
    """Read tweets to a brand labelled with topics."""
    sheet = openpyxl.load_workbook(path, read_only=True).active
    rows = list(sheet.iter_rows(values_only=True)) if sheet else []
    names, found = rows[0], []
    for row in rows[1:]:
        marks = {str(names[i]) for i in range(FIRST_TOPIC, len(names)) if row[i] == 1}
        if marks:
            found.append(read(str(row[8] or ""), bool(marks - {PRAISE}), path.name[5:20]))
    return found


def airline(folder: Path) -> list[Reading]:
    """Read tweets to airlines; those that people found negative count as complaints."""
    path = folder / "airline_tweets" / "Tweets.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as rows:
        return [
            read(row["text"], row["airline_sentiment"] == "negative", "airline")
            for row in csv.DictReader(rows)
        ]


def line(name: str, readings: Iterable[Reading], rule: Callable[[Reading], bool]) -> str:
    """Return one line of the table."""
    pairs = [(reading.label, rule(reading)) for reading in readings]
    true = sum(label and found for label, found in pairs)
    labelled, found = (sum(column) for column in zip(*pairs, strict=True))
    precision, recall = true / max(1, found), true / max(1, labelled)
    f1 = 2 * true / max(1, labelled + found)
    return f"{name:42} {len(pairs):>6} {precision:>9.3f} {recall:>6.3f} {f1:>6.3f}"


def main() -> None:
    """Print the table."""
    folder = Path(words(__doc__, 1)[0])
    labelled = complaints(folder)
    sets = {
        "tuned": [r for r in labelled if r.group in TUNED_ON],
        "held out": [r for r in labelled if r.group not in TUNED_ON],
    }
    sets |= {
        f"{name}, to brands": [r for r in readings if not r.group.startswith("random")]
        for name, readings in sets.items()
    }
    sets["airlines, negative"] = airline(folder)
    print(f"{'rule and texts':42} {'n':>6} {'precision':>9} {'recall':>6} {'F1':>6}")
    for rule, holds in RULES.items():
        for name, readings in sets.items():
            print(line(f"{rule}: {name}", readings, holds))
    for path in sorted((folder / "twcs_labelled_acts").glob("*inbound.xlsx")):
        print(line(f"any need: topics of {path.name[5:18]}", topics(path), RULES["any need"]))


if __name__ == "__main__":
    main()
