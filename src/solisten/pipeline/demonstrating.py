"""The whole path on the shipped sample, in a folder that is gone afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from solisten.config import load
from solisten.pipeline.estimating import Answer, estimate
from solisten.pipeline.importing import import_files
from solisten.pipeline.windows import OPEN

if TYPE_CHECKING:
    from solisten.pipeline.session import Place


@dataclass(frozen=True, slots=True)
class _Sample:
    """Say where the sample's configuration and its database are."""

    config: Path
    db: str
    now: float


def demo(place: Place) -> Answer:
    """Import the sample, measure its brand and estimate it; nothing is kept."""
    sample = files("solisten.sample")
    with (
        TemporaryDirectory(prefix="solisten-demo-") as folder,
        as_file(sample / "config.toml") as config,
        as_file(sample / "posts.jsonl") as posts,
    ):
        here = _Sample(config, f"sqlite:///{Path(folder) / 'demo.db'}", place.now)
        import_files(here, [posts], network="", channel="", columns={}, preset="", advance=_nowhere)
        brand = load(config).brands[0].name
        return estimate(here, brand=brand, number=None, model="solis", window=OPEN, offline=True)


def _nowhere(_done: int, _total: int | None = None) -> None:
    """Show nothing: the sample is read in a moment."""
