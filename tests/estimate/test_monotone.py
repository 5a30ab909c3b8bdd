"""More good evidence never lowers anything; what is unseen changes nothing (INFERENCE B.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from solisten.estimate import judge
from solisten.models.registry import load
from solisten.nouns import Count

if TYPE_CHECKING:
    from solisten.estimate.judgement import Judgement

SOLIS = load("solis")
IDS = [one.id for one in SOLIS.indicators]
COUNTS = st.integers(0, 3000).flatmap(
    lambda n: st.builds(Count, st.integers(0, n), st.just(n), st.just(value=True))
)
BRAND = st.dictionaries(st.sampled_from(IDS), COUNTS, max_size=39)
ROUNDING = 1e-11  # floating point, far below anything printed


def judged(counts: dict[str, Count]) -> Judgement:
    return judge(SOLIS, counts, posts=None, needs=None)


def assert_not_lower(before: Judgement, after: Judgement) -> None:
    for one, two in zip(before.at_least, after.at_least, strict=True):
        assert two >= one - ROUNDING
    assert before.level is not None
    assert after.level is not None
    assert after.level >= before.level
    assert (after.median or 0) >= (before.median or 0)
    assert before.interval is not None
    assert after.interval is not None
    assert after.interval[0] >= before.interval[0]
    assert after.interval[1] >= before.interval[1]
    assert (after.ceiling or 0) >= (before.ceiling or 0)
    assert set(after.denied) <= set(before.denied)


@given(BRAND, st.sampled_from(IDS), st.integers(1, 3000))
@settings(max_examples=120, deadline=None)
def test_a_further_success_at_the_same_number(
    counts: dict[str, Count], name: str, more: int
) -> None:
    old = counts.get(name, Count(0, 0))
    better = counts | {name: Count(min(old.n, old.k + more), old.n)}
    assert_not_lower(judged(counts), judged(better))


@given(BRAND, st.sampled_from(IDS))
@settings(max_examples=120, deadline=None)
def test_a_further_opportunity_that_was_taken(counts: dict[str, Count], name: str) -> None:
    old = counts.get(name, Count(0, 0))
    assert_not_lower(judged(counts), judged(counts | {name: Count(old.k + 1, old.n + 1)}))


@given(BRAND, st.sampled_from(IDS), st.integers(1, 3000))
@settings(max_examples=80, deadline=None)
def test_the_first_opportunities_all_taken(counts: dict[str, Count], name: str, n: int) -> None:
    before = counts | {name: Count(0, 0)}
    assert_not_lower(judged(before), judged(counts | {name: Count(n, n)}))


@given(BRAND, st.sampled_from(IDS), st.integers(0, 100))
@settings(max_examples=80, deadline=None)
def test_what_was_not_seen_changes_nothing(counts: dict[str, Count], name: str, k: int) -> None:
    without = {key: value for key, value in counts.items() if key != name}
    for unseen in (Count(0, 0), Count(k, 100, observable=False), Count(0, 0, observable=False)):
        one, two = judged(without), judged(without | {name: unseen})
        assert one.posterior == two.posterior
        assert (one.level, one.own, one.interval) == (two.level, two.own, two.interval)
        assert one.denied == two.denied


@given(BRAND)
@settings(max_examples=80, deadline=None)
def test_the_shape_of_every_judgement(counts: dict[str, Count]) -> None:
    found = judged(counts)
    assert found.at_least[0] == 1.0
    assert all(one >= two for one, two in zip(found.at_least, found.at_least[1:], strict=False))
    assert abs(sum(found.posterior) - 1) < 1e-12
    assert found.level is not None
    assert found.interval is not None
    assert found.interval[0] <= found.level <= found.interval[1]
    assert (found.ceiling or 0) >= found.level
    assert found.level not in found.denied
    assert all(one > found.level for one in found.ahead)
    assert all(one <= found.level for one in found.holes)
