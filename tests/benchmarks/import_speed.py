"""Compare an import with all reading to a naive script over the same posts, in the same run.

python tests/benchmarks/import_speed.py ../shared/datasets

Either side runs in a process of its own, in turn, and counts its CPU seconds from after its
imports; texts never repeat. Recorded feeds are real ones, long and with markup. The script finds no
languages, needs, threads, answers or roles.
The limit is what the libraries alone cost that read every post of ours: the CSV module, the
language model, VADER's own arithmetic, the database's insert of a row.
"""

from __future__ import annotations

import csv
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from corpora import copy_feeds, corpora, write_csv, write_feeds

if TYPE_CHECKING:
    from solisten.pipeline.session import Place

ROOT = Path(__file__).resolve().parents[2]
REPEATS = 3
ASKED = 2.0
RECORDED = "".join(
    f'[[brand]]\nname = "{name}"\nquery = "{name}"\n' for name in ("Apple", "Google")
)


def naive(source: Path, folder: Path) -> float:
    """Run the naive script."""
    import naive_script

    words = (folder / "words.txt").read_text(encoding="utf-8").split("\n")
    began = time.process_time()
    naive_script.run(source, words, folder / "naive.db")
    return time.process_time() - began


def product(source: Path, folder: Path) -> float:
    """Import the same; feeds are read into records first, as `connectors read` does."""
    from types import SimpleNamespace

    import solisten.store.database
    from solisten.pipeline.importing import import_files

    place = SimpleNamespace(
        config=folder / "config.toml", db=f"sqlite:///{folder / 'ours.db'}", now=time.time()
    )
    solisten.store.database.open_database(place.db).close()  # the script's table is not timed, too
    began = time.process_time()
    if source.is_dir():
        source = _records_of(source, folder, place)
    import_files(
        place,
        [source],
        network="web",
        channel="",
        columns={},
        preset="",
        advance=lambda *_: None,
    )
    return time.process_time() - began


def _records_of(source: Path, folder: Path, place: Place) -> Path:
    import msgspec

    from solisten.pipeline.connectors import connectors_read

    path = folder / "records.jsonl"
    with path.open("wb") as file:
        for record in connectors_read(place, "rss", sorted(source.glob("*.xml")), url=None):
            file.write(msgspec.json.encode(record) + b"\n")
    return path


def limit(source: Path, folder: Path) -> float:
    """Do only what needs a library: read the CSV, tell languages, score, insert."""
    from solisten.reading.language import detected
    from solisten.reading.sentiment import compound

    detected("warm"), compound("warm")
    began = time.process_time()
    with source.open(encoding="utf-8", newline="") as lines:
        posts = [tuple(row.values()) for row in csv.DictReader(lines)]
    rows = [(*post, *detected(post[6]), compound(post[6])) for post in posts]
    database = sqlite3.connect(folder / "limit.db")
    database.execute("PRAGMA journal_mode = WAL")
    names = ", ".join(f"c{number}" for number in range(len(rows[0])))
    database.execute(f"CREATE TABLE post ({names}, PRIMARY KEY (c0, c2)) ")
    with database:
        marks = ", ".join("?" * len(rows[0]))
        database.executemany(f"INSERT INTO post VALUES ({marks})", rows)
    return time.process_time() - began


SIDES = {"naive": naive, "product": product, "limit": limit}


def cpu_seconds(side: str, source: Path, folder: Path) -> float:
    """Run a side in its own process and return the CPU seconds that it counted."""
    for database in folder.glob("*.db*"):
        database.unlink()
    roots = os.pathsep.join(str(ROOT / part) for part in ("src", "connectors", "rules"))
    done = subprocess.run(
        [sys.executable, __file__, side, source, folder],
        env={**os.environ, "PYTHONPATH": roots},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout.split()[-1])


def main() -> None:
    """Print a line for each corpus, as CSV and as feeds, then for the recorded feeds."""
    datasets = Path(sys.argv[1])
    print(
        f"{'posts':17} {'n':>6} {'chars':>5} {'naive us':>8} {'ours us':>8}"
        f"  ratio (range)     limit us, its ratio; asked is {ASKED:g}"
    )
    for corpus in corpora(datasets):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "config.toml").write_text(corpus.config, encoding="utf-8")
            (folder / "words.txt").write_text("\n".join(corpus.words), encoding="utf-8")
            write_csv(corpus.records, folder / "posts.csv")
            write_feeds(corpus.records, folder / "feeds")
            n = len(corpus.records)
            chars = sum(len(record.text) for record in corpus.records) / n
            _compare(f"{corpus.name}, csv", folder / "posts.csv", n, chars, least=True)
            _compare(f"{corpus.name}, feeds", folder / "feeds", n, chars)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "config.toml").write_text(RECORDED, encoding="utf-8")
        (folder / "words.txt").write_text("apple\ngoogle", encoding="utf-8")
        n = copy_feeds(datasets.parent / "captures", folder / "feeds")
        size = sum(path.stat().st_size for path in (folder / "feeds").iterdir())
        _compare("recorded feeds", folder / "feeds", n, size / n)


def _compare(kind: str, source: Path, n: int, chars: float, *, least: bool = False) -> None:
    """Run the sides in turn and print what a post costs each; `least` also asks the libraries."""
    folder = source.parent
    runs = [
        [cpu_seconds(side, source, folder) / n for side in ("naive", "product")]
        for _ in range(REPEATS)
    ]
    ratios = sorted(theirs / ours for theirs, ours in runs)
    theirs, ours = (statistics.median(column) for column in zip(*runs, strict=True))
    limit = cpu_seconds("limit", source, folder) / n if least else 0.0
    print(
        f"{kind:17} {n:>6} {chars:>5.0f} {theirs * 1e6:>8.0f} {ours * 1e6:>8.0f}"
        f"  {ratios[len(ratios) // 2]:.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})"
        + (f"  {limit * 1e6:>8.0f}, {theirs / limit:.2f}" if least else ""),
        flush=True,
    )


if __name__ == "__main__":
    if sys.argv[1] in SIDES:
        print(SIDES[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3])))
    else:
        main()
