"""A configuration and its database, opened together for one command."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from solisten.config import Config, facts_fingerprint, load, secret
from solisten.errors import ConfigError, StoreError
from solisten.store.database import Connection, Database, open_database, shown

log = logging.getLogger(__name__)

Advance = Callable[..., None]
DEFAULT_CONFIG = Path("config.toml")
LONG = 20_000
"""So many steps (two a post) take long enough to be told how far they are."""


class Place(Protocol):
    """Say where the configuration and the database are, and what time it is."""

    @property
    def config(self) -> Path:
        """Return the path of the configuration."""

    @property
    def db(self) -> str | None:
        """Return the database URL that overrides the configuration's."""

    @property
    def now(self) -> float:
        """Return the time, in epoch seconds."""


@dataclass(frozen=True, slots=True)
class Session:
    """Hold what a command works with; `fingerprint` hashes all that facts depend on but posts.

    `read_again` says that all posts were read again when it was opened.
    """

    config: Config
    database: Database
    now: float
    fingerprint: str
    read_again: bool = False


def config_fingerprint(config: Config) -> str:
    """Return the hash of the configuration, the word lists and the version of the reading."""
    from solisten.reading.lists import word_lists_digest

    found = sha256(word_lists_digest())
    for brand in sorted(config.brands, key=lambda one: one.name):
        found.update(facts_fingerprint(config, brand).encode())
    return found.hexdigest()


def read_config(place: Place, *, needed: bool = True) -> Config:
    """Return the configuration; without the default file, defaults where none is needed."""
    if not place.config.exists():
        if not needed and place.config == DEFAULT_CONFIG:
            return load(None)
        raise ConfigError(
            f"{place.config}: there is no such file; copy config.example.toml there, "
            "or name a configuration with --config"
        )
    first = load(place.config)
    if not (first.sources or first.plugins.connectors):
        return first  # no connector is asked for, and to load all takes longer than many an answer
    from solisten.plugins import find_connectors

    found = find_connectors([Path(folder) for folder in first.plugins.connectors])
    for note in found.notes:
        log.warning("%s", note)
    if not first.sources:
        return first
    options = {name: one.options for name, one in found.connectors.items()}
    return load(place.config, known_connectors=options)


@contextmanager
def session(place: Place, *, advance: Advance | None = None) -> Iterator[Session]:
    """Open configuration and database; what another configuration read is read again first."""
    config = read_config(place)
    for note in config.notes:
        log.warning("%s", note)
    database = open_database(place.db or secret(config.store.url, os.environ))
    opened = Session(config, database, place.now, config_fingerprint(config))
    try:
        yield replace(opened, read_again=_keep_in_step(opened, advance or _tenths()))
    finally:
        database.close()


def _keep_in_step(opened: Session, advance: Advance) -> bool:
    """Derive the facts again where the configuration or the reading has changed (DESIGN 6).

    Return whether they were.
    """
    from solisten.store import state

    wanted = opened.fingerprint
    with opened.database.reading() as connection:
        known = state.get(connection, state.FINGERPRINT)
    if known == wanted:
        return False
    from solisten.store.reread import reread_all
    from solisten.store.save import lens_of

    with opened.database.writing() as connection:
        known = state.get(connection, state.FINGERPRINT)
        if known == wanted:
            return False  # another process was quicker
        if known is not None:
            log.info("the configuration or the reading has changed: reading the posts again")
        reread_all(connection, lens_of(opened.config), advance)
        state.put(connection, state.FINGERPRINT, wanted)
    return True


def refuse_drift(connection: Connection, opened: Session) -> None:
    """Raise StoreError when another process has read the posts with another configuration since."""
    from solisten.store import state

    if state.get(connection, state.FINGERPRINT) != opened.fingerprint:
        raise StoreError(
            f"{shown(opened.database.url)}: another process has read it again with another "
            "configuration meanwhile; use one configuration for one database, and run the "
            "command again: what was saved before stays"
        )


def _tenths() -> Advance:
    """Return what logs every tenth of a reading that takes long."""
    told = 0

    def advance(done: int, total: int | None = None) -> None:
        nonlocal told
        if total and total >= LONG and done * 10 // total > told:
            told = done * 10 // total
            log.info("read again: %d %%", told * 10)

    return advance
