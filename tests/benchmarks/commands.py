"""Run the command as a person does, and read its CPU seconds and peak memory from the system."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Cost(NamedTuple):
    """Hold what one process cost."""

    cpu_seconds: float
    peak_mb: float


def cost(folder: Path, *words: str | Path) -> Cost:
    """Run `solisten` in a folder; it must succeed."""
    roots = os.pathsep.join(str(ROOT / part) for part in ("src", "connectors", "rules"))
    with (folder / "said.txt").open("w+", encoding="utf-8") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "solisten", *map(str, words)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": roots},
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            sys.exit(f"solisten {' '.join(map(str, words))}: {said.read()}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
