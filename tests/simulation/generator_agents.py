"""Simulate a brand by agents: customers, peers and a team, each acting by its own habits."""

from __future__ import annotations

from functools import partial

from agents_broadcast import broadcasts
from agents_customers import opens, shills, spams
from agents_life import Crisis, Life, life_of, moment, poisson
from agents_team import reacts
from agents_world import World, world_of
from simulated_config import Setup, config_text
from simulated_nouns import DAY, WEEKS, WINDOW_DAYS, Brand, Family, Order, finished

_DAYS = WEEKS * 7
_CLOSE = 0.08
_WEEK = (1.1, 1.15, 1.1, 1.1, 1.0, 0.75, 0.8)


def brand_of(order: Order) -> Brand:
    """Return the brand of an order: the same bytes on every machine.

    The rate of openers is set anew, thrice at most, from what came out before, so that the last 90
    days hold about the asked number of posts about or by the brand.
    """
    rate = order.posts / WINDOW_DAYS / 2
    world, life = lived(order, rate)
    for _ in range(3):
        if abs(volume(life) / order.posts - 1) < _CLOSE:
            break
        rate *= (order.posts - official_share(life)) / max(1, volume(life) - official_share(life))
        world, life = lived(order, min(max(rate, 0.02), 400.0))
    return _brand(world, life)


def lived(order: Order, rate: float) -> tuple[World, Life]:
    """Let a brand live its 26 weeks with so many openers a day."""
    world = world_of(order)
    life = life_of(world)
    _plan_crises(life)
    _introduce(life, rate)
    for day in range(_DAYS):
        _plan_day(life, day, rate)
    life.run()
    return world, life


def volume(life: Life) -> int:
    """Return how many posts about or by the brand the last 90 days hold."""
    since = life.end - WINDOW_DAYS * DAY
    answered = sum(1 for d in life.drafts if d.t >= since and "reply_text" in d.record)
    return answered + sum(1 for d in life.drafts if d.about and d.t >= since)


def official_share(life: Life) -> float:
    """Return how many of them do not depend on the customers: the team's own posts."""
    kinds = {
        "promo",
        "smalltalk",
        "tip_frame",
        "invite",
        "loop",
        "policy",
        "terms",
        "report",
        "notice",
        "shill",
    }
    since = life.end - WINDOW_DAYS * DAY
    own = sum(1 for d in life.drafts if d.t >= since and d.intent in kinds)
    return min(own, life.world.order.posts * 0.9)


def _plan_crises(life: Life) -> None:
    rng, order = life.world.rng, life.world.order
    fault = life.world.speech.word("en", "fault") if "en" in life.world.langs else ""
    if order.family is Family.CRISIS:
        first = _DAYS - rng.randrange(20, 75)
        life.crises.append(Crisis(first, rng.randrange(3, 8), rng.uniform(8, 20), fault))
    elif rng.random() < 0.3:
        life.crises.append(
            Crisis(rng.randrange(10, _DAYS - 5), rng.randrange(1, 4), rng.uniform(4, 9), fault)
        )


def _introduce(life: Life, rate: float) -> None:
    """Give spammers and shills their days."""
    rng, family = life.world.rng, life.world.order.family
    per_day = rate * (2.2 if family is Family.SPAMMED else 0.04)
    for day in range(_DAYS):
        for _ in range(poisson(rng, per_day)):
            life.later(moment(life, day), partial(spams, life))
        if family is Family.ASTROTURF:
            for _ in range(poisson(rng, rate * 0.5)):
                life.later(moment(life, day), partial(shills, life))


def _plan_day(life: Life, day: int, rate: float) -> None:
    rng, t = life.world.rng, life.start + day * DAY
    crisis = life.crisis_at(t)
    mean = rate * _WEEK[(t // DAY + 3) % 7] * (crisis.factor if crisis else 1.0)
    for _ in range(poisson(rng, mean)):
        life.later(moment(life, day), partial(opens, life, reacts))
    broadcasts(life, day)


def _brand(world: World, life: Life) -> Brand:
    langs = [lang for lang in world.langs if lang in world.speech.words]
    topics = [t for lang in langs for t in world.speech.words[lang]["topic"]]
    setup = Setup(
        world.name,
        f"{world.slug} OR {world.slug}app",
        world.slug,
        world.rival,
        world.places,
        topics,
        [],
    )
    return Brand(
        world.name,
        world.order.stage,
        world.order.family,
        finished(life.drafts),
        config_text(setup),
        {str(d.record["id"]): d.intent for d in life.drafts},
        volume(life),
    )
