"""What the team of the renewal generator says: answers, notices, its own posts."""

from __future__ import annotations

from renewal_clock import DAYS
from renewal_stage import Speaker, Stage, Talk, in_haste, matter, put
from simulated_networks import Place, called
from simulated_nouns import DAY, HOUR, WINDOW_DAYS, Draft, Family, Practice, Record, iso

P = Practice


def house(stage: Stage, lang: str, who: str = "") -> dict[str, str]:
    """Return the parts that only the team fills: its names, numbers and links."""
    scene, rng = stage.scene, stage.scene.rng
    member = rng.choice(scene.staff)
    alive = rng.random() < scene.q(P.LIVING)
    utm = (
        f"?utm_medium=social&utm_source={rng.choice(('tw', 'fb', 'post'))}"
        if rng.random() < scene.q(P.TAGS)
        else ""
    )
    site = f"https://{scene.slug}.example"
    forum = any(p.network.name == "forum" for p in scene.places)
    living = f"https://forum.{scene.slug}.example/viewtopic?t={rng.randrange(9999)}" if forum else (
        f"https://github.com/{scene.slug}/home/issues/{rng.randrange(999)}" if scene.trade == "ci"
        else f"https://discord.gg/{scene.slug}"
    )  # fmt: skip
    return {
        "who": who,
        "who_i": member,
        "ini": member[0] + rng.choice("BKMRSTW"),
        "desk": scene.grammar.grow(lang, "desk", {}),
        "case": f"{rng.choice('ABCT')}-{rng.randrange(10_000, 999_999)}",
        "code": f"{scene.slug[:5].upper()}{rng.randrange(10, 40)}",
        "home": site,
        "shop": f"{site}/buy/{rng.randrange(99)}{utm}",
        "url": living if alive else f"{site}/support/{rng.randrange(400)}{utm}",
        "alive": living if alive else f"{site}/more{utm}",
        "fan": "one of you",
    }


def answer(stage: Stage, talk: Talk, *, desk: bool) -> tuple[str, str]:
    """Put together a first answer as the team's practices make it; return text and kind."""
    scene, rng, lang = stage.scene, stage.scene.rng, talk.speaker.lang
    grow = scene.grammar.grow
    given = talk.given | house(stage, lang, talk.speaker.name)
    signed = rng.random() < scene.q(P.SIGN)
    mark = grow(lang, "mark_desk" if desk else "mark", given) if signed or desk else ""
    if talk.intent in {"praise", "recommend", "chatter"}:
        return f"{grow(lang, 'welcome', given)} {mark}".strip(), "welcome"
    if talk.intent == "matter":
        return f"{grow(lang, 'chime', given)} {mark}".strip(), "chime"
    if rng.random() >= scene.q(P.PERSONAL):
        stock = scene.grammar.parts[lang]["stock"]
        return grow(
            lang,
            "stocked",
            {"stocked": stock[scene.order.seed % len(stock)].replace("<home>", given["home"])},
        ), "stock"
    start = grow(lang, "salute" if talk.tagged else "spotted", given)
    warm = scene.q(P.EMPATHY) * {"complaint": 1.0, "review": 0.6}.get(talk.intent, 0.2)
    feel = grow(lang, "feel", given) if rng.random() < warm else ""
    bodies = {
        "complaint": ("solve", "solve_i" if signed else "solve", "probe", "offline"),
        "question": ("tell", "tell", "solve"),
        "request": ("tell", "probe"),
    }.get(talk.intent, ("solve", "tell"))
    body = grow(lang, rng.choice(bodies), given)
    passed = grow(lang, "pass", given) if rng.random() < scene.q(P.HANDOVER) else ""
    bye = grow(lang, "bye_i" if signed else "bye", given)
    return " ".join(
        x for x in (start, feel, body[:1].upper() + body[1:], passed, bye, mark) if x
    ), "answer"


def say(
    stage: Stage, talk: Talk, to: Draft, t: float, text: str, intent: str, *, own: str = ""
) -> Draft | None:
    """Post something by the team into a thread, as the network lets it."""
    place, rng, scene = talk.place, stage.scene.rng, stage.scene
    if place.network.links == "review":
        record = talk.opener.record
        if "reply_text" not in record and t < stage.end:
            record |= {"reply_text": text, "reply_at": iso(int(t))}
        return None
    at = called(rng, place, str(to.record["author"]))
    if place.network.links == "tree" or (place.network.links == "flat" and to is not talk.root):
        text = f"{at} {text}"
    elif place.network.links == "flat" and intent != "robot" and rng.random() < 0.25:
        text = f"> {to.record['text']}\n\n{text}"
    author = own or _voice(stage, talk)
    mark: Record = {"official": "developer"} if place.network.name == "github" else {}
    return put(
        stage,
        place,
        author,
        t,
        text,
        parent=to,
        root=talk.root,
        intent=intent,
        about=True,
        name=scene.name if author == place.accounts[0] else author.split("@")[0].title(),
        more=mark,
    )


def _voice(stage: Stage, talk: Talk) -> str:
    """Choose the account that speaks, the brand's or a person's; it mostly stays the same."""
    if not talk.voice or stage.scene.rng.random() < 0.1:
        talk.voice = _some_voice(stage, talk.place)
    return talk.voice


