"""What one configuration needs to be worked on: its session, its way to the web, its connectors."""

from __future__ import annotations

from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from solisten.collector.driving import in_thread
from solisten.pipeline.session import Session, config_fingerprint, read_config, session
from solisten.plugins import find_connectors
from solisten.store import state
from solisten.web import open_web

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from solisten.connector import Connector
    from solisten.web import Manners, Web


@dataclass(frozen=True, slots=True)
class Where:
    """Say where the configuration and the database are, and what time it is."""

    config: Path
    db: str | None
    now: float


@dataclass(frozen=True, slots=True)
class Works:
    """Hold an open session with all that its sources are read with."""

    opened: Session
    web: Web
    connectors: Mapping[str, Connector]


@asynccontextmanager
async def works(
    where: Where, clock: Callable[[], float], manners: Manners | None
) -> AsyncIterator[Works]:
    """Open a configuration and its database; posts read with another one are read again first."""
    with ExitStack() as stack:
        opened = await in_thread(lambda: stack.enter_context(session(where)))
        plugins = [Path(folder) for folder in opened.config.plugins.connectors]
        connectors = find_connectors(plugins).connectors
        async with open_web(opened.config.collector, clock=clock, manners=manners) as web:
            yield Works(opened, web, connectors)


def still_ours(opened: Session) -> bool:
    """Say whether the facts in the database are still of this configuration."""
    with opened.database.reading() as connection:
        return state.get(connection, state.FINGERPRINT) == opened.fingerprint


def matches_file(where: Where, opened: Session) -> bool:
    """Say whether the facts in the database are of the configuration as it is written now."""
    config = read_config(where)
    with opened.database.reading() as connection:
        return state.get(connection, state.FINGERPRINT) == config_fingerprint(config)
