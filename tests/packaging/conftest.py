"""The archives and the environment that the packaging tests share."""

from __future__ import annotations

import tarfile
from typing import TYPE_CHECKING

import pytest
from packaging_places import ROOT, Place, build, new_place

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel straight from the checkout."""
    return build(ROOT, tmp_path_factory.mktemp("wheel"), "wheel")


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist and unpack it."""
    archive = build(ROOT, tmp_path_factory.mktemp("sdist"), "sdist")
    into = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(archive) as files:
        files.extractall(into, filter="data")
    (folder,) = into.iterdir()
    return folder


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Place:
    """Install the wheel into an environment of its own."""
    place = new_place(tmp_path_factory.mktemp("installed"))
    place.install(str(wheel))
    return place
