"""The frame around every command: words, exit codes, and who speaks where."""

from __future__ import annotations

import json
import logging
import os
import re
import resource
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from solisten.cli import main, parser
from solisten.errors import NothingToMeasureError, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
HEAVY = ("pandas", "numpy", "pyarrow", "rich", "sqlalchemy", "httpx", "jinja2", "msgspec")


def solisten(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    roots = os.pathsep.join(str(ROOT / part) for part in ("src", "connectors", "rules"))
    return subprocess.run(
        [sys.executable, "-m", "solisten", *words],
        env={**os.environ, "PYTHONPATH": roots},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], int]], None]:
    """Put a function in place of what `solisten status` does."""

    def put(work: Callable[[], int]) -> None:
        def run(args: argparse.Namespace) -> int:
            return work()

        monkeypatch.setattr(parser.command("status"), "run", run)

    return put


def failing(problem: BaseException) -> Callable[[], int]:
    def work() -> int:
        raise problem

    return work


@pytest.mark.parametrize("name", parser.COMMANDS)
def test_every_command_helps(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main([name, "--help"]) == 0
    shown = capsys.readouterr().out
    assert f"usage: solisten {name}" in shown
    assert max(map(len, shown.splitlines())) <= 80
    for example in re.findall(r"^  solisten ((?:.*\\\n)*.*)", shown, re.MULTILINE):
        parser.parse(shlex.split(example.replace("\\\n", "").split(" > ")[0]))


def test_help_is_quick_and_light() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    shown = solisten("--help")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert shown.returncode == 0
    assert all(f"\n    {name} " in shown.stdout for name in parser.COMMANDS)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.2


def test_parsing_loads_no_heavy_library() -> None:
    code = (
        "import sys; from solisten.cli import main, parser\n"
        "for name in parser.COMMANDS: main([name, '--help'])\n"
        f"sys.exit(', '.join(set(sys.modules) & set({HEAVY!r})) or 0)"
    )
    path = {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", code], env=path, capture_output=True, check=False)
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["estimat"], 'did you mean "estimate"?'),
        (["collectt"], 'no command "collectt"'),
        (["status", "--jsn"], 'did you mean "--json"?'),
        (["status", "--db", "x"], "--db stands before the command"),
        (["status", "now"], 'what is "now" for?'),
        ([], "which command?"),
        (["estimate"], "one of the arguments --brand --id is required"),
        (["estimate", "--brand", "A", "--since", "31.1.2026"], '"31.1.2026" is no date'),
        (["import", "f", "--network", "My Forum"], "cannot name a network"),
        (["import", "f", "--map", "text"], "write FIELD=COLUMN"),
        (["export", "mention", "--brand", "A"], "invalid choice"),
        (["metrics", "--brand", "A", "--by", "hour"], "invalid choice"),
    ],
)
def test_wrong_use_is_2_and_says_what_to_do(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.out == ""


@pytest.mark.parametrize(
    ("problem", "code", "said"),
    [
        (UsageError('no brand "Acmee"; did you mean "Acme"?'), 2, 'error: no brand "Acmee"'),
        (NothingToMeasureError("no mention of Acme"), 3, "error: no mention of Acme"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (ZeroDivisionError("boom"), 1, "a bug: ZeroDivisionError: boom"),
    ],
)
def test_what_is_raised_becomes_an_exit_code(
    running: Callable[[Callable[[], int]], None],
    capsys: pytest.CaptureFixture[str],
    problem: BaseException,
    code: int,
    said: str,
) -> None:
    running(failing(problem))
    assert main(["status"]) == code
    err = capsys.readouterr().err
    assert said in err
    assert "Traceback" not in err


def test_verbose_shows_the_traceback(
    running: Callable[[Callable[[], int]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    running(failing(ZeroDivisionError("boom")))
    assert main(["-v", "status"]) == 1
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_logs_can_be_json_lines(
    running: Callable[[Callable[[], int]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    running(failing(ZeroDivisionError("boom \x1b[31m")))
    assert main(["-v", "--json-logs", "status"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    entry = json.loads(line)
    assert entry["level"] == "error"
    assert "ZeroDivisionError: boom \x1b" in entry["message"]
    assert entry["traceback"].startswith("Traceback")


def test_logs_cannot_drive_the_terminal(
    running: Callable[[Callable[[], int]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    def work() -> int:
        logging.getLogger("solisten.test").warning("row 3: %s", "\x1b]0;owned\x07 \u202e")
        return 4

    running(work)
    assert main(["status"]) == 4
    assert capsys.readouterr().err == "solisten: warning: row 3: \ufffd]0;owned\ufffd \ufffd\n"


PIPED = """
import sys
from solisten.cli import main, parser
from solisten.export.columns import columns
from solisten.export.rows import write_rows

def run(args):
    if sys.argv[1] == "text":
        for _ in range(100_000):
            sys.stdout.write("line after line\\n")
        return 0
    return write_rows(({"text": "x" * 99} for _ in range(100_000)), columns("mentions"), "csv")

parser.command("status").run = run
sys.exit(main(["status"]))
"""


@pytest.mark.parametrize("kind", ["text", "table"])
def test_a_closed_pipe_is_quiet(kind: str, tmp_path: Path) -> None:
    script = tmp_path / "piped.py"
    script.write_text(PIPED)
    command = f"{sys.executable} {script} {kind} | head -1; exit ${{PIPESTATUS[0]}}"
    path = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(["bash", "-c", command], env=path, capture_output=True, check=False)
    assert done.stderr == b""
    assert done.returncode == 0
    assert done.stdout.count(b"\n") == 1


def test_the_version() -> None:
    shown = solisten("--version")
    assert (shown.returncode, shown.stdout) == (0, "solisten 0.1.0\n")


WORKING = """
import logging, sys
from solisten.cli import main, output, parser
from solisten.cli.progress import progress

def run(args):
    with progress("importing") as advance:
        for done in range(0, 1000, 100):
            advance(done, 1000)
            logging.getLogger("solisten.test").warning("row %d [bold]", done)
    output.write_text(f"colour {output.colour()}\\n")
    return 0

parser.command("status").run = run
sys.exit(main(["status"]))
"""


def test_a_terminal_gets_colour_progress_and_whole_log_lines(tmp_path: Path) -> None:
    script = tmp_path / "working.py"
    script.write_text(WORKING)
    ours, theirs = os.openpty()
    plain = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    terminal = plain | {"PYTHONPATH": str(ROOT / "src"), "TERM": "xterm", "COLUMNS": "90"}
    command = [sys.executable, str(script)]
    with subprocess.Popen(command, env=terminal, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        while part := _read(ours):
            shown += part
    os.close(ours)
    assert process.returncode == 0
    words = shown.decode()
    assert "importing" in words
    assert "colour True" in words
    for done in range(0, 1000, 100):
        assert f"solisten: warning: row {done} [bold]" in words


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # Linux says so when the other side is closed
        return b""
