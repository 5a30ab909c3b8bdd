"""What a site's robots.txt allows, and how slowly (RFC 9309)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from protego import Protego

from solisten.connector import RequestFailed

if TYPE_CHECKING:
    from solisten.web.hosts import Ticks

AGENT = "solisten"
MOST_BYTES = 500_000  # RFC 9309: at least 500 KiB are read
KEPT = 86_400.0  # seconds that a robots.txt is believed

Fetch: TypeAlias = Callable[[str], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class _Rules:
    parsed: Protego | None  # None: everything is allowed
    until: float


@dataclass(slots=True)
class Robots:
    """Remember the rules of each site."""

    ticks: Ticks
    _rules: dict[str, _Rules] = field(default_factory=dict)
    _locks: dict[str, asyncio.Lock] = field(default_factory=dict)

    async def refuses(self, site: str, url: str, fetch: Fetch) -> bool:
        """Say whether the site does not want `url` to be read by us.

        A robots.txt that is not there (4xx) allows everything; one that cannot be had raises what
        `fetch` raises, so that nothing is asked.
        """
        rules = await self._of(site, fetch)
        return rules.parsed is not None and not rules.parsed.can_fetch(url, AGENT)

    def delay(self, site: str) -> float | None:
        """Return the seconds between two requests that the site asks for."""
        rules = self._rules.get(site)
        return rules.parsed.crawl_delay(AGENT) if rules and rules.parsed else None

    async def _of(self, site: str, fetch: Fetch) -> _Rules:
        async with self._locks.setdefault(site, asyncio.Lock()):
            known = self._rules.get(site)
            if known is None or known.until < self.ticks():
                known = _Rules(await _parsed(site, fetch), self.ticks() + KEPT)
                self._rules[site] = known
        return known


async def _parsed(site: str, fetch: Fetch) -> Protego | None:
    try:
        body = await fetch(f"{site}/robots.txt")
    except RequestFailed as failure:
        if failure.status is not None and 400 <= failure.status < 500 and failure.status != 429:
            return None
        raise
    return Protego.parse(body[:MOST_BYTES].decode("utf-8", "replace"))
