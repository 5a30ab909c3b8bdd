"""That the made-up worlds are nasty enough, and that the reference does not mind their order."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worlds import CONFIG, WINDOWS, compare, in_batches, moments, reordered, seeded_world, worlds

from reference import World
from solisten.nouns import Count, Gone, Post

SEEDS = range(80)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds(), st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_numbers(
    made: tuple[object, list[Post | Gone]], random: Random
) -> None:
    _, arrivals = made
    one, other = World(CONFIG, arrivals), World(CONFIG, reordered(arrivals, random))
    since, until = random.choice(WINDOWS)
    as_of = random.choice(moments(arrivals, random))

    for brand in ("Acme", "Globex", "Initech"):
        differences = compare(
            one,
            other.metrics(brand, since, until, as_of),
            other.indicators(brand, since, until, as_of),
            brand=brand,
            since_day=since,
            until_day=until,
            as_of=as_of,
        )
        assert differences == []


@pytest.fixture(scope="module")
def seeded() -> list[World]:
    return [World(*seeded_world(seed)) for seed in SEEDS]


def test_some_world_shows_both_sides_of_every_indicator(seeded: list[World]) -> None:
    since, until = WINDOWS[0]
    met: dict[str, int] = {}
    missed: dict[str, int] = {}
    for world in seeded:
        for name, count in world.indicators("Acme", since, until, (until + 3) * 86_400).items():
            met[name] = met.get(name, 0) + count.k
            missed[name] = missed.get(name, 0) + count.n - count.k

    assert [name for name, k in met.items() if not k] == []
    assert [name for name, others in missed.items() if not others] == []


def test_some_world_shows_every_role_and_end(seeded: list[World]) -> None:
    rows = [
        row for world in seeded for brand in CONFIG.brands for row in world.mentions_of(brand.name)
    ]

    assert {row.role for row in rows} == {"need", "continued", "follow-up", "mention"}
    assert {row.outcome for row in rows} == {"", "resolved", "reopened", "unknown"}
    assert {row.need for row in rows} == {"", "question", "complaint", "request"}
    assert {"en", "de", "fr", "ja", ""} <= {row.lang for row in rows}
    assert any(row.answered and row.answered_at is None for row in rows)
    assert any(row.answered_at is not None and row.answered_at < row.created_at for row in rows)


def test_some_world_has_automatic_canned_burst_spam_served_and_cycles(seeded: list[World]) -> None:
    since, until = WINDOWS[0]
    windows = [world.window("Acme", since, until, (until + 3) * 86_400) for world in seeded]

    assert any(window.all.automatic for window in windows)
    assert any(window.canned for window in windows)
    assert any(window.bursts for window in windows)
    assert any(window.scene.spam["Acme"] for window in windows)
    assert any(window.scene.threads.cut for window in windows)
    assert any(window.all.is_served(group) for window in windows for group in window.needs)


def test_batches_hold_all_arrivals_in_order() -> None:
    _, arrivals = seeded_world(1)

    assert [one for batch in in_batches(arrivals, Random(2)) for one in batch] == arrivals


def test_a_difference_is_named() -> None:
    _, arrivals = seeded_world(3)
    world = World(CONFIG, arrivals)
    since, until = WINDOWS[0]
    metrics = world.metrics("Acme", since, until, until * 86_400)
    indicators = world.indicators("Acme", since, until, until * 86_400)
    n = indicators["response_rate"].n

    found = compare(
        world,
        metrics | {"mentions": (1, None, 1.0)},
        indicators | {"response_rate": Count(0, n + 1)},
        brand="Acme",
        since_day=since,
        until_day=until,
        as_of=until * 86_400,
    )
    assert [line.partition(":")[0] for line in found] == ["mentions", "response_rate"]
