"""The second ladder: declarations count, age, are contradicted, and never move the headline."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solisten.errors import ConfigError
from solisten.estimate import judge
from solisten.estimate.declared import (
    Declaration,
    DeclaredLadder,
    declared_ladder,
    p_declared,
)
from solisten.models.load import load_pack
from solisten.models.overrides import with_overrides
from solisten.models.registry import load
from solisten.nouns import Count

SOLIS = load("solis")
DAY = 86_400.0
NOW = 2_000_000_000.0
NINE = {
    name: Count(*kn)
    for name, kn in next(one for one in SOLIS.cases if one.level == 9).given.items()
}


def stated(name: str, days: float = 0, *, proven: bool = False) -> Declaration:
    return Declaration(indicator=name, at=NOW - days * DAY, proven=proven)


@pytest.mark.parametrize(
    ("days", "proven", "p"),
    [
        (0, True, 0.75), (365, True, 0.75), (365 + 182.5, True, 0.625), (730, True, 0.5),
        (5000, True, 0.5), (0, False, 0.6), (365 + 182.5, False, 0.55), (-1, True, 0.5),
    ],
)  # fmt: skip
def test_what_a_declaration_is_worth(days: float, proven: bool, p: float) -> None:
    assert p_declared(stated("roi_reporting", days, proven=proven), NOW) == pytest.approx(p)


def test_an_undated_declaration_does_not_age() -> None:
    assert p_declared(Declaration(indicator="style_guide", proven=True), NOW) == 0.75


def test_a_proven_declaration_may_complete_the_second_ladder() -> None:
    observed = judge(SOLIS, NINE, posts=None, needs=None)
    both = declared_ladder(SOLIS, observed, [stated("roi_reporting", proven=True)], as_of=NOW)
    assert (observed.level, both.level) == (9, 10)
    assert judge(SOLIS, NINE, posts=None, needs=None) == observed
    word = declared_ladder(SOLIS, observed, [stated("roi_reporting")], as_of=NOW)
    assert word.level == 9
    old = declared_ladder(SOLIS, observed, [stated("roi_reporting", 730, proven=True)], as_of=NOW)
    assert (old.level, old.interval) == (None, None)
    assert "older than two years, so it counts nothing any more" in old.said[0]


def test_an_observation_that_speaks_against_it_stands() -> None:
    counts = NINE | {"outcome_report_rate": Count(0, 900), "response_rate": Count(25, 80)}
    observed = judge(SOLIS, counts, posts=None, needs=None)
    found = declared_ladder(
        SOLIS,
        observed,
        [stated("outcome_report_rate", proven=True), stated("response_rate", proven=True)],
        as_of=NOW,
    )
    assert found.level == observed.level
    against, stands = found.said
    assert against == (
        "Declared: outcome_report_rate (2033-05-18), but the observation speaks against it, so "
        "that it counts nothing: outcome_report_rate is 0 % (0 of 900), bar 0.014. No link bears "
        "it out."
    )
    assert "response_rate (2033-05-18), believed at 0.75" in stands


@pytest.mark.parametrize(
    ("one", "said"),
    [
        ({}, "Its link was not checked: https://a.example/r"),
        (
            {"looked_at": NOW, "failure": "gone (404)"},
            "Its link cannot be read since 2033-05-18 (gone (404)): https://a.example/r",
        ),
        (
            {"looked_at": NOW},
            (
                "Its link answers since 2033-05-18, but does not bear it out (none of style guide, "
                "tone of voice, voice and tone near a word such as social, community or mentions): "
                "https://a.example/r"
            ),
        ),
        (
            {"looked_at": NOW, "proven": True, "quote": "Our style guide."},
            'Its link bears it out since 2033-05-18 ("Our style guide."): https://a.example/r',
        ),
    ],
)
def test_what_became_of_the_link_is_said(one: dict[str, Any], said: str) -> None:
    observed = judge(SOLIS, NINE, posts=None, needs=None)
    stated = Declaration(
        indicator="style_guide", by="Head of care", link="https://a.example/r", **one
    )
    (told,) = declared_ladder(SOLIS, observed, [stated], as_of=NOW).said
    worth = "0.75" if one.get("proven") else "0.6"
    begin = f"Declared: style_guide (Head of care), believed at {worth} (0.5 would say nothing). "
    assert told == begin + said


def test_below_the_minimum_there_is_no_second_level_either() -> None:
    observed = judge(SOLIS, NINE, posts=10, needs=2)
    found = declared_ladder(SOLIS, observed, [stated("roi_reporting", proven=True)], as_of=NOW)
    assert found.level is None
    assert found.interval is not None


def test_nothing_declared_and_nothing_applicable() -> None:
    observed = judge(SOLIS, NINE, posts=None, needs=None)
    assert declared_ladder(SOLIS, observed, [], as_of=NOW) == DeclaredLadder()
    pack = with_overrides(SOLIS, not_applicable=["roi_reporting"])
    observed = judge(pack, NINE, posts=None, needs=None)
    one = stated("roi_reporting", proven=True)
    found = declared_ladder(pack, observed, [one], as_of=NOW)
    assert found.level is None
    assert "not applicable here" in found.said[0]


def test_an_unknown_term_is_named_with_the_nearest() -> None:
    observed = judge(SOLIS, {}, posts=None, needs=None)
    with pytest.raises(ConfigError, match="no indicator 'roi_report'; did you mean"):
        declared_ladder(SOLIS, observed, [stated("roi_report")], as_of=NOW)


def test_a_checklist_has_no_second_ladder() -> None:
    ticks = load_pack(
        '[model]\nid = "t"\nversion = "1"\nkind = "checklist"\n'
        '[[criterion]]\nnumber = 1\nname = "b"\nrule = "social_signon"\n',
        base=SOLIS,
    )
    observed = judge(ticks, {}, posts=None, needs=None)
    found = declared_ladder(ticks, observed, [stated("any")], as_of=NOW)
    assert (found.level, found.interval) == (None, None)
    assert "shown only, since no statement meets a criterion" in found.said[0]


COUNT = st.integers(0, 200).flatmap(lambda n: st.builds(Count, st.integers(0, n), st.just(n)))


@given(
    st.dictionaries(st.sampled_from([one.id for one in SOLIS.indicators]), COUNT),
    st.lists(
        st.builds(stated, st.sampled_from(sorted(SOLIS.terms())), st.floats(-10, 900)), max_size=5
    ),
)
@settings(max_examples=80, deadline=None)
def test_declaring_never_lowers_anything(
    counts: dict[str, Count], declarations: list[Declaration]
) -> None:
    observed = judge(SOLIS, counts, posts=None, needs=None)
    found = declared_ladder(SOLIS, observed, declarations, as_of=NOW)
    if found.level is not None:
        assert found.level >= (observed.level or 0)
        assert observed.interval is not None
        assert found.interval is not None
        assert found.interval[0] >= observed.interval[0]
        assert found.interval[1] >= observed.interval[1]
