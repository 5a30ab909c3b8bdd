"""How firm a level is: every sentence of it is what judging again really gives."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solisten.estimate import judge
from solisten.estimate.firmness import firmness, profile
from solisten.estimate.sensitivity import DRAWS, jitter, sensitivity, wordless
from solisten.metrics.variants import Variant
from solisten.models.registry import load
from solisten.nouns import Count

SOLIS = load("solis")
OWYANG = load("owyang")
MIDDLING = {
    one.id: Count(min(40, round((one.bar + (0.25 if one.level <= 4 else -0.1)) * 40)), 40)
    for one in SOLIS.indicators
    if one.level <= 6
}


@st.composite
def observed(draw: st.DrawFn) -> dict[str, Count]:
    counts = {}
    for one in SOLIS.indicators:
        n = draw(st.sampled_from([0, 3, 12, 60, 400]))
        if n:
            counts[one.id] = Count(round(draw(st.floats(0, 1)) * n), n)
    return counts


def test_the_same_counts_are_drawn_the_same_and_all_draws_count() -> None:
    judgement = judge(SOLIS, MIDDLING, posts=None, needs=None)
    one, two = (jitter(SOLIS, judgement, MIDDLING) for _ in range(2))
    assert one == two
    assert one.draws == DRAWS == 200
    assert 0 <= one.kept <= DRAWS
    assert one.lowest <= one.highest
    assert judgement.level is not None
    assert not one.kept or one.lowest <= judgement.level <= one.highest


def test_a_clear_brand_is_kept_by_all_and_one_at_its_bars_is_not() -> None:
    clear = {one.id: Count(60 if one.level <= 5 else 0, 60) for one in SOLIS.indicators}
    edge = {one.id: Count(round(one.bar * 60), 60) for one in SOLIS.indicators}
    firm, loose = (
        jitter(SOLIS, judge(SOLIS, counts, posts=None, needs=None), counts)
        for counts in (clear, edge)
    )
    assert firm.kept == DRAWS
    assert loose.kept < DRAWS
    assert loose.lowest < loose.highest


@given(observed())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_figure_is_what_judging_again_gives(counts: dict[str, Count]) -> None:
    judgement = judge(SOLIS, counts, posts=None, needs=None)
    found = sensitivity(SOLIS, judgement, counts, (), posts=999, needs=99)
    assert found is not None
    assert judgement.level is not None
    for one in found.deciding:
        without = judge(SOLIS, counts | {one.indicator: Count(0, 0)}, posts=None, needs=None)
        assert without.at_least[one.level - 1] == pytest.approx(one.without)
        assert without.headline == one.headline
        assert judgement.at_least[one.level - 1] == pytest.approx(one.chance)
    if (flip := found.flip) is not None:
        after = judge(SOLIS, _with(counts, flip.indicator, flip.need), posts=None, needs=None)
        almost = judge(SOLIS, _with(counts, flip.indicator, flip.need + 1), posts=None, needs=None)
        assert after.level == flip.level < judgement.level
        assert almost.level == judgement.level


def _with(counts: dict[str, Count], name: str, k: int) -> dict[str, Count]:
    return counts | {name: Count(k, counts[name].n)}


def test_no_smaller_loss_in_any_one_indicator_lowers_the_level() -> None:
    judgement = judge(SOLIS, MIDDLING, posts=None, needs=None)
    found = sensitivity(SOLIS, judgement, MIDDLING, (), posts=999, needs=99)
    assert found is not None
    assert found.flip is not None
    for name, count in MIDDLING.items():
        less = _with(MIDDLING, name, max(0, count.k - found.flip.fewer + 1))
        assert judge(SOLIS, less, posts=None, needs=None).level == judgement.level


def test_without_word_lists_their_items_are_unseen_and_the_others_untouched() -> None:
    counts = {one.id: Count(10, 20) for one in SOLIS.indicators}
    left = wordless(SOLIS, counts)
    assert {name for name in counts if left[name] != counts[name]} == {
        one.id for one in SOLIS.indicators if one.words
    }
    judged = judge(SOLIS, left, posts=None, needs=None)
    for one in judged.findings:
        indicator = SOLIS.indicator(one.indicator)
        assert indicator is not None
        assert (one.verdict == "not observable") == indicator.words


def test_a_variant_is_judged_with_its_own_minimum() -> None:
    judgement = judge(SOLIS, MIDDLING, posts=500, needs=50)
    thin = Variant(what="network", name="forum", posts=20, needs=50, counts=MIDDLING)
    rich = Variant(what="network", name="blog", posts=480, needs=40, counts={})
    found = sensitivity(SOLIS, judgement, MIDDLING, (thin, rich), posts=500, needs=50)
    assert found is not None
    assert [one.level for one in found.without[:2]] == [None, 1]
    said = " ".join(firmness(found, judgement))
    assert "without forum too little to say" in said
    assert "without blog level 1" in said


def test_a_checklist_counts_what_is_met_instead() -> None:
    counts = {one.id: Count(20, 20) for one in OWYANG.indicators}
    judgement = judge(OWYANG, counts, posts=None, needs=None)
    found = sensitivity(OWYANG, judgement, counts, (), posts=999, needs=99)
    assert found is not None
    assert found.jitter.kept == DRAWS
    assert "keep the number of criteria met" in next(firmness(found, judgement))


def test_below_the_minimum_nothing_is_said_to_be_firm() -> None:
    judgement = judge(SOLIS, MIDDLING, posts=10, needs=1)
    assert sensitivity(SOLIS, judgement, MIDDLING, (), posts=10, needs=1) is None
    assert profile(judgement) == ""


def test_the_profile_names_what_is_out_of_step() -> None:
    clear = {one.id: Count(60 if one.level <= 5 else 0, 60) for one in SOLIS.indicators}
    clear |= {"advocate_share": Count(50, 60), "answered_within_60min": Count(0, 60)}
    judgement = judge(SOLIS, clear, posts=None, needs=None)
    assert judgement.level == 5
    said = profile(judgement)
    assert "2 of " in said
    assert "up to it answered_within_60min missing; above it advocate_share there" in said


def test_every_shipped_pack_can_be_swayed() -> None:
    for name in ("be-a-person", "fresh-ground", "altimeter", "altimeter-readiness"):
        pack = load(name)
        counts = {one.id: Count(11, 40) for one in pack.indicators}
        judgement = judge(pack, counts, posts=None, needs=None)
        found = sensitivity(pack, judgement, counts, (), posts=999, needs=99)
        assert found is not None
        assert all(sentence.endswith(".") for sentence in firmness(found, judgement))
        assert msgspec.json.encode(found)
