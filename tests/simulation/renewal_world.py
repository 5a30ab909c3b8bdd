"""Draw the latent state of one brand of the renewal generator: what its team has taken up."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp
from random import Random

from renewal_grammar import Grammar
from simulated_networks import NETWORKS, Place
from simulated_nouns import ONSET, Family, Intensities, Order, Practice
from simulated_speech import loaded

P = Practice
_ADJECTIVES = (
    "Paper",
    "Copper",
    "Little",
    "North",
    "Velvet",
    "Amber",
    "Salt",
    "Quiet",
    "Tin",
    "Olive",
)
_NOUNS = (
    "Falcon",
    "Kettle",
    "Harbour",
    "Badger",
    "Lantern",
    "Acorn",
    "Meadow",
    "Comet",
    "Thimble",
    "Raven",
)
_ABROAD = ("thermostat", "parcel")
_TRADES = ("thermostat", "airline", "parcel", "boardgame", "ci")
_STAFF = (
    "Marta",
    "Oskar",
    "Lena",
    "Pedro",
    "Aisha",
    "Kofi",
    "Greta",
    "Milan",
    "Rosa",
    "Tariq",
    "Jana",
    "Yusuf",
)
_SLOPE = 3.5


@dataclass(slots=True)
class Scene:
    """Hold what is latent about a brand: practices, capacity, warmth of the public, places."""

    order: Order
    rng: Random
    name: str
    slug: str
    rival: str
    trade: str
    langs: dict[str, float]
    practices: Intensities
    places: list[Place]
    staff: list[str]
    grammar: Grammar
    warmth: float
    gaps: dict[str, tuple[int, int]] = field(default_factory=dict)
    holiday: tuple[int, int] = (-1, -1)

    def q(self, practice: Practice) -> float:
        """Return how strongly the team lives by a practice."""
        return self.practices[practice]


def taken_up(rng: Random, reach: float) -> dict[Practice, float]:
    """Return how far each practice is taken up by a team that got as far as `reach`.

    Every practice has its own difficulty about its stage; the nearer, the surer.
    """
    return {
        p: 1 / (1 + exp(-_SLOPE * (reach + 0.5 - (ONSET[p] + rng.gauss(0, 0.22)))))
        for p in Practice
    }


def stage_shown(adoption: dict[Practice, float]) -> int:
    """Return the stage that practices show: all stages up to it are lived by more than half.

    >>> stage_shown({p: float(ONSET[p] <= 4) for p in Practice})
    4
    """
    for stage in range(2, 11):
        own = [adoption[p] for p in Practice if ONSET[p] == stage]
        if sum(own) / len(own) <= 0.5:
            return stage - 1
    return 10


def adopted(order: Order) -> Intensities:
    """Draw teams until one stands where the order wants it, then say what it does how much."""
    rng = Random(f"adoption:{order.seed}")
    adoption = taken_up(rng, order.stage + rng.gauss(0, 0.12))
    while stage_shown(adoption) != order.stage:
        adoption = taken_up(rng, order.stage + rng.gauss(0, 0.12))
    levels = loaded("renewal_practices.toml")
    drawn = {}
    for p in Practice:
        none, full = levels[p.value]["none"], levels[p.value]["full"]
        q = (none + (full - none) * adoption[p]) * rng.uniform(0.85, 1.1)
        q = min(1.0, q)
        drawn[p] = q ** rng.lognormvariate(0, 0.35 * order.drift) if order.drift and q else q
    return drawn | _special(order, rng)


def _special(order: Order, rng: Random) -> Intensities:
    match order.family:
        case Family.BROADCASTER:
            return {P.SPEAK: 1.0, P.ADVOCATES: rng.uniform(0.2, 0.45), P.KEEP: 0.7}
        case Family.SUPPORT_ONLY:
            return {
                P.SPEAK: 0.15,
                P.ANSWER: rng.uniform(0.6, 0.9),
                P.PERSONAL: rng.uniform(0.1, 0.5),
                P.USEFUL: 0.1,
            }
        case Family.FOUNDER:
            return {P.SIGN: 0.95, P.PERSONAL: 1.0, P.DEPARTMENTS: 0.0, P.TEAMS: 0.0}
        case Family.FORUM_PEERS:
            return {P.FOSTER: rng.uniform(0.85, 1.0)}
        case Family.AUTO_ACK:
            return {P.ANSWER: 0.01, P.MOST: 0.0, P.SEARCH: 0.0, P.PRAISE: 0.0}
        case _:
            return {}


def scene_of(order: Order) -> Scene:
    """Draw a brand's scene from its order; equal orders give equal scenes."""
    rng = Random(f"scene:{order.seed}")
    practices = adopted(order)
    adjective, noun, other, thing = *rng.sample(_ADJECTIVES, 1), *rng.sample(_NOUNS, 1), "", ""
    other, thing = (
        rng.choice([a for a in _ADJECTIVES if a != adjective]),
        rng.choice([n for n in _NOUNS if n != noun]),
    )
    langs = _languages(rng, order)
    trade = rng.choice(_ABROAD if len(langs) > 1 else _TRADES)
    slug = (adjective + noun).lower()
    scene = Scene(
        order=order,
        rng=Random(f"threads:{order.seed}"),
        name=f"{adjective} {noun}",
        slug=slug,
        rival=f"{other} {thing}",
        trade=trade,
        langs=langs,
        practices=practices,
        places=_places(rng, order, slug, practices, trade),
        staff=rng.sample(_STAFF, 1 if order.family is Family.FOUNDER else 2 + order.stage // 2),
        grammar=Grammar(
            Random(f"words:{order.seed}"), _parts(trade), 0.35 if order.drift else 0.05
        ),
        warmth=rng.gauss(0, 0.3),
    )
    _disturb(rng, scene)
    return scene


def _parts(trade: str) -> dict[str, dict[str, list[str]]]:
    world = loaded("renewal_world.toml")
    return {
        lang: {**loaded(f"renewal_{lang}.toml"), **world["common"][lang], **world[trade][lang]}
        for lang in world["common"]
        if lang in world[trade]
    }


def _languages(rng: Random, order: Order) -> dict[str, float]:
    if order.family is Family.NON_ENGLISH:
        return {rng.choice(("de", "es", "fr")): 0.9, "en": 0.1}
    if rng.random() < 0.6:
        return {"en": 1.0}
    return {"en": 0.85, rng.choice(("de", "es", "fr")): 0.15}


def _places(
    rng: Random, order: Order, slug: str, practices: Intensities, trade: str
) -> list[Place]:
    fostered = practices[P.FOSTER] > 0.4
    peers = order.family is Family.FORUM_PEERS
    shares = {
        "twitter": rng.gammavariate(3, 0.33),
        "mastodon": rng.gammavariate(1, 0.4),
        "bluesky": rng.gammavariate(1, 0.4),
        "forum": 2.4
        if peers
        else rng.gammavariate(3, 0.3)
        if fostered or rng.random() < 0.2
        else 0.0,
        "github": 0.6 if trade == "ci" else 0.0,
        "youtube": rng.gammavariate(1, 0.15),
        "lemmy": rng.gammavariate(1, 0.2),
        "stackexchange": 0.4 if trade == "ci" else 0.0,
        "trustpilot": rng.gammavariate(1, 0.2),
        "news": 0.04,
        "facebook": 2.0 if order.family is Family.MISSING_NETWORK else 0.0,
    }
    channels = {
        "forum": f"forum.{slug}.example",
        "github": f"{slug}/{slug}",
        "youtube": slug,
        "lemmy": "lemmy.example",
        "trustpilot": f"{slug}.example",
        "stackexchange": "devops",
        "mastodon": "fedi.example",
    }
    places = [Place(NETWORKS[n], channels.get(n, ""), s) for n, s in shares.items() if s > 0.03]
    talking = [p for p in places if p.network.links != "review" and p.network.opener != "article"]
    main = max(talking, key=lambda p: p.weight)
    for place in places:
        name = place.network.name
        place.collected = name != "facebook"
        place.hosted = name == "trustpilot" or (
            name in {"forum", "github", "youtube"} and order.stage > 1
        )
        place.present = order.stage > 1 and name != "news"
        place.present &= (
            place is main or place.hosted or rng.random() < 0.2 + 0.8 * practices[P.PLACES]
        )
        if place.present:
            place.accounts = [_account(name, slug)]
    return places


def _account(network: str, slug: str) -> str:
    return {
        "mastodon": f"{slug}@fedi.example",
        "bluesky": f"{slug}.example",
        "forum": f"{slug}-team",
    }.get(network, slug)


def _disturb(rng: Random, scene: Scene) -> None:
    """Let life happen: a holiday of the team, a network that begins late, days not collected."""
    if rng.random() < 0.15:
        first = rng.randrange(95, 170)
        scene.holiday = (first, first + 7)
    small = min(scene.places, key=lambda p: p.weight)
    if rng.random() < 0.2:
        scene.gaps[small.network.name] = (0, rng.randrange(100, 140))
    elif rng.random() < 0.15:
        first = rng.randrange(95, 170)
        scene.gaps[scene.places[0].network.name] = (first, first + 5)
