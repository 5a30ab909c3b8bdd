"""Room in memory for large answers: when many come at once, some wait before they are read on."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

TOGETHER = 100_000_000  # bytes that the large answers of a process may hold at once
SMALL = 500_000  # bytes of any answer that are read without a seat


def room_for(most: int) -> asyncio.Semaphore:
    """Return as many seats as answers of so many bytes may be held at once; one at least."""
    return asyncio.Semaphore(max(1, TOGETHER // most))


@dataclass(slots=True)
class Seat:
    """Hold one large answer of a reader, from when it turns out to be large until given back."""

    room: asyncio.Semaphore
    taken: bool = False

    async def take(self) -> None:
        """Wait for room, unless it is there already."""
        if not self.taken:
            await self.room.acquire()
            self.taken = True

    async def take_within(self, limit: asyncio.Timeout) -> None:
        """Wait for room, which takes nothing of the time that the answer itself may take."""
        clock, end = asyncio.get_running_loop().time, limit.when()
        if end is None or self.taken:
            return await self.take()
        left = end - clock()
        limit.reschedule(None)
        await self.take()
        limit.reschedule(clock() + left)
        return None

    def give(self) -> None:
        """Leave the room to others."""
        if self.taken:
            self.taken = False
            self.room.release()
