"""Compare an import with all reading to two scripts over the same posts, in the same run.

python tests/benchmarks/import_speed.py ../shared/datasets
python tests/benchmarks/import_speed.py ../shared/datasets tweets care --posts 5000 --repeats 1

Named behind the folder are the corpora wanted: tweets, care, reviews, recorded; all without. With
`--posts` only the first so many of each in time are taken: all of them take a quarter of an hour.
Either side runs in a process of its own, in turn, and counts its CPU seconds from after its
imports; texts never repeat. Recorded feeds are real ones, long and with markup.
The naive script reads posts: it finds no languages, needs, threads, answers or roles. The whole
script does, in the plain way, and must find the same mentions, needs and answers as the import.
The limit is what the libraries alone cost that read every post of ours: the CSV module, the
language model, VADER's own arithmetic, the database's insert of a row.
"""

from __future__ import annotations

import argparse
import csv
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from corpora import Corpus, copy_feeds, corpora, part, write_csv, write_feeds

if TYPE_CHECKING:
    from solisten.pipeline.session import Place

ROOT = Path(__file__).resolve().parents[2]
ASKED = 2.0
RECORDED_FEEDS = "recorded"
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
    from solisten.reading.language import own_language
    from solisten.reading.sentiment import compound

    own_language("a warm welcome to everybody", ""), compound("warm")
    began = time.process_time()
    with source.open(encoding="utf-8", newline="") as lines:
        posts = [tuple(row.values()) for row in csv.DictReader(lines)]
    rows = [(*post, own_language(post[6], ""), compound(post[6])) for post in posts]
    database = sqlite3.connect(folder / "limit.db")
    database.execute("PRAGMA journal_mode = WAL")
    names = ", ".join(f"c{number}" for number in range(len(rows[0])))
    database.execute(f"CREATE TABLE post ({names}, PRIMARY KEY (c0, c2)) ")
    with database:
        marks = ", ".join("?" * len(rows[0]))
        database.executemany(f"INSERT INTO post VALUES ({marks})", rows)
    return time.process_time() - began


def whole(source: Path, folder: Path) -> float:
    """Do the whole work in the plain way."""
    import naive_whole

    began = time.process_time()
    naive_whole.run(source, folder / "config.toml", folder / "whole.db")
    return time.process_time() - began


SIDES = {"naive": naive, "product": product, "limit": limit, "whole": whole}


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
    wanted = _wanted()
    print(
        f"{'posts':17} {'n':>6} {'chars':>5} {'naive us':>8} {'ours us':>8}"
        f"  ratio (range)     limit us, its ratio; whole us, its ratio; asked is {ASKED:g}"
    )
    for corpus in corpora(wanted.datasets):
        if not wanted.corpora or corpus.name in wanted.corpora:
            _compare_corpus(part(corpus, wanted.posts or len(corpus.records)), wanted.repeats)
    if not wanted.corpora or RECORDED_FEEDS in wanted.corpora:
        _compare_recorded(wanted.datasets.parent / "captures", wanted.repeats)


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("datasets", type=Path)
    parser.add_argument(
        "corpora", nargs="*", choices=("tweets", "care", "reviews", RECORDED_FEEDS), default=[]
    )
    parser.add_argument("--posts", type=int)
    parser.add_argument("--repeats", type=int, default=3)
    return parser.parse_args()


def _compare_corpus(corpus: Corpus, repeats: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "config.toml").write_text(corpus.config, encoding="utf-8")
        (folder / "words.txt").write_text("\n".join(corpus.words), encoding="utf-8")
        write_csv(corpus.records, folder / "posts.csv")
        write_feeds(corpus.records, folder / "feeds")
        n = len(corpus.records)
        chars = sum(len(record.text) for record in corpus.records) / n
        table, feeds = folder / "posts.csv", folder / "feeds"
        _compare(f"{corpus.name}, csv", table, n, chars, repeats)
        _compare(f"{corpus.name}, feeds", feeds, n, chars, repeats)


def _compare_recorded(captures: Path, repeats: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "config.toml").write_text(RECORDED, encoding="utf-8")
        (folder / "words.txt").write_text("apple\ngoogle", encoding="utf-8")
        n = copy_feeds(captures, folder / "feeds")
        size = sum(path.stat().st_size for path in (folder / "feeds").iterdir())
        _compare("recorded feeds", folder / "feeds", n, size / n, repeats)


def _compare(kind: str, source: Path, n: int, chars: float, repeats: int) -> None:
    """Run the sides in turn and print what a post costs each; a CSV is read by all of them."""
    runs = [
        [cpu_seconds(side, source, source.parent) / n for side in ("naive", "product")]
        for _ in range(repeats)
    ]
    ratios = sorted(theirs / ours for theirs, ours in runs)
    theirs, ours = (statistics.median(column) for column in zip(*runs, strict=True))
    more = "" if source.is_dir() else _more(source, n, theirs, ours)
    print(
        f"{kind:17} {n:>6} {chars:>5.0f} {theirs * 1e6:>8.0f} {ours * 1e6:>8.0f}"
        f"  {ratios[len(ratios) // 2]:.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f}){more}",
        flush=True,
    )


def _more(source: Path, n: int, naive: float, ours: float) -> str:
    """Return what the libraries alone cost a post, and the script that does the whole work."""
    folder = source.parent
    found = _needs(folder / "ours.db", "(marks >> 9) & 1", "(marks >> 10) & 1")
    limit, whole = (cpu_seconds(side, source, folder) / n for side in ("limit", "whole"))
    assert _needs(folder / "whole.db", "answered", "need_answered") == found
    return f"  {limit * 1e6:>8.0f}, {naive / limit:.2f}; {whole * 1e6:.0f}, {whole / ours:.2f}"


def _needs(database: Path, answered: str, need_answered: str) -> list[tuple[object, ...]]:
    """Return by brand, role and kind of need how many mentions were found, how many answered."""
    table = "mention" if database.name == "ours.db" else "mentions"
    query = (
        f"SELECT brand, role, need, count(*), sum({answered}), sum({need_answered}) FROM {table} "
        "GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in SIDES:
        print(SIDES[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3])))
    else:
        main()
