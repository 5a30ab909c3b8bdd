"""connectors/README.md keeps its word: a stranger who follows it has a connector that works."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "connectors" / "README.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w+)(?: file=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run(command: str, folder: Path) -> str:
    """Run `solisten ...` in a folder and return what it prints."""
    roots = os.pathsep.join(str(ROOT / name) for name in ("src", "connectors", "rules"))
    done = subprocess.run(
        [sys.executable, "-m", *command.split()],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": roots, "LC_ALL": "C.UTF-8"},
    )
    assert done.returncode == 0, f"{command}: {done.stderr}"
    return done.stdout


def test_its_steps_work_one_after_the_other(tmp_path: Path) -> None:
    shown = 0
    for kind, file, body in FENCE.findall(PAGE):
        if file:
            path = tmp_path / file
            path.parent.mkdir(exist_ok=True)
            path.write_text(body, encoding="utf-8")
            continue
        assert kind == "console"
        first, _, promised = body.partition("\n")
        printed = run(first.removeprefix("$ "), tmp_path)
        same = doctest.OutputChecker().check_output(promised, printed, doctest.ELLIPSIS)
        assert same, f"{first} printed\n{printed}"
        shown += 1
    assert shown == 2


@pytest.mark.parametrize("noun", ["Unreadable", "Gone", "Checkpoint", "RequestFailed", "unchanged"])
def test_the_contract_is_named(noun: str) -> None:
    assert f"`{noun}`" in PAGE or f"`answer.{noun}`" in PAGE
