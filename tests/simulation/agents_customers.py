"""What the people outside the team do: open conversations, help each other, come back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from agents_life import NEEDS, Life, Thread, add, addressed, base, named, subject, written
from agents_world import Person, newcomer
from simulated_networks import Place, called
from simulated_nouns import HOUR, Draft, Family, Practice, Record
from simulated_speech import capital

Reaction = Callable[[Life, Thread, int], None]


def opens(life: Life, react: Reaction, t: int) -> None:
    """Let somebody write something of their own accord."""
    rng, world = life.world.rng, life.world
    place = rng.choices(world.places, [p.weight for p in world.places])[0]
    person = somebody(life, place)
    intent = intent_of(life, place, person, t)
    slots = subject(life, person.lang) | {"name": person.name}
    crisis = life.crisis_at(t)
    if crisis and intent == "complaint" and person.lang == "en":
        slots["fault"] = crisis.fault
    if place.network.links == "review":
        _reviews(life, react, person, intent, slots, t)
        return
    tagged = place.hosted or (
        bool(place.accounts) and place.present and rng.random() < place.network.tag
    )
    draft = _opener(life, person, intent, slots, t, tagged=tagged)
    thread = Thread(
        place, person, person.lang, draft, slots, intent, tagged and intent != "topic", last=draft
    )
    if place.network.opener != "article":
        _peers(life, thread, t)
    react(life, thread, t)


def somebody(life: Life, place: Place) -> Person:
    """Choose who speaks: mostly newcomers, unless the team keeps its people."""
    world, rng = life.world, life.world.rng
    known = world.people.setdefault(place.network.name, [])
    if known and rng.random() < 0.06 + 0.66 * world.q(Practice.KEEP):
        some = known[-400:]
        return rng.choices(some, [p.weight for p in some])[0]
    person = newcomer(world, place)
    known.append(person)
    return person


def intent_of(life: Life, place: Place, person: Person, t: int) -> str:
    """Choose what a person wants; a crisis turns most of it into complaints."""
    rng, quality = life.world.rng, life.world.quality
    if place.network.opener == "article":
        return "news"
    if life.crisis_at(t) and rng.random() < 0.8:
        return "complaint"
    if person.fan and rng.random() < 0.55:
        return "recommend"
    hosted = place.hosted and place.network.links != "review"
    mix = {
        "complaint": 0.22 / quality,
        "question": 0.24,
        "request": 0.07,
        "praise": 0.12 * quality,
        "recommend": 0.01,
        "chatter": 0.03 if hosted else 0.15,
        "topic": 0.02 if hosted else 0.13,
        "rival_talk": 0.0 if hosted else 0.04,
    }
    return rng.choices(list(mix), list(mix.values()))[0]


def _opener(
    life: Life, person: Person, intent: str, slots: dict[str, str], t: int, *, tagged: bool
) -> Draft:
    rng, say = life.world.rng, life.world.speech.say
    key = {"topic": "topic_opener", "news": "news_title"}.get(intent, intent)
    if intent == "complaint" and rng.random() < 0.25:
        key = "complaint_mild"
    text = written(life, person, say(person.lang, key, slots))
    if intent in NEEDS and rng.random() < 0.4:
        text += " " + say(person.lang, "context", slots)
    if intent == "complaint" and rng.random() < 0.08 * (1.6 if life.world.order.drift else 1):
        text += " " + say(person.lang, "irony", slots)
    if intent not in {"topic", "rival_talk", "news"}:
        text = (
            text
            if person.place.hosted
            else addressed(life, person, text)
            if tagged
            else named(life, text)
        )
    about = intent not in {"topic", "rival_talk"}
    more: Record = {}
    if person.place.network.titled:
        key = {"topic": "topic_opener", "news": "news_title"}.get(intent, "title")
        calm = intent in {"praise", "recommend", "chatter", "rival_talk"}
        more["title"] = capital(slots["feature"]) if calm else say(person.lang, key, slots)
    if intent == "news":
        text = say(person.lang, "news_body", slots)
    if rng.random() < 0.5:
        more["author_followers"] = person.followers
    if rng.random() < 0.3:
        more["lang"] = person.lang
    return add(
        life,
        person.place,
        person.author,
        t,
        text,
        name=person.name,
        intent=intent,
        about=about,
        more=more,
    )


def _reviews(
    life: Life, react: Reaction, person: Person, intent: str, slots: dict[str, str], t: int
) -> None:
    rng, say = life.world.rng, life.world.speech.say
    kind = {"complaint": "bad", "praise": "good", "recommend": "good", "chatter": "good"}.get(
        intent, "mid"
    )
    stars = {
        "bad": rng.choice((1, 1, 2)),
        "good": rng.choice((4, 5, 5)),
        "mid": rng.choice((3, 4)),
    }[kind]
    text = say(person.lang, "recommend" if intent == "recommend" else f"review_{kind}", slots)
    intent = {"bad": "complaint", "good": "praise"}.get(kind, "review")
    draft = add(
        life,
        person.place,
        person.author,
        t,
        written(life, person, text) if text else "",
        name=person.name,
        more={"rating": float(stars), "likes": int(rng.paretovariate(1.2)) - 1},
        intent=intent,
        about=True,
    )
    react(life, Thread(person.place, person, person.lang, draft, slots, intent, tagged=True), t)


def _peers(life: Life, thread: Thread, t: int) -> None:
    """Let others join in: helpers in a community that the team fosters, passers-by elsewhere."""
    rng, world = life.world.rng, life.world
    foster, usual = world.q(Practice.FOSTER), thread.place.network.peers
    if thread.intent not in (*NEEDS, "topic"):
        foster, usual = 0.0, usual / 2
    if thread.intent == "topic":  # a question to everybody finds more takers, and sooner
        foster, usual = 0.0, min(0.85, 2 * usual + 0.25)
    if thread.place.hosted and world.order.family is Family.BROADCASTER:
        usual = 0.6
    reached = foster * {"discourse": 0.9, "reddit": 0.6}.get(thread.place.network.name, 0.42)
    if life.crisis_at(t):
        reached /= 2
    if rng.random() >= 1 - (1 - usual) * (1 - reached):
        return
    topic = thread.intent == "topic"
    median = 0.6 if reached > usual else 1.2 if topic else 5.0
    for i in range(1 + int(rng.expovariate(0.7 if topic else 1.6))):
        wait = HOUR * median * rng.lognormvariate(0, 1.1) * (i + 1)
        life.later(t + wait, partial(_peer_replies, life, thread))


def _peer_replies(life: Life, thread: Thread, t: int) -> None:
    rng, world = life.world.rng, life.world
    helpers = world.helpers.get(thread.place.network.name, [])[-150:]
    peer = rng.choice(helpers) if helpers and rng.random() < 0.7 else newcomer(world, thread.place)
    if peer.author == thread.asker.author:
        return
    peer.lang = thread.lang
    useful = thread.intent in NEEDS and rng.random() < 0.55 + 0.4 * world.q(Practice.FOSTER)
    key = "topic_reply" if thread.intent == "topic" else "peer_answer" if useful else "metoo"
    text = written(life, peer, world.speech.say(thread.lang, key, thread.slots))
    parent = thread.last if thread.last and rng.random() < 0.2 else thread.opener
    if thread.place.network.links == "tree":
        text = f"{called(rng, thread.place, thread.asker.author)} {text}"
    add(
        life,
        thread.place,
        peer.author,
        t,
        text,
        name=peer.name,
        parent=parent,
        root=thread.top,
        intent="peer",
    )
    thread.peers += useful
    if useful and rng.random() < 0.25:
        life.later(t + HOUR * rng.lognormvariate(0.3, 1), partial(_thanks_peer, life, thread))


def _thanks_peer(life: Life, thread: Thread, t: int) -> None:
    text = life.world.speech.say(thread.lang, "happy_return", thread.slots)
    text = written(life, thread.asker, text)
    parent = thread.last or thread.opener
    add(
        life,
        thread.place,
        thread.asker.author,
        t,
        text,
        parent=parent,
        root=thread.top,
        intent="thanks",
    )


def comes_back(
    life: Life, thread: Thread, answer: Draft, react: Callable[[bool], None], t: int
) -> None:
    """Let the asker write again after an answer, content or not."""
    rng, world = life.world.rng, life.world
    canned = answer.intent == "canned"
    happy = rng.random() < world.q(Practice.SOLVE) * (0.55 if canned else 1.0)
    angry = not happy and rng.random() < 0.55
    key = "happy_return" if happy else "angry_return" if angry else "neutral_return"
    text = written(life, thread.asker, world.speech.say(thread.lang, key, thread.slots))
    if thread.place.network.links == "tree":
        text = f"{called(rng, thread.place, str(answer.record['author']))} {text}"
    thread.last = add(
        life,
        thread.place,
        thread.asker.author,
        t,
        text,
        name=thread.asker.name,
        parent=answer,
        root=thread.top,
        intent=key,
        about=True,
    )
    thread.solved = happy
    if happy and thread.place.network.name == "discourse" and rng.random() < 0.4:
        answer.record["accepted"] = True
    react(happy)


def spams(life: Life, t: int) -> None:
    """Let one of the few spammers post its link once more."""
    rng, world = life.world.rng, life.world
    places = [p for p in world.places if p.network.links in {"tree", "rooted"} and p.collected]
    number = rng.randrange(6)
    place = places[number % len(places)]
    slots = base(life, "en") | {"link": f"https://deals{number}.example/{rng.randrange(99)}"}
    author = f"bestdeals{number}" + {"mastodon": "@spam.example", "bluesky": ".bsky.social"}.get(
        place.network.name, ""
    )
    lang = max(world.langs, key=lambda x: world.langs[x])
    add(life, place, author, t, world.speech.say(lang, "spam", slots), intent="spam")


def shills(life: Life, t: int) -> None:
    """Let a paid account praise the brand in one of a few ready-made texts."""
    rng, world = life.world.rng, life.world
    places = [p for p in world.places if p.network.opener != "article" and p.collected]
    place = rng.choice(places)
    ready = world.speech.lines["en"]["shill"]
    text = ready[rng.randrange(len(ready))].format(brand=world.name, product="product")
    more: Record = {"rating": 5.0} if place.network.links == "review" else {}
    author = f"happy_user{rng.randrange(70)}" + {"mastodon": "@toots.example"}.get(
        place.network.name, ""
    )
    add(life, place, author, t, text, intent="shill", about=True, more=more)
