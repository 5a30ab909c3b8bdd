"""Run the command as a person does, and read its CPU seconds and peak memory from the system."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]


class Cost(NamedTuple):
    """Hold what one process cost."""

    cpu_seconds: float
    peak_mb: float


WATCHED = 30.0
"""Seconds between two looks at a running command."""
QUIET = 0.205
"""CPU seconds of `import sqlalchemy` beyond Python's own start, on a quiet machine."""


def cost(folder: Path, *words: str | Path, watch: Callable[[Cost], None] = lambda _: None) -> Cost:
    """Run `solisten` in a folder; it must succeed. `watch` is shown what it has used so far."""
    roots = os.pathsep.join(str(ROOT / part) for part in ("src", "connectors", "rules"))
    environ = {**os.environ, "PYTHONPATH": roots}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package is compiled once
    with (folder / "said.txt").open("w+", encoding="utf-8") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "solisten", *map(str, words)],
            cwd=folder,
            env=environ,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        used = _waited(process, watch)
        if process.returncode:
            said.seek(0)
            sys.exit(f"solisten {' '.join(map(str, words))}: {said.read()}")
    return used


def _waited(process: subprocess.Popen[bytes], watch: Callable[[Cost], None]) -> Cost:
    """Wait for a process and return its cost; reads /proc while it runs."""
    looked = time.monotonic()
    while True:
        id_, status, used = os.wait4(process.pid, os.WNOHANG)
        if id_:
            process.returncode = os.waitstatus_to_exitcode(status)
            return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
        time.sleep(0.005)
        if time.monotonic() > looked + WATCHED:
            looked = time.monotonic()
            watch(_cost_so_far(process.pid))


def _cost_so_far(pid: int) -> Cost:
    ticks = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[11:13]
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    peak = status.partition("VmHWM:")[2].split(maxsplit=1)[0]
    return Cost(sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK"), int(peak) / 1024)


def slowness() -> float:
    """Return how many times longer than on a quiet machine CPU work takes just now.

    The work is what most of a short command's time goes to, an import of modules.
    """
    bare, whole = (min(_seconds(code) for _ in range(3)) for code in ("", "import sqlalchemy"))
    return (whole - bare) / QUIET


def _seconds(code: str) -> float:
    process = subprocess.Popen([sys.executable, "-c", code])
    return _waited(process, lambda _: None).cpu_seconds
