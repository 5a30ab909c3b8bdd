"""What one writes in an afternoon: csv or feedparser, a regular expression, VADER, to_sql."""

from __future__ import annotations

import csv
import html
import re
from typing import TYPE_CHECKING, Any

import feedparser
import pandas as pd
import sqlalchemy as sa
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

CHUNK = 1_000


def run(source: Path, words: Iterable[str], database: Path) -> int:
    """Read a CSV or a folder of feeds, find the brands, score, store; return how many rows."""
    brand = re.compile(r"\b(" + "|".join(map(re.escape, words)) + r")\b", re.IGNORECASE)
    vader = SentimentIntensityAnalyzer()
    engine = sa.create_engine(f"sqlite:///{database}")
    rows: list[dict[str, Any]] = []
    total = 0
    for row in _feeds(source) if source.is_dir() else _table(source):
        brands = " ".join(sorted({found.lower() for found in brand.findall(row["text"])}))
        rows.append({**row, "brands": brands, **vader.polarity_scores(row["text"])})
        if len(rows) == CHUNK:
            total += _store(rows, engine)
            rows = []
    return total + _store(rows, engine)


def _store(rows: list[dict[str, Any]], engine: sa.Engine) -> int:
    pd.DataFrame(rows).to_sql("posts", engine, if_exists="append", index=False)
    return len(rows)


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _feeds(folder: Path) -> Iterator[dict[str, str]]:
    for path in sorted(folder.glob("*.xml")):
        for entry in feedparser.parse(path.read_bytes()).entries:
            yield {
                "id": entry.get("id", ""),
                "author": entry.get("author", ""),
                "created_at": entry.get("published", ""),
                "title": entry.get("title", ""),
                "url": entry.get("link", ""),
                "text": html.unescape(entry.get("summary", "")),
            }
