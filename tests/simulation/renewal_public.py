"""What the public does in the renewal generator: open threads, help each other, spam."""

from __future__ import annotations

from math import log

from renewal_stage import Speaker, Stage, Talk, in_haste, made_out, put, speaker_at
from simulated_networks import called
from simulated_nouns import DAY, HOUR, Draft, Family, Practice, Record

P = Practice
_NEEDS = ("complaint", "question", "request", "review")
_KEYS = {"matter": "matter_open"}


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


def opened(
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
        calm = {"matter": "matter", "praise": "part", "recommend": "part", "chatter": "part"}
        more["title"] = grow(speaker.lang, calm.get(intent, "title"), given)
    if place.network.opener == "article":
        text = f"{scene.name}: {text}"
    return put(
        stage, place, speaker.author, t, text, intent=intent, about=about, name=name, more=more
    )


def peers(stage: Stage, talk: Talk, t: int) -> float | None:
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
    if talk.intent == "matter":  # asked of everybody, so more and quicker voices
        fostered, usual = 0.0, min(0.88, 2 * usual + 0.3)
    if place.hosted and scene.order.family is Family.BROADCASTER:
        usual = 0.55
    chance = min(0.97, 1 - (1 - usual) * (1 - fostered))
    at, first = float(t), None
    mean = -log(1 - chance)
    gone = rng.expovariate(1.0)
    while gone < mean:
        quick = fostered > usual or talk.intent == "matter"
        at += rng.gammavariate(0.8, 1.4 * HOUR if quick else 7 * HOUR)
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
