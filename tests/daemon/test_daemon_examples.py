"""The unit and the Containerfile that come with the daemon, run as far as a test can."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import sys
from configparser import ConfigParser
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from kept_running import PATIENCE, ROOT, ROOTS, wait_for
from stores import url_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EXAMPLES = ROOT / "src" / "solisten" / "daemon" / "examples"
PLACE = "/etc/solisten/config.toml"
CONFIG = '[[brand]]\nname = "Acme"\nquery = "acme"\n[store]\nurl = "{url}"\n'


def service() -> dict[str, str]:
    """Return what the unit says of its service."""
    unit = ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(EXAMPLES / "solisten.service", "utf-8")
    return dict(unit["Service"])


def instructions() -> dict[str, str]:
    """Return the last of each kind of instruction in the Containerfile."""
    text = (EXAMPLES / "Containerfile").read_text("utf-8").replace("\\\n", "")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return dict(line.split(" ", 1) for line in lines)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_understands_every_line_of_the_unit(tmp_path: Path) -> None:
    text = (EXAMPLES / "solisten.service").read_text("utf-8")
    unit = tmp_path / "solisten.service"
    unit.write_text(text.replace("/opt/solisten/bin/solisten", "/bin/true"))
    words = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(unit)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
    told = [line for line in done.stderr.splitlines() if "solisten.service" in line]
    assert not told
    assert done.returncode == 0, done.stderr


@contextmanager
def listening(path: Path) -> Iterator[socket.socket]:
    """Be the service manager that a daemon tells of its state."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(path))
        manager.settimeout(PATIENCE)
        yield manager


def test_what_both_start_says_when_it_is_ready_is_well_rereads_and_stops(tmp_path: Path) -> None:
    """Run the command without the environment of a shell, as both do."""
    unit, container = service(), instructions()
    words = [*json.loads(container["ENTRYPOINT"]), *json.loads(container["CMD"])]
    assert unit["ExecStart"].split()[1:] == words[1:]
    assert unit["Environment"] == container["ENV"]
    given = dict([container["ENV"].split("=")])
    own, log = str(tmp_path / "config.toml"), tmp_path / "log"
    (tmp_path / "config.toml").write_text(CONFIG.format(url=url_of(tmp_path / "solisten.db")))
    with listening(tmp_path / "n") as manager, log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *(own if word == PLACE else word for word in words)],
            cwd=tmp_path,
            env={"PYTHONPATH": ROOTS, "NOTIFY_SOCKET": str(tmp_path / "n"), **given},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
        try:
            assert manager.recv(200).startswith(b"READY=1\n")
            assert subprocess.run(healthy(container, log), check=False).returncode == 0
            reload = unit["ExecReload"].replace("$MAINPID", str(process.pid))
            subprocess.run(reload.split(), check=True)
            assert manager.recv(200).startswith(b"RELOADING=1\n")
            assert manager.recv(200).startswith(b"READY=1\n")
            process.send_signal(signal.Signals[container["STOPSIGNAL"]])
            assert manager.recv(200).startswith(b"STOPPING=1\n")
            assert process.wait(float(unit["TimeoutStopSec"])) == 0
        finally:
            process.kill()
            process.wait()


def healthy(container: dict[str, str], log: Path) -> list[str]:
    """Return the container's health check, at the port where this daemon is."""

    def said() -> str:
        found = [line for line in log.read_text().splitlines() if "health and metrics" in line]
        return json.loads(found[0])["message"] if found else ""

    port = wait_for(said).split("127.0.0.1:")[1].split("/")[0]
    words: list[str] = json.loads(container["HEALTHCHECK"].partition("CMD")[2])
    assert words[0] == "python"
    return [sys.executable, *(word.replace("9477", port) for word in words[1:])]
