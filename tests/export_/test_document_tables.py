"""Rows made of estimate documents: findings, estimates, Sources & Methods."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from solisten.export.cards import cards, definitions
from solisten.export.columns import columns
from solisten.export.estimates import estimate_row, finding_rows
from solisten.export.methods import methods
from solisten.export.rows import write_csv
from solisten.models.registry import load

SOLIS = load("solis")


@pytest.fixture
def document() -> dict[str, Any]:
    """Return an estimate document of DESIGN 7.4."""
    kept = Path(__file__).parents[1] / "report" / "solis_estimate.json"
    read: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return read


def test_a_finding_is_a_row(document: dict[str, Any]) -> None:
    rows = {row["indicator"]: row for row in finding_rows(document)}
    assert len(rows) == len(document["findings"])
    row = rows["response_rate"]
    assert set(row) == {column.name for column in columns("findings")}
    assert (row["brand"], row["model"], row["level"], row["k"], row["n"]) == (
        "Acme",
        "solis",
        3,
        30,
        80,
    )
    assert str(row["evidence_for"]).count("https://") == 2
    assert rows["burst_response_rate"]["ci_low"] is None


def test_an_estimate_is_a_row(document: dict[str, Any]) -> None:
    row = estimate_row(document)
    assert set(row) == {column.name for column in columns("estimates")}
    assert (row["level"], row["interval_low"], row["interval_high"], row["ceiling"]) == (
        3,
        3,
        5,
        10,
    )
    assert json.loads(str(row["at_least"]))["3"] == document["at_least"]["3"]
    empty = document | dict.fromkeys(
        ("level", "interval", "at_least", "confidence", "declared", "ahead")
    )
    assert estimate_row(empty)["interval_low"] is None


def test_methods_name_everything(document: dict[str, Any]) -> None:
    rows = list(methods(document, SOLIS, parameters=[("query", "acme -rockets")]))
    sections = list(dict.fromkeys(row["section"] for row in rows))
    assert sections[:3] == ["Time frame", "Sources and channels", "Search parameters"]
    assert {"Content filters", "Spam and bots", "Sentiment", "Languages", "Model"} <= set(sections)
    assert {"Words", "Metrics", "Indicators"} <= set(sections)
    named = {row["item"] for row in rows}
    assert {"mastodon social.example", "query", *definitions(), *cards().word} <= named
    assert {one.id for one in SOLIS.indicators} <= named
    assert {column.name for column in columns("mentions")} <= named
    file = io.StringIO()
    assert write_csv(rows, columns("methods"), file) == len(rows)
