"""One brand's mentions in a thread, their needs and what became of them (INFERENCE C.2-C.5)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from solisten.config import account_key
from solisten.reading.clean import normal_form
from solisten.reading.cues import Cue
from solisten.reading.facts import DAY, Context, Item, Mark, MentionFact, Role
from solisten.reading.language import LISTED
from solisten.reading.needs import need_of
from solisten.reading.voice import DEPARTMENTS, department, named_account, signature

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from solisten.reading.officials import Voices

MERGE_SECONDS = DAY
"""Needs of one author in one thread within this time are one need (INFERENCE C.4)."""
TURN_SECONDS = 600
"""Official posts closer than this are one turn (A.1, 24)."""
RING = "\x1fring:"
RING_WORDS = 6
"""A recommendation of fewer words is common speech, not a ring's text."""
POSITIVE, NEGATIVE = 500, -500
"""VADER's own bars for its compound, in ten-thousandths."""
PLEASED, RISE = 3_000, 4_000
"""Sentiment of a resolved ending, and the rise that counts as recovery (C.4, A.1 17)."""


@dataclass(frozen=True, slots=True)
class BrandThread:
    """Hold a thread as one brand sees it: indices of its mentions, answers and peers' answers.

    `answers` and `peers` map a mention to the posts that answer it, in order of time.
    """

    brand: str
    items: Sequence[Item]
    mentions: Mapping[int, Mark]
    answers: Mapping[int, Sequence[int]]
    peers: Mapping[int, Sequence[int]]
    done: Sequence[int]


@dataclass(slots=True)
class _Group:
    """Collect the posts that make up one need."""

    head: int
    kind: str
    members: list[int] = field(default_factory=list)


def label_of(compound: int | None) -> int | None:
    """Return 1, 0 or -1 for positive, neutral and negative; None is unscored, never neutral."""
    if compound is None:
        return None
    return 1 if compound >= POSITIVE else -1 if compound <= NEGATIVE else 0


def mention_facts(thread: BrandThread, voices: Voices, context: Context) -> Iterable[MentionFact]:
    """Yield the facts of each mention of the brand in the thread."""
    roles, groups = _groups(thread)
    asker_posts = _by_author(thread.items, range(len(thread.items)))
    rings = context.rings.get(thread.brand, frozenset())
    for index in sorted(thread.mentions):
        item = thread.items[index]
        group = groups.get(index)
        role = roles[index]
        marks = thread.mentions[index]
        marks |= _own_marks(item, role, voices)
        own = _first(thread, thread.answers.get(index, ()))
        if own is not None:
            marks |= Mark.ANSWERED
        outcome, departments, forms, empathy = "", 0, "", ""
        need_latency = need_peer_latency = None
        if group is not None:
            marks |= _group_marks(thread, group, voices)
            marks, outcome = _outcome(thread, group, asker_posts, marks)
            need_latency, need_peer_latency = _latencies(thread, group)
            departments = _departments(thread, group)
            forms, empathy = _forms(thread, group)
        peer = _first(thread, thread.peers.get(index, ()))
        yield MentionFact(
            brand=thread.brand,
            network=item.network,
            id=item.id,
            root=item.root,
            channel=item.channel,
            author=account_key(item.author),
            handle=account_key(item.author_name) if item.author_name else "",
            t=item.t,
            day=item.t // DAY,
            role=role,
            need=group.kind if group is not None else "",
            marks=int(marks),
            label=label_of(item.compound),
            lang=item.lang,
            latency=None if own is None or own.untimed else own.t - item.t,
            answered_at=None if own is None or own.untimed else own.t,
            answered_by="" if own is None else own.author,
            peer_latency=None if peer is None else peer.t - item.t,
            need_latency=need_latency,
            need_peer_latency=need_peer_latency,
            outcome=outcome,
            voice=_voice(item, marks, rings),
            pitch=_pitch(item, marks),
            departments=departments,
            forms=forms,
            empathy_forms=empathy,
        )


def _voice(item: Item, marks: Mark, rings: frozenset[int]) -> str:
    """Return who recommends here: the author, or the ring that shares one text."""
    if not marks & Mark.RECOMMENDS or not item.author:
        return ""
    pitch = _pitch(item, marks)
    return f"{RING}{pitch}" if pitch and pitch in rings else account_key(item.author)


