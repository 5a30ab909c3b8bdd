"""What people do around the desk of the ticket generator: speak up, help, come back, advertise."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from simulated_networks import account, called
from simulated_nouns import HOUR, Draft, Family, Record
from simulated_speech import capital, typed
from tickets_nouns import Office, Person, State, Ticket, post

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulated_networks import Place

    Enters = Callable[[Ticket, float], None]

NEEDS = ("complaint", "question", "wish")
_MIX = {"complaint": 24, "question": 20, "wish": 7, "praise": 14, "chatter": 12, "recommend": 1,
        "topic": 14, "rival_talk": 5}  # fmt: skip
_NICKS = ("lazy", "tiny", "north", "blue", "old", "fast", "mister", "lady", "radio", "sunday")
_ANIMALS = ("otter", "finch", "lynx", "crab", "moth", "heron", "mole", "stag", "wren", "bison")


def somebody(office: Office, place: Place) -> Person:
    """Return who speaks: one of those seen before the more, the better the company keeps them."""
    rng, company = office.company.rng, office.company
    known = office.people.setdefault(place.network.name, [])
    if known and rng.random() < 0.08 + 0.55 * company.rules["keep"]:
        return known[int(len(known) * rng.betavariate(2.0, 1.0))]
    handle = f"{rng.choice(_NICKS)}{rng.choice(_ANIMALS)}{rng.randrange(1, 999)}"
    person = Person(
        account(rng, place, handle), rng.choice(_ANIMALS).title(), place,
        rng.choices(list(company.langs), list(company.langs.values()))[0],
        rng.choice((0.0, 0.3, 0.7)), rng.random() < company.rules["fans"],
    )  # fmt: skip
    known.append(person)
    return person


def speaks_up(office: Office, storm: range, enter: Enters, t: float) -> None:
    """Let somebody open a thread, others join it, and the desk learn of it."""
    company, rng = office.company, office.company.rng
    place = rng.choices(company.places, [p.weight for p in company.places])[0]
    person = somebody(office, place)
    intent = _wants(office, person, stormy=int(t) in storm)
    slots = _matter(office, person.lang)
    tagged = place.hosted or (place.present and rng.random() < place.network.tag)
    tagged = tagged and intent not in {"topic", "rival_talk"}
    opener = _opener(office, person, intent, slots, t, tagged=tagged)
    if opener is None:
        return
    state = {"topic": State.TOPIC}.get(intent, State.NEW if intent in NEEDS else State.PRAISE)
    ticket = Ticket(person, intent, tagged, opener, slots, state, opener, t)
    _neighbours(office, ticket, t)
    enter(ticket, t)


def _wants(office: Office, person: Person, *, stormy: bool) -> str:
    rng = office.company.rng
    if stormy and rng.random() < 0.75:
        return "complaint"
    if person.fan and rng.random() < 0.45:
        return "recommend"
    mix = dict(_MIX)
    mix["complaint"] = int(mix["complaint"] * (2 - office.company.humour))
    if person.place.hosted:
        mix |= {"chatter": 2, "topic": 2, "rival_talk": 0}
    if person.place.network.links == "review":
        mix |= {"topic": 0, "rival_talk": 0, "question": 1, "chatter": 0}
    return rng.choices(list(mix), list(mix.values()))[0]


def _matter(office: Office, lang: str) -> dict[str, str]:
    company = office.company
    slots = {"brand": company.name, "rival": company.rival}
    for slot in ("thing", "fault", "task", "wish", "topic", "town", "remedy"):
        slots[slot] = company.speech.word(lang, slot)
    return slots


def _opener(
    office: Office, person: Person, intent: str, slots: dict[str, str], t: float, *, tagged: bool
) -> Draft | None:
    company, rng, place = office.company, office.company.rng, person.place
    more: Record = {}
    about = intent not in {"topic", "rival_talk"}
    if place.network.links == "review":
        stars = {"complaint": 1, "wish": 3, "question": 3}.get(intent, 5)
        text = company.speech.say(person.lang, f"review_{stars}", slots)
        more["rating"] = float(min(5, max(1, stars + rng.choice((-1, 0, 0, 0, 1)))))
    else:
        key = {"topic": "topic_open"}.get(intent, intent)
        text = company.speech.say(person.lang, key, slots)
        if rng.random() < 0.06 * (1.6 if company.order.drift else 1.0):
            odd = {"complaint": "glad_word", "praise": "sad_word"}.get(intent, "")
            text += " " + company.speech.say(person.lang, odd, slots) if odd else ""
        text = typed(rng, text, person.sloppy)
        if about and not place.hosted:
            text = _addressed(office, person, text, tagged=tagged)
    if place.network.titled:
        title = "title" if intent in NEEDS else "topic_open" if intent == "topic" else "thing"
        said = company.speech
        more["title"] = capital(
            slots["thing"] if title == "thing" else said.say(person.lang, title, slots)
        )
    return post(office, place, person.author, t, text, intent, name=person.name, about=about,
                more=more)  # fmt: skip


def _addressed(office: Office, person: Person, text: str, *, tagged: bool) -> str:
    company, rng = office.company, office.company.rng
    if tagged:
        at = called(rng, person.place, person.place.accounts[0])
        return f"{at} {text}" if rng.random() < 0.7 else f"{text} {at}"
    if company.slug in text.lower():
        return text
    return rng.choice(
        (f"{company.name}: {text}", f"{text} #{company.slug}", f"{text} ({company.name})")
    )


def _neighbours(office: Office, ticket: Ticket, t: float) -> None:
    """Let others answer; in a tended place more of them, and sooner."""
    company, rng, place = office.company, office.company.rng, ticket.place
    if place.network.links == "review":
        return
    usual = place.network.peers
    tended = company.rules["garden"] * (1.0 if place.hosted else 0.45)
    if company.order.family is Family.BROADCASTER and place.hosted:
        tended = max(tended, 0.5)
    if ticket.intent == "topic":
        usual, tended = min(0.85, 0.35 + 1.5 * usual), 0.0
    elif ticket.intent not in NEEDS:
        usual, tended = usual / 2, 0.0
    chance = max(usual, tended)
    at = t
    for go_on in (chance, chance * 0.5, chance * 0.4):
        if rng.random() >= go_on:
            return
        mean = 2.5 if tended > usual or ticket.intent == "topic" else 12.0
        at += HOUR * rng.lognormvariate(0.0, 1.0) * mean * 0.6
        useful = rng.random() < (0.85 if tended > usual else 0.55)
        office.later(at, partial(_helps, office, ticket, useful))


def _helps(office: Office, ticket: Ticket, useful: bool, t: float) -> None:
    company, rng, place = office.company, office.company.rng, ticket.place
    person = somebody(office, place)
    if person.author == ticket.person.author:
        return
    key = "topic_reply" if ticket.intent == "topic" else "helper" if useful else "metoo"
    text = typed(rng, company.speech.say(ticket.person.lang, key, ticket.slots), person.sloppy)
    if place.network.name == "mailinglist" and rng.random() < 0.5:
        text = f"> {ticket.opener.record['text']}\n\n{text}"
    elif place.network.links in {"tree", "flat"}:
        text = f"{called(rng, place, ticket.person.author)} {text}"
    to = ticket.opener
    said = post(office, place, person.author, t, text, "peer", name=person.name, parent=to, root=to)
    if said is not None and useful and ticket.intent in NEEDS:
        ticket.helped = True
        if rng.random() < 0.25:
            office.later(
                t + rng.expovariate(1 / (4 * HOUR)), partial(comes_back, office, ticket, "thanks")
            )


def comes_back(office: Office, ticket: Ticket, key: str, t: float) -> Draft | None:
    """Let the asker write again in the thread."""
    company, rng, place = office.company, office.company.rng, ticket.place
    text = typed(rng, company.speech.say(ticket.person.lang, key, ticket.slots),
                 ticket.person.sloppy)  # fmt: skip
    if place.network.links in {"tree", "flat"} and ticket.last is not ticket.opener:
        text = f"{called(rng, place, str(ticket.last.record['author']))} {text}"
    if key == "thanks":
        ticket.state = State.CLOSED
    return post(
        office, place, ticket.person.author, t, text, key, name=ticket.person.name,
        parent=ticket.last, root=ticket.opener, about=True,
    )  # fmt: skip


def advertises(office: Office, t: float) -> None:
    """Let one of a few spammers post."""
    company, rng = office.company, office.company.rng
    number = rng.randrange(4)
    open_to = [p for p in company.places if p.network.links in {"tree", "rooted"} and p.collected]
    place = open_to[number % len(open_to)]
    text = company.speech.filled("en", company.speech.lines["en"]["spam"][number % 3],
                                 {"brand": company.name})  # fmt: skip
    author = f"deal{number}" + {"mastodon": "@spam.example"}.get(place.network.name, "")
    post(office, place, author, t, text, "spam", more=_titled(place, "Deal"))


def cheers_for_money(office: Office, t: float) -> None:
    """Let one of many hired accounts praise the company in one of a few texts."""
    company, rng = office.company, office.company.rng
    place = rng.choice([p for p in company.places if p.collected])
    text = company.speech.filled("en", rng.choice(company.speech.lines["en"]["shill"]),
                                 {"brand": company.name})  # fmt: skip
    more = _titled(place, company.name)
    if place.network.links == "review":
        more["rating"] = 5.0
    author = f"happy{rng.randrange(70)}" + {"mastodon": "@tooting.example"}.get(
        place.network.name, ""
    )
    post(office, place, author, t, text, "shill", about=True, more=more)


def _titled(place: Place, title: str) -> Record:
    return {"title": title} if place.network.titled else {}
