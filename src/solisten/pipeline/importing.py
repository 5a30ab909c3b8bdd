"""Files of post records into the store, batch by batch."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from solisten.errors import FileError
from solisten.pipeline.session import Advance, Place, session
from solisten.records import Hidden, Options, Rejected, read_file
from solisten.store.save import Lens, lens_of, save

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from solisten.nouns import Gone, Post
    from solisten.store.database import Database

log = logging.getLogger(__name__)

BATCH = 1_000
REASONS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Imported:
    """Count what became of the rows of the files."""

    read: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    not_public: int


def import_files(
    place: Place,
    files: Sequence[Path],
    *,
    network: str,
    channel: str,
    columns: Mapping[str, str],
    preset: str,
    advance: Advance,
) -> Imported:
    """Read the files and save their posts; a row that cannot be read never stops the others."""
    counts: Counter[str] = Counter()
    with session(place) as opened:
        options = Options(
            network=network or "",
            channel=channel or "",
            mapping=columns,
            preset=preset or "",
            max_bytes=opened.config.import_.max_bytes,
        )
        lens = lens_of(opened.config)
        failed: list[FileError] = []
        for file in files:
            try:
                _import(opened.database, lens, file, options, counts, advance)
            except FileError as error:
                failed.append(error)
        _tell_total(counts, failed)
    if failed:
        raise FileError("\n".join(str(error) for error in failed))
    return _total(counts)


def _total(counts: Counter[str]) -> Imported:
    return Imported(
        read=counts["read"],
        new=counts["new"],
        changed=counts["changed"],
        unchanged=counts["unchanged"],
        rejected=counts["rejected"],
        not_public=counts["hidden"],
    )


def _tell_total(counts: Counter[str], failed: Sequence[FileError]) -> None:
    if counts["rejected"] > REASONS_SHOWN:
        log.warning("... and %d more rejected rows", counts["rejected"] - REASONS_SHOWN)
    if failed and counts["read"]:
        log.warning("what was read before stays: %d rows", counts["read"])


def _import(
    database: Database,
    lens: Lens,
    file: Path,
    options: Options,
    counts: Counter[str],
    advance: Advance,
) -> None:
    def told(done: int, total: int | None = None) -> None:
        if total:
            advance(done, total)

    batch: list[Post | Gone] = []
    try:
        for record in _wanted(file, options, counts, told):
            batch.append(record)
            if len(batch) >= BATCH:
                _save(database, lens, batch, counts)
                batch = []
    finally:
        if batch:
            _save(database, lens, batch, counts)


def _wanted(
    file: Path, options: Options, counts: Counter[str], told: Advance
) -> Iterator[Post | Gone]:
    for row in read_file(file, options, told):
        counts["read"] += 1
        if isinstance(row, Rejected):
            counts["rejected"] += 1
            if counts["rejected"] <= REASONS_SHOWN:
                log.warning("%s, line %d: %s", file, row.line, row.reason)
        elif isinstance(row, Hidden):
            counts["hidden"] += 1
        else:
            yield row


def _save(
    database: Database, lens: Lens, batch: Sequence[Post | Gone], counts: Counter[str]
) -> None:
    with database.writing() as connection:
        saved = save(connection, lens, batch)
    counts["new"] += saved.new
    counts["changed"] += saved.changed
    counts["unchanged"] += saved.unchanged
