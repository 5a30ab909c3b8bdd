"""A desk to run the command at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import stores
from desk import CONFIG, Desk, conversation, saved

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Desk]:
    """Return a folder with a configuration, which is the working folder too."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    desk = Desk(tmp_path, capsys)
    desk.write("config.toml", CONFIG)
    yield desk
    stores.forget(tmp_path)


@pytest.fixture(scope="session")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database that holds four weeks of talk."""
    return saved(tmp_path_factory.mktemp("spoken"), conversation())


@pytest.fixture
def talk(desk: Desk, spoken: Path) -> Desk:
    """Return a desk whose database holds four weeks of talk."""
    desk.records("talk.jsonl", conversation())
    stores.copy(spoken, desk.folder / "solisten.db")
    return desk
