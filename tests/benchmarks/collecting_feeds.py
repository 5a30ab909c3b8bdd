"""Measure what a feed costs to collect, beside httpx alone asking for the same in the same run.

python tests/benchmarks/collecting_feeds.py [--feeds 2000] [--posts 20] [--changed 0.05]
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from email.utils import formatdate
from itertools import count
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import httpx

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / part) for part in ("src", "connectors", "rules")]

from solisten.collector.collecting import Collecting, collect_sources  # noqa: E402
from solisten.collector.saving import Writer  # noqa: E402
from solisten.config import load  # noqa: E402
from solisten.plugins import find_connectors  # noqa: E402
from solisten.store.database import open_database  # noqa: E402
from solisten.store.save import lens_of  # noqa: E402
from solisten.web import Manners, open_web  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from multiprocessing.connection import Connection

    from solisten.collector.running import Report

HOSTS = 100  # loopback addresses that the feeds are spread over
AT_ONCE = 50
KNOWN = {"if-none-match": '"1"'}


def serve(pipe: Connection, posts: int) -> None:
    """Serve feeds: `/quiet-N` never changes, `/changing-N` is new each time it is asked for."""
    turns = count()

    def body(name: str) -> bytes:
        turn = next(turns)
        items = "".join(
            f"<item><guid>{name}-{turn}-{i}</guid><title>acme rockets {i}</title>"
            f"<description>{'a garden in the rain ' * 20}</description>"
            f"<pubDate>{formatdate(time.time() - 60 * i, usegmt=True)}</pubDate></item>"
            for i in range(posts)
        )
        return f"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>".encode()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                name = head.split(b" ", 2)[1].decode().strip("/")
                if name.startswith("quiet") and b"if-none-match" in head.lower():
                    writer.write(b'HTTP/1.1 304 x\r\nETag: "1"\r\n\r\n')
                else:
                    text = body(name)
                    size = f'HTTP/1.1 200 x\r\nETag: "1"\r\nContent-Length: {len(text)}\r\n\r\n'
                    writer.write(size.encode() + text)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            writer.close()

    async def work() -> None:
        first = await asyncio.start_server(answer, address(0), 0)
        port = first.sockets[0].getsockname()[1]
        more = await asyncio.start_server(answer, [address(n) for n in range(1, HOSTS)], port)
        pipe.send(port)
        await asyncio.gather(first.serve_forever(), more.serve_forever())

    asyncio.run(work())


def address(host: int) -> str:
    """Return a loopback address."""
    return f"127.0.1.{host + 1}"


def urls(port: int, feeds: int, changing: int) -> list[str]:
    """Return the addresses of the feeds, the changing ones first."""
    return [
        f"http://{address(n % HOSTS)}:{port}/{'changing' if n < changing else 'quiet'}-{n}"
        for n in range(feeds)
    ]


async def by_httpx(addresses: list[str]) -> None:
    """Ask for every feed with httpx alone, as many at once as the collector."""
    room = asyncio.Semaphore(AT_ONCE)
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=100)
    async with httpx.AsyncClient(trust_env=False, limits=limits) as client:

        async def one(url: str) -> None:
            async with room:
                try:
                    answer = await client.get(url, headers=KNOWN)
                except httpx.ReadError:  # an idle connection that was closed meanwhile
                    answer = await client.get(url, headers=KNOWN)
                assert answer.status_code in {200, 304}, answer

        await asyncio.gather(*(one(url) for url in addresses))


async def by_us(folder: Path) -> list[Report]:
    """Collect every feed."""
    config = load(folder / "config.toml")
    with closing(open_database(config.store.url)) as database:
        writer = Writer(database, lens_of(config), lambda _: None, time.time)
        manners = Manners(pause=0)
        async with open_web(config.collector, clock=time.time, manners=manners) as web:
            connectors = find_connectors().connectors
            work = Collecting(
                web, writer, connectors, os.environ, time.time, lambda: 0.5, at_once=AT_ONCE
            )
            return await collect_sources(work, config.sources, only_due=False, told=lambda _: None)


def cost(work: Callable[[], Coroutine[Any, Any, Any]]) -> tuple[float, Any]:
    """Return the CPU seconds of this process for some work, with what it returns."""
    gc.collect()
    before = time.process_time()
    found = asyncio.run(work())
    return time.process_time() - before, found


def configure(folder: Path, port: int, addresses: list[str]) -> None:
    """Write the configuration of these feeds."""
    head = f'[[brand]]\nname = "Acme"\nquery = "acme"\n[collector]\nports = [{port}]\n'
    head += 'allow_private = ["127.0.0.0/8"]\narchive = false\n'
    sources = (
        f'[[source]]\nid = "f{n}"\nconnector = "rss"\nurl = "{url}"\n'
        for n, url in enumerate(addresses)
    )
    (folder / "config.toml").write_text(head + "".join(sources))


def main() -> None:
    """Print what a feed costs, in microseconds of CPU."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=2_000)
    parser.add_argument("--changed", type=float, default=0.05)
    parser.add_argument("--posts", type=int, default=20, help="of each feed")
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    here, there = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(there, args.posts), daemon=True)
    server.start()
    port, changing = here.recv(), round(args.feeds * args.changed)
    rows: dict[str, list[float]] = {"httpx alone": [], "all unchanged": [], "mixed": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mixed, quiet = urls(port, args.feeds, changing), urls(port, args.feeds, 0)
        for addresses, what in ((quiet, "all unchanged"), (mixed, "mixed")):
            configure(folder, port, addresses)
            first, _ = cost(lambda: by_us(folder))
            print(f"first run: {first / args.feeds * 1e6:.0f} us a feed of {args.posts} posts")
            for _ in range(args.rounds):
                rows["httpx alone"].append(cost(lambda: by_httpx(quiet))[0])
                taken, reports = cost(lambda: by_us(folder))
                states = Counter(report.state for report in reports)
                print(f"{what}: {dict(states)}, {sum(r.found for r in reports)} posts found")
                rows[what].append(taken)
    alone = median(rows["httpx alone"])
    for what, found in rows.items():
        each = median(found) / args.feeds * 1e6
        print(f"{what:14}: {each:7.0f} us a feed, {median(found) / alone:.2f} x httpx alone")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"most memory: {memory:.0f} MB")
    server.terminate()


if __name__ == "__main__":
    main()
