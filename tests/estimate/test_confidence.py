"""The five shares behind the confidence, each moved by what it is about and by nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from solisten.estimate import judge
from solisten.estimate.confidence import confidence_of
from solisten.estimate.document import Confidence, CoverageRow
from solisten.models.load import load_pack
from solisten.models.overrides import with_overrides
from solisten.models.registry import load
from solisten.nouns import Count

SOLIS = load("solis")
NOW = 1_775_001_600.0
CASE = {
    name: Count(*kn)
    for name, kn in next(one for one in SOLIS.cases if one.level == 7).given.items()
}


def coverage(*shares: float | None) -> list[CoverageRow]:
    return [
        CoverageRow(network="n", channel="", posts=1, first=None, last=None, healthy_share=share)
        for share in shares
    ]


def confidence(counts: dict[str, Count] | None = None, **changes: Any) -> Confidence:
    pack = changes.pop("pack", SOLIS)
    given: dict[str, Any] = {"coverage": coverage(1.0), "newest": NOW, "as_of": NOW} | changes
    found = judge(pack, CASE if counts is None else counts, posts=None, needs=None)
    return confidence_of(found, pack, **given)


def test_a_brand_that_fits_the_ladder() -> None:
    found = confidence()
    assert found.agreement == 1.0
    assert found.recency == found.coverage == 1.0
    parts = [found.volume, found.coverage, found.recency, found.agreement, found.observability]
    product = 1.0
    for one in parts:
        assert 0 < one <= 1
        product *= one
    assert found.overall == pytest.approx(product**0.2)


def test_volume_grows_with_the_counts() -> None:
    more = {name: Count(one.k * 10, one.n * 10) for name, one in CASE.items()}
    assert confidence().volume < confidence(more).volume < 1


def test_coverage_is_the_mean_of_what_is_known() -> None:
    assert confidence(coverage=coverage(1.0, 0.5, None)).coverage == 0.75
    assert confidence(coverage=coverage(None)).coverage == 0.0
    assert confidence(coverage=[]).overall == 0.0


def test_recency_halves_in_thirty_days() -> None:
    assert confidence(newest=NOW - 30 * 86_400).recency == pytest.approx(0.5)
    assert confidence(newest=NOW + 5).recency == 1.0
    assert confidence(newest=None).recency == 0.0


def test_agreement_counts_guttman_errors() -> None:
    # one decided item in n contradicts the scale: a promo-only channel in a level 7 brand
    odd = CASE | {"value_post_share": Count(0, 60)}
    decided = sum(
        one.p_data >= 0.65 or one.p_data <= 0.35
        for one in judge(SOLIS, odd, posts=None, needs=None).findings
        if one.n
    )
    assert confidence(odd).agreement == pytest.approx(1 - 1 / decided)


def test_observability_is_the_share_of_the_weights_seen() -> None:
    assert confidence({}).observability == 0.0
    assert confidence({}).overall == 0.0
    full = {one.id: Count(20, 40) for one in SOLIS.indicators}
    assert confidence(full).observability == pytest.approx(1.0)
    unseen = full | {"response_rate": Count(20, 40, observable=False)}
    assert confidence(unseen).observability < 1.0
    pack = with_overrides(SOLIS, not_applicable=["response_rate"])
    assert confidence(unseen, pack=pack).observability == pytest.approx(1.0)


def test_a_checklist_and_a_pack_without_cap() -> None:
    text = (
        '[model]\nid = "t"\nversion = "1"\nkind = "checklist"\ncap = 0\n'
        '[[criterion]]\nnumber = 1\nname = "b"\nrule = "response_rate"\n'
    )
    ticks = load_pack(text, base=SOLIS)
    found = confidence({"response_rate": Count(25, 25)}, pack=ticks)
    assert found.volume == 0.5
    assert found.observability == 1.0
    assert found.agreement > 0.99
    assert confidence({}, pack=ticks).agreement == 0.0
