"""Which mentions call for an answer, and how well that is told on people's labels."""

from __future__ import annotations

import csv
import gzip
from typing import TYPE_CHECKING

import pytest

from solisten.reading.clean import cleaned
from solisten.reading.cues import Cue, cues_of
from solisten.reading.needs import need_of
from solisten.reading.sentiment import compound

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("cues", "score", "need"),
    [
        (Cue(0), None, ""),
        (Cue(0), 0.0, ""),
        (Cue(0), -0.34, ""),
        (Cue(0), -0.35, "complaint"),
        (Cue.FAULT, 0.9, "complaint"),
        (Cue.FAULT | Cue.QUESTION | Cue.FEATURE, None, "complaint"),
        (Cue.FEATURE | Cue.QUESTION, 0.5, "request"),
        (Cue.QUESTION | Cue.REQUEST, 0.5, "question"),
        (Cue.REQUEST, 0.5, "request"),
        (Cue.QUESTION, None, "question"),
        (Cue.RECOMMEND, -0.9, ""),
        (Cue.RECOMMEND | Cue.THANKS, 0.9, ""),
        (Cue.RECOMMEND | Cue.QUESTION, 0.9, "question"),
        (Cue.THANKS | Cue.WORKS, 0.9, ""),
    ],
)
def test_needs_have_an_order(cues: Cue, score: float | None, need: str) -> None:
    assert need_of(cues, score) == need


def need(text: str) -> str:
    own = cleaned(text)
    return need_of(cues_of(own, "en"), compound(own))


def f1(pairs: list[tuple[bool, bool]]) -> float:
    true = sum(is_one and found for is_one, found in pairs)
    return 2 * true / (sum(is_one for is_one, _ in pairs) + sum(found for _, found in pairs))


def test_complaints_of_domains_never_tuned_on_are_found(shared: Path) -> None:
    path = shared / "datasets" / "complaints_acl19" / "complaints-data.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = [(text, label == "1", domain) for _, text, label, domain in csv.reader(lines)]
    tuned_on = {"apparel", "electronics", "other", "services", "random_reply"}
    held = [(label, need(text), domain) for text, label, domain in rows if domain not in tuned_on]
    to_brands = [row for row in held if not row[2].startswith("random")]
    assert f1([(label, found == "complaint") for label, found, _ in held]) >= 0.67
    assert f1([(label, found == "complaint") for label, found, _ in to_brands]) >= 0.775
    assert sum(bool(found) for label, found, _ in held if label) >= 0.8 * sum(r[0] for r in held)


def test_tweets_to_airlines_need_answers_where_people_found_them_negative(shared: Path) -> None:
    path = shared / "datasets" / "airline_tweets" / "Tweets.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))[::4]
    found = {
        mood: [need(row["text"]) for row in rows if row["airline_sentiment"] == mood]
        for mood in ("negative", "positive")
    }
    assert sum(map(bool, found["negative"])) / len(found["negative"]) >= 0.79
    assert sum(map(bool, found["positive"])) / len(found["positive"]) <= 0.26


def test_a_banks_customers_need_answers(shared: Path) -> None:
    path = shared / "datasets" / "banking77" / "test.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        texts = [row["text"] for row in csv.DictReader(lines)]
    assert sum(bool(need(text)) for text in texts) / len(texts) >= 0.88
