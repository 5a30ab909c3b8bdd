"""Measure an import's memory, and what an estimate costs, as the record grows.

python tests/benchmarks/estimate_at_scale.py ../shared/datasets FOLDER [POSTS...]

The databases are made in FOLDER once, by an import of as many posts, and found there by a later
run; the import's memory is told as it goes. Posts are the datasets' own, then again and again under
new ids, authors and times (two years, three brands), each text made of the halves of two, so that
none comes twice. The limits are 400 MB for the import and .5 CPU seconds for the estimate. A busy
machine is slower: `scaled` divides by how much longer than on a quiet one `import sqlalchemy` took
just then.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections import Counter, defaultdict
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from commands import Cost, cost, slowness
from corpora import AIRLINES, APPS, Record, corpora
from usage import words as asked

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZES = (100_000, 1_000_000)
STEP = 6_577
"""Posts between the two whose halves make a text, times the copy's number: a prime."""
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
TEAMS = frozenset({"SpotifyCares", *AIRLINES.values(), *APPS.values()})
ESTIMATE = ("estimate", "--brand", "Spotify", "--offline")


def multiplied(records: list[Record]) -> Iterator[Record]:
    """Yield the records again and again: other ids, authors and words, moved in time, in order."""
    first = min(datetime.fromisoformat(record.created_at) for record in records)
    kin: dict[tuple[str, str], list[str]] = defaultdict(list)
    for record in records:
        kin[record.network, record.kind].append(record.text)
    for copy in count():
        places: Counter[tuple[str, str]] = Counter()
        for record in records:
            kind = (record.network, record.kind)
            others = kin[kind]
            other = others[(places[kind] + STEP * copy) % len(others)]
            places[kind] += 1
            text = f"{_half(record.text)} {other[len(_half(other)) :].lstrip()}"
            age = datetime.fromisoformat(record.created_at) - first
            at = BEGIN + (age + timedelta(hours=11 * copy)) % SPAN
            yield record._replace(
                id=f"{copy}-{record.id}",
                reply_to=f"{copy}-{record.reply_to}" if record.reply_to else "",
                author=record.author if record.author in TEAMS else f"{record.author}-{copy // 4}",
                created_at=at.isoformat(),
                text=text if copy else record.text,
            )


def _half(text: str) -> str:
    """Return the first half of a text's words."""
    return text[: text.find(" ", len(text) // 2) + 1 or len(text)].rstrip()


def made(datasets: Path, folder: Path, posts: int) -> Cost | None:
    """Import so many posts into the folder's database, unless it is there; return the cost."""
    if (folder / "done").exists():
        return None
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text(CONFIG, encoding="utf-8")
    # In a process of its own: a child's peak memory begins with its parent's.
    subprocess.run([sys.executable, __file__, WRITE, datasets, folder, str(posts)], check=True)
    imported = cost(folder, "import", "posts.jsonl", watch=partial(_tell, folder / "solisten.db"))
    (folder / "done").touch()
    return imported


def _tell(database: Path, used: Cost) -> None:
    """Print how far an import has come, and what it has used."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        posts = connection.execute("SELECT max(rowid) FROM post").fetchone()[0]
    row = f"{posts or 0:>9} {'so far':15} {used.cpu_seconds:>8.2f} {used.peak_mb:>8.0f}"
    print(f"{row}  {database.stat().st_size / 1e6:,.0f} MB of database", flush=True)


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
    datasets, home, *sizes = asked(__doc__, 2)
    print(f"{'posts':>9} {'command':15} {'cpu s':>8} {'peak MB':>8} {'scaled s':>8}")
    for posts in map(int, sizes or SIZES):
        folder = Path(home).resolve() / str(posts)
        if done := made(Path(datasets).resolve(), folder, posts):
            _print(str(posts), "import", done)
        timed: tuple[tuple[str, ...], ...] = (
            ESTIMATE,
            ("metrics", "--brand", "Spotify"),
            ("status",),
        )
        for words in timed:
            _print(str(posts), words[0], least(folder, *words), slowness())
    for words in (("--help",), ("estimate", "--help"), ("--version",)):
        _print("", " ".join(words), least(Path(home), *words), slowness())


def _print(posts: str, name: str, one: Cost, slow: float | None = None) -> None:
    scaled = f"{one.cpu_seconds / slow:>8.2f}" if slow else ""
    print(f"{posts:>9} {name:15} {one.cpu_seconds:>8.2f} {one.peak_mb:>8.0f} {scaled}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == [WRITE]:
        write(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
    else:
        main()
