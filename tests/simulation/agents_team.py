"""What the team does about a conversation: notice it, answer it, stay with it, pass it on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from agents_customers import comes_back
from agents_life import NEEDS, Life, Thread, add
from agents_words import answer_text, author_of, dept_word, team_slots
from simulated_networks import called
from simulated_nouns import DAY, HOUR, Draft, Family, Practice, Record, iso
from simulated_speech import capital

if TYPE_CHECKING:
    from agents_world import Member

_OPEN, _SHUT = 8, 18
_LONG_OPEN, _LONG_SHUT = 6, 24


def reacts(life: Life, thread: Thread, t: int) -> None:
    """Let the team see a new thread, if its practices make it look there, and decide."""
    rng, world = life.world.rng, life.world
    if world.order.family is Family.AUTO_ACK and thread.tagged and thread.place.present:
        life.later(t + rng.randrange(4, 75), partial(_auto_acknowledges, life, thread))
    if not thread.place.present or rng.random() >= chance(life, thread, t):
        return
    early = thread.intent == "topic" and rng.random() < world.q(Practice.OUTREACH)
    if thread.intent == "praise" or early:
        life.later(at_work(life, t, quick=early), partial(_answers, life, thread))
        return
    quick = rng.random() < world.q(Practice.QUICK)
    life.later(at_work(life, t, quick=quick), partial(_answers, life, thread))


def chance(life: Life, thread: Thread, t: int) -> float:
    """Return how probable it is that the team answers this thread's opener."""
    q, intent = life.world.q, thread.intent
    reached = q(Practice.ANSWER) + (1 - q(Practice.ANSWER)) * q(Practice.MOST)
    if life.world.order.family is Family.MISSING_NETWORK and thread.place.collected:
        reached *= 0.85
    crisis = life.crisis_at(t)
    effort = 1.0 if not crisis else 0.35 + 0.6 * q(Practice.RAPID)
    if intent in {*NEEDS, "review"}:
        return effort * (reached if thread.tagged else q(Practice.SEARCH))
    if intent in {"praise", "recommend"}:
        return q(Practice.PRAISE) * (1.0 if thread.tagged else 0.7)
    if intent == "topic":
        return max(q(Practice.JOIN), q(Practice.OUTREACH))
    if intent == "chatter":
        return 0.25 * q(Practice.PRAISE)
    return 0.0


def at_work(life: Life, t: int, *, quick: bool) -> float:
    """Return when somebody of the team gets to it: within their hours, weekends if staffed."""
    rng, q = life.world.rng, life.world.q
    long_day = q(Practice.QUICK) > 0.5
    opens, shuts = (_LONG_OPEN, _LONG_SHUT) if long_day else (_OPEN, _SHUT)
    wait = HOUR * (0.28 * rng.lognormvariate(0, 0.8) if quick else 3.5 * rng.lognormvariate(0, 0.8))
    for _ in range(9):
        day, second = divmod(t, DAY)
        if not _staffed(life, day) or second >= shuts * HOUR:
            t = (day + 1) * DAY + opens * HOUR
        else:
            return max(t, day * DAY + opens * HOUR) + wait
    return t + wait


def _staffed(life: Life, day: int) -> bool:
    if (day + 3) % 7 < 5:
        return True
    week = (day + 3) // 7
    if week not in life.staffed:
        life.staffed[week] = life.world.rng.random() < life.world.q(Practice.WEEKEND)
    return life.staffed[week]


def _auto_acknowledges(life: Life, thread: Thread, t: int) -> None:
    texts = life.world.speech.lines[thread.lang]["autoack"]
    text = texts[life.world.order.seed % len(texts)]
    _said(life, thread, thread.opener, life.world.team[0], text, t, intent="autoack", auto=True)


def _answers(life: Life, thread: Thread, t: int) -> None:
    """Answer the opener, unless in a fostered community a member was there before."""
    rng, _world, q = life.world.rng, life.world, life.world.q
    if thread.peers and thread.place.hosted and rng.random() < 0.75 * q(Practice.FOSTER):
        return
    depts = rng.random() < q(Practice.DEPARTMENTS)
    member = _member(life, other=depts)
    text, kind = answer_text(life, thread, member, other=depts)
    answer = _said(life, thread, thread.opener, member, text, t, intent=kind)
    thread.answers += 1
    if thread.intent in NEEDS and rng.random() < q(Practice.TEAMS):
        life.later(t + HOUR * rng.lognormvariate(0.7, 0.8), partial(_second_team, life, thread))
    if thread.intent == "request" and rng.random() < q(Practice.SHIP):
        life.later(t + DAY * rng.uniform(2, 35), partial(_ships, life, thread, member))
    if answer is not None and thread.intent in NEEDS:
        if rng.random() < 0.42:
            back = partial(
                comes_back, life, thread, answer, partial(_follows, life, thread, member)
            )
            life.later(t + HOUR * rng.lognormvariate(0.4, 1.2), back)
        elif rng.random() < 0.45 * q(Practice.STAY):
            life.later(
                at_work(life, t + 20 * HOUR, quick=True), partial(_checks_in, life, thread, member)
            )


