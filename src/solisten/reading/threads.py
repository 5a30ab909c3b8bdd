"""One thread read into facts for every brand: pure, whatever the order of arrival."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from solisten.config import account_key
from solisten.reading.cues import Cue
from solisten.reading.facts import Context, Item, Mark, ThreadFacts
from solisten.reading.linking import stored_parent, targets
from solisten.reading.mentions import BrandThread, mention_facts
from solisten.reading.official_posts import official_fact
from solisten.reading.topic_threads import topic_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from solisten.reading.officials import Voices


@dataclass(frozen=True, slots=True)
class _Thread:
    """Hold one thread in order; everything is by index into `items`.

    `parents` are the stored posts replied to, `targets` what each post answers whoever wrote it,
    `spoken` the posts by any brand's official accounts, `people` those a third person may have
    written.
    """

    items: Sequence[Item]
    parents: Mapping[int, Item]
    within: Mapping[str, int]
    opener: int | None
    targets: Mapping[int, frozenset[int]]
    proofs: Mapping[str, Mapping[int, str]]
    spoken: frozenset[int]
    spam: frozenset[int]


def read_thread(
    items: Iterable[Item], outside: Mapping[str, Item], voices: Sequence[Voices], context: Context
) -> ThreadFacts:
    """Read the posts of one thread into facts.

    `outside` holds, by id, stored parents that stand in other threads. The result depends on
    the set of posts alone, never on their order.
    """
    thread = _thread(sorted(items, key=lambda item: item.order), outside, voices, context)
    facts = ThreadFacts()
    officials: dict[str, Mapping[int, str]] = {}
    for voice in voices:
        mentions = _mentions(thread, voice)
        official = _official(thread, voice, voices, mentions)
        officials[voice.brand] = official
        if mentions:
            seen = _brand_thread(thread, voice, mentions, official, context)
            facts.mentions.extend(mention_facts(seen, voice, context))
        for index, proof in official.items():
            facts.officials.append(
                official_fact(
                    thread.items[index],
                    proof,
                    thread.parents.get(index),
                    voice,
                    context,
                    is_reply=_is_reply(thread, index, voice, official, mentions),
                    to_review=_is_to_review(thread, index, mentions),
                )
            )
    facts.topics.extend(
        topic_facts(thread.items, thread.opener, officials, thread.spoken, thread.spam, voices)
    )
    return facts


def _thread(
    items: Sequence[Item],
    outside: Mapping[str, Item],
    voices: Sequence[Voices],
    context: Context,
) -> _Thread:
    within = {item.id: item for item in items}
    index_of = {item.id: index for index, item in enumerate(items)}
    parents = {
        index: parent
        for index, item in enumerate(items)
        if (parent := stored_parent(item, within, outside)) is not None
    }
    opener = index_of.get(items[0].root)
    if opener is not None and not items[opener].opens:
        opener = None
    proofs: dict[str, dict[int, str]] = {voice.brand: {} for voice in voices}
    spoken: set[int] = set()
    for index, item in enumerate(items):
        if item.embedded:
            spoken.add(index)
            continue
        for voice in voices:
            if proof := voice.proof(item):
                proofs[voice.brand][index] = proof
                spoken.add(index)
    inner = {index: index_of[p.id] for index, p in parents.items() if p.id in index_of}
    return _Thread(
        items=items,
        parents=parents,
        within=index_of,
        opener=opener,
        targets=targets(items, inner, opener),
        proofs=proofs,
        spoken=frozenset(spoken),
        spam=frozenset(
            index
            for index, item in enumerate(items)
            if item.kind != "review"
            and item.author
            and (item.network, account_key(item.author)) in context.spam
        ),
    )


def _mentions(thread: _Thread, voice: Voices) -> dict[int, Mark]:
    """Return the brand's mentions, TAGGED where they address it (INFERENCE C.2)."""
    found: dict[int, Mark] = {}
    key = f"b:{voice.brand}"
    proofs = thread.proofs[voice.brand]
    for index, item in enumerate(thread.items):
        if index in thread.spoken or index in thread.spam or item.kind == "repost":
            continue
        tagged = (
            voice.is_addressed(item)
            or _replies_to(thread, index, voice, proofs)
            or (
                (index == thread.opener or item.kind == "review")
                and voice.is_hosted(item.network, item.channel)
            )
        )
        if tagged:
            found[index] = Mark.TAGGED
        elif key in item.matched:
            found[index] = Mark(0)
    return found


def _replies_to(thread: _Thread, index: int, voice: Voices, proofs: Mapping[int, str]) -> bool:
    """Say whether the parent is an official post of the brand, here or in another thread."""
    parent = thread.parents.get(index)
    if parent is None:
        return False
    inner = thread.within.get(parent.id)
    if inner is not None:
        return inner in proofs
    return not parent.embedded and bool(voice.proof(parent))


def _official(
    thread: _Thread, voice: Voices, voices: Sequence[Voices], mentions: Mapping[int, Mark]
) -> dict[int, str]:
    """Return the brand's official posts with their proof; embedded answers are the host's.

    Where no configured brand hosts the place, an embedded answer speaks for every brand that the
    review is a mention of (DESIGN 7.2).
    """
    found = dict(thread.proofs[voice.brand])
    for index, item in enumerate(thread.items):
        if not item.embedded:
            continue
        if any(other.is_hosted(item.network, item.channel) for other in voices):
            speaks = voice.is_hosted(item.network, item.channel)
        else:
            speaks = thread.within.get(item.parent, -1) in mentions
        if speaks:
            found[index] = "platform"
    return dict(sorted(found.items()))


def _is_reply(
    thread: _Thread,
    index: int,
    voice: Voices,
    official: Mapping[int, str],
    mentions: Mapping[int, Mark],
) -> bool:
    """Say whether an official post replies to someone else or answers a mention."""
    item = thread.items[index]
    if item.kind == "repost":
        return False
    if any(x in mentions for x in thread.targets.get(index, ())):
        return True
    parent = thread.parents.get(index)
    if parent is None:
        return not item.opens
    inner = thread.within.get(parent.id)
    return not (inner in official if inner is not None else voice.proof(parent))


def _is_to_review(thread: _Thread, index: int, mentions: Mapping[int, Mark]) -> bool:
    parent = thread.parents.get(index)
    return (parent is not None and parent.kind == "review") or any(
        x in mentions and thread.items[x].kind == "review" for x in thread.targets.get(index, ())
    )


def _brand_thread(
    thread: _Thread,
    voice: Voices,
    mentions: Mapping[int, Mark],
    official: Mapping[int, str],
    context: Context,
) -> BrandThread:
    automatic = context.automatic.get(voice.brand, frozenset())
    answers: dict[int, list[int]] = {}
    peers: dict[int, list[int]] = {}
    done: list[int] = []
    for index, item in enumerate(thread.items):
        if index in official:
            if item.kind == "repost" or item.form in automatic:
                continue
            if item.cues & Cue.DONE:
                done.append(index)
            side = answers
        elif _is_third_person(thread, index, voice):
            side = peers
        else:
            continue
        for x in thread.targets.get(index, ()):
            if x in mentions:
                side.setdefault(x, []).append(index)
    return BrandThread(voice.brand, thread.items, mentions, answers, peers, done)


def _is_third_person(thread: _Thread, index: int, voice: Voices) -> bool:
    item = thread.items[index]
    return (
        bool(item.author)
        and item.kind != "repost"
        and not item.bot
        and index not in thread.spoken
        and index not in thread.spam
        and not voice.is_staff(item)
    )
