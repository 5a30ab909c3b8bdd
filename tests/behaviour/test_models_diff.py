"""What another rule pack would have made of what is kept, before anybody adopts it."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from desk import Desk

DIFF = ("models", "diff")
BRAND = ("--brand", "Acme")


@pytest.fixture
def solis() -> str:
    return files("solisten_rules").joinpath("solis.toml").read_text("utf-8")


def test_a_pack_against_itself_alters_nothing(talk: Desk) -> None:
    talk.good("estimate", *BRAND)
    found = talk.good(*DIFF, "solis", "solis", *BRAND, "--format", "json").json()
    assert found["rules"] == []
    (kept,) = found["estimates"]
    assert kept["moved"] == []
    for key in ("level", "interval", "met"):
        assert kept[f"{key}_before"] == kept[f"{key}_after"]


def test_a_changed_bar_is_judged_on_every_kept_observation(talk: Desk, solis: str) -> None:
    text = solis.replace("minimum_posts = 150", "minimum_posts = 20")
    other = text.replace("bar = 0.29", "bar = 0.95").replace('version = "1', 'version = "9')
    talk.write("one.toml", text)
    talk.write("two.toml", other)
    talk.good("estimate", *BRAND, "--model", "all")
    talk.good("estimate", *BRAND, "--since", "2026-01-10")
    found = talk.good(*DIFF, "one.toml", "two.toml", *BRAND, "--format", "json").json()
    assert any(rule.startswith("another bar: ") for rule in found["rules"])
    assert len(found["estimates"]) == 2  # six models rest on one observation
    for kept in found["estimates"]:
        moved = {one["indicator"]: (one["before"], one["after"]) for one in kept["moved"]}
        assert moved["response_rate"][0] == "seen"
        assert moved["response_rate"][1] != "seen"
        assert kept["level_before"] >= kept["level_after"]
    first = found["estimates"][0]
    document = talk.good("estimate", *BRAND, "--format", "json").json()
    assert first["id"] == 1
    assert first["interval_before"][0] <= document["median"] <= first["interval_before"][1]
    assert found["weeks"]
    weeks = [one for one in found["weeks"] if one["level_before"] is not None]
    assert weeks
    assert all(one["level_before"] >= one["level_after"] for one in weeks)
    shown = talk.good(*DIFF, "one.toml", "two.toml", *BRAND).out
    assert all(len(line) <= 80 for line in shown.splitlines())
    assert "2 kept observations: " in shown
    assert len(talk.good("export", "estimates", *BRAND).out.splitlines()) == 1 + 7  # nothing new


def test_another_ladder_may_stand_in(talk: Desk) -> None:
    talk.good("estimate", *BRAND)
    found = talk.good(*DIFF, "solis", "altimeter", *BRAND, "--format", "json").json()
    assert (found["before"]["levels"], found["after"]["levels"]) == (10, 5)
    moved = found["estimates"][0]["moved"]
    assert any(one["after"] is None for one in moved)
    assert any("at level" in (one["after"] or "") for one in moved)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("solis", "owyang"), "two of a kind"),
        (("solis", "soliss"), 'did you mean "solis"'),
        (("solis", "nowhere.toml"), "nowhere.toml"),
    ],
)
def test_what_cannot_be_compared_is_wrong_use(
    talk: Desk, words: tuple[str, str], told: str
) -> None:
    done = talk.run(*DIFF, *words, *BRAND)
    assert done.code == 2
    assert told in done.err