def _member(life: Life, *, other: bool) -> Member:
    team, rng = life.world.team, life.world.rng
    strange = [m for m in team if m.dept not in {"support", "care"}]
    usual = [m for m in team if m.dept in {"support", "care"}]
    return rng.choice(strange if other and strange else usual or team)


def _said(
    life: Life, thread: Thread, parent: Draft, member: Member, text: str, t: int, *, intent: str,
    auto: bool = False,
) -> Draft | None:  # fmt: skip
    place, rng = thread.place, life.world.rng
    if place.network.links == "review":
        record = thread.opener.record
        if "reply_text" not in record:
            record |= {"reply_text": text, "reply_at": iso(t), "reply_author": life.world.slug}
        return None
    if place.network.links == "tree" or (place.network.name == "discourse" and rng.random() < 0.3):
        text = f"{called(rng, place, str(parent.record['author']))} {text}"
    voice = author_of(life, place, member, plain=auto)
    if thread.voice and not auto and rng.random() < 0.9:  # one mostly stays with one's account
        voice = thread.voice
    thread.voice = thread.voice if auto else voice
    author, name = voice
    mark: Record = {"official": "staff"} if place.network.name == "discourse" else {}
    return add(
        life, place, author, t, text, name=name, parent=parent, root=thread.top, intent=intent,
        about=True, more=mark,
    )  # fmt: skip


def _follows(life: Life, thread: Thread, member: Member, happy: bool) -> None:
    """Go on when the asker came back: rarely by habit, reliably by practice."""
    rng, q, last = life.world.rng, life.world.q, thread.last
    if last is None or (happy and rng.random() > 0.5 * q(Practice.STAY)):
        return
    if not happy and rng.random() > 0.12 + 0.8 * q(Practice.STAY):
        return
    t = at_work(life, last.t, quick=rng.random() < q(Practice.QUICK))
    life.later(t, partial(_says_more, life, thread, member, last, happy))


def _says_more(
    life: Life, thread: Thread, member: Member, last: Draft, happy: bool, t: int
) -> None:
    key = "praise_answer" if happy else "fix"
    slots = thread.slots | team_slots(life, member, thread.lang)
    text = life.world.speech.say(thread.lang, key, slots)
    answer = _said(life, thread, last, member, text, t, intent="follow")
    if answer is not None and not happy and life.world.rng.random() < 0.4:
        nothing_more = partial(_ends, life)
        life.later(t + 2 * HOUR, partial(comes_back, life, thread, answer, nothing_more))


def _ends(_life: Life, _happy: bool) -> None:
    """Leave the thread as it is."""


def _checks_in(life: Life, thread: Thread, member: Member, t: int) -> None:
    text = life.world.speech.say(thread.lang, "checkin", thread.slots)
    _said(life, thread, thread.opener, member, text, t, intent="checkin")


def _second_team(life: Life, thread: Thread, t: int) -> None:
    member = _member(life, other=True)
    slots = thread.slots | team_slots(life, member, thread.lang)
    slots["dept"] = dept_word(life, member, thread.lang)
    text = life.world.speech.say(thread.lang, "crossteam", slots)
    place = thread.place
    if place.network.links == "review":
        return
    text = capital(text)
    if place.network.links == "tree":
        text = f"{called(life.world.rng, place, thread.asker.author)} {text}"
    author = (
        f"{life.world.slug}_{member.dept}"
        if member.dept != "support"
        else f"{life.world.slug}_care"
    )
    author = _own_form(author, place.network.name)
    place.accounts += [] if author in place.accounts else [author]
    add(
        life,
        place,
        author,
        t,
        text,
        name=member.name,
        parent=thread.opener,
        root=thread.top,
        intent="team",
        about=True,
    )


def _own_form(handle: str, network: str) -> str:
    if network == "mastodon":
        return f"{handle}@toots.example"
    return f"{handle.replace('_', '-')}.bsky.social" if network == "bluesky" else handle


def _ships(life: Life, thread: Thread, member: Member, t: int) -> None:
    slots = thread.slots | team_slots(life, member, thread.lang)
    text = life.world.speech.say(thread.lang, "done", slots)
    _said(life, thread, thread.opener, member, text, t, intent="done")
