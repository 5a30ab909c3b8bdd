"""Unfold one thread as a semi-Markov process: who speaks next, and after how long."""

from __future__ import annotations

from math import log

from renewal_clock import at_once, next_session
from renewal_stage import Speaker, Stage, Talk, in_haste, made_out, matter, put, speaker_at, spend
from renewal_team import answer, house, say
from simulated_networks import Place, called
from simulated_nouns import DAY, HOUR, Draft, Family, Practice, Record

P = Practice
_NEEDS = ("complaint", "question", "request", "review")
_KEYS = {"matter": "matter_open"}


def unfolds(stage: Stage, t: int) -> None:
    """Let somebody open a thread at a time, and all that follows from it."""
    scene, rng = stage.scene, stage.scene.rng
    place = rng.choices(scene.places, [p.weight for p in scene.places])[0]
    speaker = speaker_at(stage, place)
    intent = wanted(stage, speaker, t)
    given = matter(stage, speaker.lang)
    tagged = place.hosted or (place.present and rng.random() < place.network.tag)
    opener = _opened(stage, speaker, intent, given, t, tagged=tagged)
    if opener is None or place.network.opener == "article":
        return
    talk = Talk(speaker, intent, given, opener, tagged and intent != "matter")
    first_peer = _peers(stage, talk, t)
    _team(stage, talk, t, first_peer)


def wanted(stage: Stage, speaker: Speaker, t: int) -> str:
    """Choose what a speaker wants; the public's warmth shifts it, a shock turns it sour."""
    scene, rng = stage.scene, stage.scene.rng
    day = (t - stage.clock.start) // DAY
    if speaker.place.network.opener == "article":
        return "chatter"
    if rng.random() < 1 - 1 / stage.clock.shock(day) ** 0.8:
        return "complaint"
    if speaker.devoted and rng.random() < 0.5:
        return "recommend"
    mix = {
        "complaint": 0.24 * (1 - scene.warmth),
        "question": 0.22,
        "request": 0.06,
        "praise": 0.14 * (1 + scene.warmth),
        "chatter": 0.13,
        "matter": 0.13,
        "rival_talk": 0.05,
        "recommend": 0.015,
    }
    if speaker.place.hosted:
        mix |= {"chatter": 0.02, "matter": 0.02, "rival_talk": 0.0}
    return rng.choices(list(mix), [max(0.01, x) for x in mix.values()])[0]


def _opened(
    stage: Stage, speaker: Speaker, intent: str, given: dict[str, str], t: int, *, tagged: bool
) -> Draft | None:
    scene, rng, place = stage.scene, stage.scene.rng, speaker.place
    grow = scene.grammar.grow
    name, more = speaker.name, Record()
    if place.network.links == "review":
        stars = {"complaint": 1, "praise": 5, "recommend": 5, "chatter": 5}.get(intent, 3)
        text = grow(speaker.lang, f"review_{stars}", given)
        more["rating"] = float(max(1, min(5, stars + rng.choice((-1, 0, 0, 1)))))
        return put(
            stage,
            place,
            speaker.author,
            t,
            in_haste(stage, speaker, text),
            intent=intent,
            about=True,
            name=name,
            more=more,
        )
    noise = 0.07 * (1.6 if scene.order.drift else 1.0)
    text = grow(speaker.lang, _KEYS.get(intent, intent), given)
    if intent in {"complaint", "praise"} and rng.random() < noise:
        text += (
            " "
            + grow(speaker.lang, "joy" if intent == "complaint" else "mood", given).capitalize()
            + "."
        )
    text = in_haste(stage, speaker, text)
    about = intent not in {"matter", "rival_talk"}
    if about:
        text = made_out(stage, speaker, text, tagged=tagged)
    if place.network.titled:
        more["title"] = (
            given["matter"] if intent == "matter" else grow(speaker.lang, "title", given)
        )
    if place.network.opener == "article":
        text = f"{scene.name}: {text}"
    return put(
        stage, place, speaker.author, t, text, intent=intent, about=about, name=name, more=more
    )


