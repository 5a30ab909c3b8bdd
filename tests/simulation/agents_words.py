"""How the team puts its answers: canned or own, cold or kind, signed or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents_life import Life, Thread, base
from simulated_nouns import Family, Practice
from simulated_speech import capital

if TYPE_CHECKING:
    from agents_world import Member
    from simulated_networks import Place


def team_slots(life: Life, member: Member, lang: str) -> dict[str, str]:
    """Return the slots of a text by the team: names, numbers, and links as the team sets them."""
    world, rng = life.world, life.world.rng
    inside = f"https://www.{world.slug}.example"
    utm = f"?utm_source=social&utm_campaign=c{rng.randrange(40)}"
    tagged = utm if rng.random() < world.q(Practice.TAGS) else ""
    living = _living(life)
    alive = rng.random() < world.q(Practice.LIVING)
    return base(life, lang) | {
        "person": member.name,
        "ini": member.name[:2].upper(),
        "dept": dept_word(life, member, lang),
        "case": str(rng.randrange(10_000, 999_999)),
        "shop": f"{inside}/shop/{rng.randrange(90)}{tagged}",
        "link": living if alive else f"{inside}/help/{rng.randrange(300)}{tagged}",
        "place_link": living if alive else f"{inside}/community{tagged}",
        "home": inside,
        "member": "one of you",
    }


def _living(life: Life) -> str:
    world, rng = life.world, life.world.rng
    if any(p.network.name == "discourse" for p in world.places):
        return f"https://community.{world.slug}.example/t/{rng.randrange(9000)}"
    if world.order.seed % 2:
        return f"https://github.com/{world.slug}/{world.slug}/discussions/{rng.randrange(900)}"
    return f"https://www.reddit.com/r/{world.slug}/comments/{rng.randrange(10**6):x}"


def dept_word(life: Life, member: Member, lang: str) -> str:
    """Return what the member's department is called in a language."""
    if lang == "en":
        return member.dept
    words = life.world.speech.words[lang]["dept"]
    return words[sum(map(ord, member.dept)) % len(words)]


def answer_text(life: Life, thread: Thread, member: Member, *, other: bool) -> tuple[str, str]:
    """Return a first answer and its kind, by the practices of the team."""
    rng, q, say = life.world.rng, life.world.q, life.world.speech.say
    lang, slots = thread.lang, thread.slots | team_slots(life, member, thread.lang)
    slots["name"] = thread.asker.name
    signed = rng.random() < q(Practice.SIGN)
    if thread.intent in {"praise", "recommend", "chatter"}:
        return say(lang, "praise_answer", slots) + (
            _signed(life, lang, slots, other=other) if signed else ""
        ), "thanks"
    if thread.intent == "topic":
        return capital(say(lang, "join", slots)) + (
            _signed(life, lang, slots, other=other) if signed else ""
        ), "join"
    if rng.random() >= q(Practice.PERSONAL):
        texts = life.world.speech.lines[lang]["canned"]
        usual = texts[(life.world.order.seed + rng.randrange(2)) % len(texts)]
        return life.world.speech.filled(lang, usual, slots), "canned"
    parts = [say(lang, "greeting", slots)]
    if not thread.tagged:
        parts = [say(lang, "untagged_start", slots)]
    kind = q(Practice.EMPATHY) * (1.0 if thread.intent == "complaint" else 0.25)
    if rng.random() < kind:
        parts.append(say(lang, "empathy", slots) + " ")
    parts.append(_body(life, thread, slots, human=signed))
    if thread.intent in {"complaint", "question", "request"} and rng.random() < q(
        Practice.HANDOVER
    ):
        parts.append(" " + say(lang, "handover", slots))
    if rng.random() < 0.12 and slots["link"] not in parts[-1]:
        parts.append(" " + slots["link"])
    parts.append(" " + say(lang, "closing_i" if signed else "closing", slots))
    text = capital("".join(parts).strip())
    return text + (_signed(life, lang, slots, other=other) if signed or other else ""), "answer"


def _body(life: Life, thread: Thread, slots: dict[str, str], *, human: bool) -> str:
    rng, say, lang = life.world.rng, life.world.speech.say, thread.lang
    keys = {
        "complaint": ("fix", "fix", "fix_i" if human else "fix", "ask", "private"),
        "question": ("explain", "fix", "fix_i" if human else "explain"),
        "request": ("explain", "ask"),
    }.get(thread.intent, ("fix", "explain"))
    return say(lang, rng.choice(keys), slots)


def _signed(life: Life, lang: str, slots: dict[str, str], *, other: bool) -> str:
    return life.world.speech.say(lang, "signature_dept" if other else "signature", slots)


def author_of(life: Life, place: Place, member: Member, *, plain: bool = False) -> tuple[str, str]:
    """Return the account and display name that an answer comes from."""
    world, rng = life.world, life.world.rng
    human = not plain and rng.random() < world.q(Practice.SIGN)
    founder = world.order.family is Family.FOUNDER and world.order.seed % 2 == 0
    if (
        human
        and (member.handle or founder)
        and place.network.name in {"discourse", "mastodon", "bluesky"}
    ):
        handle = member.handle or f"{member.name.lower()}_{world.slug}"
        handle = {
            "mastodon": f"{handle}@toots.example",
            "bluesky": f"{member.name.lower()}.{world.slug}.example",
        }.get(place.network.name, handle)
        if handle not in place.accounts:
            place.accounts.append(handle)
        return handle, f"{member.name} ({world.name})"
    return place.accounts[0], world.name
