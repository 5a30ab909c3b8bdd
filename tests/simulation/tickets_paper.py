"""The company's own posts in the ticket generator: campaigns of some days, notices in a storm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulated_nouns import DAY, HOUR, WINDOW_DAYS, Family
from simulated_speech import capital
from tickets_clock import DAYS
from tickets_desk import house
from tickets_nouns import Office, post

if TYPE_CHECKING:
    from simulated_networks import Place
    from simulated_nouns import Record

OWN = ("promo", "smalltalk", "tip_post", "recruit", "credit", "policy", "promise", "report",
       "notice")  # fmt: skip
_ACTS = {"recruit": "recruit", "credit": "credit", "policy": "rules", "promise": "promise",
         "report": "report"}  # fmt: skip


def prints(office: Office, storm: int | None) -> None:
    """Fill the record's days with own posts, some weeks busier than others."""
    company, rng = office.company, office.company.rng
    places = [p for p in company.places if p.accounts and p.network.links in {"tree", "rooted"}]
    places = [p for p in places if p.network.name not in {"hackernews", "lemmy"}] or places
    if not places or company.order.stage < 2:
        return
    share = 0.36 if company.order.family is Family.BROADCASTER else 0.17
    daily = company.rules["publish"] * max(0.15, share * company.order.posts / WINDOW_DAYS)
    busy = 1.0
    for day in range(DAYS):
        if day % 14 == 0:
            busy = rng.choice((0.7, 1.0, 1.3))
        t = office.start + day * DAY
        mean = min(9.0, daily * busy) * (0.4 if (t // DAY + 3) % 7 > 4 else 1.24)
        for _ in range(int(mean) + (rng.random() < mean % 1)):
            _print(office, places, t + rng.randrange(8 * HOUR, 20 * HOUR), _what(office))
    if storm is not None:
        for day in range(storm, min(DAYS, storm + 3)):
            for _ in range(3 if company.follows("overtime") else 0):
                at = office.start + day * DAY + rng.randrange(9 * HOUR, 21 * HOUR)
                _print(office, places, at, "notice")


def _what(office: Office) -> str:
    company = office.company
    for key, rule in _ACTS.items():
        if company.follows(rule):
            return key
    if company.follows("useful"):
        return "tip_post"
    return "promo" if company.rng.random() < 0.75 else "smalltalk"


def _print(office: Office, places: list[Place], t: int, key: str) -> None:
    company, rng = office.company, office.company.rng
    lang = rng.choices(list(company.langs), list(company.langs.values()))[0]
    place = places[0] if rng.random() < 0.55 else rng.choice(places)
    words = {"brand": company.name} | house(company, lang)
    words |= {"tip": company.speech.word(lang, "tip"), "fan": _fan(office, place, t)}
    text = capital(company.speech.say(lang, key, words))
    more: Record = {"title": text[:40]} if place.network.titled else {}
    root = post(office, place, place.accounts[0], t, text, key, name=company.name, about=True,
                more=more)  # fmt: skip
    cheers = 0.45 if company.order.family is Family.BROADCASTER else 0.08
    while root is not None and rng.random() < cheers:
        line = company.speech.say(lang, rng.choice(("praise", "chatter")), words)
        post(office, place, f"reader{rng.randrange(3000)}", t + rng.expovariate(1 / (5 * HOUR)),
             line, "praise", parent=root, root=root, about=True)  # fmt: skip


def _fan(office: Office, place: Place, t: int) -> str:
    """Name somebody who spoke there before, if anybody did."""
    for _ in range(15):
        one = office.company.rng.choice(office.drafts) if office.drafts else None
        if one and one.about and one.t < t and one.record["network"] == place.network.name and (
            one.intent in {"question", "wish", "praise", "recommend"}
        ):  # fmt: skip
            return "@" + str(one.record["author"]).partition("@")[0]
    return "you all"