def _peers(stage: Stage, talk: Talk, t: int) -> float | None:
    """Let a Poisson number of others answer after gamma waits; return the first helper's time."""
    scene, rng, place = stage.scene, stage.scene.rng, talk.place
    if place.network.links == "review":
        return None
    fostered = scene.q(P.FOSTER) * {"forum": 0.95, "github": 0.6, "lemmy": 0.6}.get(
        place.network.name, 0.4
    )
    usual = place.network.peers
    if talk.intent not in (*_NEEDS, "matter"):
        fostered, usual = 0.0, usual / 2
    if place.hosted and scene.order.family is Family.BROADCASTER:
        usual = 0.55
    chance = min(0.97, 1 - (1 - usual) * (1 - fostered))
    at, first = float(t), None
    mean = -log(1 - chance)
    gone = rng.expovariate(1.0)
    while gone < mean:
        at += rng.gammavariate(0.8, 1.4 * HOUR if fostered > usual else 7 * HOUR)
        useful = rng.random() < 0.5 + 0.45 * scene.q(P.FOSTER)
        _peer(stage, talk, at, useful=useful)
        first = at if first is None and useful else first
        gone += rng.expovariate(1.0)
    if first is not None and rng.random() < 0.2:
        thanks = in_haste(
            stage, talk.speaker, scene.grammar.grow(talk.speaker.lang, "glad", talk.given)
        )
        put(
            stage,
            place,
            talk.speaker.author,
            first + rng.expovariate(1 / (3 * HOUR)),
            thanks,
            parent=talk.opener,
            root=talk.root,
            intent="thanks",
        )
    return first


def _peer(stage: Stage, talk: Talk, t: float, *, useful: bool) -> None:
    scene, rng, place = stage.scene, stage.scene.rng, talk.place
    speaker = speaker_at(stage, place)
    if speaker.author == talk.speaker.author:
        return
    part = "matter_reply" if talk.intent == "matter" else "helper" if useful else "bystander"
    text = in_haste(stage, speaker, scene.grammar.grow(talk.speaker.lang, part, talk.given))
    if place.network.links == "tree":
        text = f"{called(rng, place, talk.speaker.author)} {text}"
    put(
        stage,
        place,
        speaker.author,
        t,
        text,
        parent=talk.opener,
        root=talk.root,
        intent="peer",
        name=speaker.name,
    )


def inclination(stage: Stage, talk: Talk) -> float:
    """Return how inclined the team is to speak in a thread."""
    q, intent = stage.scene.q, talk.intent
    tagged = 1 - (1 - q(P.ANSWER)) * (1 - q(P.MOST))
    if intent in _NEEDS or (talk.place.network.links == "review" and intent == "complaint"):
        return tagged if talk.tagged else q(P.SEARCH)
    if intent == "matter":
        return max(q(P.JOIN), q(P.OUTREACH))
    kinds = {"praise": 1.0, "recommend": 0.9, "chatter": 0.25}
    return q(P.PRAISE) * kinds.get(intent, 0.0)


def _team(stage: Stage, talk: Talk, t: int, first_peer: float | None) -> None:
    scene, rng, q = stage.scene, stage.scene.rng, stage.scene.q
    if not talk.place.present:
        return
    if scene.order.family is Family.AUTO_ACK and talk.tagged:
        robots = scene.grammar.parts[talk.speaker.lang]["robot"]
        say(
            stage,
            talk,
            talk.opener,
            t + rng.randrange(3, 90),
            robots[scene.order.seed % len(robots)],
            "robot",
        )
    if rng.random() >= inclination(stage, talk):
        return
    at = when(
        stage, t, quick=rng.random() < (q(P.OUTREACH) if talk.intent == "matter" else q(P.QUICK))
    )
    if not spend(stage, int(at)):
        if rng.random() < 0.4:
            return
        at += DAY
    if (
        first_peer is not None
        and first_peer < at
        and talk.place.hosted
        and rng.random() < 0.7 * q(P.FOSTER)
    ):
        return
    if scene.holiday[0] <= (at - stage.clock.start) // DAY < scene.holiday[1]:
        return
    desk = rng.random() < q(P.DEPARTMENTS)
    text, kind = answer(stage, talk, desk=desk)
    said = say(stage, talk, talk.opener, at, text, kind)
    if said is not None and talk.intent in _NEEDS:
        _goes_on(stage, talk, said, at)


def when(stage: Stage, t: int, *, quick: bool) -> float:
    """Return when the team gets to something."""
    rng = stage.scene.rng
    works = rng.random() < stage.scene.q(P.WEEKEND)
    clock = at_once if quick else next_session
    return clock(rng, t, works_weekends=works)


