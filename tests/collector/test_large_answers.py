"""Many large answers at once: some wait for memory, none of them too long."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from collector_desk import Table, source
from fault_server import Reply, feed, running

from solisten.web import Limits, Manners, Seat
from solisten.web.bodies import body_of
from solisten.web.room import SMALL, TOGETHER, room_for

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from fault_server import Hit

PIECE = 100_000


def test_as_many_are_read_as_there_is_room_for_and_small_ones_always() -> None:
    read: dict[int, int] = {}
    room = room_for(TOGETHER // 2)
    seats = [Seat(room) for _ in range(5)]

    async def parts(number: int, size: int) -> AsyncIterator[bytes]:
        for _ in range(size // PIECE):
            read[number] = read.get(number, 0) + PIECE
            yield bytes(PIECE)
            await asyncio.sleep(0)

    async def one(number: int, size: int) -> int:
        return len(await body_of(parts(number, size), "", Limits(), seats[number].take))

    async def turns() -> None:
        for _ in range(200):
            await asyncio.sleep(0)

    async def go() -> None:
        large = [asyncio.create_task(one(number, 20 * PIECE)) for number in range(4)]
        small = asyncio.create_task(one(4, SMALL))
        await turns()
        assert small.done()
        assert [task.done() for task in large] == [True, True, False, False]
        assert [read[number] for number in (2, 3)] == [SMALL + PIECE] * 2
        seats[0].give()
        seats[0].give()  # once is enough
        await turns()
        assert [task.done() for task in large] == [True, True, True, False]
        seats[1].give()
        assert await asyncio.gather(*large) == [20 * PIECE] * 4

    asyncio.run(go())


def test_waiting_for_room_is_not_held_against_a_server() -> None:
    room = asyncio.Semaphore(0)

    async def go() -> tuple[float | None, bool]:
        seat = Seat(room)
        asyncio.get_running_loop().call_later(0.3, room.release)
        async with asyncio.timeout(0.2) as limit:
            await seat.take_within(limit)
            at = limit.when()
        return at and at - asyncio.get_running_loop().time(), seat.taken

    left, taken = asyncio.run(go())
    assert taken
    assert left
    assert left > 0


def _same(reply: Reply, _hit: Hit) -> Reply:
    return reply


def test_a_collection_of_large_answers_ends_with_room_for_one(tmp_path: Path) -> None:
    with running() as server:
        body = feed("large").replace(b"<title>t", b"<title>" + b"t" * 2 * SMALL)
        for number in range(8):
            name = f"large{number}".encode()
            own = Reply(200, body.replace(b"large", name))
            server.pages[f"/large{number}"] = partial(_same, own)
        table = Table(tmp_path, manners=Manners(at_once=8, pause=0.0))
        table.limits = Limits(bytes=TOGETHER)
        table.write(server.port, *(source(f"s{n}", f"{server.url}/large{n}") for n in range(8)))
        reports = table.collect()
    assert {report.state for report in reports.values()} == {"read"}
    assert len(table.posts()) == 24
