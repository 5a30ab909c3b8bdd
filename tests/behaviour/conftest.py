"""A desk to run the command at."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from desk import CONFIG, Desk, conversation, saved

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """Return a folder with a configuration, which is the working folder too."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    desk = Desk(tmp_path, capsys)
    desk.write("config.toml", CONFIG)
    return desk


@pytest.fixture(scope="session")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database that holds four weeks of talk."""
    return saved(tmp_path_factory.mktemp("spoken"), conversation())


@pytest.fixture
def talk(desk: Desk, spoken: Path) -> Desk:
    """Return a desk whose database holds four weeks of talk."""
    desk.records("talk.jsonl", conversation())
    shutil.copy(spoken, desk.folder / "solisten.db")
    return desk
