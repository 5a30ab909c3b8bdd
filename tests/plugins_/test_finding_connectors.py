"""Connectors are found because they are there; a broken one stops nobody."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from solisten.connector import Response
from solisten.errors import ConfigError
from solisten.plugins import find_connectors

if TYPE_CHECKING:
    from pathlib import Path

GOOD = '''"""{doc}"""
from solisten.connector import connector

def read(response):
    yield from ()

@connector("{name}", read=read, reach="{doc}")
def listen(source, cursor):
    yield from ()
'''


def write(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)


def test_the_shipped_package_is_scanned() -> None:
    found = find_connectors()
    assert "file" in found.connectors
    assert list(found.connectors) == sorted(found.connectors)
    assert found.places["file"] == "solisten_connectors.file"


def test_a_local_folder_adds_and_replaces_and_says_so(tmp_path: Path) -> None:
    write(tmp_path, "bakery.py", GOOD.format(name="bakery", doc="Bread talk."))
    write(tmp_path, "mine.py", GOOD.format(name="file", doc="My files."))
    found = find_connectors([tmp_path])
    assert found.connectors["bakery"].doc == "Bread talk."
    assert found.connectors["file"].reach == "My files."
    assert f"{tmp_path / 'mine.py'} replaces connector 'file' of solisten_connectors.file" in (
        found.notes
    )
    assert f"loaded 'bakery' from {tmp_path / 'bakery.py'}" in found.notes


def test_the_later_folder_wins(tmp_path: Path) -> None:
    write(tmp_path / "a", "same.py", GOOD.format(name="x", doc="first"))
    write(tmp_path / "b", "same.py", GOOD.format(name="x", doc="second"))
    found = find_connectors([tmp_path / "a", tmp_path / "b"])
    assert found.connectors["x"].reach == "second"


@pytest.mark.parametrize(
    "broken",
    ["def (", "raise RuntimeError('no')", "import no_such_library", "raise SystemExit(3)"],
)
def test_a_broken_plug_in_is_reported_and_the_others_are_loaded(
    tmp_path: Path, broken: str
) -> None:
    write(tmp_path, "a_broken.py", broken)
    write(tmp_path, "good.py", GOOD.format(name="good", doc="Good."))
    found = find_connectors([tmp_path])
    assert "good" in found.connectors
    assert "file" in found.connectors
    assert any("a_broken.py cannot be loaded" in note for note in found.notes)


def test_helpers_with_an_underscore_and_other_files_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path, "_helper.py", "raise RuntimeError")
    write(tmp_path, "notes.txt", "def (")
    assert find_connectors([tmp_path]).notes == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nowhere is no folder"):
        find_connectors([tmp_path / "nowhere"])


def test_an_installed_package_is_found_by_its_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "solisten_bakeries", "__init__.py", "")
    write(tmp_path / "solisten_bakeries", "rye.py", GOOD.format(name="rye", doc="Rye."))
    write(tmp_path / "solisten_bakeries", "crumbs.py", "1 / 0")
    meta = tmp_path / "solisten_bakeries-1.dist-info"
    write(meta, "METADATA", "Metadata-Version: 2.1\nName: solisten-bakeries\nVersion: 1\n")
    write(
        meta,
        "entry_points.txt",
        "[solisten.connectors]\nbakeries = solisten_bakeries\ngone = no_such_package\n"
        "one = solisten_bakeries.rye:listen\n",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    found = find_connectors()
    assert found.connectors["rye"].reach == "Rye."
    assert any("no_such_package cannot be loaded" in note for note in found.notes)
    assert any("crumbs cannot be loaded: ZeroDivisionError" in note for note in found.notes)
    assert "file" in found.connectors


def test_listing_connectors_loads_no_heavy_library() -> None:
    script = (
        "import sys; from solisten.plugins import find_connectors; find_connectors();"
        "print(*sorted({'httpx', 'feedparser', 'pandas', 'pyarrow', 'sqlalchemy', 'rich'}"
        " & set(sys.modules)))"
    )
    path = ";".join(f"sys.path.insert(0, {entry!r})" for entry in reversed(sys.path) if entry)
    result = subprocess.run(
        [sys.executable, "-c", f"import sys;{path};{script}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == ""


def test_the_file_connector_reads_records() -> None:
    read = find_connectors().connectors["file"].read
    body = b'{"id": "1", "created_at": "2024-01-31", "text": "hi"}\n'
    (post,) = read(Response(url="https://a.example/posts.jsonl", body=body))
    assert (post.network, post.id) == ("file", "1")
