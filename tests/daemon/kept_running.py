"""A daemon in a process of its own, and what it says of itself."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
ROOTS = os.pathsep.join(str(ROOT / part) for part in ("src", "connectors", "rules"))
PATIENCE = 90.0


def wait_for(what: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """Wait until something is true, and return it."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, f"waited {seconds} s in vain"
        time.sleep(0.05)
    return found


@dataclass
class Daemon:
    """Run `solisten --json-logs daemon` in a folder until the block ends."""

    folder: Path
    environ: dict[str, str] = field(default_factory=dict)
    lines: list[dict[str, Any]] = field(default_factory=list)

    def __enter__(self) -> Self:
        """Start it."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "solisten", "--json-logs", "daemon", "--port", "0"],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": ROOTS, **self.environ},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        self.reader = threading.Thread(target=self._read)
        self.reader.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End it, whatever happened."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.reader.join()
        if self.process.stderr:
            self.process.stderr.close()

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.lines.append(json.loads(line))

    def said(self, part: str) -> list[str]:
        """Return the messages that hold some words."""
        return [line["message"] for line in list(self.lines) if part in line["message"]]

    def page(self, path: str) -> tuple[int, str]:
        """Ask for one of its pages."""
        (line,) = wait_for(lambda: self.said("health and metrics"))
        address = line.split()[3].removesuffix("/healthz")
        try:
            with urllib.request.urlopen(address + path, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def figure(self, name: str) -> float:
        """Return one of its metrics, 0 for none."""
        found = [line for line in self.page("/metrics")[1].splitlines() if line.startswith(name)]
        return sum(float(line.rpartition(" ")[2]) for line in found)

    def call(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Stop it and return its exit code."""
        self.call(number)
        return self.process.wait(PATIENCE)
