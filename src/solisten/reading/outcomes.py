"""What the answers to a need are like, and what became of it (INFERENCE C.4)."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from solisten.reading.cues import Cue
from solisten.reading.facts import Item, Mark
from solisten.reading.forms import form_of
from solisten.reading.language import LISTED
from solisten.reading.voice import DEPARTMENTS, department, named_account, sign_off, signature

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from solisten.reading.brand_threads import BrandThread, Group
    from solisten.reading.officials import Voices

TURN_SECONDS = 600
"""Official posts closer than this are one turn (A.1, 24)."""
NEGATIVE = -500
"""VADER's own bar for its compound, in ten-thousandths."""
PLEASED, RISE = 3_000, 4_000
"""Sentiment of a resolved ending, and the rise that counts as recovery (C.4, A.1 17)."""

_THANKED = (Cue.THANKS | Cue.WORKS).value
_FAULT = Cue.FAULT.value
_FIRST_PERSON, _PRIVATE = Cue.FIRST_PERSON.value, Cue.PRIVATE.value
_HANDOVER, _EMPATHY = Cue.HANDOVER.value, Cue.EMPATHY.value


def group_marks(thread: BrandThread, group: Group, voices: Voices) -> int:
    """Return the marks of a need that its answers give it."""
    items = thread.items
    head = items[group.head]
    answers = [items[q] for q in group.answers(thread)]
    peer = group.first_peer(thread) if thread.peers else None
    marks = 0
    if peer is not None:
        marks |= Mark.GROUP_PEER
        hosted = voices.is_hosted(head.network, head.channel)
        if hosted and (not answers or peer.order < answers[0].order):
            marks |= Mark.SERVED
    if thread.done_at is not None and thread.done_at > head.t:
        marks |= Mark.DONE
    if thread.answers:
        marks |= _team([items[q] for q in group.to_asker(thread)])
    if not answers:
        return marks
    marks |= Mark.GROUP_ANSWERED
    if answers[0].untimed:
        marks |= Mark.UNTIMED
    return marks | _style(answers, voices.name_words)


def _style(answers: Sequence[Item], brand_words: frozenset[str]) -> int:
    marks = 0
    for answer in answers:
        if answer.accepted:
            marks |= Mark.ACCEPTED
        if not answer.text.strip():
            continue
        marks |= Mark.STYLED
        if answer.lang in LISTED:
            marks |= Mark.ANSWER_LISTED
        if signature(answer.text) or _is_person(answer, brand_words):
            marks |= Mark.NAMED | Mark.HUMAN
        if answer.cues & _FIRST_PERSON:
            marks |= Mark.HUMAN
        if answer.cues & _PRIVATE:
            marks |= Mark.PRIVATE
    return marks


def _is_person(answer: Item, brand_words: frozenset[str]) -> bool:
    """Tell whether an identifiable person's account answers; a store names only the app's owner."""
    return answer.author != answer.channel and _named(
        answer.author, answer.author_name, brand_words
    )


@lru_cache(maxsize=4096)
def _named(author: str, author_name: str, brand_words: frozenset[str]) -> bool:
    return named_account(author, author_name, brand_words)


def _team(posts: Sequence[Item]) -> int:
    """Return the marks that all official posts to one asker give together."""
    if not posts:
        return 0
    marks = Mark.TEAM
    times = [post.t for post in posts if not post.untimed]
    if len(times) > 1 and max(times) - min(times) >= TURN_SECONDS:
        marks |= Mark.MULTI_TURN
    if _is_cross_team(posts):
        marks |= Mark.CROSS_TEAM
    for post in posts:
        if post.lang in LISTED:
            marks |= Mark.TEAM_LISTED
        if post.cues & _HANDOVER:
            marks |= Mark.HANDOVER
    return marks


def _is_cross_team(posts: Sequence[Item]) -> bool:
    """Say whether two accounts speak, and of two departments where both are known."""
    said: dict[str, set[str]] = defaultdict(set)
    for post in posts:
        if post.author:
            said[post.author_key].add(_department(post))
    if len(said) < 2:
        return False
    known = [found - {""} for found in said.values()]
    return not all(known) or len(set().union(*known)) > 1


def outcome(thread: BrandThread, group: Group, first: Item, marks: int) -> tuple[int, str]:
    """Return what became of a need, judged by the asker's last post after its first answer.

    `marks` are those known so far; they come back with what the ending adds.
    """
    head = thread.items[group.head]
    last = _last_word(thread, group.head, first.t)
    resolved = bool(marks & Mark.ACCEPTED)
    if last is not None:
        marks |= Mark.RETURNED
        negative = last.compound is not None and last.compound <= NEGATIVE
        thanked = bool(last.cues & _THANKED) and not negative
        pleased = last.compound is not None and last.compound >= PLEASED
        resolved |= thanked or (pleased and not last.cues & _FAULT)
        if group.kind == "complaint" and head.compound is not None and last.compound is not None:
            marks |= Mark.RISABLE
            if last.compound - head.compound >= RISE:
                marks |= Mark.RISING
        if negative and not resolved:
            return marks | Mark.REOPENED, "reopened"
    if resolved:
        return marks | Mark.RESOLVED, "resolved"
    return marks, "unknown"


def _last_word(thread: BrandThread, head: int, after: int) -> Item | None:
    """Return the asker's last post of his own words after a moment, other than the need itself."""
    asker = thread.items[head].author_key
    for index in reversed(thread.posts_of.get(asker, ()) if asker else ()):
        item = thread.items[index]
        if item.t <= after:
            return None
        if index != head and item.kind != "repost":
            return item
    return None


def departments(posts: Iterable[Item]) -> int:
    """Return the departments that speak in official posts, as bits of DEPARTMENTS."""
    mask = 0
    for post in posts:
        known = _department(post)
        if known:
            mask |= 1 << DEPARTMENTS.index(known)
    return mask


def _department(post: Item) -> str:
    return department(post.author, post.author_name, sign_off(post.text))


def forms(answers: Iterable[Item]) -> tuple[str, str]:
    """Return the normal forms of the answers with text, and of those that show empathy."""
    written = [answer for answer in answers if answer.text.strip()]
    return _key(written), _key([answer for answer in written if answer.cues & _EMPATHY])


def _key(answers: Iterable[Item]) -> str:
    return " ".join(map(str, sorted({form_of(answer) for answer in answers})))
