"""A simulated week of the daemon: 10,000 polls, and whether its memory stays what it was.

    python tests/benchmarks/daemon_week.py [--days 7] [--sources 10]

Sources are feeds of a server in a process of its own; each is due every ten minutes of a clock that
jumps to whatever is due next, and has something new in one of twenty polls. Everything is done that
the daemon does: reading, alerts, daily estimates, upkeep, figures. Prints resident memory and the
number of Python's objects by day.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import multiprocessing
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("src", "connectors", "rules", "tests/daemon", "tests/servers")
sys.path[:0] = [str(ROOT / part) for part in PARTS]

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

DAY = 86_400
START = 20_000 * DAY
EVERY = 600


def serve(pipe: Connection, sources: int) -> None:
    """Serve feeds; each poll in twenty finds one item more."""
    from feeds import Site

    with Site(began=START) as site:
        answer, polls = site.answer, dict.fromkeys(range(sources), 0)

        def growing(path: str, tag: str) -> tuple[int, bytes, str]:
            number = int(path.removeprefix("/feed").removesuffix(".xml"))
            polls[number] += 1
            site.items[f"feed{number}"] = 3 + polls[number] // 20
            site.hits.clear()
            return answer(path, tag)

        site.answer = growing  # type: ignore[method-assign]
        pipe.send(site.port)
        pipe.recv()


def configure(folder: Path, port: int, sources: int) -> None:
    """Write the configuration."""
    found = "".join(
        f'[[source]]\nid = "feed{number}"\nconnector = "rss"\nevery = "{EVERY}s"\n'
        f'url = "http://127.0.0.1:{port}/feed{number}.xml"\n'
        for number in range(sources)
    )
    (folder / "config.toml").write_text(
        f'[[brand]]\nname = "Acme"\nquery = "acmerockets"\npromise = "1d"\n{found}[collector]\n'
        f'allow_private = true\nports = [{port}]\n[alerts]\natom = "alerts.xml"\n'
    )


async def week(folder: Path, days: int) -> None:
    """Live through the days."""
    from solisten.collector.owners import process_of, this_process
    from solisten.daemon.gauges import Gauges
    from solisten.daemon.pace import Pace
    from solisten.daemon.working import Working
    from solisten.daemon.works import Where, works
    from solisten.store import sources
    from solisten.web import Manners

    now = [float(START)]
    process = psutil.Process()
    quick = Manners(pause=0.0)
    async with works(Where(folder / "config.toml", None, START), lambda: now[0], quick) as opened:
        work = Working(opened, Pace(alerts=0.0), Gauges(), lambda: now[0], this_process(), {})
        began, day = time.perf_counter(), 0
        print("day   polls     RSS MB  objects   CPU s   wall s")
        while True:
            work.look_at = 0.0
            await work.look()
            await work.settle(600.0)
            await work.tell()
            await work.attend()
            await work.beat()
            if now[0] >= START + day * DAY:
                gc.collect()
                told = figure(work.gauges.text().decode(), "solisten_runs_total")
                rss, cpu = process.memory_info().rss / 1e6, sum(process.cpu_times()[:2])
                wall = time.perf_counter() - began
                objects = len(gc.get_objects())
                print(
                    f"{day:3} {told:7.0f} {rss:10.1f} {objects:8} {cpu:7.1f} {wall:8.1f}",
                    flush=True,
                )
                day += 1
                if day > days:
                    return
            with opened.opened.database.reading() as connection:
                ids = [one.id for one in opened.opened.config.sources]
                due = sources.soonest(connection, ids, process_of(work.owner), int(now[0]))
                now[0] = max(now[0] + 1, float(due or 0))


def figure(text: str, name: str) -> float:
    """Return the sum of a metric."""
    return sum(
        float(line.rpartition(" ")[2]) for line in text.splitlines() if line.startswith(name)
    )


def main() -> None:
    """Start the server, live through the week, stop the server."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--sources", type=int, default=10)
    args = parser.parse_args()
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs, args.sources))
    server.start()
    try:
        port: Any = ours.recv()
        with tempfile.TemporaryDirectory() as name:
            configure(Path(name), port, args.sources)
            asyncio.run(week(Path(name), args.days))
    finally:
        ours.send(None)
        server.join(10)


if __name__ == "__main__":
    main()
