"""Connectors and models of other people are found: installed ones, and those in a local folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from packaging_places import Place, new_place

if TYPE_CHECKING:
    from pathlib import Path

CONNECTOR = '''
"""{title}: one line of text, one post."""

from __future__ import annotations

from collections.abc import Iterator

from solisten.connector import Cursor, Listening, Request, Response, Source, connector
from solisten.nouns import Gone, Post


def read(response: Response) -> Iterator[Post | Gone]:
    """Read one post a line."""
    for number, line in enumerate(response.body.decode().splitlines(), start=1):
        yield Post(network="{name}", id=str(number), created_at=0.0, text=line)


@connector("{name}", read=read, reach="{title}")
def listen(source: Source, cursor: Cursor) -> Listening:
    """Ask for everything, each time."""
    answer = yield Request(source.url)
    if answer is not None:
        yield from read(answer)
'''
MODEL = """
[model]
id = "{name}"
version = "1.0.0"
kind = "ladder"
name = "{title}"
source = "invented"

[[level]]
number = 1
name = "Quiet"
means = "Nothing is confirmed."
shows = "Nothing."
cannot_be_seen = "Everything else."

[[level]]
number = 2
name = "Answering"
means = "Who asks gets an answer."
shows = "Answered needs."
cannot_be_seen = "Private answers."

[[role]]
name = "required"
slip = 0.06
guess = 0.06

[[indicator]]
id = "response_rate"
asks = "Does the brand answer those who ask it?"
level = 2
role = "required"
bar = 0.29
trust = 1.0
family = "tagged_needs"
show_from = 8
why = "An answer is the least of conversations."
source = "invented"
gaming = "Automatic answers do not count."
advice = "Answer the oldest question first."

[[case]]
name = "answers nearly everybody"
given = {{ response_rate = [40, 50] }}
level = 2
"""
PROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "{name}"
version = "1.0"
[project.entry-points."solisten.{what}"]
{name} = "{package}"
[tool.hatch.build.targets.wheel]
packages = ["{package}"]
"""


def package(folder: Path, name: str, what: str, files: dict[str, str]) -> Path:
    """Write a package that offers connectors or rules by an entry point."""
    inside = folder / name.replace("-", "_")
    inside.mkdir(parents=True)
    for file, text in ({"__init__.py": '"""Invented."""\n'} | files).items():
        (inside / file).write_text(text, encoding="utf-8")
    project = PROJECT.format(name=name, what=what, package=inside.name)
    (folder / "pyproject.toml").write_text(project, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Place:
    """Install the wheel and, beside it, two packages of strangers."""
    home = tmp_path_factory.mktemp("furnished")
    connector = CONNECTOR.lstrip().format(name="pigeonpost", title="Pigeon post")
    model = MODEL.format(name="twosteps", title="Two steps")
    first = package(home / "a", "pigeon-post", "connectors", {"pigeons.py": connector})
    second = package(home / "b", "two-steps", "rules", {"twosteps.toml": model})
    place = new_place(home)
    place.install(str(wheel), str(first), str(second))
    return place


def test_an_installed_connector_is_found(furnished: Place) -> None:
    done = furnished.solisten("connectors", "list")
    assert done.returncode == 0, done.stderr
    assert "pigeonpost" in done.stdout


def test_an_installed_connector_reads(furnished: Place) -> None:
    (furnished.home / "letter.txt").write_text("coo\n", encoding="utf-8")
    done = furnished.solisten("connectors", "read", "pigeonpost", "letter.txt")
    assert done.returncode == 0, done.stderr
    assert '"coo"' in done.stdout


def test_an_installed_model_is_found(furnished: Place) -> None:
    done = furnished.solisten("models", "list")
    assert done.returncode == 0, done.stderr
    assert "twosteps" in done.stdout
    assert "solis" in done.stdout


def test_the_shipped_models_pass_their_own_cases(furnished: Place) -> None:
    done = furnished.solisten("models", "check")
    assert done.returncode == 0, done.stdout + done.stderr


def test_local_folders_are_found_and_named(furnished: Place, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    connector = CONNECTOR.lstrip().format(name="bottlepost", title="Bottle post")
    (tmp_path / "mine" / "bottles.py").write_text(connector, encoding="utf-8")
    model = MODEL.format(name="mysteps", title="My steps")
    (tmp_path / "mine" / "mysteps.toml").write_text(model, encoding="utf-8")
    config = tmp_path / "config.toml"
    config.write_text(
        '[plugins]\nconnectors = ["mine"]\nrules = ["mine"]\n'
        '[[brand]]\nname = "Acme"\nquery = "acme"\n',
        encoding="utf-8",
    )
    connectors = furnished.solisten("--config", str(config), "connectors", "list")
    assert "bottlepost" in connectors.stdout, connectors.stderr
    assert str(tmp_path / "mine") in connectors.stderr
    models = furnished.solisten("--config", str(config), "models", "list")
    assert "mysteps" in models.stdout, models.stderr
    assert str(tmp_path / "mine") in models.stderr
