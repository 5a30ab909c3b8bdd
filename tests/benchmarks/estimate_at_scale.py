"""Measure an import's memory, and what an estimate costs, as the record grows.

python tests/benchmarks/estimate_at_scale.py ../shared/datasets FOLDER [POSTS...]

The databases are made in FOLDER once and found there by a later run: real posts, again and again
under new ids, authors and times (two years, three brands), are imported; beyond IMPORTED posts the
rows are multiplied in the database. Beside them the table shows what the commands cost that read
no posts.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from commands import Cost, cost
from corpora import Record, corpora
from multiplying import multiply

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZES = (100_000, 1_000_000)
IMPORTED = 100_000
REPEATS = 5
WRITE = "write"
BEGIN, SPAN = datetime.fromisoformat("2024-01-01T00:00:00+00:00"), timedelta(days=730)
CONFIG = """\
[[brand]]
name = "Spotify"
query = "spotify"
official = ["twitter:SpotifyCares"]
rivals = ["United"]
[[brand]]
name = "United"
query = "united"
official = ["twitter:united"]
[[brand]]
name = "Greenlight"
query = "greenlight"
hosts = ["google-play:me.greenlight"]
official = ["google-play:me.greenlight"]
"""
ESTIMATE = ("estimate", "--brand", "Spotify", "--offline")


def multiplied(records: list[Record]) -> Iterator[Record]:
    """Yield the records again and again: other ids and authors, moved in time, in its order."""
    first = min(datetime.fromisoformat(record.created_at) for record in records)
    for copy in count():
        for record in records:
            age = datetime.fromisoformat(record.created_at) - first
            at = BEGIN + (age + timedelta(hours=11 * copy)) % SPAN
            author = record.author
            yield record._replace(
                id=f"{copy}-{record.id}",
                reply_to=f"{copy}-{record.reply_to}" if record.reply_to else "",
                author=f"{author}-{copy % 4}" if author.isdigit() else author,
                created_at=at.isoformat(),
            )


def made(datasets: Path, folder: Path, posts: int) -> Cost | None:
    """Import so many posts into the folder's database, unless it is there; return the cost."""
    if (folder / "solisten.db").exists():
        return None
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text(CONFIG, encoding="utf-8")
    # In a process of its own: a child's peak memory begins with its parent's.
    few = str(min(posts, IMPORTED))
    subprocess.run([sys.executable, __file__, WRITE, datasets, folder, few], check=True)
    imported = cost(folder, "import", "posts.jsonl")
    if posts > IMPORTED:
        multiply(folder / "solisten.db", posts // IMPORTED)
    return imported


def write(datasets: Path, folder: Path, posts: int) -> None:
    """Write so many records."""
    records = [record for corpus in corpora(datasets) for record in corpus.records]
    with (folder / "posts.jsonl").open("wb") as file:
        for record in islice(multiplied(records), posts):
            file.write(msgspec.json.encode(record._asdict()) + b"\n")


def least(folder: Path, *words: str) -> Cost:
    """Return the cheapest of a few runs."""
    return min(cost(folder, *words) for _ in range(REPEATS))


def main() -> None:
    """Print the table."""
    datasets, home, *sizes = sys.argv[1:]
    print(f"{'posts':>9} {'command':15} {'cpu s':>8} {'peak MB':>8}")
    for posts in map(int, sizes or SIZES):
        folder = Path(home).resolve() / str(posts)
        done = made(Path(datasets).resolve(), folder, posts)
        costs = {f"import {min(posts, IMPORTED):,}": done} if done else {}
        costs["estimate"] = least(folder, *ESTIMATE)
        costs["metrics"] = least(folder, "metrics", "--brand", "Spotify")
        costs["status"] = least(folder, "status")
        for name, one in costs.items():
            print(f"{posts:>9} {name:15} {one.cpu_seconds:>8.2f} {one.peak_mb:>8.0f}", flush=True)
    for words in (("--help",), ("estimate", "--help"), ("--version",)):
        one = least(Path(home), *words)
        print(f"{'':>9} {' '.join(words):15} {one.cpu_seconds:>5.2f} {one.peak_mb:>8.0f}")


if __name__ == "__main__":
    if sys.argv[1] == WRITE:
        write(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
    else:
        main()
