"""Every shipped model judges the shipped sample, from one reading of it."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from solisten.models.registry import load_all

if TYPE_CHECKING:
    from desk import Desk

PACKS = load_all()


@pytest.fixture
def sample(desk: Desk) -> Desk:
    """Return a desk with the sample's configuration and posts."""
    for name in ("config.toml", "posts.jsonl"):
        desk.write(name, files("solisten.sample").joinpath(name).read_bytes())
    desk.good("import", "posts.jsonl")
    return desk


def test_all_models_judge_the_same_counts(sample: Desk) -> None:
    words = ("estimate", "--brand", "Brightsill", "--model", "all", "--offline", "--format")
    documents: list[dict[str, Any]] = sample.good(*words, "json").json()
    assert [one["model"]["id"] for one in documents] == list(PACKS)
    assert documents[0]["model"]["id"] == "solis"
    solis = {row["indicator"]: (row["k"], row["n"]) for row in documents[0]["findings"]}
    for document in documents:
        pack = PACKS[document["model"]["id"]]
        for row in document["findings"]:
            assert (row["k"], row["n"]) == solis[row["indicator"]]
        if pack.criteria:
            counted = [document[key] for key in ("met", "not_met", "not_observable")]
            assert sum(counted) == len(pack.criteria)
        else:
            low, high = document["interval"]
            assert 1 <= low <= document["level"] <= high <= pack.top
    page = sample.good(*words, "text").out
    for pack in PACKS.values():
        names = [one.name for one in pack.levels] + [one.name for one in pack.criteria]
        assert all(name.split()[0] in page for name in names)


@pytest.mark.parametrize("name", PACKS)
def test_each_model_explains_its_first_place(desk: Desk, name: str) -> None:
    pack = PACKS[name]
    title = pack.levels[0].name if pack.levels else pack.criteria[0].name
    assert title.split()[0] in desk.good("explain", "1", "--model", name).out
    top = pack.top or len(pack.criteria)
    done = desk.run("explain", str(top + 1), "--model", name)
    assert done.code == 2
    assert f"are 1 to {top}" in done.err