def is_ring(voice: str) -> bool:
    """Say whether a voice is a text that several authors share."""
    return voice.startswith(RING)


def _pitch(item: Item, marks: Mark) -> int:
    """Return the text key of a recommendation long enough to tell a ring by; 0 for others."""
    if not marks & Mark.RECOMMENDS or not item.author:
        return 0
    return item.form if len(normal_form(item.text).split()) >= RING_WORDS else 0


def _own_marks(item: Item, role: Role, voices: Voices) -> Mark:
    marks = Mark(0)
    if item.kind == "review":
        marks |= Mark.REVIEW
    if item.lang in LISTED:
        marks |= Mark.LISTED
    if item.cues & Cue.RECOMMEND:
        marks |= Mark.RECOMMENDS
    if role is Role.MENTION and label_of(item.compound) == 1:
        marks |= Mark.PRAISE
    if role is Role.NEED and item.cues & Cue.FEATURE:
        marks |= Mark.FEATURE
    if (item.t // DAY + 3) % 7 in voices.weekend:
        marks |= Mark.WEEKEND
    return marks


def _groups(thread: BrandThread) -> tuple[dict[int, Role], dict[int, _Group]]:
    """Return each mention's role, and by the index of its head each need with its posts."""
    roles: dict[int, Role] = {}
    heads: dict[int, _Group] = {}
    for posts in _by_author(thread.items, thread.mentions).values():
        groups: list[_Group] = []
        for index in posts:
            item = thread.items[index]
            kind = need_of(
                Cue(item.cues), None if item.compound is None else item.compound / 10_000
            )
            if any(_was_answered(thread, group, item.t) for group in groups):
                roles[index] = Role.FOLLOW_UP
            elif not kind:
                roles[index] = Role.MENTION
            elif groups and item.t < thread.items[groups[-1].head].t + MERGE_SECONDS:
                roles[index] = Role.CONTINUED
                groups[-1].members.append(index)
            else:
                roles[index] = Role.NEED
                groups.append(_Group(index, kind, [index]))
        heads |= {group.head: group for group in groups}
    return roles, heads


def _by_author(items: Sequence[Item], indices: Iterable[int]) -> dict[str, list[int]]:
    """Group indices by author in order of time; each post of an unknown author stands alone."""
    found: dict[str, list[int]] = defaultdict(list)
    for index in sorted(indices):
        item = items[index]
        found[account_key(item.author) or f"\0{index}"].append(index)
    return found


def _was_answered(thread: BrandThread, group: _Group, before: int) -> bool:
    first = _first(thread, _answers(thread, group))
    return first is not None and first.t <= before


def _answers(thread: BrandThread, group: _Group) -> list[int]:
    return sorted({q for member in group.members for q in thread.answers.get(member, ())})


def _first(thread: BrandThread, answers: Iterable[int]) -> Item | None:
    return min((thread.items[q] for q in answers), key=lambda item: item.order, default=None)


def _asker(thread: BrandThread, group: _Group) -> str:
    return account_key(thread.items[group.head].author)


def _to_asker(thread: BrandThread, group: _Group) -> list[int]:
    """Return the official posts that answer any mention of the asker in this thread."""
    asker = _asker(thread, group)
    if not asker:
        return _answers(thread, group)
    return sorted(
        {
            q
            for index, answers in thread.answers.items()
            if account_key(thread.items[index].author) == asker
            for q in answers
        }
    )


def _latencies(thread: BrandThread, group: _Group) -> tuple[int | None, int | None]:
    asked = thread.items[group.head].t
    answer = _first(thread, _answers(thread, group))
    peer = _first(thread, _peers(thread, group))
    return (
        None if answer is None or answer.untimed else answer.t - asked,
        None if peer is None else peer.t - asked,
    )


def _peers(thread: BrandThread, group: _Group) -> list[int]:
    return [q for member in group.members for q in thread.peers.get(member, ())]


def _group_marks(thread: BrandThread, group: _Group, voices: Voices) -> Mark:
    items = thread.items
    head = items[group.head]
    answers = [items[q] for q in _answers(thread, group)]
    peer = _first(thread, _peers(thread, group))
    first = min(answers, key=lambda item: item.order, default=None)
    marks = Mark(0)
    if peer is not None:
        marks |= Mark.GROUP_PEER
        hosted = voices.is_hosted(head.network, head.channel)
        if hosted and (first is None or peer.order < first.order):
            marks |= Mark.SERVED
    if any(items[q].t > head.t for q in thread.done):
        marks |= Mark.DONE
    marks |= _team(thread, group)
    if first is None:
        return marks
    marks |= Mark.GROUP_ANSWERED
    if first.untimed:
        marks |= Mark.UNTIMED
    return marks | _style(answers, voices.name_words)


def _style(answers: Sequence[Item], brand_words: frozenset[str]) -> Mark:
    marks = Mark(0)
    for answer in answers:
        if not answer.text.strip():
            continue
        marks |= Mark.STYLED
        if answer.lang in LISTED:
            marks |= Mark.ANSWER_LISTED
        if signature(answer.text) or _is_person(answer, brand_words):
            marks |= Mark.NAMED | Mark.HUMAN
        if answer.cues & Cue.FIRST_PERSON:
            marks |= Mark.HUMAN
        if answer.cues & Cue.PRIVATE:
            marks |= Mark.PRIVATE
    if any(answer.accepted for answer in answers):
        marks |= Mark.ACCEPTED
    return marks


def _is_person(answer: Item, brand_words: frozenset[str]) -> bool:
    """Tell whether an identifiable person's account answers; a store names only the app's owner."""
    return answer.author != answer.channel and named_account(
        answer.author, answer.author_name, brand_words
    )


def _team(thread: BrandThread, group: _Group) -> Mark:
    posts = [thread.items[q] for q in _to_asker(thread, group)]
    times = [post.t for post in posts if not post.untimed]
    marks = Mark(0)
    if len(times) > 1 and max(times) - min(times) >= TURN_SECONDS:
        marks |= Mark.MULTI_TURN
    if len({account_key(post.author) for post in posts}) > 1:
        marks |= Mark.CROSS_TEAM
    if posts:
        marks |= Mark.TEAM
    if any(post.lang in LISTED for post in posts):
        marks |= Mark.TEAM_LISTED
    if any(post.cues & Cue.HANDOVER for post in posts):
        marks |= Mark.HANDOVER
    return marks


def _outcome(
    thread: BrandThread, group: _Group, asker_posts: Mapping[str, Sequence[int]], marks: Mark
) -> tuple[Mark, str]:
    """Return what became of an answered need, judged by the asker's last post after the answer."""
    first = _first(thread, _answers(thread, group))
    if first is None:
        return marks, ""
    asker = _asker(thread, group)
    later = (
        [
            thread.items[index]
            for index in asker_posts.get(asker, ())
            if index != group.head
            and thread.items[index].t > first.t
            and thread.items[index].kind != "repost"
        ]
        if asker
        else []
    )
    resolved = bool(marks & Mark.ACCEPTED)
    outcome = "unknown"
    if later:
        marks |= Mark.RETURNED
        last = later[-1]
        head = thread.items[group.head]
        negative = last.compound is not None and last.compound <= NEGATIVE
        thanked = bool(last.cues & (Cue.THANKS | Cue.WORKS)) and not negative
        resolved |= thanked or (last.compound is not None and last.compound >= PLEASED)
        if group.kind == "complaint" and head.compound is not None and last.compound is not None:
            marks |= Mark.RISABLE
            if last.compound - head.compound >= RISE:
                marks |= Mark.RISING
        if negative and not resolved:
            return marks | Mark.REOPENED, "reopened"
    if resolved:
        return marks | Mark.RESOLVED, "resolved"
    return marks, outcome


def _departments(thread: BrandThread, group: _Group) -> int:
    mask = 0
    for q in _to_asker(thread, group):
        post = thread.items[q]
        known = department(post.author, post.author_name, signature(post.text))
        if known:
            mask |= 1 << DEPARTMENTS.index(known)
    return mask


def _forms(thread: BrandThread, group: _Group) -> tuple[str, str]:
    """Return the normal forms of the answers with text, and of those that show empathy."""
    answers = [thread.items[q] for q in _answers(thread, group)]
    written = [answer for answer in answers if answer.text.strip()]
    empathic = [a for a in written if a.cues & Cue.EMPATHY]
    return _key(written), _key(empathic)


def _key(answers: Iterable[Item]) -> str:
    return " ".join(str(form) for form in sorted({answer.form for answer in answers}))
