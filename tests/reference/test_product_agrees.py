"""The product against the naive reference: to the last integer, in any order of arrival."""

from __future__ import annotations

from contextlib import closing
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from stores import fresh
from worlds import WINDOWS, Arrivals, compare, in_batches, moments, reordered, seeded_world, worlds

from reference import World
from solisten.metrics.catalogue import metrics_of
from solisten.metrics.observe import Observation, Window, observe
from solisten.store.digest import digests
from solisten.store.hindsight import as_it_stood
from solisten.store.overview import is_past
from solisten.store.reread import reread_all
from solisten.store.save import Lens, lens_of, save

if TYPE_CHECKING:
    from collections.abc import Mapping

    from naive_metrics import Measured

    from solisten.config import Brand, Config
    from solisten.nouns import Count
    from solisten.store.database import Database


def stored(lens: Lens, batches: list[Arrivals]) -> Database:
    """Save batches one after the other into a new database."""
    database = fresh()
    for batch in batches:
        with database.writing() as connection:
            save(connection, lens, batch)
    return database


def measured(
    database: Database, lens: Lens, config: Config, brand: Brand, window: Window
) -> tuple[Mapping[str, Measured], Mapping[str, Count]]:
    """Measure a window with the product, as its pipeline does."""
    with database.reading() as connection:
        if not is_past(connection, window.as_of):
            return numbers(observe(connection, config, brand, window))
        past = as_it_stood(connection, lens, window.as_of)
    with closing(past), past.reading() as then:
        return numbers(observe(then, config, brand, window))


def numbers(seen: Observation) -> tuple[Mapping[str, Measured], Mapping[str, Count]]:
    """Return the metrics and the indicators of an observation."""
    metrics = {
        one.metric: (whole(one.numerator), whole(one.denominator), one.value)
        for one in metrics_of(seen.total)
    }
    return metrics, seen.counts


def whole(number: float | None) -> int | None:
    """Return a count as the integer it is."""
    return None if number is None else int(number)


def differences(config: Config, arrivals: Arrivals, random: Random) -> list[str]:
    """Return every difference over brands, windows and moments."""
    lens = lens_of(config)
    world = World(config, arrivals)
    lines: list[str] = []
    with closing(stored(lens, in_batches(arrivals, random))) as database:
        for as_of in random.sample(moments(arrivals, random), 2):
            for brand in config.brands:
                since, until = random.choice(WINDOWS)
                window = Window(range(since, until), int(as_of))
                found, counts = measured(database, lens, config, brand, window)
                lines += compare(
                    world,
                    found,
                    counts,
                    brand=brand.name,
                    since_day=since,
                    until_day=until,
                    as_of=as_of,
                )
    return lines


@pytest.mark.parametrize("seed", range(8))
def test_every_number_is_the_reference_s(seed: int) -> None:
    config, arrivals = seeded_world(seed)
    assert differences(config, arrivals, Random(seed)) == []


@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(worlds())
def test_every_number_is_the_reference_s_in_drawn_worlds(
    world: tuple[Config, Arrivals],
) -> None:
    config, arrivals = world
    assert differences(config, arrivals, Random(len(arrivals))) == []


@pytest.mark.parametrize("seed", range(8))
def test_any_order_and_any_rereading_leave_the_same_tables(seed: int) -> None:
    config, arrivals = seeded_world(seed)
    lens, random = lens_of(config), Random(seed)
    twice = [*arrivals, *random.sample(arrivals, len(arrivals) // 2)]
    one = stored(lens, in_batches(arrivals, random))
    other = stored(lens, in_batches(reordered(twice, random), random))
    with closing(one), closing(other), one.writing() as left, other.writing() as right:
        first = digests(left)
        assert digests(right) == first
        reread_all(left, lens, lambda _done, _total: None)
        assert digests(left) == first
