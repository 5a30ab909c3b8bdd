"""Files of post records into the store, batch by batch."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from solisten.collector.naming import mixed
from solisten.errors import FileError
from solisten.nouns import Post
from solisten.pipeline.garbage import seldom_collecting
from solisten.pipeline.retaining import forget_old, lens_for, tell_left_out
from solisten.pipeline.session import Advance, Place, Session, refuse_drift, session
from solisten.plugins import find_connectors
from solisten.records import Hidden, Options, Rejected, read_file
from solisten.store.overview import known_channels
from solisten.store.save import Lens, save

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from solisten.nouns import Gone

log = logging.getLogger(__name__)

BATCH, LARGEST_BATCH = 1_000, 4_000
"""Records a transaction: few at first, so that some are safe soon, then more, which is faster."""
BATCH_CHARS = 8_000_000
REASONS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Imported:
    """Count what became of the rows of the files; `problems` tells which could not be read."""

    read: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    not_public: int
    problems: tuple[str, ...] = ()


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
    """Read the files and save their posts; a row or file that cannot be read stops no other."""
    counts: Counter[str] = Counter()
    problems: list[str] = []
    sites: dict[str, set[str]] = {}
    with session(place) as opened, seldom_collecting():
        options = Options(
            network=network or "",
            channel=channel or "",
            mapping=columns,
            preset=preset or "",
            max_bytes=opened.config.import_.max_bytes,
        )
        lens = lens_for(opened)
        forget_old(opened, lens)
        for file in files:
            try:
                _import(opened, lens, file, options, counts, sites, advance)
            except FileError as error:
                problems.append(str(error))
        tell_left_out(opened, counts["too old"])
        _tell_mixed(opened, sites)
    if counts["rejected"] > REASONS_SHOWN:
        log.warning("... and %d more rejected rows", counts["rejected"] - REASONS_SHOWN)
    return Imported(
        read=counts["read"],
        new=counts["new"],
        changed=counts["changed"],
        unchanged=counts["unchanged"],
        rejected=counts["rejected"],
        not_public=counts["hidden"],
        problems=tuple(problems),
    )


def _import(
    opened: Session,
    lens: Lens,
    file: Path,
    options: Options,
    counts: Counter[str],
    sites: dict[str, set[str]],
    advance: Advance,
) -> None:
    def told(done: int, total: int | None = None) -> None:
        if total:
            advance(done, total)

    batch: list[Post | Gone] = []
    size, chars = BATCH, 0
    try:
        for record in _wanted(file, options, counts, told):
            batch.append(record)
            chars += len(record.text) if isinstance(record, Post) else 0
            if len(batch) >= size or chars >= BATCH_CHARS:
                _save(opened, lens, batch, counts, sites)
                batch, chars, size = [], 0, min(2 * size, LARGEST_BATCH)
    except FileError:
        _save(opened, lens, batch, counts, sites)
        raise
    _save(opened, lens, batch, counts, sites)


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
    opened: Session,
    lens: Lens,
    batch: Sequence[Post | Gone],
    counts: Counter[str],
    sites: dict[str, set[str]],
) -> None:
    if not batch:
        return
    for one in batch:
        if isinstance(one, Post):
            sites.setdefault(one.network, set()).add(one.channel.casefold())
    with opened.database.writing() as connection:
        refuse_drift(connection, opened)
        saved = save(connection, lens, batch)
    counts["new"] += saved.new
    counts["changed"] += saved.changed
    counts["unchanged"] += saved.unchanged
    counts["too old"] += saved.too_old


def _tell_mixed(opened: Session, sites: dict[str, set[str]]) -> None:
    """Warn of posts of two sites under one network's name, stored before or now."""
    with opened.database.reading() as connection:
        before = known_channels(connection)
    found = {network: channels | before.get(network, set()) for network, channels in sites.items()}
    if any(len(channels) > 1 for channels in found.values()):
        folders = [Path(folder) for folder in opened.config.plugins.connectors]
        connectors = find_connectors([folder for folder in folders if folder.is_dir()]).connectors
        for said in mixed(found, connectors.values()):
            log.warning("%s", said)
