"""Which facts an estimate rests on: as one hash, and part by part."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from solisten.config import facts_fingerprint
from solisten.estimate.causes import Revision
from solisten.reading.lists import word_lists_digest
from solisten.store import state
from solisten.store.overview import stored_posts

if TYPE_CHECKING:
    from solisten.metrics.window import Coverage
    from solisten.pipeline.session import Session
    from solisten.store.database import Connection


def revision_of(
    connection: Connection, opened: Session, coverage: Coverage, declared: str
) -> Revision:
    """Return the parts that facts depend on, as they are now.

    What live sources could be read of the window is a fact, too, and so is what is `declared`.
    """
    config = sha256()
    for brand in sorted(opened.config.brands, key=lambda one: one.name):
        config.update(facts_fingerprint(opened.config, brand).encode())
    posts, gone = stored_posts(connection)
    return Revision(
        config=config.hexdigest(),
        reading=word_lists_digest().hex(),
        sequence=state.sequence(connection),
        posts=posts,
        gone=gone,
        watched=_watched(coverage),
        declared=declared,
    )


def facts_revision(revision: Revision, opened: Session) -> str:
    """Return the hash of configuration, word lists, reading, coverage and stored posts."""
    parts = (opened.fingerprint, str(revision.sequence), revision.watched, revision.declared)
    text = ":".join(part for part in parts if part)
    return sha256(text.encode()).hexdigest()


def _watched(coverage: Coverage) -> str:
    if not coverage.watched:
        return ""
    watched = sorted(coverage.watched.items())
    text = f"{[(name, one.first, *one.shares.items()) for name, one in watched]}"
    return sha256(text.encode()).hexdigest()
