"""What the team says of its own accord: offers, tips, invitations, credits, reports, notices."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from agents_life import Life, Thread, add, addressed, moment, poisson, subject, written
from agents_team import reacts
from agents_words import team_slots
from agents_world import newcomer
from simulated_nouns import DAY, HOUR, WINDOW_DAYS, Draft, Family, Practice, Record
from simulated_speech import capital

if TYPE_CHECKING:
    from simulated_networks import Place


def broadcasts(life: Life, day: int) -> None:
    """Plan what the team posts on a day."""
    world, rng = life.world, life.world.rng
    places = [p for p in world.places if p.accounts and p.network.links in {"tree", "rooted"}]
    if not places:
        return
    per_day = (
        pace(life)
        * world.q(Practice.SPEAK)
        * (0.3 if (day + life.start // DAY + 3) % 7 > 4 else 1.25)
    )
    crisis = life.crisis_at(life.start + day * DAY)
    if crisis and rng.random() < world.q(Practice.RAPID):
        for _hour in range(1 + poisson(rng, min(3.0, pace(life)))):
            life.later(moment(life, day), partial(_posts, life, places, "notice"))
        per_day *= 0.3
    for _post in range(poisson(rng, per_day)):
        life.later(moment(life, day), partial(_posts, life, places, ""))


def pace(life: Life) -> float:
    """Return posts a day of a team that speaks at full strength, by the size of the brand."""
    if life.world.order.stage == 1:
        return 0.1
    asked = life.world.order.posts / WINDOW_DAYS
    share = 0.34 if life.world.order.family is Family.BROADCASTER else 0.2
    return min(8.0, max(0.1, asked * share))


def kind_of(life: Life) -> str:
    """Choose what an original is for, by the team's practices."""
    rng, q = life.world.rng, life.world.q
    special = {
        "invite": q(Practice.RECRUIT),
        "loop": q(Practice.LOOP),
        "policy": q(Practice.POLICY),
        "terms": q(Practice.TERMS),
        "report": q(Practice.REPORTS),
    }
    kind = rng.choices([*special, ""], [*special.values(), max(0.2, 1 - sum(special.values()))])[0]
    if kind:
        return kind
    return (
        "tip_frame"
        if rng.random() < q(Practice.USEFUL)
        else rng.choice(("promo", "promo", "smalltalk"))
    )


def _posts(life: Life, places: list[Place], kind: str, t: int) -> None:
    world, rng = life.world, life.world.rng
    kind = kind or kind_of(life)
    lang = rng.choices(list(world.langs), list(world.langs.values()))[0]
    slots = subject(life, lang) | team_slots(life, rng.choice(world.team), lang)
    crisis = life.crisis_at(t)
    if crisis and lang == "en":
        slots["fault"] = crisis.fault
    chosen = places if rng.random() < 0.25 else [rng.choices(places, [p.weight for p in places])[0]]
    if known := world.people.get(chosen[0].network.name):
        slots["member"] = "@" + rng.choice(known[-60:]).author.partition("@")[0]
    text = capital(world.speech.say(lang, kind, slots))
    for place in chosen:
        more: Record = (
            {"title": text.split(". ")[0].split(": ")[0][:60]} if place.network.titled else {}
        )
        draft = add(
            life,
            place,
            place.accounts[0],
            t + rng.randrange(300),
            text,
            name=world.name,
            intent=kind,
            about=True,
            more=more,
        )
        _echo(life, place, lang, draft, slots, t)


def _echo(life: Life, place: Place, lang: str, root: Draft, slots: dict[str, str], t: int) -> None:
    """Let the audience reply under an official post, as fans, askers or grumblers."""
    rng, world = life.world.rng, life.world
    rate = 0.9 if world.order.family is Family.BROADCASTER else 0.12
    if world.order.stage < 2:
        return
    for _reply in range(poisson(rng, rate)):
        intent = rng.choice(("praise", "praise", "question", "complaint", "metoo"))
        life.later(
            t + HOUR * rng.lognormvariate(0.5, 1),
            partial(_replies, life, place, lang, root, slots, intent),
        )


def _replies(
    life: Life, place: Place, lang: str, root: Draft, slots: dict[str, str], intent: str, t: int
) -> None:
    person = newcomer(life.world, place)
    person.lang = lang
    slots |= {"name": person.name}
    text = written(life, person, life.world.speech.say(lang, intent, slots))
    if place.network.links == "tree":
        text = addressed(life, person, text)
    draft = add(
        life,
        place,
        person.author,
        t,
        text,
        name=person.name,
        parent=root,
        root=root,
        intent=intent,
        about=True,
    )
    thread = Thread(place, person, lang, draft, slots, intent, tagged=True, last=draft, root=root)
    if intent != "metoo":
        reacts(life, thread, t)
