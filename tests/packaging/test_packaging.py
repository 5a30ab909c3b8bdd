"""The wheel, the sdist, the editable install and the plain checkout all work alike."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from typing import TYPE_CHECKING

import pytest
from packaging_places import ROOT, Place, build, new_place

if TYPE_CHECKING:
    from pathlib import Path

SOURCES = ("src/solisten", "connectors/solisten_connectors", "rules/solisten_rules")


def package_files(root: Path) -> dict[str, int]:
    """Return the size of every file below the three packages, by its name inside a wheel."""
    return {
        str(path.relative_to((root / source).parent)): path.stat().st_size
        for source in SOURCES
        for path in (root / source).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def wheel_files(wheel: Path) -> dict[str, int]:
    """Return the size of every file of the packages inside a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        sizes = {item.filename: item.file_size for item in archive.infolist()}
    return {name: size for name, size in sizes.items() if ".dist-info/" not in name}


def test_the_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    assert wheel_files(wheel) == package_files(ROOT)


@pytest.mark.parametrize(
    "ending",
    [
        "solisten/sample/posts.jsonl",
        "solisten/sample/config.toml",
        "solisten/py.typed",
        "solisten_rules/solis.toml",
        "solisten/reading/words/en.toml",
        "solisten/records/presets/twcs.toml",
        "solisten/store/migrations/env.py",
    ],
)
def test_the_wheel_holds_the_data(wheel: Path, ending: str) -> None:
    assert ending in wheel_files(wheel)


def test_the_sdist_builds_the_same_wheel(unpacked: Path, wheel: Path, tmp_path: Path) -> None:
    assert wheel_files(build(unpacked, tmp_path, "wheel")) == wheel_files(wheel)


def test_the_sdist_holds_what_a_packager_needs(unpacked: Path) -> None:
    for name in (
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "config.example.toml",
        "tests/conftest.py",
    ):
        assert (unpacked / name).is_file(), name


def test_nothing_that_is_not_ours_is_in_the_sdist(unpacked: Path) -> None:
    stray = {".venv", "__pycache__", ".git", ".mypy_cache", ".pytest_cache", "uv.lock"}
    strange = [p for p in unpacked.rglob("*") if p.name in stray or p.suffix in {".pyc", ".db"}]
    assert strange == []


def test_the_demo_runs_from_the_wheel(installed: Place) -> None:
    done = installed.solisten("demo")
    assert done.returncode == 0, done.stderr
    assert "Brightsill" in done.stdout
    assert list(installed.home.iterdir()) == []


def test_the_installed_module_is_the_wheel_s(installed: Place) -> None:
    done = installed.run("-c", "import solisten, solisten_rules; print(solisten_rules.__file__)")
    assert str(installed.python.parent.parent) in done.stdout


def test_the_demo_runs_from_an_editable_install(tmp_path: Path, unpacked: Path) -> None:
    place = new_place(tmp_path)
    place.install("--editable", str(unpacked))
    where = place.run("-c", "import solisten; print(solisten.__file__)").stdout
    assert str(unpacked) in where
    done = place.solisten("demo")
    assert done.returncode == 0, done.stderr
    assert "Brightsill" in done.stdout


def test_the_demo_runs_from_a_plain_checkout(unpacked: Path, tmp_path: Path) -> None:
    roots = os.pathsep.join(str(unpacked / name) for name in ("src", "connectors", "rules"))
    done = subprocess.run(
        [sys.executable, "-m", "solisten", "demo"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": roots},
    )
    assert done.returncode == 0, done.stderr
    assert "Brightsill" in done.stdout


def test_the_test_tools_are_an_extra_and_a_group() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]["dev"]
    assert any(line.startswith("pytest>") for line in extras)
    assert project["dependency-groups"]["dev"] == ["solisten[dev]"]
