"""Simulate a brand as a queue: threads breed threads, become tickets, and wait for their turn."""

from __future__ import annotations

from functools import partial
from heapq import heappop

from simulated_config import Setup, config_text
from simulated_nouns import DAY, WINDOW_DAYS, Brand, Family, Order, finished
from tickets_clock import DAYS, TICK, days_off, on_duty, openings
from tickets_desk import enters, serves
from tickets_nouns import Office
from tickets_paper import OWN, prints
from tickets_public import advertises, cheers_for_money, speaks_up
from tickets_world import company_of

_FIRST_DAY = 20_410
_CLOSE = 0.08


def brand_of(order: Order) -> Brand:
    """Return the brand of an order: the same bytes on every machine.

    The rate of openers is set anew from what came out before, so that the last 90 days hold about
    the asked number of posts about or by the brand.
    """
    rate = order.posts / WINDOW_DAYS / 2
    office = worked(order, rate)
    for _ in range(3):
        if abs(volume(office) / order.posts - 1) < _CLOSE:
            break
        own = min(volume(office, OWN), order.posts * 0.9)
        rate *= (order.posts - own) / max(1.0, volume(office) - own)
        rate = min(400.0, max(0.02, rate))
        office = worked(order, rate)
    return _brand(office)


def worked(order: Order, rate: float) -> Office:
    """Let an office work for 26 weeks while so many threads a day are opened."""
    company = company_of(order)
    start = (_FIRST_DAY + order.seed * 31 % 250) * DAY
    office = Office(company, start, start + DAYS * DAY)
    storm = _storm(office)
    hit = range(0)
    if storm is not None:
        hit = range(start + storm * DAY, start + (storm + 3) * DAY)
    prints(office, storm)
    for t in openings(company, start, rate, storm=storm):
        office.later(t, partial(speaks_up, office, hit, partial(enters, office)))
    noise = ((advertises, 2.2 if order.family is Family.SPAMMED else 0.03),
             (cheers_for_money, 0.5 if order.family is Family.ASTROTURF else 0.0))  # fmt: skip
    for act, factor in noise:
        for t in openings(company, start, rate * factor, storm=None):
            office.later(t, partial(act, office))
    _work(office, rate, hit)
    return office


def _storm(office: Office) -> int | None:
    rng = office.company.rng
    if office.company.order.family is Family.CRISIS:
        return DAYS - rng.randrange(20, 75)
    return rng.randrange(10, DAYS - 6) if rng.random() < 0.15 else None


def _work(office: Office, rate: float, storm: range) -> None:
    """Look at the queue every ten minutes, and serve as many tickets as there are hands for."""
    company = office.company
    off = days_off(company, office.start)
    overtime = 5.0 if company.follows("overtime") else 1.0
    per_tick = company.rules["hands"] * (rate * 0.9 + 0.6) * TICK / (8 * 3600)
    ready = 0.0
    for t in range(office.start, office.end, TICK):
        while office.ahead and office.ahead[0][0] <= t:
            at, _, act = heappop(office.ahead)
            act(at)
        if not on_duty(company, t, off):
            continue
        ready = min(ready + per_tick * (overtime if t in storm else 1.0), 1.0 + 2 * per_tick)
        while ready >= 1.0 and office.queue:
            ticket = heappop(office.queue)[3]
            if serves(office, ticket, t + company.rng.randrange(TICK)):
                ready -= 1.0


def volume(office: Office, intents: tuple[str, ...] = ()) -> int:
    """Return how many posts about or by the brand the last 90 days hold, of all or some intents."""
    since = office.end - WINDOW_DAYS * DAY
    late = [d for d in office.drafts if d.t >= since and (not intents or d.intent in intents)]
    return sum(d.about for d in late) + sum("reply_text" in d.record for d in late)


def _brand(office: Office) -> Brand:
    company = office.company
    topics = [t for lang in company.langs for t in company.speech.words[lang]["topic"]]
    setup = Setup(company.name, company.slug, company.slug, company.rival, company.places, topics,
                  [])  # fmt: skip
    return Brand(
        company.name,
        company.order.stage,
        company.order.family,
        finished(office.drafts),
        config_text(setup),
        {str(d.record["id"]): d.intent for d in office.drafts},
        volume(office),
    )
