"""What the commands share: dates, files, colour, progress."""

from __future__ import annotations

import argparse
import logging
import re
from pathlib import Path
from typing import Any

import pytest

from solisten.cli import main, parser, progress
from solisten.cli.output import colour, write_text
from solisten.cli.windows import Asked, asked, when

NOW = 20_485 * 86_400 + 3_600.0  # 2026-02-01T01:00:00Z


def window(**texts: str) -> Asked:
    read: dict[str, Any] = dict.fromkeys(("since", "until", "as_of"))
    read |= {name: when(text) for name, text in texts.items()}
    return asked(argparse.Namespace(now=NOW, **read))


def test_days_are_whole_and_until_is_exclusive() -> None:
    assert window(since="2026-01-01", until="2026-02-01") == Asked(20_454, 20_485)


def test_so_many_days_end_with_today() -> None:
    assert window(since="90d") == Asked(since=20_485 - 89, last=90)


def test_a_time_of_day_is_rounded_outwards_and_said(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    rounded = window(since="2026-01-01T12:00", until="2026-01-31T22:30-02:00")
    assert rounded == Asked(20_454, 20_486)
    assert "--since 2026-01-01T12:00 is rounded outwards to 2026-01-01" in caplog.text
    assert "to 2026-02-02" in caplog.text


def test_as_of_is_an_instant() -> None:
    assert window(as_of="2026-01-01T12:00Z").as_of == 20_454 * 86_400 + 43_200
    assert window(as_of="2026-01-01").as_of == 20_454 * 86_400


@pytest.mark.parametrize("text", ["yesterday", "0d", "90 d", "2026-13-01", "31.01.2026", ""])
def test_no_date_is_refused(text: str) -> None:
    with pytest.raises(
        argparse.ArgumentTypeError, match=re.escape("write ISO (2026-01-31) or 90d")
    ):
        when(text)


def test_output_goes_to_a_whole_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_text("caf\u00e9\n", tmp_path / "report.txt")
    assert (tmp_path / "report.txt").read_bytes() == "caf\u00e9\n".encode()
    write_text("shown")
    assert capsys.readouterr().out == "shown"


def test_output_can_be_a_pipe(tmp_path: Path) -> None:
    write_text("gone", Path("/dev/null"))
    (tmp_path / "link").symlink_to(tmp_path / "target")
    write_text("through", tmp_path / "link")
    assert (tmp_path / "target").read_text() == "through"
    assert (tmp_path / "link").is_symlink()


def test_no_color_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert colour()
    assert not colour(tmp_path / "file")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not colour()


def test_progress_is_for_terminals(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.progress("reading") as advance:
        advance(1, 10)
    assert capsys.readouterr() == ("", "")


def test_progress_shows_rate_and_time_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    with progress.progress("[bold]reading") as advance:
        for done in range(5):
            advance(done * 100, 1000)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "[bold]reading" in shown.err
    assert "/1000" in shown.err


@pytest.mark.parametrize(
    "words",
    [
        ["import", "a.csv", "b.jsonl", "--map", "text=body", "--map", "id=no", "--preset", "twcs"],
        ["estimate", "--id", "3"],
        ["estimate", "--brand", "A", "--model", "all", "--offline", "--format", "html"],
        ["metrics", "--brand", "A", "--by", "topic", "--format", "json"],
        ["export", "methods", "--brand", "A", "--authors", "raw", "--format", "parquet"],
        ["explain", "7", "--brand", "A"],
        ["models", "check", "a.toml", "b.toml"],
        ["connectors", "read", "rss", "a.xml", "--url", "https://a.example/feed"],
        ["--db", "sqlite://", "-v", "--json-logs", "--config", "c.toml", "status", "--json"],
        ["db", "backup", "copy.db"],
    ],
)  # fmt: skip
def test_the_contract_can_be_said(words: list[str]) -> None:
    args = parser.parse(words)
    assert args.command in words


def test_every_command_of_the_parser_has_its_module() -> None:
    folder = Path(parser.__file__).parent / "commands"
    modules = {file.stem.rstrip("_") for file in folder.glob("[a-z]*.py")}
    assert modules == set(parser.COMMANDS)


def test_an_output_that_cannot_be_is_wrong_use(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(args: argparse.Namespace) -> int:
        write_text("x", tmp_path / "missing" / "x.txt")
        return 0

    monkeypatch.setattr(parser.command("status"), "run", run)
    assert main(["status"]) == 2
    assert "cannot be written: No such file or directory" in capsys.readouterr().err
