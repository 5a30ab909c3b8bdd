"""What the company does in the diary generator: answer, follow up, publish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diary_paper import post
from diary_people import NEEDS, comes_back
from simulated_networks import called
from simulated_nouns import DAY, HOUR, Draft, Family, Practice, iso
from simulated_speech import capital

if TYPE_CHECKING:
    from diary_people import Thread
    from diary_world import House
    from simulated_networks import Place

P = Practice


def handles(house: House, thread: Thread, helped: float) -> None:
    """Let the company see a thread, decide, wait, answer and go on."""
    rng, place = house.rng, thread.place
    if not place.present:
        return
    if house.order.family is Family.AUTO_ACK and thread.tagged and thread.intent in NEEDS:
        text = house.speech.lines[thread.person.lang]["auto"][0]
        _replies(house, thread, thread.opener, thread.opener.t + rng.randrange(3, 90), text, "auto")
    if rng.random() >= _chance(house, thread):
        return
    at = _moment(house, thread)
    gives_way = 0.85 if house.order.family is Family.FORUM_PEERS else 0.5
    if helped < at and place.hosted and house.does[P.FOSTER] > 0.3 and rng.random() < gives_way:
        return
    key = {"topic": "topic_join"}.get(thread.intent, "praise_reply")
    if thread.intent not in NEEDS:
        text = house.speech.say(thread.person.lang, key, _slots(house, thread))
        _replies(house, thread, thread.opener, at, _signed(house, text), key)
        return
    account = 1 if house.keeps(P.DEPARTMENTS) else 0
    text = _answer(house, thread, desk=account == 1)
    said = _replies(house, thread, thread.opener, at, text, "answer", account)
    if said is not None:
        _goes_on(house, thread, said)


def _chance(house: House, thread: Thread) -> float:
    does = house.does
    if thread.intent == "topic":
        return max(does[P.JOIN], does[P.OUTREACH])
    if thread.intent not in NEEDS:
        return does[P.PRAISE] * (1.0 if thread.tagged else 0.5)
    if not thread.tagged:
        return does[P.SEARCH]
    chance = 1 - (1 - does[P.ANSWER]) * (1 - 0.8 * does[P.MOST] * (does[P.ANSWER] > 0.2))
    return chance * (0.35 + 0.65 * does[P.RAPID]) if thread.storm else chance


def _moment(house: House, thread: Thread) -> float:
    """Say when the answer comes: within the hour, the day, or some day, in the hours of a desk."""
    rng = house.rng
    if thread.intent == "topic" and house.does[P.OUTREACH] > house.does[P.JOIN]:
        return thread.opener.t + HOUR * rng.lognormvariate(-1.0, 0.6)
    quick = house.keeps(P.QUICK)
    median = 0.35 if quick else 5.0 if house.keeps(P.RAPID) else 28.0
    at = thread.opener.t + HOUR * median * rng.lognormvariate(0, 0.7)
    opens, shuts = (6, 23) if quick else (8, 18)
    hour = at % DAY / HOUR
    if hour >= shuts:
        at += (24 - hour + opens) * HOUR
    elif hour < opens:
        at += (opens - hour) * HOUR
    weekend = (int(at // DAY) + 3) % 7 > 4
    if weekend and not house.keeps(P.WEEKEND):
        at += (7 - (int(at // DAY) + 3) % 7) * DAY
    return at


def _slots(house: House, thread: Thread) -> dict[str, str]:
    rng = house.rng
    name = thread.person.name if rng.random() < 0.6 else thread.person.author.partition("@")[0]
    return thread.slots | _own(house, thread.person.lang) | {"who": name}


def _own(house: House, lang: str) -> dict[str, str]:
    """Return the words that only the company fills."""
    rng = house.rng
    site = f"https://{house.slug}.example"
    link = f"{site}/{rng.choice(('blog', 'shop', 'products', 'news'))}/{rng.randrange(90)}"
    if house.keeps(P.TAGS):
        link += (
            f"?utm_source=social&utm_medium=post&utm_campaign={rng.choice('abc')}{rng.randrange(9)}"
        )
    if house.keeps(P.LIVING):
        link = rng.choice((
            f"https://forum.{house.slug}.example/t/{rng.randrange(999)}",
            f"https://discord.gg/{house.slug}",
            f"https://github.com/{house.slug}/{house.slug}/discussions/{rng.randrange(99)}",
        ))  # fmt: skip
    return {
        "site": site,
        "link": link,
        "case": f"{rng.choice(('#', 'C-', 'INC'))}{rng.randrange(10_000, 999_999)}",
        "desk": house.speech.word(lang, "desk"),
        "code": f"HELLO{rng.randrange(10, 40)}",
        "hours": str(rng.choice((2, 4, 8, 24))),
        "version": f"{rng.randrange(2, 9)}.{rng.randrange(20)}",
    }


def _answer(house: House, thread: Thread, *, desk: bool) -> str:
    rng, lang = house.rng, thread.person.lang
    slots = _slots(house, thread)
    if not house.keeps(P.PERSONAL):
        stock = house.speech.lines[lang]["canned"]
        return house.speech.filled(lang, stock[house.order.seed % len(stock)], slots)
    signs = house.keeps(P.SIGN)
    parts = [house.speech.say(lang, "hello" if thread.tagged else "spotted", slots)]
    if house.keeps(P.EMPATHY) and (thread.intent == "complaint" or rng.random() < 0.1):
        parts.append(house.speech.say(lang, "empathy", slots))
    body = f"fix_{thread.intent}" + ("_i" if signs and rng.random() < 0.6 else "")
    parts.append(house.speech.say(lang, body, slots))
    if house.keeps(P.HANDOVER):
        parts.append(house.speech.say(lang, "handover", slots))
    text = " ".join(part for part in parts if part)
    if desk and rng.random() < 0.5:
        return f"{text} - {rng.choice(house.staff)}, Billing"
    return f"{text} {_mark(house)}" if signs else text


def _signed(house: House, text: str) -> str:
    return f"{text} {_mark(house)}" if house.keeps(P.SIGN) else text


def _mark(house: House) -> str:
    name = house.rng.choice(house.staff)
    forms = (f"^{name[:2].upper()}", f"^{name}", f"- {name}", f"/{name}", f"Best, {name}",
             f"{name} from {house.name}")  # fmt: skip
    return forms[house.order.seed % len(forms)]


def _replies(
    house: House, thread: Thread, to: Draft, t: float, text: str, intent: str, account: int = 0
) -> Draft | None:
    place = thread.place
    text = capital(text)
    if place.network.links == "review":
        record = thread.opener.record
        if "reply_text" not in record and t < house.end:
            record |= {"reply_text": text, "reply_at": iso(int(t))}
        return None
    if place.network.name in {"mastodon", "twitter"}:
        text = f"{called(house.rng, place, thread.person.author)} {text}"
    return post(house, place, place.accounts[account], t, text, intent, parent=to,
                root=thread.opener, about=True)  # fmt: skip


def _goes_on(house: House, thread: Thread, said: Draft) -> None:
    """Let the asker return, the company ask again, another team add, a wish come true."""
    if house.rng.random() < 0.45:
        back = comes_back(house, thread, said, "thanks" if house.keeps(P.SOLVE) else "angry")
        if back is not None and back.intent == "angry" and house.keeps(P.ANSWER):
            _adds(house, thread, back, f"fix_{thread.intent}", 3.0, 0)
    if house.keeps(P.STAY):
        _adds(house, thread, said, "follow", 20.0, 0)
    if house.keeps(P.TEAMS):
        _adds(house, thread, said, "second", 6.0, 2)
    if thread.intent == "wish" and house.keeps(P.SHIP):
        _adds(house, thread, said, "shipped", 200.0, 0)


def _adds(house: House, thread: Thread, to: Draft, key: str, hours: float, account: int) -> None:
    text = house.speech.say(thread.person.lang, key, _slots(house, thread))
    at = to.t + HOUR * hours * house.rng.lognormvariate(0, 0.5)
    _replies(house, thread, thread.opener if account else to, at, text, key, account)


def publishes(house: House, t: float, kind: str = "") -> None:
    """Let the company write a post of its own, and its fans cheer."""
    rng = house.rng
    places = [p for p in house.places if p.present and p.network.links != "review"]
    if not places:
        return
    place = rng.choice(places)
    lang = rng.choices(list(house.langs), list(house.langs.values()))[0]
    key = kind or _kind(house)
    slots = _own(house, lang) | {"brand": house.name, "rival": house.rival}
    slots["fan"] = _fan(house, place, lang)
    root = post(house, place, place.accounts[0], t, capital(house.speech.say(lang, key, slots)),
                key, about=True)  # fmt: skip
    cheers = 0.5 if house.order.family is Family.BROADCASTER else 0.1
    if root is not None and rng.random() < cheers:
        text = house.speech.say(lang, rng.choice(("praise", "recommend")), slots)
        author = f"fan{rng.randrange(40)}" + (
            "@social.example" if place.network.name == "mastodon" else ""
        )
        post(house, place, author, t + rng.expovariate(1 / (4 * HOUR)), text, "praise",
             parent=root, root=root, about=True)  # fmt: skip


def _kind(house: House) -> str:
    own = ((P.RECRUIT, "invite"), (P.LOOP, "credit"), (P.POLICY, "policy"), (P.TERMS, "terms"),
           (P.REPORTS, "report"))  # fmt: skip
    for practice, key in own:
        if house.keeps(practice):
            return key
    if house.keeps(P.USEFUL):
        return "useful" if house.rng.random() < 0.75 else "news"
    return "promo" if house.rng.random() < 0.8 else "news"


def _fan(house: House, place: Place, lang: str) -> str:
    """Name somebody who wrote there before, if anybody did."""
    known = house.people.get(place.network.name, [])
    if not known:
        return {"de": "euch allen", "es": "todos", "fr": "vous tous"}.get(lang, "all of you")
    return "@" + house.rng.choice(known).author.partition("@")[0]
