"""How often each host is asked: side by side, one after the other, and for a while not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from solisten.connector import RequestFailed

Ticks: TypeAlias = Callable[[], float]
Sleep: TypeAlias = Callable[[float], Awaitable[None]]
LONGEST_DELAY = 60.0  # of what a robots.txt may ask for between two requests
LONGEST_REST = 86_400.0


@dataclass(frozen=True, slots=True)
class Manners:
    """Hold how one host is treated; seconds.

    `at_once` requests at the same time, `pause` between the starts of two. After `failures` in a
    row (no answer, or a 5xx) it is left alone for `rest`, doubled each time up to `rest_most`.
    """

    at_once: int = 2
    pause: float = 0.25
    failures: int = 5
    rest: float = 60.0
    rest_most: float = 3600.0


@dataclass(slots=True)
class _Host:
    """Hold what is known of a host; times are of the monotonic clock."""

    room: asyncio.Semaphore
    next_start: float = 0.0
    closed_until: float = 0.0
    why: Literal["throttled", "server"] = "server"
    failures: int = 0
    delay: float = 0.0


@dataclass(slots=True)
class Hosts:
    """Keep the turns of every host."""

    manners: Manners
    ticks: Ticks
    sleep: Sleep
    _hosts: dict[str, _Host] = field(default_factory=dict)

    @asynccontextmanager
    async def turn(self, name: str, patience: float) -> AsyncIterator[None]:
        """Wait until the host may be asked; RequestFailed when that takes longer than `patience`.

        `patience` is for a host that wants to be left alone, not for those before us in the queue.
        """
        host = self._of(name)
        async with host.room:
            while (wait := max(host.next_start, host.closed_until) - self.ticks()) > 0:
                if host.closed_until - self.ticks() > patience:
                    raise self._closed(host, name)
                await self.sleep(wait)
            host.next_start = self.ticks() + max(self.manners.pause, host.delay)
            yield

    def answered(self, name: str) -> None:
        """Note that the host works."""
        self._of(name).failures = 0

    def failed(self, name: str) -> None:
        """Note that the host did not answer, or only with an error of its own."""
        host, manners = self._of(name), self.manners
        host.failures += 1
        over = host.failures - manners.failures
        if over >= 0:
            rest = min(manners.rest * 2 ** min(over, 30), manners.rest_most)
            self._close(host, rest, "server")

    def throttled(self, name: str, seconds: float) -> None:
        """Note that the host wants to be left alone for so long."""
        self._close(self._of(name), min(seconds, LONGEST_REST), "throttled")

    def slow_down(self, name: str, delay: float) -> None:
        """Note the pause that a host asks for in its robots.txt."""
        self._of(name).delay = min(delay, LONGEST_DELAY)

    def _of(self, name: str) -> _Host:
        if name not in self._hosts:
            self._hosts[name] = _Host(asyncio.Semaphore(self.manners.at_once))
        return self._hosts[name]

    def _close(self, host: _Host, seconds: float, why: Literal["throttled", "server"]) -> None:
        until = self.ticks() + seconds
        if until > host.closed_until:
            host.closed_until, host.why = until, why

    def _closed(self, host: _Host, name: str) -> RequestFailed:
        seconds = max(host.closed_until - self.ticks(), 0.0)
        failure = RequestFailed(host.why, None, seconds)
        failure.add_note(
            f"{name} was not asked: it wants to be left alone for {seconds:.0f} s more"
            if host.why == "throttled"
            else f"{name} was not asked: it failed {host.failures} times in a row, and is left "
            f"alone for {seconds:.0f} s more"
        )
        return failure
