"""Archives built from the checkout, installed into environments far from it."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def build(source: Path, into: Path, kind: str) -> Path:
    """Build the `wheel` or `sdist` of `source` with the backend that is installed here."""
    command = [sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir", str(into)]
    done = subprocess.run(
        [*command, str(source)], capture_output=True, text=True, check=False, cwd=into
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = into.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return built


@dataclass(frozen=True, slots=True)
class Place:
    """An environment of its own, with its own folder to work in."""

    python: Path
    home: Path

    def run(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run this environment's Python on `words`, with nothing of the checkout on its path."""
        plain = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV_"))}
        return subprocess.run(
            [str(self.python), *words],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            cwd=self.home,
            env=plain | variables,
        )

    def install(self, *what: str) -> None:
        """Install archives or folders, asking no registry."""
        quiet = ("--quiet", "--no-index", "--no-deps", "--no-build-isolation")
        done = self.run("-m", "pip", "install", *quiet, *what)
        assert done.returncode == 0, done.stdout + done.stderr

    def solisten(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the installed command."""
        return self.run(str(self.python.with_name("solisten")), *words)


def new_place(home: Path) -> Place:
    """Make an environment that sees this one's libraries, but none of its editable installs.

    The libraries come by a path entry: `.pth` files in a folder named by another are not read, so
    an editable Solisten here stays out of sight there.
    """
    venv.create(home / "venv", with_pip=True)
    python = home / "venv" / "bin" / "python"
    (site,) = (home / "venv").glob("lib/python*/site-packages")
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    work = home / "work"
    work.mkdir()
    return Place(python, work)
