"""Keep what has been said so far in a brand of the renewal generator, and say one thing more."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simulated_networks import Place, account, called, identifier, linked
from simulated_nouns import DAY, Draft, Practice, Record
from simulated_speech import typed

if TYPE_CHECKING:
    from renewal_clock import Clock
    from renewal_world import Scene

P = Practice
_URL = re.compile(r"https?://\S+")
_NICKS = ("the_real", "just", "dr", "mrs", "its", "old", "big", "young", "ms", "uncle")
_NAMES = (
    "Tim",
    "Sue",
    "Marek",
    "Ida",
    "Paulo",
    "Beth",
    "Nils",
    "Agnes",
    "Omar",
    "Lucy",
    "Hans",
    "Carmen",
    "Luc",
    "Elif",
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Hold one member of the public: account, first name, language, care in typing, bond."""

    author: str
    name: str
    place: Place
    lang: str
    haste: float
    devoted: bool


@dataclass(slots=True)
class Stage:
    """Hold the scene, the clock, the posts, and how many answers the team has left each day."""

    scene: Scene
    clock: Clock
    end: int
    drafts: list[Draft] = field(default_factory=list)
    serial: int = 0
    left: dict[int, int] = field(default_factory=dict)
    public: dict[str, list[Speaker]] = field(default_factory=dict)


@dataclass(slots=True)
class Talk:
    """Hold one thread while it unfolds."""

    speaker: Speaker
    intent: str
    given: dict[str, str]
    opener: Draft
    tagged: bool
    top: Draft | None = None
    voice: str = ""

    @property
    def place(self) -> Place:
        """Return where it happens."""
        return self.speaker.place

    @property
    def root(self) -> Draft:
        """Return the post that opened the thread."""
        return self.top or self.opener


def put(
    stage: Stage,
    place: Place,
    author: str,
    t: float,
    text: str,
    *,
    name: str = "",
    parent: Draft | None = None,
    root: Draft | None = None,
    intent: str = "",
    about: bool = False,
    more: Record | None = None,
) -> Draft | None:
    """Store one post, unless it comes after the end or in days that were not collected."""
    stage.serial += 1
    first, last = stage.scene.gaps.get(place.network.name, (-1, -1))
    missed = first <= (int(t) - stage.clock.start) // DAY < last
    if t >= stage.end:
        return None
    record: Record = {
        "network": place.network.name,
        "id": identifier(
            stage.scene.rng, place, author, stage.serial, str(root.record["id"]) if root else ""
        ),
        "channel": place.channel,
        "kind": place.network.reply if parent else place.network.opener,
        "author": author,
        "author_name": name,
        "text": text,
        **(more or {}),
    }
    if place.network.name == "youtube":
        record["kind"] = "comment"
    if found := _URL.findall(text):
        record["links"] = found
    linked(place, record, parent.record if parent else None, root.record if root else None)
    draft = Draft(record, int(t), intent, about)
    if place.collected and not missed:
        stage.drafts.append(draft)
    return draft


def speaker_at(stage: Stage, place: Place) -> Speaker:
    """Choose who speaks: a known voice the more, the better the team keeps its public."""
    rng, scene = stage.scene.rng, stage.scene
    known = stage.public.setdefault(place.network.name, [])
    if known and rng.random() < 0.05 + 0.6 * scene.q(P.KEEP):
        back = min(len(known), 1 + int(rng.expovariate(1 / max(12.0, 0.35 * len(known)))))
        return known[-back]
    handle = f"{rng.choice(_NICKS)}_{rng.choice(_NAMES).lower()}{rng.randrange(2, 9999)}"
    speaker = Speaker(
        account(rng, place, handle),
        rng.choice(_NAMES),
        place,
        rng.choices(list(scene.langs), list(scene.langs.values()))[0],
        rng.betavariate(1.2, 2.5),
        rng.random() < scene.q(P.ADVOCATES) / 0.6,
    )
    known.append(speaker)
    return speaker


def matter(stage: Stage, lang: str) -> dict[str, str]:
    """Fix what a thread is about, so that all its posts speak of the same."""
    grammar, scene = stage.scene.grammar, stage.scene
    given = {"brand": scene.name, "rival": scene.rival, "home": f"https://{scene.slug}.example"}
    given["url"] = f"https://notes{scene.rng.randrange(60)}.example/{scene.rng.randrange(9999)}"
    for part in ("part", "snag", "want", "deed", "gear", "matter", "land"):
        given[part] = grammar.grow(lang, part, given)
    return given


def in_haste(stage: Stage, speaker: Speaker, text: str) -> str:
    """Return a member of the public's text as typed: slips, faces, shouting."""
    rng = stage.scene.rng
    text = typed(rng, text, speaker.haste)
    if rng.random() < 0.1:
        text += rng.choice((" :)", " :(", " 😤", " 🙌", " ❤️", "!!", " ...", " lol"))
    return text.upper() if rng.random() < 0.02 else text


def made_out(stage: Stage, speaker: Speaker, text: str, *, tagged: bool) -> str:
    """Make a text show whom it is about: by tagging an account, or by naming the brand."""
    rng, scene = stage.scene.rng, stage.scene
    if speaker.place.hosted:
        return text
    if tagged:
        at = called(rng, speaker.place, rng.choice(speaker.place.accounts))
        return (
            f"{at} {text}"
            if rng.random() < 0.6
            else f"{text} {at}"
            if rng.random() < 0.6
            else f".{at} {text}"
        )
    if scene.slug in text.lower().replace(" ", ""):
        return text
    name = scene.name if rng.random() < 0.7 else scene.slug
    return rng.choice(
        (
            f"{name}! {text}",
            f"{text} #{scene.slug}",
            f"{name} - {text}",
            f"{text} ({name}, obviously)",
            f"Talking of {name}. {text}",
        )
    )


def spend(stage: Stage, t: int) -> bool:
    """Take one answer from the team's day; say whether there was one left."""
    day = t // DAY
    left = stage.left.get(day, -1)
    if left < 0:
        scene = stage.scene
        usual = 3 + scene.order.posts / 90 * (0.3 + scene.q(P.ANSWER) + scene.q(P.SEARCH))
        alarmed = (
            4.0
            if stage.clock.shock(day - stage.clock.start // DAY) > 2
            and scene.rng.random() < scene.q(P.RAPID)
            else 1.0
        )
        left = int(usual * alarmed * scene.rng.lognormvariate(0, 0.3))
    stage.left[day] = max(0, left - 1)
    return left > 0
