"""A document as DESIGN 7.4 has it, and the pack that belongs to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from solisten.models.pack import Criterion, Indicator, Level, Model, Pack, Role
from solisten.models.rule import parse_rule

NAMES = (
    "Observe and report",
    "Setting the stage and dress rehearsal",
    "Socializing media",
    "Finding a voice and a sense of purpose",
    "Turning words into actions",
    "Humanizing the brand and defining the experience",
    "Community",
    "Social Darwinism",
    "The socialization of business processes",
    "Business performance metrics",
)
UNSEEN = {1: "Listening is internal; nobody outside sees a report."}


@pytest.fixture
def document() -> dict[str, Any]:
    """Return a ladder's document that a test may change."""
    kept = Path(__file__).with_name("solis_estimate.json")
    read: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return read


@pytest.fixture
def checklist(document: dict[str, Any]) -> dict[str, Any]:
    """Return a checklist's document."""
    empty = ("level", "level_name", "interval", "median", "at_least", "ceiling", "next", "declared")
    document["model"] = {"id": "owyang", "version": "1", "sha256": "ef" * 32, "kind": "checklist"}
    document |= dict.fromkeys(empty) | {"statement": "unclear", "ahead": [], "holes": []}
    document |= {"met": 2, "not_met": 5, "not_observable": 3}
    for row in document["findings"]:
        row |= {"level": None, "role": None}
    return document


@pytest.fixture
def ladder_pack(document: dict[str, Any]) -> Pack:
    """Return a ladder of ten levels with the indicators of the document."""
    return Pack(
        model=Model(id="solis", version="1", kind="ladder", source="Brian Solis, 2010"),
        sha256="ab" * 32,
        levels=tuple(
            Level(
                number=number,
                name=name,
                means=f"What stage {number} means.",
                cannot_be_seen=UNSEEN.get(number, ""),
            )
            for number, name in enumerate(NAMES, 1)
        ),
        roles=(
            Role(name="required", slip=0.06, guess=0.06),
            Role(name="likely", slip=0.3, guess=0.12),
        ),
        indicators=tuple(_indicator(row) for row in document["findings"]),
    )


def _indicator(row: dict[str, Any]) -> Indicator:
    return Indicator(
        id=row["indicator"],
        bar=row["bar"],
        asks=f"Does the brand do what {row['indicator']} counts, often enough to matter?",
        level=row["level"] or 0,
        role=row["role"] or "",
        why="One cannot answer without listening.",
        source="engineering choice",
        advice="Answer the oldest open question first.",
        gaming="Automated acknowledgements do not count.",
    )


@pytest.fixture
def checklist_pack(checklist: dict[str, Any]) -> Pack:
    """Return a checklist over the same indicators."""
    rules = {6: ("Peer support", "response_rate and empathy_rate"), 9: ("Chain", "social_signon")}
    return Pack(
        model=Model(id="owyang", version="1", kind="checklist", source="Jeremiah Owyang, 2010"),
        sha256="ef" * 32,
        indicators=tuple(_indicator(row) for row in checklist["findings"]),
        criteria=tuple(
            Criterion(number=number, name=name, rule=rule, tree=parse_rule(rule), test="Faster.")
            for number, (name, rule) in rules.items()
        ),
    )