def _goes_on(stage: Stage, talk: Talk, said: Draft, at: float) -> None:
    """Let asker and team take turns after the first answer, until one of them stops."""
    scene, rng, q = stage.scene, stage.scene.rng, stage.scene.q
    lang, grow = talk.speaker.lang, scene.grammar.grow
    if rng.random() < q(P.TEAMS):
        given = talk.given | house(stage, lang)
        own = _desk_account(talk.place, scene.slug)
        say(
            stage,
            talk,
            talk.opener,
            at + HOUR * rng.weibullvariate(5, 1.2),
            grow(lang, "relay", given),
            "relay",
            own=own,
        )
    if talk.intent == "request" and rng.random() < q(P.SHIP):
        given = talk.given | house(stage, lang)
        say(
            stage,
            talk,
            talk.opener,
            at + DAY * rng.uniform(1, 30),
            grow(lang, "shipped", given),
            "shipped",
        )
    turn, solved = said, False
    for _ in range(3):
        if rng.random() > 0.45:
            break
        back = turn.t + HOUR * rng.weibullvariate(3.5, 0.7)
        solved = rng.random() < q(P.SOLVE) * (0.5 if turn.intent == "stock" else 1.0)
        reply = _returns(stage, talk, turn, back, solved=solved)
        if reply is None or rng.random() > 0.1 + 0.85 * q(P.STAY):
            return
        text = grow(lang, "welcome" if solved else "solve", talk.given | house(stage, lang))
        more = say(
            stage,
            talk,
            reply,
            when(stage, int(back), quick=rng.random() < q(P.QUICK)),
            text,
            "more",
        )
        if more is None or solved:
            return
        turn = more
    if not solved and rng.random() < 0.4 * q(P.STAY):
        later = when(stage, int(turn.t + 18 * HOUR), quick=True)
        say(stage, talk, talk.opener, later, grow(lang, "after", talk.given), "after")


def _returns(stage: Stage, talk: Talk, turn: Draft, t: float, *, solved: bool) -> Draft | None:
    scene, rng, place = stage.scene, stage.scene.rng, talk.place
    part = "glad" if solved else "upset" if rng.random() < 0.55 else "detail"
    text = in_haste(stage, talk.speaker, scene.grammar.grow(talk.speaker.lang, part, talk.given))
    if place.network.links in {"tree", "flat"} and rng.random() < 0.85:
        text = f"{called(rng, place, str(turn.record['author']))} {text}"
    if solved and place.network.name == "stackexchange":
        turn.record["accepted"] = True
    return put(
        stage,
        place,
        talk.speaker.author,
        t,
        text,
        parent=turn,
        root=talk.root,
        intent=part,
        about=True,
        name=talk.speaker.name,
    )


def _desk_account(place: Place, slug: str) -> str:
    own = {
        "mastodon": f"{slug}_tech@fedi.example",
        "bluesky": f"tech.{slug}.example",
        "twitter": f"{slug}_tech",
    }.get(place.network.name, f"{slug}-tech")
    if own not in place.accounts:
        place.accounts.append(own)
    return own


def spam(stage: Stage, t: int) -> None:
    """Let one of a few spammers post."""
    scene, rng = stage.scene, stage.scene.rng
    places = [p for p in scene.places if p.network.links in {"tree", "rooted"} and p.collected]
    number = rng.randrange(5)
    place = places[number % len(places)]
    text = scene.grammar.grow(
        "en",
        "spam",
        {"brand": scene.name, "url": f"http://win{number}.example/?{rng.randrange(50)}"},
    )
    put(
        stage,
        place,
        f"promo{number}" + {"mastodon": "@mass.example"}.get(place.network.name, ""),
        t,
        text,
        intent="spam",
    )


def shill(stage: Stage, t: int) -> None:
    """Let one of many throw-away accounts praise the brand in ready-made words."""
    scene, rng = stage.scene, stage.scene.rng
    place = rng.choice([p for p in scene.places if p.collected and p.network.opener != "article"])
    texts = scene.grammar.parts["en"]["shill"]
    text = texts[rng.randrange(len(texts))].replace("<brand>", scene.name)
    more: Record = {"rating": 5.0} if place.network.links == "review" else {}
    author = f"user{rng.randrange(90_000, 90_080)}" + {"mastodon": "@fedi.example"}.get(
        place.network.name, ""
    )
    put(stage, place, author, t, text, intent="shill", about=True, more=more)
