"""What customers do in the diary generator: open threads, help, come back, advertise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diary_paper import post
from diary_world import Person
from simulated_networks import account, called
from simulated_nouns import HOUR, Draft, Family, Practice, Record
from simulated_speech import capital, typed

if TYPE_CHECKING:
    from diary_world import House
    from simulated_networks import Place

P = Practice
NEEDS = ("complaint", "question", "wish")
_MIX = {"complaint": 25, "question": 24, "wish": 8, "praise": 14, "chatter": 9, "topic": 15,
        "rival_talk": 4}  # fmt: skip
_FIRST = ("anna", "ben", "carla", "dev", "eli", "fatma", "greg", "hana", "ivan", "joy", "kofi",
          "lea", "mats", "nina", "omar", "pia", "quin", "rosa", "sven", "tess")  # fmt: skip


@dataclass(slots=True)
class Thread:
    """Hold a thread while its day goes on."""

    place: Place
    person: Person
    intent: str
    tagged: bool
    opener: Draft
    slots: dict[str, str]
    storm: bool


def somebody(house: House, place: Place) -> Person:
    """Return who writes: somebody known the more often, the better the company keeps people."""
    rng = house.rng
    known = house.people.setdefault(place.network.name, [])
    if known and rng.random() < 0.1 + 0.5 * house.does[P.KEEP]:
        return known[min(int(rng.expovariate(6 / len(known))), len(known) - 1)]
    first = rng.choice(_FIRST)
    handle = f"{first}{rng.choice(('', '_', 'x'))}{rng.randrange(10, 9999)}"
    lang = rng.choices(list(house.langs), list(house.langs.values()))[0]
    fan = rng.random() < house.does[P.ADVOCATES]
    person = Person(
        account(rng, place, handle), first.title(), lang, fan, rng.choice((0.0, 0.2, 0.6))
    )
    known.append(person)
    return person


def opens(house: House, t: float, *, storm: bool) -> Thread | None:
    """Let somebody open a thread or write a review."""
    rng = house.rng
    place = rng.choices(house.places, [p.weight for p in house.places])[0]
    person = somebody(house, place)
    intent = _wants(house, place, person, storm=storm)
    slots = {"brand": house.name, "rival": house.rival}
    for slot in ("thing", "fail", "task", "place", "remedy", "wish", "topic"):
        slots[slot] = house.speech.word(person.lang, slot)
    tagged = intent not in {"topic", "rival_talk"} and (
        place.hosted or (place.present and rng.random() < max(place.network.tag, 0.08))
    )
    text, more = _words(house, place, person, intent, slots)
    if not place.hosted and intent not in {"topic", "rival_talk"}:
        text = _named(house, place, text, tagged=tagged)
    about = intent not in {"topic", "rival_talk"}
    opener = post(house, place, person.author, t, text, intent, about=about, person=person,
                  more=more)  # fmt: skip
    return Thread(place, person, intent, tagged, opener, slots, storm) if opener else None


def _wants(house: House, place: Place, person: Person, *, storm: bool) -> str:
    rng = house.rng
    if storm and rng.random() < 0.8:
        return "complaint"
    if person.fan and rng.random() < 0.5:
        return "recommend"
    mix = dict(_MIX)
    if place.network.links == "review":
        mix |= {"topic": 0, "rival_talk": 0, "chatter": 0, "question": 2}
    elif place.hosted:
        mix |= {"rival_talk": 0, "chatter": 3, "topic": 8}
    return rng.choices(list(mix), list(mix.values()))[0]


def _words(
    house: House, place: Place, person: Person, intent: str, slots: dict[str, str]
) -> tuple[str, Record]:
    rng, say = house.rng, house.speech.say
    more: Record = {}
    if place.network.links == "review":
        stars = {"complaint": 1, "wish": 3, "question": 3}.get(intent, 5)
        more["rating"] = min(5, max(1, stars + rng.choice((0, 0, 0, 1, -1))))
        return typed(rng, say(person.lang, f"review_{stars}", slots), person.sloppy), more
    text = say(person.lang, {"topic": "topic_open"}.get(intent, intent), slots)
    aside = {"complaint": "aside_glad", "praise": "aside_sad"}.get(intent)
    if aside and rng.random() < 0.06 * (1 + 0.6 * house.order.drift):
        text += " " + say(person.lang, aside, slots)
    if place.network.titled and house.manner != "bare":
        more["title"] = capital(slots["topic" if intent == "topic" else "thing"])
    return typed(rng, capital(text), person.sloppy), more


def _named(house: House, place: Place, text: str, *, tagged: bool) -> str:
    """See that the text addresses or at least names the company."""
    if tagged:
        at = called(house.rng, place, place.accounts[0])
        if house.name in text and house.rng.random() < 0.5:
            return text.replace(house.name, at, 1)
        return f"{at} {text}"
    return text if house.slug in text.lower() else f"{text} #{house.slug}"


def neighbours(house: House, thread: Thread) -> float:
    """Let others answer; return when the first useful answer came, or the end of time."""
    rng, place = house.rng, thread.place
    if place.network.links == "review":
        return float("inf")
    chance = place.network.peers * 0.6
    if thread.intent in NEEDS:
        fostered = house.does[P.FOSTER] * (1.0 if place.hosted or _broadcasts(house) else 0.5)
        chance = max(chance, fostered)
    elif thread.intent == "topic":
        chance = 0.7
    first, at = float("inf"), float(thread.opener.t)
    for share in (chance, chance * 0.5, chance * 0.35):
        if rng.random() >= share:
            break
        at += HOUR * rng.lognormvariate(0.7, 1.0)
        person = somebody(house, place)
        if person.author == thread.person.author:
            continue
        useful = rng.random() < 0.8
        key = "topic_reply" if thread.intent == "topic" else "helper" if useful else "metoo"
        text = typed(rng, house.speech.say(thread.person.lang, key, thread.slots), person.sloppy)
        said = post(house, place, person.author, at, text, "peer", parent=thread.opener,
                    root=thread.opener, person=person)  # fmt: skip
        if said and useful and thread.intent in NEEDS:
            first = min(first, at)
            if rng.random() < 0.25:
                comes_back(house, thread, said, "thanks")
    return first


def _broadcasts(house: House) -> bool:
    return house.order.family is Family.BROADCASTER


def comes_back(house: House, thread: Thread, to: Draft, key: str) -> Draft | None:
    """Let the asker write again in the thread."""
    rng = house.rng
    text = house.speech.say(thread.person.lang, key, thread.slots)
    return post(house, thread.place, thread.person.author, to.t + rng.expovariate(1 / (5 * HOUR)),
                typed(rng, text, thread.person.sloppy), key, parent=to, root=thread.opener,
                about=True, person=thread.person)  # fmt: skip


def advertises(house: House, t: float, key: str) -> None:
    """Let a spammer post his links, or a hired account its praise."""
    rng = house.rng
    open_to = [p for p in house.places if p.network.links != "review" and p.collected]
    number = rng.randrange(5 if key == "spam" else 60)
    place = open_to[number % len(open_to)]
    lines = house.speech.lines["en"][key]
    text = house.speech.filled("en", lines[number % len(lines)], {"brand": house.name})
    post(house, place, f"{key}{number}", t, text, key, about=key == "shill")
