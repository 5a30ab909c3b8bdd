"""Streams: batches of what comes, a bounded time, pings answered, breaks recorded."""

from __future__ import annotations

import asyncio
import base64
import time
from contextlib import asynccontextmanager, suppress
from hashlib import sha1
from typing import TYPE_CHECKING

import pytest
from collector_desk import Table, source
from fault_server import FaultServer, running

from solisten.config import Collector
from solisten.connector import Request, RequestFailed
from solisten.web import Manners, Web, open_web
from solisten.web.streams import MAGIC, stream
from solisten_connectors import bluesky

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


def frame(text: bytes, kind: int = 1) -> bytes:
    """Return one frame of a server."""
    size = bytes([len(text)]) if len(text) < 126 else b"\x7e" + len(text).to_bytes(2, "big")
    return bytes([0x80 | kind]) + size + text


@asynccontextmanager
async def server(*sent: bytes, accept: bool = True, pause: float = 0.0) -> AsyncIterator[int]:
    """Serve one stream: by WebSocket where that is asked for, else as lines."""
    heard: list[bytes] = []
    opened: list[asyncio.StreamWriter] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        opened.append(writer)
        head = await reader.readuntil(b"\r\n\r\n")
        if b"sec-websocket-key" in head.lower():
            lines = dict(line.split(b": ") for line in head.lower().split(b"\r\n")[1:-2])
            given = head.split(b"ec-websocket-key: ")[1].split(b"\r\n")[0] or lines[b""]
            key = base64.b64encode(sha1(given + MAGIC, usedforsecurity=False).digest())
            writer.write(b"HTTP/1.1 101 x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n")
            writer.write(b"Sec-WebSocket-Accept: %s\r\n\r\n" % (key if accept else b"no"))
        else:
            writer.write(b"HTTP/1.1 200 x\r\n\r\n")
        with suppress(OSError):
            for part in sent:
                writer.write(part)
                await writer.drain()
                await asyncio.sleep(pause)
                if part[:1] == b"\x89":
                    heard.append(await reader.read(100))
                    assert heard[-1][:1] == b"\x8a"
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    listener = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with listener:
        try:
            yield listener.sockets[0].getsockname()[1]
        finally:
            for writer in opened:
                writer.transport.abort()
            await asyncio.sleep(0.01)


@asynccontextmanager
async def web(port: int) -> AsyncIterator[Web]:
    settings = Collector(ports=(port,), allow_private=("127.0.0.1",), timeout_s=5.0)
    async with open_web(settings, clock=time.time, manners=Manners(pause=0)) as found:
        yield found


def streamed(
    *sent: bytes,
    url: str = "ws://127.0.0.1:{port}/s",
    every: float = 0.2,
    seconds: float = 5.0,
    accept: bool = True,
    pause: float = 0.0,
) -> list[bytes]:
    async def work() -> list[bytes]:
        async with server(*sent, accept=accept, pause=pause) as port, web(port) as found:
            request = Request(url.format(port=port), stream=True)
            return [
                batch.body async for batch in stream(found, request, every=every, seconds=seconds)
            ]

    return asyncio.run(work())


CLOSE = frame(b"\x03\xe8", 8)


def test_messages_come_as_lines_of_a_batch() -> None:
    assert streamed(frame(b'{"a": 1}'), frame(b"b\nc"), CLOSE) == [b'{"a": 1}\nb c']


def test_pings_are_answered() -> None:
    assert b"".join(streamed(frame(b"a"), frame(b"?", 9), frame(b"b"), CLOSE)).replace(
        b"\n", b""
    ) == (b"ab")


def test_lines_of_an_answer_without_end() -> None:
    found = streamed(b"data: {}\n\nda", b"ta: x\n", url="http://127.0.0.1:{port}/s")
    assert b"\n".join(found) == b"data: {}\ndata: x"


def test_batches_come_in_time_and_the_whole_ends_in_time() -> None:
    began = time.monotonic()
    found = streamed(*[frame(b"x")] * 200, every=0.3, seconds=1.0, pause=0.02)
    assert time.monotonic() - began < 5
    assert 2 <= len(found) <= 5


@pytest.mark.parametrize("sent", [b"\x81\xff" + b"\xff" * 8, b"\xf1\x01x", b"\x81\x7f" + b"\0" * 4])
def test_broken_frames_are_a_failure(sent: bytes) -> None:
    with pytest.raises(RequestFailed) as failed:
        streamed(frame(b"a"), sent)
    assert failed.value.kind in {"unreadable", "network"}


def test_what_opens_no_socket_is_unreadable() -> None:
    with pytest.raises(RequestFailed, match="unreadable"):
        streamed(frame(b"a"), accept=False)


@pytest.mark.parametrize("url", ["ws://10.0.0.1/", "wss://127.0.0.2:22/", "ws://[::1]/"])
def test_streams_pass_the_same_door(url: str) -> None:
    async def work() -> None:
        async with web(80) as found:
            async for _ in stream(found, Request(url, stream=True)):
                pass

    with pytest.raises(RequestFailed) as failed:
        asyncio.run(work())
    assert failed.value.kind == "refused_address"


def test_a_live_source_that_cannot_be_reached_fails_alone(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bluesky, "JETSTREAM", "ws://127.0.0.1:1/subscribe")
    with running() as good:
        _with_stream(table, good)
        reports = table.collect()
    assert reports["blog"].state == "read"
    assert reports["live"].failure == "refused_address"  # its port is not among those allowed


def _with_stream(table: Table, good: FaultServer) -> None:
    table.write(
        good.port,
        source("live", "", "bluesky", live="yes", words=["acme"]),
        source("blog", f"{good.url}/good"),
    )
