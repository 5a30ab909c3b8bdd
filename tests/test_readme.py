"""README.md keeps its word: its examples run, and every command and exit code is named in it."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from solisten.cli.parser import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FENCE = re.compile(
    r"^```(?P<kind>\w+)(?: (?P<how>file|append)=(?P<file>\S+))?\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)[^)]*\)")
# Shares and counts of the demo move with every word list; which lines there are does not.
MEASURED = re.compile(r"(?:[<>]?[\d.]+ ?%| of \d+|\d+\u2013\d+|\d+(?= of)|█+| {2,})")


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block; `line` is where it begins, `file` what a reader saves it as, if at all."""

    line: int
    kind: str
    file: str
    appended: bool
    body: str


def blocks() -> list[Block]:
    """Return the README's fenced blocks, in order."""
    return [
        Block(
            line=README.count("\n", 0, found.start()) + 1,
            kind=found["kind"],
            file=found["file"] or "",
            appended=found["how"] == "append",
            body=found["body"],
        )
        for found in FENCE.finditer(README)
    ]


def steps(body: str) -> list[tuple[str, str]]:
    """Split a console block into commands, each with the output it promises."""
    found: list[tuple[str, str]] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], ""))
        elif found and found[-1][0].endswith("\\"):
            found[-1] = (f"{found[-1][0]}\n{line}", "")
        else:
            found[-1] = (found[-1][0], f"{found[-1][1]}{line}\n")
    return found


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder to work in, with `solisten` and `python` on its own path."""
    desk = tmp_path_factory.mktemp("desk")
    (desk / "bin").mkdir()
    for name, words in (("solisten", "-m solisten"), ("python", "")):
        script = desk / "bin" / name
        script.write_text(f'#!/bin/sh\nexec {sys.executable} {words} "$@"\n', encoding="utf-8")
        script.chmod(0o755)
    return desk


def run(command: str, desk: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of shell as a reader would, in the working folder."""
    roots = os.pathsep.join(str(ROOT / name) for name in ("src", "connectors", "rules"))
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=desk,
        env={
            "PATH": f"{desk / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(desk),
            "NO_COLOR": "1",
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": roots,
        },
    )


def save(block: Block, desk: Path) -> None:
    """Save the block as the file it names, or add it to that file."""
    path = desk / block.file
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if block.appended else ""
    path.write_text(before + block.body, encoding="utf-8")


def show(block: Block, desk: Path) -> None:
    """Run a console block, and compare what it prints with what it promises."""
    for command, promised in steps(block.body):
        done = run(command, desk)
        where = f"README.md line {block.line}: {command}"
        assert done.returncode == 0, f"{where}: {done.stderr}"
        want, got = (MEASURED.sub("#", text) for text in (promised, done.stdout))
        same = doctest.OutputChecker().check_output(want, got, doctest.ELLIPSIS)
        assert same, f"{where} printed\n{done.stdout}"


def test_the_examples_run_and_print_what_they_say(desk: Path) -> None:
    """One test, since the examples build on one another as they do for a reader."""
    for block in blocks():
        if block.file:
            save(block, desk)
        elif block.kind == "python":
            done = run(f"python - <<'END'\n{block.body}\nEND", desk)
            assert done.returncode == 0, f"README.md line {block.line}: {done.stderr}"
        elif block.kind == "console":
            show(block, desk)


def test_blocks_are_of_a_known_kind() -> None:
    assert {block.kind for block in blocks() if not block.file} <= {"sh", "console", "python"}


def test_what_only_a_registry_can_run_is_run_by_ci() -> None:
    """Blocks of kind sh need a registry; the checks of a change run them in a fresh clone."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    first = next(block for block in blocks() if block.kind == "sh")
    assert first.body == "pip install uv && uv run solisten demo\nuv run pytest\n"
    assert "uv run --quiet solisten demo" in script


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_named(command: str) -> None:
    assert f"`solisten {command}" in README


@pytest.mark.parametrize("code", [0, 1, 2, 3, 4, 130])
def test_every_exit_code_is_named(code: int) -> None:
    assert re.search(rf"^\| {code} \|", README, re.MULTILINE)


@pytest.mark.parametrize("page", ["README.md", "rules/README.md", "connectors/README.md"])
def test_links_lead_somewhere(page: str) -> None:
    folder = (ROOT / page).parent
    text = (ROOT / page).read_text(encoding="utf-8")
    assert [link for link in LINK.findall(text) if not (folder / link).exists()] == []
