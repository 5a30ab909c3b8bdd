"""Draw the world of one agent-based brand: its name, trade, networks, team and customers."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from simulated_networks import NETWORKS, Place, account
from simulated_nouns import Family, Intensities, Order, Practice
from simulated_plan import intensities
from simulated_speech import Speech, loaded, name_from

LANGUAGES = ("en", "de", "es", "fr")
_SYLLABLES = (
    "zum",
    "ki",
    "bra",
    "ve",
    "lo",
    "tir",
    "quo",
    "dal",
    "fen",
    "mo",
    "rax",
    "ul",
    "wi",
    "pe",
)
_ABROAD = ("expenses", "broadband", "espresso")
_TRADES = ("expenses", "broadband", "espresso", "ebike", "bank")
_FIRST = (
    "Ana", "Ben", "Carla", "Dev", "Ewa", "Finn", "Gina", "Hugo", "Iris", "Jon", "Kira", "Lars",
    "Mina", "Noor", "Olaf", "Pia", "Rui", "Sana", "Tomas", "Uma", "Vera", "Will", "Yara", "Zoe",
)  # fmt: skip
_HANDLES = (
    "lumi",
    "crow",
    "pixel",
    "baker",
    "fox",
    "north",
    "otter",
    "rust",
    "maple",
    "delta",
    "gull",
)
_DEPTS = ("support", "support", "product", "engineering", "billing", "care")


@dataclass(slots=True)
class Person:
    """Hold one author outside the team, at home on one network."""

    author: str
    name: str
    place: Place
    lang: str
    sloppy: float
    fan: bool
    helpful: bool
    followers: int
    weight: float


@dataclass(frozen=True, slots=True)
class Member:
    """Hold one member of the team; `handle` is set when the person has a public account."""

    name: str
    dept: str
    handle: str


@dataclass(slots=True)
class World:
    """Hold all that is fixed about a brand before the first day."""

    order: Order
    rng: Random
    name: str
    slug: str
    rival: str
    trade: str
    langs: dict[str, float]
    practices: Intensities
    places: list[Place]
    team: list[Member]
    speech: Speech
    quality: float
    people: dict[str, list[Person]] = field(default_factory=dict)
    helpers: dict[str, list[Person]] = field(default_factory=dict)

    def q(self, practice: Practice) -> float:
        """Return how strongly the team follows a practice."""
        return self.practices[practice]


def world_of(order: Order) -> World:
    """Draw a brand's world from its order; equal orders give equal worlds."""
    rng = Random(f"world:{order.seed}")
    practices = practices_of(order)
    name = name_from(rng, _SYLLABLES, 3)
    rival = name_from(rng, _SYLLABLES, 2) + "o"
    langs = _languages(rng, order)
    trade = rng.choice(_ABROAD if len(langs) > 1 else _TRADES)
    slug = name.lower()
    drift = order.drift > 0
    return World(
        order=order,
        rng=Random(f"life:{order.seed}"),
        name=name,
        slug=slug,
        rival=rival,
        trade=trade,
        langs=langs,
        practices=practices,
        places=_places(rng, order, slug, practices),
        team=_team(rng, order, slug),
        speech=_speech(order, trade, 0.35 if drift else 0.05),
        quality=rng.uniform(0.6, 1.5),
    )


def _speech(order: Order, trade: str, odd: float) -> Speech:
    world = loaded("agents_world.toml")
    words = {
        lang: {**world["common"][lang], **_listed(world[trade][lang])}
        for lang in LANGUAGES
        if lang in world[trade]
    }
    lines = {lang: loaded(f"agents_{lang}.toml") for lang in LANGUAGES}
    return Speech(Random(f"speech:{order.seed}"), lines, words, odd)


def _listed(words: dict[str, object]) -> dict[str, list[str]]:
    return {k: [v] if isinstance(v, str) else list(v) for k, v in words.items()}  # type: ignore[call-overload]


def practices_of(order: Order) -> Intensities:
    """Return the intensities of a brand, with what its family does apart from its stage."""
    drawn = intensities(order, "agents_practices.toml")
    rng = Random(f"family:{order.seed}")
    if order.family is Family.BROADCASTER:
        drawn |= {
            Practice.SPEAK: 1.0,
            Practice.ADVOCATES: rng.uniform(0.15, 0.4),
            Practice.KEEP: 0.8,
        }
    elif order.family is Family.SUPPORT_ONLY:
        drawn |= {Practice.SPEAK: 0.25, Practice.ANSWER: rng.uniform(0.5, 0.85)}
        drawn |= {Practice.USEFUL: 0.2, Practice.PERSONAL: rng.uniform(0.1, 0.6)}
    elif order.family is Family.FOUNDER:
        drawn |= {
            Practice.SIGN: rng.uniform(0.8, 1.0),
            Practice.PERSONAL: 1.0,
            Practice.ANSWER: 0.8,
        }
    elif order.family is Family.FORUM_PEERS:
        drawn |= {Practice.FOSTER: rng.uniform(0.85, 1.0)}
    elif order.family is Family.AUTO_ACK:
        drawn |= {Practice.ANSWER: 0.01, Practice.MOST: 0.0, Practice.PRAISE: 0.0}
    elif order.family is Family.ASTROTURF:
        drawn |= {Practice.ADVOCATES: 0.03}
    return drawn


