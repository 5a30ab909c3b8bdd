"""Unfold one thread as a semi-Markov process: who speaks next, and after how long."""

from __future__ import annotations

from renewal_clock import at_once, next_session
from renewal_public import opened, peers, wanted
from renewal_stage import Stage, Talk, in_haste, matter, put, speaker_at, spend
from renewal_team import answer, house, say
from simulated_networks import Place, called
from simulated_nouns import DAY, HOUR, Draft, Family, Practice

P = Practice
_NEEDS = ("complaint", "question", "request", "review")


def unfolds(stage: Stage, t: int) -> None:
    """Let somebody open a thread at a time, and all that follows from it."""
    scene, rng = stage.scene, stage.scene.rng
    place = rng.choices(scene.places, [p.weight for p in scene.places])[0]
    speaker = speaker_at(stage, place)
    intent = wanted(stage, speaker, t)
    given = matter(stage, speaker.lang)
    tagged = place.hosted or (place.present and rng.random() < place.network.tag)
    opener = opened(stage, speaker, intent, given, t, tagged=tagged)
    if opener is None or place.network.opener == "article":
        return
    talk = Talk(speaker, intent, given, opener, tagged and intent != "matter")
    first_peer = peers(stage, talk, t)
    _team(stage, talk, t, first_peer)


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
