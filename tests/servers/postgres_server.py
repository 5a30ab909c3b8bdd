"""A PostgreSQL server of the tests' own, from Debian's binaries, gone when they end."""

from __future__ import annotations

import atexit
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DEBIAN = Path("/usr/lib/postgresql")
USERS = ("postgres", "nobody")
"""Who may run the server where the tests run as root, which it refuses."""
SECONDS = 30
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "fsync": "off",  # nobody pulls the plug of a test
    "full_page_writes": "off",
    "jit": "off",
}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and its folder."""

    port: int
    process: subprocess.Popen[bytes]
    folder: Path

    def url(self, database: str = "postgres") -> str:
        """Return the SQLAlchemy URL of one of its databases."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def stop(self) -> None:
        """Stop it by its own process, and take its folder away."""
        if self.process.poll() is None:
            self.process.terminate()  # smart: waits for whoever is connected
            try:
                self.process.wait(1)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGINT)  # fast: sends them away
                self.process.wait(SECONDS)
        shutil.rmtree(self.folder, ignore_errors=True)


def missing() -> str:
    """Return why there can be no server here, "" where there can."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed (pip install solisten[postgres])"
    if _binaries() is None:
        return f"no PostgreSQL server under {DEBIAN} (apt-get install postgresql-15)"
    return ""


def _binaries() -> Path | None:
    found = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@cache
def server() -> Server:
    """Start the one server of this run; it ends with it.

    Its default order of texts is a dictionary's (ICU), which is not the order we count on.
    """
    binaries = _binaries()
    if binaries is None:
        raise RuntimeError(missing())
    folder = Path(tempfile.mkdtemp(prefix="solisten-pg-"))
    runner = _runner()
    if runner is not None:
        os.chown(folder, runner.pw_uid, runner.pw_gid)
    data = folder / "data"
    made = subprocess.run(
        [
            *(str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust"),
            *("-E", "UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US"),
            "--no-sync",
        ],
        **_as(runner, folder),
        capture_output=True,
        check=False,
    )
    if made.returncode:
        raise RuntimeError(made.stderr.decode())
    port = _free_port()
    settings = {**SETTINGS, "port": str(port)}
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [
                *(str(binaries / "postgres"), "-D", str(data)),
                *(word for key, value in settings.items() for word in ("-c", f"{key}={value}")),
            ],
            **_as(runner, folder),
            preexec_fn=_end_with_us,  # noqa: PLW1509  (one thread here)
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    found = Server(port, process, folder)
    atexit.register(found.stop)
    _await(found)
    return found


def _end_with_us() -> None:
    """Ask Linux to stop the server when the tests are killed."""
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGINT)


def _runner() -> pwd.struct_passwd | None:
    if os.getuid():
        return None
    known = {user.pw_name: user for user in pwd.getpwall()}
    return next(known[name] for name in USERS if name in known)


def _as(runner: pwd.struct_passwd | None, folder: Path) -> dict[str, Any]:
    if runner is None:
        return {"cwd": folder}
    return {
        "cwd": folder,
        "user": runner.pw_uid,
        "group": runner.pw_gid,
        "extra_groups": [],
        "env": {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C.UTF-8"},
    }


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _await(found: Server) -> None:
    import psycopg

    until = time.monotonic() + SECONDS
    while True:
        try:
            psycopg.connect(found.url().replace("+psycopg", "")).close()
        except psycopg.OperationalError:
            log = (found.folder / "server.log").read_text()
            if found.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(log) from None
            time.sleep(0.05)
        else:
            return
