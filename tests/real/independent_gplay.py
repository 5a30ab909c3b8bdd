"""What scraped Google Play reviews add up to, counted again by the standard library alone.

`python independent_gplay.py FOLDER...` prints a line for each folder of app_reviews_N.csv.gz.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

# Marks of a person that nobody would doubt, at the very end: two or three capitals or a name with
# a sign before it that stands apart ("- AB", "you- AB", ".-AB"), "~A", a sentence of two capitals,
# a name on a line of its own above the team's.
SIGNED = re.compile(
    r"(?:(?:\s[-\u2013~^_]+\s?|[-\u2013~^_]+\s|[.!?)][-\u2013~^_]+)"
    r"(?:[A-Z]{2,3}|[A-Z][a-z]{2,}[A-Z]?)"
    r"|\s~ ?[A-Z]|[.!?]\s+[A-Z]{2}|\n(?!Thanks?\n)[A-Z][a-z]+\n(?:Team \w+|\w+ Team))\.?\Z"
)
# Nobody: a small word, a link, a number, a face, thanks or the team, with no sign before it.
UNSIGNED = re.compile(
    r"(?:(?:^|[^-\u2013~^/_*(\s])\s+(?:[a-z']+|\S*[/@.]\S+\w|[\d()-]+)[.!?)/]*"
    r"|[.!?]\s*Thanks?(?: you)?(?: so much)?[.!]*|[.!?]\s*[^\w\s'\"]+"
    r"|(?<![A-Za-z]\n)Team \w+|[.!?,]\s*\w+ Team)\s*[.!)]*\Z"
)


@dataclass
class Review:
    """Hold one review and its owner's answer; times in whole seconds of UTC."""

    id: str
    stars: int
    at: int
    answer: str
    answered_at: int | None

    @property
    def answered(self) -> bool:
        """Say whether the owner answered at all."""
        return bool(self.answer) or self.answered_at is not None


@dataclass
class Tally:
    """Hold what the reviews of one app add up to."""

    rows: int = 0
    mentions: int = 0
    answered: int = 0
    by_stars: dict[int, tuple[int, int]] = field(default_factory=dict)
    negative_latency: int = 0
    latencies: list[int] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    @property
    def duplicates(self) -> int:
        """Count the rows whose reviewId stood in an earlier one."""
        return self.rows - self.mentions

    def percentile(self, percent: int) -> Fraction:
        """Interpolate linearly between the order statistics (type 7), exactly."""
        place = Fraction((len(self.latencies) - 1) * percent, 100)
        low, high = (
            self.latencies[min(int(place) + step, len(self.latencies) - 1)] for step in (0, 1)
        )
        return low + (place - int(place)) * (high - low)


def seconds(text: str) -> int:
    """Read "2023-04-24 07:31:54" as seconds of UTC."""
    return int(datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC).timestamp())


def reviews(folder: Path) -> tuple[int, list[Review]]:
    """Return how many rows the files have, and each review once: the last row of its id."""
    found: dict[str, Review] = {}
    rows = 0
    for path in sorted(folder.glob("*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                rows += 1
                replied = row["repliedAt"].strip()
                found[row["reviewId"]] = Review(
                    id=row["reviewId"],
                    stars=int(row["score"]),
                    at=seconds(row["at"]),
                    answer=row["replyContent"].strip(),
                    answered_at=seconds(replied) if replied else None,
                )
    return rows, list(found.values())


def tally(folder: Path) -> Tally:
    """Add the reviews of one app up."""
    rows, found = reviews(folder)
    made = Tally(rows=rows, mentions=len(found))
    for review in found:
        known, answered = made.by_stars.get(review.stars, (0, 0))
        made.by_stars[review.stars] = (known + 1, answered + review.answered)
        if not review.answered:
            continue
        made.answered += 1
        if review.answer:
            made.answers.append(review.answer)
        if review.answered_at is not None and review.answered_at < review.at:
            made.negative_latency += 1
        elif review.answered_at is not None:
            made.latencies.append(review.answered_at - review.at)
    made.latencies.sort()
    return made


def is_signed(answer: str) -> bool | None:
    """Say whether an answer ends in a person's mark; None where people might disagree."""
    end = answer.strip()[-80:]
    if SIGNED.search(end):
        return True
    return False if UNSIGNED.search(end) else None


def main(folders: list[str]) -> None:
    """Print a line for each folder."""
    print("app mentions duplicates answered negative_latency p50 p90 signed doubtful answers")
    for name in folders:
        made = tally(Path(name))
        marks = [is_signed(answer) for answer in made.answers]
        print(
            Path(name).name,
            made.mentions,
            made.duplicates,
            made.answered,
            made.negative_latency,
            float(made.percentile(50)),
            float(made.percentile(90)),
            marks.count(True),
            marks.count(None),
            len(marks),
        )


if __name__ == "__main__":
    main(sys.argv[1:])
