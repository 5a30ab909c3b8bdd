"""Hold the whole program to brands whose stage is known: few, small, every generator."""

from __future__ import annotations

import pytest
from run import GENERATORS, ROOT, Asked, estimated, tables
from simulated_nouns import Family, Order
from simulated_scores import score

POSTS = 200
BRANDS = (
    Order(91, 2, Family.BROADCASTER, POSTS),
    Order(92, 4, Family.IDEAL, POSTS),
    Order(93, 6, Family.IDEAL, POSTS),
    Order(94, 9, Family.IDEAL, POSTS),
)


@pytest.mark.parametrize("generator", sorted(GENERATORS))
def test_the_stage_is_found_within_one(generator: str) -> None:
    asked = Asked(generator, POSTS, len(BRANDS), 9, 0.0, 1, ROOT)
    results = [estimated(asked, at, order) for at, order in enumerate(BRANDS)]
    figures = score("all", results)
    said = tables(results)
    assert figures.median_within is not None
    assert figures.median_within >= 0.75, said
    assert figures.median_mae is not None
    assert figures.median_mae <= 0.75, said
    assert figures.covers is not None
    assert figures.covers >= 0.5, said
    assert figures.median_rho is not None
    assert figures.median_rho >= 0.8, said
