"""A server on this machine that does everything wrong, and writes down what it was asked."""

from __future__ import annotations

import asyncio
import gzip
import json
import random
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

MEGABYTE = 1_000_000
BORN = 1_767_225_600  # 2026-01-01, when the posts of the feeds were written


def feed(name: str, count: int = 3) -> bytes:
    """Return a feed of so many posts."""
    items = "".join(
        f'<item><guid isPermaLink="false">{name}-{i}</guid><title>acme rockets {i}</title>'
        f"<pubDate>{formatdate(BORN + 3600 * i, usegmt=True)}</pubDate></item>"
        for i in range(count)
    )
    return f"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>".encode()


@cache
def bomb(megabytes: int) -> bytes:
    """Return zeros, compressed."""
    return gzip.compress(bytes(MEGABYTE) * megabytes, 1)


@dataclass(frozen=True, slots=True)
class Hit:
    """One request as the server saw it."""

    at: float
    path: str
    headers: dict[str, str]
    host: str


@dataclass(slots=True)
class Reply:
    """What is sent: with `length` None the connection's end is the body's."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = -1


@dataclass(slots=True)
class FaultServer:
    """Answer by path; `hits` is the log, `busy` the most requests that were open at once."""

    port: int = 0
    hits: list[Hit] = field(default_factory=list)
    busy: int = 0
    stalled: set[str] = field(default_factory=set)
    pages: dict[str, Callable[[Hit], Reply]] = field(default_factory=dict)
    _open: int = 0
    _luck: random.Random = field(default_factory=lambda: random.Random(5))

    @property
    def url(self) -> str:
        """Return where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def asked(self, path: str) -> list[Hit]:
        """Return the requests for a path."""
        return [hit for hit in self.hits if urlsplit(hit.path).path == path]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        ended = (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)
        with suppress(*ended), aborted(writer):
            while head := await reader.readuntil(b"\r\n\r\n"):
                first, *lines = head.decode("latin-1").split("\r\n")
                pairs = (line.partition(": ") for line in lines if line)
                headers = {name.lower(): value for name, _, value in pairs}
                host = str(writer.get_extra_info("sockname")[0])
                hit = Hit(time.monotonic(), first.split(" ")[1], headers, host)
                await reader.readexactly(int(headers.get("content-length", "0")))
                self.hits.append(hit)
                self._open += 1
                self.busy = max(self.busy, self._open)
                try:
                    await self._answer(hit, writer)
                finally:
                    self._open -= 1

    async def _answer(self, hit: Hit, writer: asyncio.StreamWriter) -> None:
        path = urlsplit(hit.path).path
        while path in self.stalled:  # noqa: ASYNC110  (another thread lets it go)
            await asyncio.sleep(0.01)
        special: Callable[[Hit, asyncio.StreamWriter], Awaitable[None]] | None
        special = getattr(self, f"_{path.strip('/').replace('-', '_')}", None)
        if special is not None:
            await special(hit, writer)
            raise OSError
        reply = self.pages[path](hit) if path in self.pages else self.reply(path, hit)
        head = f"HTTP/1.1 {reply.status} x\r\n"
        length = len(reply.body) if reply.length == -1 else reply.length
        headers = {**reply.headers, **({} if length is None else {"Content-Length": str(length)})}
        head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        writer.write(head.encode("latin-1") + b"\r\n" + reply.body)
        await writer.drain()
        if length != len(reply.body):
            raise OSError

    def reply(self, path: str, hit: Hit) -> Reply:
        """Return the answer of a path that needs no more than one."""
        query = {key: values[0] for key, values in parse_qs(urlsplit(hit.path).query).items()}
        times, good = len(self.asked(path)), feed(path.strip("/"))
        if path.startswith("/good"):
            if hit.headers.get("if-none-match") == '"1"':
                return Reply(304)
            return Reply(200, good, {"ETag": '"1"'})
        if path.startswith("/status-"):
            return Reply(int(path.rpartition("-")[2]), b"no")
        if path.startswith("/to"):
            return Reply(302, b"", {"Location": query["url"]})
        replies: dict[str, Callable[[], Reply]] = {
            "/wait-seconds": lambda: (
                Reply(429, b"", {"Retry-After": "2"}) if times < 2 else Reply(200, good)
            ),
            "/wait-date": lambda: (
                Reply(429, b"", {"Retry-After": formatdate(time.time() + 2, usegmt=True)})
                if times < 2
                else Reply(200, good)
            ),
            "/wait-long": lambda: Reply(429, b"", {"Retry-After": "3600"}),
            "/wait-odd": lambda: Reply(429, b"", {"Retry-After": "soon"}),
            "/overloaded": lambda: Reply(503, b"", {"Retry-After": "3600"}),
            "/used-up": lambda: Reply(
                200, good, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "7"}
            ),
            "/loop": lambda: Reply(302, b"", {"Location": "/loop"}),
            "/chain": lambda: Reply(302, b"", {"Location": f"/chain?n={times}"}),
            "/truncated": lambda: Reply(200, good[:100], length=len(good)),
            "/bad-length": lambda: Reply(200, good, {"Content-Length": "many"}, None),
            "/bomb": lambda: Reply(200, bomb(20), {"Content-Encoding": "gzip"}),
            "/bomb-in-bomb": lambda: Reply(
                200, gzip.compress(bomb(20)), {"Content-Encoding": "gzip, gzip"}
            ),
            "/damaged-gzip": lambda: Reply(200, b"\x1f\x8b" + good, {"Content-Encoding": "gzip"}),
            "/other-coding": lambda: Reply(200, good, {"Content-Encoding": "br"}),
            "/unchanged-always": lambda: Reply(304),
            "/laughs": lambda: Reply(200, _laughs()),
            "/entity": lambda: Reply(200, _entity(self.url)),
            "/wrong-encoding": lambda: Reply(200, _latin()),
            "/nulls": lambda: Reply(200, good.replace(b"acme", b"ac\0me")),
            "/page": lambda: Reply(200, b"<html><body>Please log in</body></html>"),
            "/empty": lambda: Reply(200, b""),
            "/header-flood": lambda: Reply(200, good, {"X-Big": "a" * 300_000}),
            "/robots.txt": lambda: Reply(200, b"User-agent: *\nDisallow: /private\n"),
            "/xrpc/app.bsky.feed.getAuthorFeed": lambda: Reply(200, _same_cursor()),
            "/api/v1/timelines/tag/cut": lambda: Reply(200, b'[{"id":"1","content":"x"},{"id":'),
            "/flapping": lambda: (
                Reply(500) if self._luck.random() < 0.5 else Reply(200, feed("flapping"))
            ),
        }
        return replies[path]() if path in replies else Reply(404, b"no")

    async def _drip(self, _hit: Hit, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 x\r\n\r\n")
        for sign in feed("drip"):
            writer.write(bytes([sign]))
            await writer.drain()
            await asyncio.sleep(0.1)

    async def _slow_head(self, _hit: Hit, writer: asyncio.StreamWriter) -> None:
        for number in range(200):
            writer.write(b"HTTP/1.1 200 x\r\n" if not number else b"X-%d: y\r\n" % number)
            await writer.drain()
            await asyncio.sleep(0.1)

    async def _silent(self, _hit: Hit, _writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(20)

    async def _endless(self, _hit: Hit, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 x\r\n\r\n")
        while True:
            writer.write(b"x" * 65_536)
            await writer.drain()

    async def _reset(self, _hit: Hit, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    async def _bad_chunk(self, _hit: Hit, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nno\r\n")
        await writer.drain()

    async def _no_http(self, _hit: Hit, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH\r\n")
        await writer.drain()


def _laughs() -> bytes:
    more = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "lol">{more}]>'
    return f"{head}<rss><channel><title>&l9;</title></channel></rss>".encode()


def _entity(url: str) -> bytes:
    head = f'<!DOCTYPE r [<!ENTITY e SYSTEM "{url}/canary">]>'
    item = "<item><guid>e</guid><title>&e;</title></item>"
    return f"{head}<rss><channel>{item}</channel></rss>".encode()


def _latin() -> bytes:
    head = b'<?xml version="1.0" encoding="utf-8"?>'
    date = formatdate(BORN, usegmt=True).encode()
    body = b"<rss><channel><item><guid>caf</guid><title>caf\xe9 acme</title><pubDate>%s</pubDate>"
    return head + body % date + b"</item></channel></rss>"


def _same_cursor() -> bytes:
    post = {
        "uri": "at://did:plc:x/app.bsky.feed.post/1",
        "author": {"did": "did:plc:x", "handle": "x.example"},
        "record": {"text": "acme rockets", "createdAt": "2026-01-01T00:00:00Z"},
        "indexedAt": "2026-01-01T00:00:00Z",
    }
    return json.dumps({"feed": [{"post": post}], "cursor": "same"}).encode()


@contextmanager
def aborted(writer: asyncio.StreamWriter) -> Iterator[None]:
    """Leave no connection open."""
    try:
        yield
    finally:
        writer.close()


@contextmanager
def running(**more: Any) -> Iterator[FaultServer]:
    """Run a server in a thread of its own, on a free port of 127.0.0.1."""
    server, loop, ready = FaultServer(**more), asyncio.new_event_loop(), threading.Event()
    stop = asyncio.Event()

    async def work() -> None:
        listener = await asyncio.start_server(server.serve, "127.0.0.1", 0, limit=2**20)
        server.port = listener.sockets[0].getsockname()[1]
        ready.set()
        await stop.wait()
        listener.close()
        for task in (left := asyncio.all_tasks() - {asyncio.current_task()}):
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await asyncio.sleep(0.01)

    thread = threading.Thread(target=loop.run_until_complete, args=(work(),), daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()
