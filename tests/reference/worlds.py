"""Small nasty worlds to compare the product with the reference on."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, TypeAlias

import world_parts as parts
from hypothesis import strategies as st
from naive_compare import indicator_differences, metric_differences
from world_parts import DAYS, FIRST_DAY, Maker

from solisten.config import Account, Brand, Channel, Config, Topic
from solisten.nouns import Gone, Post
from solisten.query import parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from naive_metrics import Measured

    from reference import World
    from solisten.nouns import Count

Arrivals: TypeAlias = list[Post | Gone]
MOST_POSTS = 60

CONFIG = Config(
    brands=(
        Brand(
            name="Acme",
            query=parse("acme"),
            official=(
                Account("forum", "", "acme"),
                Account("forum", "", "acmehelp"),
                Account("forum", "", "acmebilling"),
                Account("mastodon", "", "acme@social.example"),
                Account("board", "help", "jane"),
                Account("twitter", "", "acme"),
            ),
            not_official=(Account("board", "", "kim"),),
            staff=(Account("forum", "", "jim"),),
            hosts=(Channel("app", "com.acme"), Channel("board", "help")),
            domains=("acme.example",),
            rivals=("Globex", "Initech"),
            topics=("scanning", "rocketry"),
        ),
        Brand(
            name="Globex",
            query=parse("globex"),
            official=(Account("forum", "", "globex"),),
            hosts=(Channel("app", "com.globex"),),
            domains=("globex.example",),
            rivals=("Acme",),
            topics=("scanning",),
            weekend=("fri", "sat"),
        ),
        Brand(name="Initech", query=parse("initech"), context=("rocket", "printer")),
    ),
    topics=(
        Topic("scanning", parse('"scan receipts"')),
        Topic("rocketry", parse('"model rocket" NOT football')),
    ),
)
WINDOWS = (
    (FIRST_DAY, FIRST_DAY + DAYS),
    (FIRST_DAY + 3, FIRST_DAY + 31),
    (FIRST_DAY + 10, FIRST_DAY + 17),
    (FIRST_DAY + 20, FIRST_DAY + 21),
)
"""Windows as (since, until) in days: the whole, just enough for bursts, a week, a day."""


def make_world(random: Random) -> tuple[Config, Arrivals]:
    """Return a world of ten to sixty posts; what arrives is in no order."""
    make = Maker(random)
    storms = (parts.add_storm, parts.add_spam, parts.add_ring, parts.with_cycle)
    for part in storms:
        if make.chance(30):
            part(make)
    if make.chance(4):
        parts.add_crowd(make)
    usual = (
        parts.add_thread,
        parts.add_thread,
        parts.add_dialogue,
        parts.add_original,
        parts.add_review,
    )
    size = random.randrange(10, MOST_POSTS + 1)
    while len(make.posts) < size:
        random.choice(usual)(make)
    arrivals = [one for post in make.posts for one in parts.versions_of(make, post)]
    if make.chance(20):
        arrivals.append(Gone(network="forum", id="ghost"))
    return CONFIG, reordered(arrivals, random)


def seeded_world(seed: int) -> tuple[Config, Arrivals]:
    """Return the same world for the same seed."""
    return make_world(Random(seed))


def worlds() -> st.SearchStrategy[tuple[Config, Arrivals]]:
    """Draw worlds that hypothesis can shrink."""
    return st.randoms(use_true_random=False).map(make_world)


def reordered(arrivals: Sequence[Post | Gone], random: Random) -> Arrivals:
    """Return the same arrivals in another order; versions have distinct times, so nothing changes.

    Only a hidden version must not arrive alone, and it may come at any time.
    """
    shuffled = list(arrivals)
    random.shuffle(shuffled)
    return shuffled


def in_batches(arrivals: Sequence[Post | Gone], random: Random) -> list[Arrivals]:
    """Cut arrivals into batches of one to all."""
    batches: list[Arrivals] = []
    left = list(arrivals)
    while left:
        size = random.choice((1, 2, 5, 20, len(left)))
        batches.append(left[:size])
        left = left[size:]
    return batches


def moments(arrivals: Sequence[Post | Gone], random: Random) -> list[float]:
    """Return times to look at a world from: behind it, amid it, at the very second of a post."""
    some = random.choice([int(one.created_at) for one in arrivals if isinstance(one, Post)])
    return [(FIRST_DAY + DAYS + 3) * 86_400, (FIRST_DAY + DAYS // 2) * 86_400, some, some + 1]


def compare(
    world: World,
    product_metrics: Mapping[str, Measured],
    product_indicators: Mapping[str, Count],
    *,
    brand: str,
    since_day: int,
    until_day: int,
    as_of: float,
) -> list[str]:
    """Return where the product differs from the reference, a line for each name."""
    return [
        *metric_differences(world.metrics(brand, since_day, until_day, as_of), product_metrics),
        *indicator_differences(
            world.indicators(brand, since_day, until_day, as_of), product_indicators
        ),
    ]
