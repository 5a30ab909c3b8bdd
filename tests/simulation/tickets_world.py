"""Draw one company of the ticket generator: how well it has learnt what, where it is, who works."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from simulated_networks import NETWORKS, Network, Place
from simulated_nouns import Family, Order
from simulated_speech import Speech, loaded

ACTIVITIES = {
    "presence": 2, "conversation": 3, "rapid": 3, "research": 4, "visibility": 4, "relevance": 4,
    "empathy": 5, "purpose": 5, "branding": 6, "experience": 6, "building": 7, "recruitment": 7,
    "adaptation": 8, "transformation": 8, "crm": 9, "srm": 9, "roi": 10,
}  # fmt: skip
AGREED = 2  # the grade from which an activity is part of the work
_ABROAD = ("it", "pt", "nl")
_HEADS = ("Bram", "Cal", "Dor", "Fen", "Hal", "Jun", "Kes", "Lor", "Mir", "Nov", "Pel", "Sol")
_TAILS = ("ario", "eta", "igo", "onda", "uvia", "ento", "ille", "axa")
_STAFF = ("Nadia", "Ivo", "Clara", "Ruben", "Mei", "Stefan", "Olga", "Dario", "Hanne", "Luis")
_OWN = {
    n.name: n
    for n in (
        Network("instagram", "rooted", 0.55, reply="comment", peers=0.06),
        Network("hackernews", "rooted", 0.0, titled=True, reply="comment", peers=0.35),
        Network("mailinglist", "tree", 0.0, titled=True, reply="reply", peers=0.3),
        Network("telegram", "flat", 0.0, peers=0.25),
        Network("appstore", "review", 0.0, opener="review"),
    )
}


@dataclass(slots=True)
class Company:
    """Hold what is fixed about a company; `rules` says how often each rule is followed."""

    order: Order
    rng: Random
    name: str
    slug: str
    rival: str
    grades: dict[str, int]
    rules: dict[str, float]
    langs: dict[str, float]
    places: list[Place]
    staff: list[str]
    speech: Speech
    humour: float

    def follows(self, rule: str) -> bool:
        """Decide whether a rule is followed this time."""
        return self.rng.random() < self.rules[rule]


def stage_of(grades: dict[str, int]) -> int:
    """Return the last stage up to which the activities of every stage are agreed on, on average.

    >>> stage_of(dict.fromkeys(ACTIVITIES, 2) | {"crm": 1, "srm": 2})
    8
    """
    for stage in range(2, 11):
        own = [grades[a] for a, at in ACTIVITIES.items() if at == stage]
        if sum(own) < AGREED * len(own):
            return stage - 1
    return 10


def graded(rng: Random, stage: int) -> dict[str, int]:
    """Draw how well a company that works on `stage` has learnt each activity."""
    drawn = {}
    for activity, at in ACTIVITIES.items():
        if at > stage:
            odds = (0.6, 0.33, 0.07, 0.0, 0.0) if at == stage + 1 else (0.75, 0.23, 0.02, 0.0, 0.0)
        else:
            odds = (0.0, 0.06, 0.4, 0.36, 0.18) if at == stage else (0.0, 0.05, 0.25, 0.4, 0.3)
        drawn[activity] = rng.choices(range(5), odds)[0]
    return drawn


def company_of(order: Order) -> Company:
    """Draw a company from its order; equal orders give equal companies."""
    rng = Random(f"company:{order.seed}")
    grades = graded(rng, order.stage)
    while stage_of(grades) != order.stage:
        grades = graded(rng, order.stage)
    name = rng.choice(_HEADS) + rng.choice(_TAILS)
    rival = name
    while rival == name:
        rival = rng.choice(_HEADS) + rng.choice(_TAILS)
    rules = _rules(rng, order, grades)
    langs = _languages(rng, order)
    trade = rng.choice(("bike", "bank") if len(langs) > 1 else ("bike", "bank", "radio", "garden"))
    size = 1 if order.family is Family.FOUNDER else 2 + order.stage // 3
    return Company(
        order=order,
        rng=Random(f"tickets:{order.seed}"),
        name=name,
        slug=name.lower(),
        rival=rival,
        grades=grades,
        rules=rules,
        langs=langs,
        places=_places(rng, order, name.lower(), rules, grades),
        staff=rng.sample(_STAFF, size),
        speech=_speech(order, trade, langs),
        humour=rng.uniform(0.7, 1.3),
    )


def _rules(rng: Random, order: Order, grades: dict[str, int]) -> dict[str, float]:
    rules = {}
    for activity, table in loaded("tickets_rules.toml").items():
        for rule, shares in table.items():
            q = shares[grades[activity]] * rng.uniform(0.88, 1.1)
            if rule != "hands":
                q = min(1.0, q)
                q = q ** rng.lognormvariate(0, 0.35 * order.drift) if order.drift and q else q
            rules[rule] = q
    return rules | _family(rng, order.family)


def _family(rng: Random, family: Family) -> dict[str, float]:
    match family:
        case Family.BROADCASTER:
            return {"publish": 1.0, "fans": rng.uniform(0.2, 0.4), "keep": 0.8}
        case Family.SUPPORT_ONLY:
            return {"publish": 0.15, "useful": 0.1, "reply": rng.uniform(0.55, 0.85), "hands": 2.0}
        case Family.FOUNDER:
            return {"name": 0.97, "tailor": 1.0, "desks": 0.0, "second": 0.0, "weekend": 0.9}
        case Family.FORUM_PEERS:
            return {"garden": rng.uniform(0.85, 1.0), "keep": 0.85}
        case Family.AUTO_ACK:
            return {"reply": 0.01, "all": 0.0, "scan": 0.0, "thank": 0.0}
        case _:
            return {}


def _languages(rng: Random, order: Order) -> dict[str, float]:
    if order.family is Family.NON_ENGLISH:
        return {rng.choice(_ABROAD): 0.92, "en": 0.08}
    if rng.random() < 0.6:
        return {"en": 1.0}
    return {"en": 0.85, rng.choice(_ABROAD): 0.15}


def _speech(order: Order, trade: str, langs: dict[str, float]) -> Speech:
    world = loaded("tickets_world.toml")
    words = {lang: {**world["common"][lang], **world[trade][lang]} for lang in langs}
    lines = {lang: loaded(f"tickets_{lang}.toml") for lang in {*langs, "en"}}
    return Speech(Random(f"lines:{order.seed}"), lines, words, 0.35 if order.drift else 0.06)


def _places(
    rng: Random, order: Order, slug: str, rules: dict[str, float], grades: dict[str, int]
) -> list[Place]:
    """Settle the company: where it is talked about, and on how much of that it opened accounts."""
    gathers = grades["building"] >= AGREED or rng.random() < 0.25
    club = rng.choice(("mailinglist", "telegram"))
    weights = {
        "instagram": rng.uniform(0.6, 1.6),
        "mastodon": rng.uniform(0.1, 0.9),
        "bluesky": rng.uniform(0.0, 0.6),
        "hackernews": rng.uniform(0.0, 0.3),
        "lemmy": rng.uniform(0.0, 0.4),
        "appstore": rng.uniform(0.0, 0.4),
        club: rng.uniform(0.7, 1.2) if gathers else 0.0,
        "facebook": 2.2 if order.family is Family.MISSING_NETWORK else 0.0,
    }
    if order.family is Family.FORUM_PEERS:
        weights[club] = 2.8
    channels = {"mailinglist": f"users@{slug}.example", "telegram": f"{slug}_club"}
    channels |= {"appstore": f"id{rng.randrange(10**8, 10**9)}", "mastodon": "tooting.example"}
    channels |= {"lemmy": "lemmy.example/c/diy"}
    known = NETWORKS | _OWN
    places = [Place(known[n], channels.get(n, ""), w) for n, w in weights.items() if w > 0.12]
    main = max(places, key=lambda p: p.weight)
    for place in places:
        name = place.network.name
        place.collected = name != "facebook"
        place.hosted = order.stage > 1 and name in {"mailinglist", "telegram", "appstore"}
        place.present = order.stage > 1 and (
            place is main or place.hosted or rng.random() < rules["open"]
        )
        if place.present:
            place.accounts = [f"{slug}@tooting.example" if name == "mastodon" else f"{slug}_now"]
    return places
