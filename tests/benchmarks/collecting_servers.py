"""What it costs to collect thousands of posts from real servers, the first time and again.

    python tests/benchmarks/collecting_servers.py [--posts 5000] [--servers mastodon bluesky]

SOLISTEN_TEST_SERVERS must be the folder where tests/servers/install.sh was told to install. The
story of the tests is told once a day for as many days as it takes. Each line is a process of its
own, without the pause between two requests: posts, requests, runs (one reads some threads only),
its CPU (user and system), the server's, wall time and highest memory.
"""

from __future__ import annotations

import argparse
import importlib
import multiprocessing
import resource
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / part) for part in ("src", "connectors", "rules", "tests/servers")]

if TYPE_CHECKING:
    from collecting import Server
    from story import Said

DAY = 86_400
ROW = "{:9} {:>8} {:>6} {:>9} {:>6} {:>8} {:>10} {:>9} {:>7}"
MOST_RUNS, IDLE = 200, 3


@dataclass(frozen=True, slots=True)
class Cost:
    """Hold what one collection cost: CPU and wall in seconds, memory in MB."""

    new: int
    asked: int
    runs: int
    cpu: float
    wall: float
    memory: float


def told_often(count: int) -> list[Said]:
    """Return the story's first day as often as it takes, each a day before the last."""
    from story import first_day

    found: list[Said] = []
    for back in range(-(-count // len(first_day()))):
        for one in first_day():
            keys = {name: f"{getattr(one, name)}.{back}" for name in ("key", "root")}
            parent = f"{one.parent}.{back}" if one.parent else ""
            found.append(replace(one, **keys, parent=parent, t=one.t - back * DAY))
    return sorted(found, key=lambda one: one.t)


def collected(folder: str, now: float, wanted: int) -> Cost:
    """Collect, minute by minute, until so many posts are there; a run reads some threads only."""
    from collecting import Listener

    listener, new, asked, runs, idle = Listener(Path(folder)), 0, 0, 0, 0
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    while not runs or (new < wanted and idle < IDLE and runs < MOST_RUNS):
        found = listener.collect(now + 60 * runs, unfinished=True)
        new, asked, runs = new + found.new, asked + found.asked, runs + 1
        idle = 0 if found.new else idle + 1
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return Cost(new, asked, runs, cpu, time.perf_counter() - began, used.ru_maxrss / 1e3)


def cpu_of(server: Server) -> float:
    """Return the CPU seconds of a server's processes."""
    times: list[Any] = []
    for one in server.running.processes:
        whole = psutil.Process(one.pid)
        times += [each.cpu_times() for each in (whole, *whole.children(recursive=True))]
    return float(sum(each.user + each.system for each in times))


def measure(name: str, count: int, folder: Path) -> None:
    """Start a server, tell it the posts, and collect them twice."""
    from collecting import Listener
    from story import DAY_ONE

    module = importlib.import_module(f"{name}_server")
    if reason := module.missing():
        print(f"{name}: {reason}")
        return
    for part in ("server", "listener"):
        (folder / part).mkdir(parents=True)
    server: Server = module.start(folder / "server")
    try:
        began, posts = time.perf_counter(), told_often(count)
        server.tell(posts)
        print(f"{name}: told in {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
        listener = Listener(folder / "listener")
        listener.configure(server.listened())
        later = DAY_ONE + 60.0 * MOST_RUNS
        for what, now, new in (("first", DAY_ONE, len(posts)), ("again", later, 0)):
            theirs = cpu_of(server)
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                cost = pool.apply(collected, (str(listener.folder), now, new))
            theirs = cpu_of(server) - theirs
            show(name, what, cost, len(posts), theirs)
        kept, told = listener.kept().items(), server.shown(posts).items()
        print(f"{name}: {len(told - kept)} posts are missing, {len(kept - told)} differ")
    finally:
        server.running.stop()


def show(name: str, what: str, cost: Cost, posts: int, theirs: float) -> None:
    """Print a line of the table."""
    print(
        ROW.format(
            *(name, what, cost.new, cost.asked, cost.runs, f"{cost.cpu:.2f}"),
            *(f"{1000 * cost.cpu / posts:.2f}", f"{theirs:.1f}", f"{cost.wall:.1f}"),
        ),
        f"{cost.memory:7.0f}",
        flush=True,
    )


def main() -> None:
    """Measure each server."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=5_000)
    parser.add_argument("--servers", nargs="+", default=["mastodon", "bluesky"])
    args = parser.parse_args()
    heads = (
        "server",
        "time",
        "new",
        "requests",
        "runs",
        "CPU s",
        "ms a post",
        "theirs s",
        "wall s",
    )
    print(ROW.format(*heads), "     MB", flush=True)
    for name in args.servers:
        with tempfile.TemporaryDirectory() as folder:
            measure(name, args.posts, Path(folder))


if __name__ == "__main__":
    main()
