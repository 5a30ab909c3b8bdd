"""Bars, trust and what does not apply, as the owner's configuration sets them for every model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from desk import CONFIG

if TYPE_CHECKING:
    from desk import Desk

OWN = """
[model]
not_applicable = ["peer_answer_rate", "social_signon"]
bars = { response_rate = 0.9 }
trust = { empathy_rate = 0.1 }
"""


@pytest.fixture
def owned(talk: Desk) -> Desk:
    talk.write("config.toml", CONFIG + OWN)
    return talk


def _rows(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["indicator"]: row for row in document["findings"]}


def test_they_hold_in_every_model_and_the_pack_keeps_its_name(owned: Desk) -> None:
    asked = ("estimate", "--brand", "Acme", "--model", "all", "--format", "json")
    for document in owned.good(*asked).json():
        rows = _rows(document)
        if "response_rate" in rows:
            assert rows["response_rate"]["bar"] == 0.9
        if rows.get("empathy_rate", {}).get("n"):
            assert rows["empathy_rate"]["observability"] == 0.1
        if "peer_answer_rate" in rows:
            row = rows["peer_answer_rate"]
            assert (row["verdict"], row["p"]) == ("not applicable", 0.5)
    shown = owned.good("estimate", "--brand", "Acme").out
    assert "× not applicable" in shown  # noqa: RUF001  (the sign of the report)


def test_explain_shows_the_owner_s_bar_with_a_brand_and_without(owned: Desk) -> None:
    for more in ((), ("--brand", "Acme")):
        assert "90 %: the share" in owned.good("explain", "response_rate", *more).out
        assert "not applicable" in owned.good("explain", "peer_answer_rate", *more).out


def test_an_estimate_made_before_keeps_its_own_rules(talk: Desk) -> None:
    before = talk.good("estimate", "--brand", "Acme", "--format", "json").out
    talk.write("config.toml", CONFIG + OWN)
    assert talk.good("estimate", "--id", "1", "--format", "json").out == before
    after = talk.good("estimate", "--brand", "Acme", "--format", "json").json()
    assert after["id"] == 2
    (_, last) = talk.good("history", "--brand", "Acme", "--format", "json").json()["estimates"]
    assert [cause["kind"] for cause in last["causes"]] == ["rules"]
    assert "another bar: response_rate" in last["causes"][0]["text"]
    assert "not applicable: peer_answer_rate" in last["causes"][0]["text"]
