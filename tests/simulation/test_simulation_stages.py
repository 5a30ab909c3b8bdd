"""Hold the whole program to brands whose stage is known: few, small, both generators."""

from __future__ import annotations

import pytest
from run import GENERATORS, ROOT, Asked, run, tables
from simulated_scores import score


@pytest.mark.no_cover
@pytest.mark.parametrize("generator", sorted(GENERATORS))
def test_the_stage_is_found_within_one(generator: str) -> None:
    results = run(Asked(generator, 300, 8, 9, 0.0, 1, ROOT))
    figures = score("all", results)
    said = tables(results)
    assert figures.median_within is not None
    assert figures.median_within >= 0.75, said
    assert figures.median_mae is not None
    assert figures.median_mae <= 1.0, said
    assert figures.covers is not None
    assert figures.covers >= 0.75, said
    assert figures.median_rho is not None
    assert figures.median_rho >= 0.8, said
