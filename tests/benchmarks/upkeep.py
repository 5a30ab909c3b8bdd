"""Measure what the partials cost a post, in batches of a thousand, and their share of an import.

python tests/benchmarks/upkeep.py ../shared/datasets

Timed is the whole of `count_change`: from the facts that a transaction changed to the rows of every
partial table. The limit is 25 microseconds a post and 25 % of the import. A busy machine is slower:
`scaled` divides by how much longer than on a quiet one `import sqlalchemy` took just then.
"""

from __future__ import annotations

import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from commands import slowness
from corpora import Corpus, corpora
from usage import words

from solisten.config import load
from solisten.nouns import Kind, Post
from solisten.records.times import seconds_of
from solisten.store import save as saving
from solisten.store.database import open_database
from solisten.store.partials import count_change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solisten.store.database import Connection
    from solisten.store.threads import Change

BATCH = 1_000


class Watch:
    """Count the CPU seconds spent in `count_change`, which it stands in for."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self, connection: Connection, change: Change) -> None:
        began = time.process_time()
        count_change(connection, change)
        self.seconds += time.process_time() - began


def posts_of(corpus: Corpus) -> Iterator[Post]:
    """Yield the records as posts."""
    for record in corpus.records:
        yield Post(
            network=record.network,
            id=record.id,
            created_at=seconds_of(record.created_at),
            channel=record.channel,
            kind=Kind(record.kind),
            author=record.author,
            text=record.text,
            reply_to=record.reply_to,
        )


def measured(corpus: Corpus, folder: Path) -> tuple[float, float]:
    """Save a corpus; return the CPU seconds of the partials and of all."""
    (folder / "config.toml").write_text(corpus.config, encoding="utf-8")
    lens = saving.lens_of(load(folder / "config.toml"))
    database = open_database(f"sqlite:///{folder / 'posts.db'}")
    posts = posts_of(corpus)
    watch = Watch()
    vars(saving)["count_change"] = watch
    began = time.process_time()
    while batch := list(islice(posts, BATCH)):
        with database.writing() as connection:
            saving.save(connection, lens, batch)
    whole = time.process_time() - began
    database.close()
    return watch.seconds, whole


def main() -> None:
    """Print a line for each corpus."""
    datasets = Path(words(__doc__, 1)[0])
    print(
        f"{'posts':10} {'n':>6} {'partials us/post':>16} {'all us/post':>11} {'share':>6}  scaled"
    )
    for corpus in corpora(datasets):
        with tempfile.TemporaryDirectory() as folder:
            before = slowness()
            partials, whole = measured(corpus, Path(folder))
            slow = (before + slowness()) / 2
        n = len(corpus.records)
        print(
            f"{corpus.name:10} {n:>6} {partials / n * 1e6:>16.1f} {whole / n * 1e6:>11.1f}"
            f" {partials / whole:>6.1%}  {partials / slow / n * 1e6:.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
