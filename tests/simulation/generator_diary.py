"""Simulate a brand day by day, as a stranger's script would: short record, few fields."""

from __future__ import annotations

from diary_people import advertises, neighbours, opens
from diary_team import handles, publishes
from diary_world import House, house_of
from simulated_config import Setup, config_text
from simulated_nouns import DAY, HOUR, WINDOW_DAYS, Brand, Family, Order, Practice, finished

_HOURS = (2, 1, 1, 1, 1, 2, 4, 7, 9, 9, 9, 9, 10, 9, 8, 8, 8, 9, 10, 11, 11, 10, 7, 4)
_CLOSE = 0.08


def brand_of(order: Order) -> Brand:
    """Return the brand of an order: the same bytes on every machine.

    The rate of threads is set anew from what came out, so that the last 90 days hold about the
    asked number of posts about or by the brand.
    """
    rate = order.posts / WINDOW_DAYS / 2
    house = lived(order, rate)
    for _ in range(4):
        had = volume(house)
        if abs(had / order.posts - 1) < _CLOSE:
            break
        rate = min(900.0, max(0.01, rate * order.posts / max(1, had)))
        house = lived(order, rate)
    return _brand(house)


def lived(order: Order, rate: float) -> House:
    """Keep a house's diary while so many threads a day are opened."""
    house = house_of(order)
    rng = house.rng
    hit = range(0)
    if order.family is Family.CRISIS:
        first = house.days - rng.randrange(15, 70)
        hit = range(first, first + 3)
    share = {Family.BROADCASTER: 1.6, Family.SUPPORT_ONLY: 0.1}.get(order.family, 0.3)
    own = rate * share * house.does[Practice.SPEAK] if order.stage > 1 else 0.0
    for day in range(house.days):
        weekend = (house.start // DAY + day + 3) % 7 > 4
        busy = (0.7 if weekend else 1.1) * (9.0 if day in hit else 1.0)
        for _ in range(_poisson(house, rate * busy)):
            thread = opens(house, _time(house, day), storm=day in hit)
            if thread is not None:
                handles(house, thread, neighbours(house, thread))
        for _ in range(_poisson(house, own * (0.4 if weekend else 1.2))):
            publishes(house, house.start + day * DAY + rng.uniform(8, 19) * HOUR)
        if day in hit and house.keeps(Practice.RAPID):
            for _ in range(1 + int(rate)):
                publishes(house, house.start + day * DAY + rng.uniform(9, 20) * HOUR, "notice")
        spam = 1.5 if order.family is Family.SPAMMED else 0.03
        for _ in range(_poisson(house, rate * spam)):
            advertises(house, _time(house, day), "spam")
        for _ in range(_poisson(house, rate * 0.4 * (order.family is Family.ASTROTURF))):
            advertises(house, _time(house, day), "shill")
    return house


def _time(house: House, day: int) -> float:
    hour = house.rng.choices(range(24), _HOURS)[0]
    return house.start + day * DAY + hour * HOUR + house.rng.uniform(0, HOUR)


def _poisson(house: House, mean: float) -> int:
    if mean <= 0:
        return 0
    count, left = 0, mean
    while (left := left - house.rng.expovariate(1.0)) > 0:
        count += 1
    return count


def volume(house: House) -> int:
    """Return how many posts about or by the brand the last 90 days hold."""
    since = house.end - WINDOW_DAYS * DAY
    late = [d for d in house.drafts if d.t >= since and d.about]
    return len(late) + sum("reply_text" in d.record for d in late)


def _brand(house: House) -> Brand:
    topics = [t for lang in house.langs for t in house.speech.words[lang]["topic"]]
    setup = Setup(house.name, house.slug, house.slug, house.rival, house.places, topics, [])
    return Brand(
        house.name,
        house.order.stage,
        house.order.family,
        finished(house.drafts),
        config_text(setup),
        {str(d.record["id"]): d.intent for d in house.drafts},
        volume(house),
    )
