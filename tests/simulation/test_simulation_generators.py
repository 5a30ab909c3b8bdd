"""Check the generators of simulated brands, and the scores of a run over them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import generator_agents
import generator_diary
import generator_renewal
import generator_tickets
import pytest
from agents_world import practices_of
from renewal_world import adopted, stage_shown, taken_up
from run import read_estimate, tables
from simulated_nouns import ONSET, Brand, Family, Order, Practice
from simulated_plan import orders, stages_of
from simulated_scores import Finding, Result, misleading, score, spearman
from tickets_world import ACTIVITIES, company_of, stage_of

from solisten.config import load
from solisten.records import Options, read_file

Generator = Callable[[Order], Brand]
GENERATORS = {
    "agents": generator_agents.brand_of,
    "diary": generator_diary.brand_of,
    "renewal": generator_renewal.brand_of,
    "tickets": generator_tickets.brand_of,
}
FAMILIES = list(Family)


@pytest.fixture(params=sorted(GENERATORS))
def generator(request: pytest.FixtureRequest) -> Generator:
    return GENERATORS[request.param]


def order_of(family: Family, seed: int = 11, posts: int = 120) -> Order:
    return Order(seed, stages_of(family)[-1], family, posts)


@pytest.mark.parametrize("name", sorted(GENERATORS))
def test_another_process_makes_the_same_bytes(name: str) -> None:
    code = (
        f"import hashlib, generator_{name} as g; from simulated_nouns import *; "
        "b = g.brand_of(Order(3, 8, Family.CRISIS, 80, 1.0)); "
        "print(hashlib.sha256((b.jsonl() + b.config).encode()).hexdigest())"
    )
    seen = set()
    for hash_seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": hash_seed}
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=Path(__file__).parent, env=env, capture_output=True, text=True, check=True,
        )  # fmt: skip
        seen.add(done.stdout)
    assert len(seen) == 1


def test_other_seeds_make_other_brands(generator: Generator) -> None:
    first, second = (generator(Order(s, 4, Family.IDEAL, 60)) for s in (1, 2))
    assert first.jsonl() != second.jsonl()
    assert first.stage == second.stage


@pytest.mark.parametrize("family", FAMILIES)
def test_records_are_sound(generator: Generator, family: Family, tmp_path: Path) -> None:
    brand = generator(order_of(family))
    path = tmp_path / "posts.jsonl"
    path.write_text(brand.jsonl(), encoding="utf-8")
    keys = [(r["network"], r["id"]) for r in brand.records]
    assert len(keys) == len(set(keys))
    times = [str(r["created_at"]) for r in brand.records]
    assert times == sorted(times)
    when = dict(zip(keys, times, strict=True))
    orphans = 0
    for record in brand.records:
        for link in ("reply_to", "thread"):
            target = (record["network"], record.get(link, record["id"]))
            orphans += target not in when
            assert when.get(target, "") <= str(record["created_at"])
    assert orphans <= 0.06 * len(keys)
    rows = list(read_file(path, Options()))
    assert len(rows) == len(keys)
    assert all(type(row).__name__ == "Post" for row in rows)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_configuration_is_one_the_program_reads(
    generator: Generator, family: Family, tmp_path: Path
) -> None:
    brand = generator(order_of(family, posts=60))
    (tmp_path / "config.toml").write_text(brand.config, encoding="utf-8")
    config = load(tmp_path / "config.toml")
    assert config.brands[0].name == brand.name
    assert len(config.brands) == 2
    assert config.topics


def test_the_last_90_days_hold_about_what_was_asked(generator: Generator) -> None:
    for family in (Family.IDEAL, Family.SPAMMED, Family.BROADCASTER, Family.MISSING_NETWORK):
        for posts, slack in ((60, 0.6), (400, 0.3)):
            brand = generator(order_of(family, seed=4, posts=posts))
            assert abs(brand.volume / posts - 1) <= slack, (family, posts, brand.volume)


def test_half_the_brands_are_ideal_and_every_family_comes_by_turns() -> None:
    planned = orders(60, 5, 500)
    families = Counter(o.family for o in planned)
    assert families[Family.IDEAL] == 30
    assert set(families) == set(Family)
    assert {o.stage for o in planned if o.family is Family.IDEAL} == set(range(1, 11))
    assert all(o.stage in stages_of(o.family) for o in planned)


def test_truth_comes_from_practices_before_any_text_exists() -> None:
    for stage in range(1, 11):
        order = Order(stage, stage, Family.IDEAL, 500)
        assert practices_of(order) == practices_of(Order(stage, stage, Family.IDEAL, 50))
        strong = [practices_of(order)[p] for p in Practice if ONSET[p] <= stage]
        weak = [practices_of(order)[p] for p in Practice if ONSET[p] > stage + 1]
        assert sum(weak) <= 0.12 * max(1, len(weak))
        assert not strong or sum(strong) > 0.3 * len(strong)


def test_the_renewal_generator_reads_its_stage_off_what_was_taken_up() -> None:
    rng = Random(1)
    shown = [stage_shown(taken_up(rng, float(s))) for s in range(1, 11) for _ in range(20)]
    meant = [s for s in range(1, 11) for _ in range(20)]
    assert sum(a == b for a, b in zip(shown, meant, strict=True)) > 100
    assert adopted(Order(1, 3, Family.IDEAL, 50))[Practice.ANSWER] > 0.3


def test_the_ticket_generator_reads_its_stage_off_what_was_learnt() -> None:
    for stage in range(1, 11):
        company = company_of(Order(stage, stage, Family.IDEAL, 50))
        assert stage_of(company.grades) == stage
    learnt = dict.fromkeys(ACTIVITIES, 4) | {"empathy": 1, "purpose": 2}
    assert stage_of(learnt) == 4


def test_drift_changes_what_is_done_but_not_what_is_true(generator: Generator) -> None:
    calm, moved = (generator(Order(6, 5, Family.IDEAL, 60, d)) for d in (0.0, 1.0))
    assert calm.stage == moved.stage
    assert calm.jsonl() != moved.jsonl()


def test_the_main_network_of_a_missing_network_brand_is_not_in_the_record(
    generator: Generator,
) -> None:
    brand = generator(order_of(Family.MISSING_NETWORK))
    assert "facebook" not in {r["network"] for r in brand.records}


def test_automatic_answers_come_at_once_and_are_always_the_same(generator: Generator) -> None:
    brand = generator(order_of(Family.AUTO_ACK, posts=300))
    robots = [
        r for r in brand.records if brand.intents[str(r["id"])] in {"autoack", "robot", "auto"}
    ]
    assert len(robots) > 15


def test_an_unbroken_ladder_scores_full_marks() -> None:
    results = [
        Result(i, "x", "ideal", t, t, float(t), t - 1, t + 1, 9) for i, t in enumerate((1, 5, 9))
    ]
    full = score("all", results)
    assert (full.exact, full.within, full.mae, full.rho, full.covers) == (1.0, 1.0, 0.0, 1.0, 1.0)


def test_a_brand_without_headline_counts_for_the_median_only() -> None:
    results = [
        Result(0, "x", "ideal", 4, None, 3.0, 1, 6, 7),
        Result(1, "y", "ideal", 2, 2, 2.0, 1, 3, 7),
    ]
    figures = score("all", results)
    assert (figures.null, figures.exact, figures.median_exact) == (1, 1.0, 0.5)


def test_evidence_on_the_wrong_side_of_the_truth_is_found() -> None:
    findings = (
        Finding("low", 2, 0, 9, -1.5, "absent"),
        Finding("high", 8, 9, 9, 2.0, "seen"),
        Finding("fine", 3, 5, 9, 1.0, "seen"),
    )
    result = Result(0, "x", "ideal", 4, 4, 4.0, 3, 5, 7, findings)
    assert misleading([result]) == [("high", 2.0, 1), ("low", 1.5, 1)]
    assert "high 2.00 (1)" in tables([result])


def test_an_estimate_is_read_as_the_schema_has_it() -> None:
    brand = generator_agents.brand_of(Order(1, 2, Family.IDEAL, 50))
    finding = {
        "indicator": "response_rate",
        "level": 3,
        "k": 1,
        "n": None,
        "bits": None,
        "verdict": "not observable",
    }
    document = json.loads(
        json.dumps(
            {"level": None, "median": 2, "interval": [1, 4], "ceiling": 7, "findings": [finding]}
        )
    )
    result = read_estimate(0, brand, document, 0.1)
    assert (result.level, result.findings[0].n, result.truth) == (None, 0, 2)


def test_spearman_agrees_with_scipy() -> None:
    stats = pytest.importorskip("scipy.stats")
    rng = Random(3)
    xs, ys = [[float(rng.randrange(5)) for _ in range(30)] for _ in range(2)]
    assert spearman(xs, ys) == pytest.approx(float(stats.spearmanr(xs, ys).statistic))
