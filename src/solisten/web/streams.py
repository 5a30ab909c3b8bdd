"""What a server sends without end, by WebSocket or line by line, in batches."""

from __future__ import annotations

import asyncio
import base64
import secrets
from contextlib import asynccontextmanager
from dataclasses import replace
from hashlib import sha1
from typing import TYPE_CHECKING

from wsproto.connection import Connection, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Ping, TextMessage
from wsproto.utilities import RemoteProtocolError

from solisten.connector import RequestFailed, Response
from solisten.web.failures import failure_from, failure_of
from solisten.web.sending import Credentials

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpcore
    import httpx

    from solisten.connector import FailureKind, Request
    from solisten.web.asking import Web

NOBODY = Credentials()
MOST_FRAME = 1_000_000  # bytes of one frame or line
MOST_BATCH = 4_000_000
WAITING = 2_000  # frames that are read ahead of whoever saves them
READ = 65_536
ENDED = frozenset({1000, 1001, 1005})  # codes of an end that was meant
MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455


async def stream(
    web: Web,
    request: Request,
    *,
    credentials: Credentials = NOBODY,
    every: float = 5.0,
    seconds: float = 30.0,
) -> AsyncIterator[Response]:
    """Yield what a server sends without end, in a batch at most `every` so many seconds.

    WebSockets (ws, wss) and answers that do not end; a frame, or a line, is a line of the body.
    It ends after `seconds`; RequestFailed when it cannot be opened, or breaks.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    frames: asyncio.Queue[bytes | RequestFailed | None] = asyncio.Queue(WAITING)
    pump = asyncio.create_task(_pump(web, request, credentials, frames))
    try:
        while (left := end - loop.time()) > 0:
            batch, over = await _batch(frames, min(every, left))
            if batch:
                body = b"\n".join(batch)
                yield Response(request.url, 200, {}, body, web.clock())
            if isinstance(over, RequestFailed):
                raise over
            if over:
                return
    finally:
        pump.cancel()
        await asyncio.gather(pump, return_exceptions=True)


async def _batch(
    frames: asyncio.Queue[bytes | RequestFailed | None], seconds: float
) -> tuple[list[bytes], RequestFailed | bool]:
    """Return the frames of so many seconds, and whether the stream is over, or why."""
    found: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            while size < MOST_BATCH:
                frame = await frames.get()
                if not isinstance(frame, bytes):
                    return found, frame or True
                found.append(frame)
                size += len(frame)
    except TimeoutError:
        pass
    return found, False


async def _pump(
    web: Web,
    request: Request,
    credentials: Credentials,
    frames: asyncio.Queue[bytes | RequestFailed | None],
) -> None:
    """Put every frame into the queue; at the end None, or why it ended."""
    try:
        socket = request.url.startswith(("ws://", "wss://"))
        plain = request.url.replace("ws", "http", 1) if socket else request.url
        asked = replace(request, url=plain)
        async with _opened(web, asked, credentials, socket=socket) as response:
            read = _messages(response) if socket else _lines(response)
            async for frame in read:
                await frames.put(frame)
        await frames.put(None)
    except RequestFailed as failure:
        await frames.put(failure)
    except Exception as error:
        failed = failure_from(error)
        if failed is None:
            raise
        await frames.put(failed)


@asynccontextmanager
async def _opened(
    web: Web, request: Request, credentials: Credentials, *, socket: bool
) -> AsyncIterator[httpx.Response]:
    key = base64.b64encode(secrets.token_bytes(16))
    headers = dict(request.headers)
    if socket:
        headers |= {
            "connection": "Upgrade",
            "upgrade": "websocket",
            "sec-websocket-key": key.decode(),
            "sec-websocket-version": "13",
        }
    name = web.checked(request.url)
    async with web.hosts.turn(name, web.limits.patience), asyncio.timeout(web.limits.seconds):
        built = web.built(replace(request, headers=headers), credentials)
        response = await web.client.send(built, stream=True)
    try:
        if response.status_code != (101 if socket else 200):
            raise failure_of(response.status_code, response.headers, web.clock())
        accept = base64.b64encode(sha1(key + MAGIC, usedforsecurity=False).digest()).decode()
        if socket and response.headers.get("sec-websocket-accept", "") != accept:
            raise _failure("unreadable", "its answer opens no WebSocket")
        yield response
    finally:
        await response.aclose()


async def _messages(response: httpx.Response) -> AsyncIterator[bytes]:
    """Yield the messages of a WebSocket, each on one line; pings are answered."""
    stream: httpcore.AsyncNetworkStream = response.extensions["network_stream"]
    connection, message = Connection(ConnectionType.CLIENT), b""
    while True:
        try:
            connection.receive_data(await stream.read(READ) or None)
            for event in connection.events():
                if isinstance(event, Ping):
                    await stream.write(connection.send(event.response()))
                elif isinstance(event, CloseConnection):
                    if event.code not in ENDED:
                        raise _failure("network", f"it broke off ({event.code})")
                    return
                elif isinstance(event, TextMessage | BytesMessage):
                    data = event.data
                    message += data.encode() if isinstance(data, str) else bytes(data)
                    if len(message) > MOST_FRAME:
                        raise _failure("too_large", f"a message has more than {MOST_FRAME} bytes")
                    if event.message_finished:
                        yield message.replace(b"\n", b" ")
                        message = b""
        except RemoteProtocolError as error:
            raise _failure("unreadable", f"its WebSocket is broken: {error}") from None


async def _lines(response: httpx.Response) -> AsyncIterator[bytes]:
    """Yield the lines of an answer that does not end."""
    rest = b""
    async for part in response.aiter_raw():
        *lines, rest = (rest + part).split(b"\n")
        if len(rest) > MOST_FRAME:
            raise _failure("too_large", f"a line has more than {MOST_FRAME} bytes")
        for line in lines:
            if line.strip():
                yield line
    if rest.strip():
        yield rest


def _failure(kind: FailureKind, why: str) -> RequestFailed:
    failure = RequestFailed(kind)
    failure.add_note(f"the stream cannot be read: {why}")
    return failure