def _languages(rng: Random, order: Order) -> dict[str, float]:
    if order.family is Family.NON_ENGLISH:
        home = rng.choice(("de", "es", "fr"))
        return {home: 0.88, "en": 0.12}
    if rng.random() < 0.5:
        return {"en": 1.0}
    return {"en": rng.uniform(0.8, 0.95), rng.choice(("de", "es", "fr")): 0.12}


def _places(rng: Random, order: Order, slug: str, practices: Intensities) -> list[Place]:
    foster = practices[Practice.FOSTER] > 0.4
    peers = order.family is Family.FORUM_PEERS
    weights = {
        "twitter": rng.uniform(0.5, 1.5),
        "mastodon": rng.uniform(0.2, 0.8) if rng.random() < 0.6 else 0.0,
        "bluesky": rng.uniform(0.2, 0.7) if rng.random() < 0.6 else 0.0,
        "reddit": rng.uniform(0.15, 0.6) if rng.random() < 0.6 else 0.0,
        "discourse": 2.5
        if peers
        else rng.uniform(0.5, 1.2)
        if foster or rng.random() < 0.25
        else 0.0,
        "google-play": rng.uniform(0.15, 0.5) if rng.random() < 0.5 else 0.0,
        "news": 0.06 if rng.random() < 0.6 else 0.0,
        "facebook": 2.2 if order.family is Family.MISSING_NETWORK else 0.0,
    }
    places = [Place(NETWORKS[n], _channel(n, slug), w) for n, w in weights.items() if w]
    _settle(rng, order, slug, practices, places)
    return places


def _channel(network: str, slug: str) -> str:
    return {
        "discourse": f"community.{slug}.example",
        "google-play": f"com.{slug}.app",
        "reddit": "gadgets",
        "mastodon": "toots.example",
        "news": "wire.example",
    }.get(network, "")


def _settle(
    rng: Random, order: Order, slug: str, practices: Intensities, places: list[Place]
) -> None:
    """Open the official accounts: one main network, the others as the team seeks them."""
    main = max(places, key=lambda p: p.weight if p.network.links != "review" else 0)
    for place in places:
        name = place.network.name
        place.collected = not (order.family is Family.MISSING_NETWORK and name == "facebook")
        place.hosted = name == "google-play" or (name == "discourse" and order.stage > 1)
        wanted = (
            place is main or place.hosted or rng.random() < 0.25 + 0.75 * practices[Practice.PLACES]
        )
        place.present = wanted and name != "news" and order.stage > 1
        if place.present or (order.stage == 1 and place is main and rng.random() < 0.5):
            place.accounts = [_official(name, slug)]


def _official(network: str, slug: str) -> str:
    return {
        "twitter": f"{slug}HQ",
        "mastodon": f"{slug}@toots.example",
        "bluesky": f"{slug}.example",
        "discourse": f"{slug}_team",
        "reddit": f"{slug}_official",
    }.get(network, slug)


def _team(rng: Random, order: Order, slug: str) -> list[Member]:
    size = (
        1 if order.family is Family.FOUNDER else max(2, min(10, order.stage + rng.randrange(-1, 3)))
    )
    names = rng.sample(_FIRST, size)
    return [
        Member(n, _DEPTS[i % len(_DEPTS)], f"{n.lower()}_{slug}" if rng.random() < 0.4 else "")
        for i, n in enumerate(names)
    ]


def newcomer(world: World, place: Place) -> Person:
    """Draw a person who speaks up for the first time."""
    rng = world.rng
    nick, name = rng.choice(_HANDLES), rng.choice(_FIRST).lower()
    handle = f"{nick}{rng.choice(('_', '', ''))}{name}{rng.randrange(1, 9999)}"
    langs = list(world.langs)
    person = Person(
        author=account(rng, place, handle),
        name=rng.choice(_FIRST),
        place=place,
        lang=rng.choices(langs, [world.langs[x] for x in langs])[0],
        sloppy=rng.choice((0.0, 0.2, 0.5, 0.9)),
        fan=rng.random() < world.q(Practice.ADVOCATES),
        helpful=rng.random() < 0.05 + 0.2 * world.q(Practice.FOSTER),
        followers=int(rng.lognormvariate(5, 1.6)),
        weight=rng.paretovariate(1.6),
    )
    if person.helpful:
        world.helpers.setdefault(place.network.name, []).append(person)
    return person
