"""Brands side by side: one window, one model, and shares only where all were listened to."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from desk import record

if TYPE_CHECKING:
    from desk import Desk

COMPARE = ("compare", "--brand", "Acme", "--brand", "Globex")


@pytest.fixture
def both(talk: Desk) -> dict[str, Any]:
    found: dict[str, Any] = talk.good(*COMPARE, "--format", "json").json()
    return found


def test_the_estimates_are_those_of_estimate_over_one_window(
    talk: Desk, both: dict[str, Any]
) -> None:
    window = both["window"]
    for one in both["brands"]:
        words = ("estimate", "--id", str(one["id"]), "--format", "json")
        document = talk.good(*words).json()
        assert document["window"] == window
        assert document["brand"] == one["brand"]
        for key in ("level", "interval", "median", "at_least", "ceiling"):
            assert document[key] == one[key]
    assert [one["brand"] for one in both["brands"]] == ["Acme", "Globex"]


def test_the_chance_is_summed_over_both_posteriors(talk: Desk, both: dict[str, Any]) -> None:
    tails = [[*one["at_least"].values(), 0.0] for one in both["brands"]]
    ours, theirs = ([a - b for a, b in pairwise(t)] for t in tails)
    pairs = [(p * q, s, t) for s, p in enumerate(ours) for t, q in enumerate(theirs)]
    (chance,) = both["above"]
    assert chance["above"] == pytest.approx(sum(p for p, s, t in pairs if s > t), abs=1e-5)
    assert chance["equal"] == pytest.approx(sum(p for p, s, t in pairs if s == t), abs=1e-5)
    assert chance["above"] + chance["equal"] + chance["below"] == pytest.approx(1, abs=1e-5)
    other = talk.good("compare", "--brand", "Globex", "--brand", "Acme", "--format", "json").json()
    assert other["above"][0]["above"] == pytest.approx(chance["below"], abs=1e-5)


def test_voices_are_compared_where_all_were_listened_to(both: dict[str, Any]) -> None:
    voice = both["share_of_voice"]
    assert voice["networks"] == ["forum"]
    assert [one["network"] for one in voice["left_out"]] == ["google-play"]
    assert "nothing of Globex" in voice["left_out"][0]["why"]
    acme, globex = voice["shares"]
    assert (acme["mentions"], globex["mentions"]) == (28, 4)
    assert acme["of"] == globex["of"] == 32
    assert acme["value"] == 28 / 32


def test_what_sets_them_apart_most_comes_first(both: dict[str, Any]) -> None:
    distances = [one["distance"] for one in both["differ"]]
    assert distances == sorted(distances, reverse=True)
    for one in both["differ"]:
        said = [value["bits"] for value in one["values"] if value["n"]]
        assert one["distance"] == pytest.approx(max(said) - min(said), abs=1e-4)
        assert [value["brand"] for value in one["values"]] == ["Acme", "Globex"]


def test_the_text_fits_eighty_columns_and_names_all(talk: Desk) -> None:
    shown = talk.good(*COMPARE).out
    assert all(len(line) <= 80 for line in shown.splitlines())
    for told in ("Acme above Globex", "Share of voice", "88 % (28 of 32 mentions", "not compared"):
        assert told in shown


def test_checklists_are_compared_too(talk: Desk) -> None:
    found = talk.good(*COMPARE, "--model", "owyang", "--format", "json").json()
    assert found["above"] == []
    assert all(one["met"] is not None for one in found["brands"])
    assert "not visible" in talk.good(*COMPARE, "--model", "owyang").out


def test_one_without_a_mention_ends_with_three(desk: Desk) -> None:
    desk.good("import", desk.records("x.jsonl", [record(1)]))
    done = desk.run(*COMPARE)
    assert (done.code, done.out) == (3, "")
    assert "Globex" in done.err


@pytest.mark.parametrize(
    "words", [("--brand", "Acme"), ("--brand", "Acme", "--brand", "acme"), ("--brand", "Nobody")]
)
def test_one_brand_or_a_wrong_one_is_wrong_use(talk: Desk, words: tuple[str, ...]) -> None:
    assert talk.run("compare", *words).code == 2
