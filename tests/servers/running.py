"""Servers that a test starts: in a folder of their own, on a free port, ended by their process."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

INSTALLED = Path(os.environ.get("SOLISTEN_TEST_SERVERS", "/nowhere"))
"""Where tests/servers/install.sh has put what it could."""


@dataclass(slots=True)
class Running:
    """Processes that are started in a folder, and ended together."""

    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *words: str | Path, **env: str) -> subprocess.Popen[bytes]:
        """Start a process, with the children it may have, in a group of its own."""
        log = self.folder / f"{len(self.processes)}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [*map(str, words)],
                cwd=self.folder,
                env={**os.environ, **env},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def wait_for(self, url: str, seconds: float = 60) -> None:
        """Wait until an address answers with success; fail with the log when that cannot be."""
        until = time.monotonic() + seconds
        while True:
            try:
                urllib.request.urlopen(url, timeout=5).close()
            except OSError as error:
                if time.monotonic() > until or any(p.poll() is not None for p in self.processes):
                    logs = [path.read_text()[-2_000:] for path in self.folder.glob("*.log")]
                    raise AssertionError((url, error, logs)) from None
                time.sleep(0.1)
            else:
                return

    def wait_for_word(self, word: str, seconds: float) -> None:
        """Wait until the process started last says a word; fail with its log when it does not."""
        log = self.folder / f"{len(self.processes) - 1}.log"
        until = time.monotonic() + seconds
        while word not in (told := log.read_text()):
            assert self.processes[-1].poll() is None, told[-2_000:]
            assert time.monotonic() < until, told[-2_000:]
            time.sleep(0.1)

    def stop(self) -> None:
        """End every process with its group, the last one first."""
        for process in reversed(self.processes):
            for how in (signal.SIGTERM, signal.SIGKILL):
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, how)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(10)
                    break


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    return free_ports(1)


def free_ports(count: int) -> int:
    """Return the first of so many ports in a row that nobody listens on."""
    for _ in range(100):
        with ExitStack() as held, suppress(OSError, OverflowError):
            first = held.enter_context(socket.socket())
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            for more in range(1, count):
                held.enter_context(socket.socket()).bind(("127.0.0.1", port + more))
            return port
    raise AssertionError(f"no {count} ports in a row are free")


def ask(
    method: str, url: str, body: Any = None, headers: dict[str, str] | None = None
) -> tuple[Any, dict[str, str]]:
    """Ask a server, JSON in and out; return its answer and its headers, fail with its reason."""
    data = None if body is None else json.dumps(body).encode()
    kind = {"Content-Type": "application/json"} if method != "GET" else {}
    request = urllib.request.Request(
        url, data, {"Accept": "application/json", **kind, **(headers or {})}, method=method
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or b"null"), dict(answer.headers)
    except urllib.error.HTTPError as error:
        told = f"{method} {url}: {error.code} {error.read()[:300]!r}"
        raise AssertionError(told) from None
