"""Simulate a brand by renewal: threads arrive in operational time, each unfolds on its own."""

from __future__ import annotations

from renewal_clock import DAYS, Clock
from renewal_public import shill, spam
from renewal_stage import Stage
from renewal_team import calendar
from renewal_threads import unfolds
from renewal_world import Scene, scene_of
from simulated_config import Setup, config_text
from simulated_nouns import DAY, WINDOW_DAYS, Brand, Family, Order, finished

_FIRST_DAY = 20_300
_CLOSE = 0.08
_OWN = {"ad", "idle", "hint_frame", "call", "credit", "rules", "vow", "books", "alert", "shill"}


def brand_of(order: Order) -> Brand:
    """Return the brand of an order: the same bytes on every machine.

    The rate of threads is set from what came out before, so that the last 90 days hold about the
    asked number of posts about or by the brand.
    """
    rate = order.posts / WINDOW_DAYS / 2
    stage = played(order, rate)
    for _ in range(3):
        if abs(volume(stage) / order.posts - 1) < _CLOSE:
            break
        total, own = volume(stage), min(volume(stage, _OWN), order.posts * 0.9)
        rate = min(400.0, max(0.02, rate * (order.posts - own) / max(1, total - own)))
        stage = played(order, rate)
    return _brand(stage.scene, stage)


def played(order: Order, rate: float) -> Stage:
    """Play a brand's 26 weeks with so many threads a day."""
    scene = scene_of(order)
    start = (_FIRST_DAY + order.seed * 53 % 300) * DAY
    stage = Stage(scene, Clock(start, _shocks(scene)), start + DAYS * DAY)
    for t in stage.clock.arrivals(scene.rng, rate):
        unfolds(stage, t)
        if scene.rng.random() < 0.12:
            unfolds(stage, int(t + scene.rng.expovariate(1 / 20_000)))
    calendar(stage)
    factors = {Family.SPAMMED: (2.2, 0.0), Family.ASTROTURF: (0.03, 0.5)}.get(
        order.family, (0.03, 0.0)
    )
    for factor, act in zip(factors, (spam, shill), strict=True):
        for t in stage.clock.arrivals(scene.rng, rate * factor) if factor else []:
            act(stage, t)
    return stage


def volume(stage: Stage, intents: set[str] | None = None) -> int:
    """Return how many posts about or by the brand the last 90 days hold, of all or some intents."""
    since = stage.end - WINDOW_DAYS * DAY
    late = [d for d in stage.drafts if d.t >= since and (intents is None or d.intent in intents)]
    return sum(d.about for d in late) + sum("reply_text" in d.record for d in late)


def _shocks(scene: Scene) -> list[tuple[int, float]]:
    rng = scene.rng
    if scene.order.family is Family.CRISIS:
        return [(DAYS - rng.randrange(20, 75), rng.uniform(10, 25))]
    return [(rng.randrange(10, DAYS - 5), rng.uniform(3, 8))] if rng.random() < 0.3 else []


def _brand(scene: Scene, stage: Stage) -> Brand:
    parts = scene.grammar.parts
    topics = [m for lang in scene.langs if lang in parts for m in parts[lang]["matter"]]
    setup = Setup(
        scene.name,
        f'"{scene.name.lower()}" OR {scene.slug}',
        scene.slug,
        scene.rival,
        scene.places,
        topics,
        [],
    )
    return Brand(
        scene.name,
        scene.order.stage,
        scene.order.family,
        finished(stage.drafts),
        config_text(setup),
        {str(d.record["id"]): d.intent for d in stage.drafts},
        volume(stage),
    )
