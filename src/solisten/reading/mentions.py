"""One brand's mentions in a thread, read into facts (INFERENCE C.2-C.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from solisten.config import account_key
from solisten.reading.brand_threads import groups_of
from solisten.reading.clean import normal_form
from solisten.reading.cues import Cue
from solisten.reading.facts import DAY, RING, Context, Item, Mark, MentionFact, Role
from solisten.reading.forms import form_of
from solisten.reading.language import LISTED
from solisten.reading.needs import need_of
from solisten.reading.outcomes import NEGATIVE, departments, forms, group_marks, outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from solisten.reading.brand_threads import BrandThread, Group
    from solisten.reading.officials import Voices

RING_WORDS = 6
"""A recommendation of fewer words is common speech, not a ring's text."""
POSITIVE = 500
"""VADER's own bar for its compound, in ten-thousandths."""

_Heard: TypeAlias = "tuple[int | None, int | None, str, int | None, int | None, int | None, str]"
"""What came of a mention: the fields of its fact from `latency` to `outcome`."""
_UNHEARD: _Heard = (None, None, "", None, None, None, "")
_RECOMMENDS, _FEATURE = Cue.RECOMMEND.value, Cue.FEATURE.value


def label_of(compound: int | None) -> int | None:
    """Return 1, 0 or -1 for positive, neutral and negative; None is unscored, never neutral."""
    if compound is None:
        return None
    return 1 if compound >= POSITIVE else -1 if compound <= NEGATIVE else 0


def mention_facts(thread: BrandThread, voices: Voices, context: Context) -> Iterable[MentionFact]:
    """Yield the facts of each mention of the brand in the thread."""
    roles, groups = groups_of(thread)
    rings = context.rings.get(thread.brand, frozenset())
    for index in sorted(thread.mentions):
        marks = thread.mentions[index] | _own_marks(thread.items[index], roles[index], voices)
        yield _fact(thread, index, str(roles[index]), marks, groups.get(index), voices, rings)


def lone_mention(item: Item, marks: int, voices: Voices, context: Context) -> MentionFact:
    """Return the fact of a mention in whose thread nobody else writes; `marks` are its first."""
    kind = need_of(item.cues, None if item.compound is None else item.compound / 10_000)
    role = Role.NEED if kind else Role.MENTION
    marks |= _own_marks(item, role, voices)
    rings = context.rings.get(voices.brand, frozenset())
    return _built(item, voices.brand, role.value, kind, marks, rings, _UNHEARD, 0, ("", ""))


def _fact(
    thread: BrandThread,
    index: int,
    role: str,
    marks: int,
    group: Group | None,
    voices: Voices,
    rings: frozenset[int],
) -> MentionFact:
    item = thread.items[index]
    own, peer = thread.first_answer(index), thread.first_peer(index)
    if own is not None:
        marks |= Mark.ANSWERED
    ending, masked, texts = "", 0, ("", "")
    need_latency = need_peer_latency = None
    if group is not None:
        marks |= group_marks(thread, group, voices)
        answers = [thread.items[q] for q in group.answers(thread)]
        need_latency = _latency(item, answers[0] if answers else None)
        need_peer_latency = _latency(item, group.first_peer(thread))
        if answers:
            marks, ending = outcome(thread, group, answers[0], marks)
            texts = forms(answers)
        if thread.answers:
            masked = departments(thread.items[q] for q in group.to_asker(thread))
    elif marks & Mark.PRAISE and own is not None:
        texts = forms([thread.items[q] for q in thread.answers[index]])
    latency = _latency(item, own)
    heard = (
        latency,
        own.t if own is not None and latency is not None else None,
        own.author if own is not None else "",
        _latency(item, peer),
        need_latency,
        need_peer_latency,
        ending,
    )
    kind = group.kind if group is not None else ""
    return _built(item, thread.brand, role, kind, marks, rings, heard, masked, texts)


def _built(
    item: Item,
    brand: str,
    role: str,
    need: str,
    marks: int,
    rings: frozenset[int],
    heard: _Heard,
    masked: int,
    texts: tuple[str, str],
) -> MentionFact:
    pitch = _pitch(item, marks)
    return MentionFact(  # in the order of its fields: keywords would cost 15 times as much
        brand,
        item.network,
        item.id,
        item.root,
        item.channel,
        item.author_key,
        account_key(item.author_name) if item.author_name else "",
        item.t,
        item.t // DAY,
        role,
        need,
        marks,
        label_of(item.compound),
        item.lang,
        *heard,
        _voice(item, marks, pitch, rings),
        pitch,
        masked,
        *texts,
    )


def _latency(asked: Item, answer: Item | None) -> int | None:
    """Return the seconds from a post to an answer with a time."""
    return None if answer is None or answer.untimed else answer.t - asked.t


def _voice(item: Item, marks: int, pitch: int, rings: frozenset[int]) -> str:
    """Return who recommends here: the author, or the ring that shares one text."""
    if not marks & Mark.RECOMMENDS or not item.author:
        return ""
    return f"{RING}{pitch}" if pitch and pitch in rings else item.author_key


def _pitch(item: Item, marks: int) -> int:
    """Return the text key of a recommendation long enough to tell a ring by; 0 for others."""
    if not marks & Mark.RECOMMENDS or not item.author:
        return 0
    return form_of(item) if len(normal_form(item.text).split()) >= RING_WORDS else 0


def _own_marks(item: Item, role: str, voices: Voices) -> int:
    marks = 0
    if item.kind == "review":
        marks |= Mark.REVIEW
    if item.lang in LISTED:
        marks |= Mark.LISTED
    if item.cues & _RECOMMENDS:
        marks |= Mark.RECOMMENDS
    if role is Role.MENTION and item.compound is not None and item.compound >= POSITIVE:
        marks |= Mark.PRAISE
    if role is Role.NEED and item.cues & _FEATURE:
        marks |= Mark.FEATURE
    if (item.t // DAY + 3) % 7 in voices.weekend:
        marks |= Mark.WEEKEND
    return marks
