"""Keep the running state of an agent-based brand: its clock, its threads, its stored posts."""

from __future__ import annotations

import heapq
import re
from dataclasses import dataclass, field
from math import exp
from typing import TYPE_CHECKING

from simulated_networks import Place, called, identifier, linked
from simulated_nouns import DAY, HOUR, WEEKS, Draft, Record
from simulated_speech import capital, typed

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from agents_world import Person, World

_URL = re.compile(r"https?://\S+")
FIRST_DAY = 20_454  # 2026-01-01
NEEDS = ("complaint", "question", "request")
_HOURS = (1, 1, 1, 1, 1, 2, 4, 6, 8, 9, 9, 8, 9, 8, 8, 8, 9, 9, 10, 10, 9, 7, 4, 2)


@dataclass(slots=True)
class Thread:
    """Hold one conversation: where, who asked, what about, and who has spoken."""

    place: Place
    asker: Person
    lang: str
    opener: Draft
    slots: dict[str, str]
    intent: str
    tagged: bool
    answers: int = 0
    peers: int = 0
    solved: bool = False
    last: Draft | None = None
    root: Draft | None = None
    voice: tuple[str, str] | None = None

    @property
    def top(self) -> Draft:
        """Return the post that opened it all: the asker's own, or the one replied to."""
        return self.root or self.opener


@dataclass(frozen=True, slots=True)
class Crisis:
    """Hold one wave of trouble: first day, days, how many times the usual openers, what broke."""

    day: int
    days: int
    factor: float
    fault: str


@dataclass(slots=True)
class Life:
    """Hold the clock (a heap of what will happen), the posts so far, and the crises to come."""

    world: World
    start: int
    end: int
    drafts: list[Draft] = field(default_factory=list)
    heap: list[tuple[int, int, Callable[[int], None]]] = field(default_factory=list)
    serial: int = 0
    crises: list[Crisis] = field(default_factory=list)
    staffed: dict[int, bool] = field(default_factory=dict)
    members: list[Person] = field(default_factory=list)

    def later(self, t: float, act: Callable[[int], None]) -> None:
        """Let something happen at a time, unless the record ends before."""
        if t < self.end:
            self.serial += 1
            heapq.heappush(self.heap, (int(t), self.serial, act))

    def run(self) -> None:
        """Let everything happen in the order of time."""
        while self.heap:
            t, _, act = heapq.heappop(self.heap)
            act(t)

    def crisis_at(self, t: int) -> Crisis | None:
        """Return the crisis that is on at a time, if one is."""
        day = (t - self.start) // DAY
        return next((c for c in self.crises if c.day <= day < c.day + c.days), None)


def life_of(world: World) -> Life:
    """Begin a brand's 26 weeks; their last day depends on the seed."""
    last = FIRST_DAY + world.order.seed * 37 % 200
    return Life(world, (last - WEEKS * 7) * DAY, last * DAY)


def add(
    life: Life,
    place: Place,
    author: str,
    t: int,
    text: str,
    *,
    name: str = "",
    parent: Draft | None = None,
    root: Draft | None = None,
    intent: str = "",
    about: bool = False,
    more: Record | None = None,
) -> Draft:
    """Store one post as its network would tell it; `more` are further fields of the record."""
    life.serial += 1
    root_id = str(root.record["id"]) if root else ""
    record: Record = {
        "network": place.network.name,
        "id": identifier(life.world.rng, place, author, life.serial, root_id),
        "channel": place.channel,
        "kind": place.network.reply if parent else place.network.opener,
        "author": author,
        "author_name": name,
        "text": text,
        **(more or {}),
    }
    if found := _URL.findall(text):
        record["links"] = [u.rstrip(".,)") for u in found]
    linked(place, record, parent.record if parent else None, root.record if root else None)
    draft = Draft(record, t, intent, about)
    if place.collected:
        life.drafts.append(draft)
    return draft


def written(life: Life, person: Person, text: str) -> str:
    """Return a customer's text with the person's slips and decorations."""
    rng = life.world.rng
    text = typed(rng, text, person.sloppy) if person.sloppy else capital(text)
    if rng.random() < 0.12:
        text += " " + rng.choice(life.world.speech.lines["en"]["emoji"])
    if person.place.network.links == "tree" and rng.random() < 0.12:
        text += " " + life.world.speech.say(person.lang, "tags", base(life, person.lang))
    return text


def addressed(life: Life, person: Person, text: str) -> str:
    """Put the brand's account into a text, in front mostly."""
    rng = life.world.rng
    at = called(rng, person.place, rng.choice(person.place.accounts))
    return f"{at} {text}" if rng.random() < 0.75 else f"{text} {at}"


def named(life: Life, text: str) -> str:
    """Make sure that a text which tags nobody names the brand, in one of the usual ways."""
    world = life.world
    if world.name.lower() in text.lower():
        return text if world.rng.random() < 0.8 else text.replace(world.name, world.slug)
    form = world.rng.choice(
        ("{b}: {t}", "{t} #{s}", "{t} ({b})", "my {b} app. {t}", "{t} Thanks {b}.", "{b}, {t}")
    )
    return form.format(b=world.name, s=world.slug, t=text)


def base(life: Life, lang: str) -> dict[str, str]:
    """Return the slots that every text of the brand may use."""
    world = life.world
    words = world.speech.words.get(lang, world.speech.words["en"])
    return {
        "brand": world.name,
        "rival": world.rival,
        "tag": world.slug,
        "domain": f"{world.slug}.example",
        "home": f"https://www.{world.slug}.example",
        "topictag": words["topictag"][0],
        "code": f"{world.slug[:4].upper()}{world.rng.choice((10, 15, 20))}",
        "link": f"https://blog{world.rng.randrange(99)}.example/p/{world.rng.randrange(9999)}",
        "person": world.team[0].name,
    }


def subject(life: Life, lang: str) -> dict[str, str]:
    """Return the slots of one conversation: what it is about stays the same in all its posts."""
    speech = life.world.speech
    kept = ("feature", "feature2", "fault", "howto", "wish", "topic", "device", "version")
    words = {k: speech.word(lang, k.removesuffix("2")) for k in kept}
    return base(life, lang) | words


def poisson(rng: Random, mean: float) -> int:
    """Draw a Poisson count by multiplication; exact for the small means used here."""
    limit, product, count = exp(-min(mean, 500.0)), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count


def moment(life: Life, day: int) -> int:
    """Draw a time of that day as people are awake."""
    rng = life.world.rng
    hour = rng.choices(range(24), _HOURS)[0]
    return life.start + day * DAY + hour * HOUR + rng.randrange(HOUR)
