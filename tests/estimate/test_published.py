"""The published level holds, moves with twice running evidence, and is monotone."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from solisten.estimate import judge
from solisten.estimate.judgement import Judgement
from solisten.estimate.ladder import read_ladder
from solisten.estimate.published import published
from solisten.estimate.timeline import Point, _crept
from solisten.metrics.replay import Week
from solisten.models.registry import load
from solisten.nouns import Count

SOLIS = load("solis")


def week(own: list[float], *, told: bool = True) -> Judgement:
    reading = read_ladder(SOLIS.model, own)
    return Judgement(
        findings=(),
        level=reading.headline if told else None,
        headline=reading.headline,
        at_least=reading.at_least,
        own=reading.own,
    )


def brand(level: int, *, told: bool = True) -> Judgement:
    return week([0.0, *(4.0 if s <= level else -4.0 for s in range(2, 11))], told=told)


def test_it_begins_at_the_first_headline_and_moves_after_two_weeks() -> None:
    weeks = [brand(one) for one in (3, 5, 5, 5, 3, 5, 3, 3, 3, 3)]
    assert published(SOLIS, weeks) == [3, 3, 5, 5, 5, 5, 5, 4, 3, 3]


def test_one_outlier_moves_nothing() -> None:
    assert published(SOLIS, [brand(one) for one in (4, 9, 4, 1, 4)]) == [4] * 5


def test_a_week_without_enough_says_nothing() -> None:
    weeks = [
        brand(2, told=False),
        brand(4),
        brand(6),
        brand(2, told=False),
        brand(6),
        brand(6),
    ]
    assert published(SOLIS, weeks) == [None, 4, 4, 4, 6, 6]
    assert published(SOLIS, []) == []


def test_between_the_thresholds_it_stays() -> None:
    # P(S >= 3) lies between .35 and .65: neither up from 2 nor down from 3
    near = week([0.0, 4.0, 0.05, -1.0, 0, 0, 0, 0, 0, 0])
    assert 0.35 < near.at_least[2] < 0.65
    assert published(SOLIS, [brand(2), near, near, near])[-1] == 2
    assert published(SOLIS, [brand(3), near, near, near])[-1] == 3


def test_negative_evidence_of_its_own_takes_a_level_down() -> None:
    hollow = week([0.0, 4.0, 4.0, -0.1, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3])
    assert hollow.at_least[3] > 0.35
    assert published(SOLIS, [brand(4), hollow, hollow])[-1] == 3


def test_real_judgements_go_in() -> None:
    counts = {"official_presence": Count(10, 12), "response_rate": Count(30, 80)}
    weeks = [judge(SOLIS, counts, posts=500, needs=80)] * 3
    assert published(SOLIS, weeks) == [3, 3, 3]


OWN = st.lists(st.floats(-5, 5), min_size=10, max_size=10)


@given(
    st.lists(st.tuples(OWN, st.lists(st.floats(0, 4), min_size=10, max_size=10)), max_size=12),
)
@settings(max_examples=150, deadline=None)
def test_more_evidence_never_lowers_what_is_published(
    weeks: list[tuple[list[float], list[float]]],
) -> None:
    before = published(SOLIS, [week(own) for own, _ in weeks])
    after = published(
        SOLIS, [week([a + b for a, b in zip(own, more, strict=True)]) for own, more in weeks]
    )
    for one, two in zip(before, after, strict=True):
        assert (two or 0) >= (one or 0)


def test_a_change_that_crept_in_says_so() -> None:
    """Findings that moved little are not named; the chance of the level is told instead."""
    week = Week(since=0, until=90, posts=900, needs=90, counts={}, networks=frozenset({"forum"}))
    before = Point(week=week, judgement=brand(2), published=2)
    after = Point(week=week, judgement=brand(3), published=3)
    then, now = (round(100 * one.judgement.at_least[2]) for one in (before, after))
    assert _crept(after, before) == (
        f"posts: many small changes; the chance of at least 3 was {then} %, is {now} %"
    )
    assert then < now
