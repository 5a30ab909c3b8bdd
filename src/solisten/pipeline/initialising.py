"""A first configuration: what a brand's site leads to, or searches for its name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from solisten.config import Config, load
from solisten.config.starting import starting
from solisten.errors import FileError, SourcesFailedError, UsageError
from solisten.pipeline.discovering import Discovered, discover
from solisten.pipeline.session import read_config
from solisten.pipeline.suggesting import suggested
from solisten.plugins import find_connectors

if TYPE_CHECKING:
    from collections.abc import Callable

    from solisten.pipeline.session import Place
    from solisten.web import Manners


@dataclass(frozen=True, slots=True)
class Initialised:
    """Hold the configuration's text, what was found, and why a site could not be read."""

    text: str
    found: Discovered | None
    failure: str = ""


def initialise(
    place: Place,
    brand: str,
    *,
    site: str | None,
    output: Path | None,
    clock: Callable[[], float],
    manners: Manners | None = None,
) -> Initialised:
    """Return a first configuration for a brand; one that is there already is never replaced.

    With a `site` its pages are read (robots.txt, at most 25 pages) and the accounts that they name
    are asked whether they link back; only what does is written as official. `[collector]` of the
    configuration in use, if there is one, says how. A site that cannot be read leaves searches for
    the name, and `failure` says why.
    """
    name = " ".join(brand.split())
    if not name:
        raise UsageError('--brand is empty; write for example --brand "Acme"')
    if output is not None and output.exists():
        raise UsageError(f"{output} is there already; name another file with --output")
    found, failure = None, ""
    if site:
        there = place.config.exists()
        settings = read_config(place) if there else Config()
        try:
            found = discover(site, settings.collector, clock=clock, manners=manners)
        except SourcesFailedError as problem:
            failure = str(problem)
    start = suggested(name, found, failure, clock())
    text = starting(start)
    _check(text)
    return Initialised(text, found, failure)


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet. Raises UsageError where there is one, FileError."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{path} is there already; name another file with --output") from None
    except OSError as error:
        raise FileError(f"{path}: {error.strerror}; name another file with --output") from None


def _check(text: str) -> None:
    """Read the text as any command will read it."""
    known = {name: one.options for name, one in find_connectors().connectors.items()}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        path.write_text(text, encoding="utf-8")
        load(path, known_connectors=known)
