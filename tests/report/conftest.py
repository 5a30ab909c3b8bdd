"""A document as DESIGN 7.4 has it, and the pack that belongs to it."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from solisten.models.load import load_pack
from solisten.models.pack import Criterion, Model, Pack
from solisten.models.rule import parse_rule


@pytest.fixture
def document() -> dict[str, Any]:
    """Return a ladder's document that a test may change."""
    return _kept()


def _kept() -> dict[str, Any]:
    kept = Path(__file__).with_name("solis_estimate.json")
    read: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return read


@pytest.fixture
def checklist() -> dict[str, Any]:
    """Return a checklist's document."""
    document = _kept()
    empty = ("level", "level_name", "interval", "median", "at_least", "ceiling", "next", "declared")
    document["model"] = {"id": "owyang", "version": "1", "sha256": "ef" * 32, "kind": "checklist"}
    document |= dict.fromkeys(empty) | {"statement": "unclear", "ahead": [], "holes": []}
    document |= {"met": 2, "not_met": 5, "not_observable": 3}
    for row in document["findings"]:
        row |= {"level": None, "role": None, "bits": None}
    return document


@pytest.fixture
def ladder_pack() -> Pack:
    """Return the pack that the document was judged by."""
    return load_pack(Path(str(files("solisten_rules").joinpath("solis.toml"))))


@pytest.fixture
def checklist_pack(ladder_pack: Pack) -> Pack:
    """Return a checklist over the same indicators."""
    rules = {
        6: ("Peer support", "response_rate and official_presence"),
        9: ("Chain", "burst_response_rate"),
    }
    return Pack(
        model=Model(id="owyang", version="1", kind="checklist", source="Jeremiah Owyang, 2010"),
        sha256="ef" * 32,
        indicators=ladder_pack.indicators,
        criteria=tuple(
            Criterion(number=number, name=name, rule=rule, tree=parse_rule(rule), test="Faster.")
            for number, (name, rule) in rules.items()
        ),
    )
