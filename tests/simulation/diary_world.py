"""Draw one company of the diary generator: its habits, where it is, how its record is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from simulated_networks import NETWORKS, Network, Place
from simulated_nouns import DAY, ONSET, Draft, Family, Intensities, Order, Practice
from simulated_speech import Speech, loaded

P = Practice
_NAMESAKES = {P.SPEAK, P.ANSWER, P.SEARCH, P.EMPATHY, P.SIGN, P.FOSTER, P.RECRUIT, P.LOOP,
              P.HANDOVER, P.REPORTS}  # fmt: skip
_LOST, _AHEAD = 0.12, 0.15
_ABROAD = ("de", "es", "fr")
_HEADS = ("Alder", "Brio", "Cove", "Dune", "Ember", "Flint", "Grove", "Haven", "Inlet", "Juno")
_TAILS = ("wick", "mara", "tide", "lo", "stead", "nova", "ley", "kin", "port", "zen")
_STAFF = ("Nora", "Tom", "Priya", "Jonas", "Lucia", "Marc", "Aisha", "Elena", "Sam", "Yuki")
_LAYOUTS = (
    ("bluesky", "mastodon"), ("bluesky", "reddit", "google-play"), ("mastodon", "discourse"),
    ("reddit", "discourse", "bluesky"), ("twitter", "appstore"), ("twitter", "reddit"),
    ("mastodon", "bluesky", "discourse", "google-play"), ("twitter", "bluesky", "appstore"),
)  # fmt: skip
_APPSTORE = Network("appstore", "review", 0.0, opener="review")


@dataclass(frozen=True, slots=True)
class Person:
    """Describe somebody who writes on one network."""

    author: str
    name: str
    lang: str
    fan: bool
    sloppy: float


@dataclass(slots=True)
class House:
    """Hold a company and the diary that is kept of it; `manner` is how sparse its record is."""

    order: Order
    rng: Random
    name: str
    slug: str
    rival: str
    does: Intensities
    langs: dict[str, float]
    places: list[Place]
    staff: list[str]
    speech: Speech
    manner: str
    start: int
    days: int
    drafts: list[Draft] = field(default_factory=list)
    people: dict[str, list[Person]] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """Return when the diary stops."""
        return self.start + self.days * DAY

    def keeps(self, practice: Practice) -> bool:
        """Decide whether a practice is followed this time."""
        return self.rng.random() < self.does[practice]


def habits(order: Order) -> Intensities:
    """Draw how strongly each practice is followed.

    What a stage is named for is there from that stage on and not before. Of the rest one in eight
    is missing, and one in seven of those of later stages is there early. Under drift q becomes
    q^exp(N(0, .35 drift)).
    """
    rng = Random(f"habits:{order.seed}")
    ranges = loaded("diary_practices.toml")
    drawn = {}
    for p in Practice:
        has = ONSET[p] <= order.stage
        luck = rng.random()
        if p not in _NAMESAKES and order.stage > 1:
            has = luck >= _LOST if has else luck < _AHEAD
        low, high = ranges[p.value]["strong" if has else "weak"]
        q = low + (high - low) * rng.betavariate(2.0, 2.0)
        drawn[p] = q ** rng.lognormvariate(0, 0.35 * order.drift) if order.drift else q
    return drawn | _family(rng, order.family)


def _family(rng: Random, family: Family) -> Intensities:
    match family:
        case Family.BROADCASTER:
            fans = {P.ADVOCATES: rng.uniform(0.25, 0.45), P.KEEP: 0.8, P.FOSTER: 0.6}
            return {P.SPEAK: 1.0, P.ANSWER: 0.02, P.MOST: 0.0, P.SEARCH: 0.0} | fans
        case Family.SUPPORT_ONLY:
            return {P.SPEAK: 0.15, P.ANSWER: rng.uniform(0.5, 0.8), P.USEFUL: 0.1, P.SEARCH: 0.0}
        case Family.FOUNDER:
            own = {P.DEPARTMENTS: 0.0, P.TEAMS: 0.0, P.HANDOVER: 0.0}
            return {P.SIGN: 0.97, P.MOST: 0.95, P.PERSONAL: 1.0, P.WEEKEND: 0.9} | own
        case Family.FORUM_PEERS:
            return {P.FOSTER: rng.uniform(0.85, 1.0), P.KEEP: 0.85}
        case Family.AUTO_ACK:
            return {P.ANSWER: 0.01, P.MOST: 0.0, P.SEARCH: 0.0, P.PRAISE: 0.0, P.JOIN: 0.0}
        case _:
            return {}


def house_of(order: Order) -> House:
    """Draw a company from its order; equal orders give equal companies."""
    rng = Random(f"house:{order.seed}")
    name, rival = rng.sample([h + t for h in _HEADS for t in _TAILS], 2)
    if order.family is Family.NON_ENGLISH:
        langs = {rng.choice(_ABROAD): 0.94, "en": 0.06}
    else:
        langs = {"en": 1.0} if rng.random() < 0.65 else {"en": 0.8, rng.choice(_ABROAD): 0.2}
    does = habits(order)
    return House(
        order=order,
        rng=Random(f"diary:{order.seed}"),
        name=name,
        slug=name.lower(),
        rival=rival,
        does=does,
        langs=langs,
        places=_places(rng, order, name.lower(), does),
        staff=rng.sample(_STAFF, 1 if order.family is Family.FOUNDER else 2 + order.stage // 3),
        speech=_speech(order, rng.choice(("app", "coffee", "train")), langs),
        manner=rng.choice(("bare", "bare", "threaded", "full")),
        start=(20_450 + order.seed * 17 % 300) * DAY,
        days=rng.choice((90, 100, 120)),
    )


def _speech(order: Order, trade: str, langs: dict[str, float]) -> Speech:
    world = loaded("diary_world.toml")
    words = {lang: {**world[trade][lang], "desk": world["desk"][lang]}
             for lang in {*langs, "en"}}  # fmt: skip
    lines = {lang: loaded(f"diary_{lang}.toml") for lang in {*langs, "en"}}
    return Speech(Random(f"words:{order.seed}"), lines, words, 0.35 if order.drift else 0.05)


def _places(rng: Random, order: Order, slug: str, does: Intensities) -> list[Place]:
    """Choose two to four networks, and on which of them the company has accounts."""
    layout = rng.choice(_LAYOUTS)
    if order.family is Family.FORUM_PEERS or (order.stage >= 7 and "discourse" not in layout):
        layout = ("discourse", *layout[:2])
    weights = {n: rng.uniform(0.5, 1.5) for n in layout}
    if order.family is Family.FORUM_PEERS:
        weights["discourse"] = 3.0
    if order.family is Family.MISSING_NETWORK:
        weights["facebook"] = 2.0
    known = NETWORKS | {"appstore": _APPSTORE}
    channels = {"discourse": f"forum.{slug}.example", "google-play": f"com.{slug}",
                "appstore": f"id{rng.randrange(10**8, 10**9)}", "reddit": f"r/{slug}",
                "mastodon": "social.example"}  # fmt: skip
    places = [Place(known[n], channels.get(n, ""), w) for n, w in weights.items()]
    first = max((p for p in places if p.network.links != "review"), key=lambda p: p.weight)
    for place in places:
        place.collected = place.network.name != "facebook"
        own = place.network.links == "review" or place.network.name == "discourse"
        place.hosted = own and order.stage > 1
        place.present = order.stage > 1 and (
            place is first or place.hosted or rng.random() < does[P.PLACES]
        )
        if place.present:
            place.accounts = _accounts(place, slug)
    return places


def _accounts(place: Place, slug: str) -> list[str]:
    """Name the main account, that of a department, that of another team."""
    match place.network.name:
        case "mastodon":
            return [f"{n}@social.example" for n in (slug, f"{slug}billing", f"{slug}dev")]
        case "bluesky":
            return [f"{slug}.example", f"billing.{slug}.example", f"dev.{slug}.example"]
        case "discourse":
            return [f"{slug}_team", "jo_billing", "kim_dev"]
        case _:
            return [slug, f"{slug}billing", f"{slug}dev"]
