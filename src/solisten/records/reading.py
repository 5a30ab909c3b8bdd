"""A file of post records, of any of the known formats, into posts."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeAlias

from solisten.errors import FileError
from solisten.nouns import Gone, Post
from solisten.records.columns import Options, preset_of
from solisten.records.objects import numbered_elements, numbered_lines, object_posts
from solisten.records.rows import Hidden, Rejected
from solisten.records.streams import Tap, encoding_of, flowing, lines, recoded
from solisten.records.tables import table_posts

Row: TypeAlias = Post | Gone | Rejected | Hidden
Progress: TypeAlias = Callable[[int, int], None]

FOREIGN = {
    b"PK\x03\x04": "a zip archive or a spreadsheet; save it as CSV (UTF-8)",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet; save it as CSV (UTF-8)",
    b"BZh": "packed with bzip2; unpack it first (bunzip2)",
    b"\xfd7zXZ": "packed with xz; unpack it first (unxz)",
    b"\x28\xb5\x2f\xfd": "packed with zstd; unpack it first (unzstd)",
    b"SQLite format 3": "a database; export its table as CSV",
    b"%PDF": "a PDF; ask its source for CSV or JSON",
}
LINE_ENDINGS = (".jsonl", ".ndjson")
JSON_ENDINGS = (*LINE_ENDINGS, ".json")
TAB_ENDINGS = (".tsv", ".tab")
READABLE = "read are JSON Lines, a JSON list, CSV, TSV, each also as .gz, and Parquet"


def read_file(path: Path, options: Options, progress: Progress | None = None) -> Iterator[Row]:
    """Yield the posts and deletions in a file of records, and its rejected and hidden rows.

    Read are JSON Lines, a JSON list, CSV, TSV, each plain or gzip, and Parquet; the content tells
    which, then the name. Memory does not grow with the file. `progress` is called with the bytes
    read and the file's size. A damaged end becomes a last `Rejected`. `FileError` when the file
    cannot be read at all as what it claims, or, after the rows before it, at a limit: more
    than `options.max_bytes`, or unfolding to more than 100 times its size.
    """
    preset_of(options)
    try:
        with path.open("rb") as file:
            tap = Tap(file, path.name, path.stat().st_size, options.max_bytes, progress)
            yield from _rows(tap, options)
    except OSError as error:
        raise FileError(f"{path}: {error.strerror or error}; is the path right?") from None


def read_bytes(body: bytes, options: Options, name: str = "records") -> Iterator[Row]:
    """Yield what `read_file` yields, of a content that is in memory already."""
    file: BinaryIO = io.BytesIO(body)
    return _rows(Tap(file, name, len(body), options.max_bytes), options)


def _rows(tap: Tap, options: Options) -> Iterator[Row]:
    head, pieces = flowing(tap)
    if head.startswith(b"PAR1"):
        from solisten.records.parquet import parquet_posts

        yield from parquet_posts(tap, options)
        return
    encoding = encoding_of(head)
    beginning = head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
    _refuse_foreign(tap.name, head, beginning)
    found = False
    for row in _text_rows(tap, beginning, recoded(pieces, encoding), options):
        found = True
        yield row
    if tap.damage and not found:
        raise FileError(f"{tap.name}: {tap.damage.partition(';')[0]}, no row can be read")
    if tap.damage:
        yield Rejected(tap.lines + 1, tap.damage)


def _text_rows(
    tap: Tap, beginning: str, pieces: Iterator[bytes], options: Options
) -> Iterator[Row]:
    ending = Path(tap.name.lower().removesuffix(".gz")).suffix
    newline = b"\r" if "\n" not in beginning and "\r" in beginning else b"\n"
    if _in_pieces(beginning, ending):
        yield from object_posts(numbered_elements(pieces, tap), options, tap.name)
    elif beginning.startswith("{") or ending in JSON_ENDINGS:
        numbered = numbered_lines(lines(pieces, tap, newline))
        yield from object_posts(numbered, options, tap.name)
    else:
        delimiter = "\t" if ending in TAB_ENDINGS else ""
        yield from table_posts(lines(pieces, tap, newline), options, tap.name, delimiter)


def _in_pieces(beginning: str, ending: str) -> bool:
    # A list, or an object spread over lines: its first line ends in the middle.
    if beginning.startswith("["):
        return ending in JSON_ENDINGS or beginning[1:].lstrip()[:1] in {"{", "]"}
    first = beginning.partition("\n")[0].rstrip()
    return beginning.startswith("{") and ending not in LINE_ENDINGS and first[-1] in "{[,"


def _refuse_foreign(name: str, head: bytes, beginning: str) -> None:
    for magic, what in FOREIGN.items():
        if head.startswith(magic):
            raise FileError(f"{name}: this is {what}")
    if beginning[:200].lower().startswith(("<!doctype html", "<html", "<head", "<script")):
        raise FileError(f"{name}: a web page, no post records; was a log-in page saved?")
    if beginning.startswith("<?xml") or beginning[:20].lower().startswith(("<rss", "<feed")):
        raise FileError(f"{name}: XML; a feed is read by `solisten connectors read rss {name}`")
    controls = sum(1 for char in beginning if char < " " and char not in "\t\n\r\f\x1b")
    if controls * 20 > len(beginning) or name.lower().endswith(".parquet"):
        raise FileError(f"{name}: no post records in any known form; {READABLE}")