def _some_voice(stage: Stage, place: Place) -> str:
    scene, rng = stage.scene, stage.scene.rng
    if place.network.name not in {"forum", "github", "mastodon"} or rng.random() > 0.8 * scene.q(
        P.SIGN
    ):
        return place.accounts[0]
    name = rng.choice(scene.staff).lower()
    own = f"{name}-{scene.slug}"
    if place.network.name == "mastodon":
        own = f"{name}_{scene.slug}@fedi.example"
    if own not in place.accounts:
        place.accounts.append(own)
    return own


def calendar(stage: Stage) -> None:
    """Post by an editorial calendar: so many a week, on the same weekdays at much the same hour."""
    scene, rng = stage.scene, stage.scene.rng
    places = [p for p in scene.places if p.accounts and p.network.links in {"tree", "rooted"}]
    places = [
        p for p in places if p.network.name not in {"stackexchange", "youtube", "lemmy"}
    ] or places
    if not places:
        return
    share = 0.36 if scene.order.family is Family.BROADCASTER else 0.18
    weekly = scene.q(P.SPEAK) * min(60.0, max(0.8, 7 * share * scene.order.posts / WINDOW_DAYS))
    weekly = weekly if scene.order.stage > 1 else 0.05
    slots = sorted(
        rng.choices(
            range(7 * 24), [1.0 if 8 <= h % 24 <= 20 else 0.02 for h in range(7 * 24)], k=200
        )
    )
    for week in range(DAYS // 7):
        count = int(weekly) + (rng.random() < weekly % 1)
        for hour in rng.sample(slots, min(200, count)):
            t = stage.clock.start + week * 7 * DAY + hour * HOUR + rng.randrange(900)
            if not scene.holiday[0] <= (t - stage.clock.start) // DAY < scene.holiday[1]:
                _publish(stage, places, t, _purpose(stage))
    for first, _factor in stage.clock.shocks:
        for day in range(first, min(DAYS, first + 4)):
            notices = 1 + rng.randrange(0, 4 if scene.order.posts > 200 else 2)
            for _ in range(notices if rng.random() < scene.q(P.RAPID) else 0):
                _publish(
                    stage,
                    places,
                    stage.clock.start + day * DAY + rng.randrange(7, 22) * HOUR,
                    "alert",
                )


def _purpose(stage: Stage) -> str:
    scene, rng = stage.scene, stage.scene.rng
    for part, practice in (
        ("call", P.RECRUIT),
        ("credit", P.LOOP),
        ("rules", P.POLICY),
        ("vow", P.TERMS),
        ("books", P.REPORTS),
    ):
        if rng.random() < scene.q(practice):
            return part
    if rng.random() < scene.q(P.USEFUL):
        return "hint_frame"
    return "ad" if rng.random() < 0.7 else "idle"


def _publish(stage: Stage, places: list[Place], t: int, purpose: str) -> None:
    scene, rng = stage.scene, stage.scene.rng
    lang = rng.choices(list(scene.langs), list(scene.langs.values()))[0]
    main = places[0] if rng.random() < 0.6 else rng.choice(places)
    given = matter(stage, lang) | house(stage, lang) | {"fan": _fan(stage, main, t)}
    text = scene.grammar.grow(lang, purpose, given)
    for place in places if rng.random() < 0.2 else [main]:
        more: Record = {"title": text[:50]} if place.network.titled else {}
        root = put(
            stage, place, place.accounts[0], t + rng.randrange(600), text[:1].upper() + text[1:],
            intent=purpose, about=True, name=scene.name, more=more,
        )  # fmt: skip
        if root is not None:
            _applause(stage, place, root, lang, given)


def _fan(stage: Stage, place: Place, t: int) -> str:
    """Choose somebody who spoke in a place before, to be thanked by name."""
    for _ in range(20):
        draft = stage.scene.rng.choice(stage.drafts) if stage.drafts else None
        if (
            draft
            and draft.t < t
            and draft.record["network"] == place.network.name
            and draft.about
            and draft.intent in {"praise", "recommend", "question", "request"}
        ):
            return "@" + str(draft.record["author"]).partition("@")[0]
    return "one of you"


def _applause(stage: Stage, place: Place, root: Draft, lang: str, given: dict[str, str]) -> None:
    scene, rng = stage.scene, stage.scene.rng
    mean = 0.8 if scene.order.family is Family.BROADCASTER else 0.1
    while rng.random() < mean / (1 + mean):
        part = rng.choice(("praise", "chatter", "praise", "bystander"))
        speaker = Speaker(
            f"fan{rng.randrange(5000)}" + {"mastodon": "@fedi.example"}.get(place.network.name, ""),
            "Kim",
            place,
            lang,
            0.3,
            False,
        )
        text = in_haste(stage, speaker, scene.grammar.grow(lang, part, given))
        if place.network.links == "tree":
            text = f"{called(rng, place, place.accounts[0])} {text}"
        put(
            stage,
            place,
            speaker.author,
            root.t + rng.expovariate(1 / (4 * HOUR)),
            text,
            parent=root,
            root=root,
            intent=part,
            about=True,
        )
