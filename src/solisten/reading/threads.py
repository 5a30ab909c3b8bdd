"""One thread read into facts for every brand: pure, whatever the order of arrival."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from solisten.reading.brand_threads import BrandThread
from solisten.reading.cues import Cue
from solisten.reading.facts import Context, Item, Mark, ThreadFacts
from solisten.reading.forms import form_of
from solisten.reading.linking import stored_parent, targets
from solisten.reading.lone_posts import is_lone, lone_facts
from solisten.reading.mentions import mention_facts
from solisten.reading.official_posts import official_fact
from solisten.reading.officials import handles
from solisten.reading.topic_threads import topic_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from solisten.reading.officials import Chorus, Voices

_ORDER = attrgetter("t", "id")
_DONE = Cue.DONE.value


@dataclass(slots=True)
class _Thread:
    """Hold one thread in order; everything is by index into `items`.

    `parents` are the stored posts replied to, `targets` what each post answers whoever wrote it,
    `proofs` by brand its official posts, `spoken` the posts by any brand's official accounts,
    `spam` those by spammers.
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
    items: Iterable[Item], outside: Mapping[str, Item], chorus: Chorus, context: Context
) -> ThreadFacts:
    """Read the posts of one thread into facts.

    `outside` holds, by id, stored parents that stand in other threads. The result depends on
    the set of posts alone, never on their order.
    """
    posts = sorted(items, key=_ORDER)
    if len(posts) == 1 and is_lone(posts[0], outside, chorus):
        return lone_facts(posts[0], chorus, context)
    return whole_thread(posts, outside, chorus, context)


def whole_thread(
    posts: Sequence[Item], outside: Mapping[str, Item], chorus: Chorus, context: Context
) -> ThreadFacts:
    """Read the posts of one thread, in order, into facts, however many they are."""
    thread = _thread(posts, outside, chorus, context)
    facts = ThreadFacts()
    officials: dict[str, Mapping[int, str]] = {}
    elsewhere = [parent for parent in thread.parents.values() if parent.id not in thread.within]
    for voice in chorus.concerned(thread.items, elsewhere, thread.proofs):
        mentions = _mentions(thread, voice)
        official = _official(thread, voice, chorus, mentions)
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
        topic_facts(
            thread.items,
            thread.opener,
            officials,
            thread.spoken,
            thread.spam,
            chorus.voices,
            context.automatic,
        )
    )
    return facts


def _thread(
    items: Sequence[Item], outside: Mapping[str, Item], chorus: Chorus, context: Context
) -> _Thread:
    index_of = {item.id: index for index, item in enumerate(items)}
    parents = {}
    inner = {}
    proofs: dict[str, dict[int, str]] = {}
    spoken: set[int] = set()
    for index, item in enumerate(items):
        if item.parent:
            parent = stored_parent(item, items, index_of, outside)
            if parent is not None:
                parents[index] = parent
                if parent.id in index_of:
                    inner[index] = index_of[parent.id]
        if item.embedded:
            spoken.add(index)
            continue
        for brand, proof in chorus.proofs(item):
            proofs.setdefault(brand, {})[index] = proof
            spoken.add(index)
    opener = index_of.get(items[0].root)
    if opener is not None and not items[opener].opens:
        opener = None
    return _Thread(
        items,
        parents,
        index_of,
        opener,
        targets(items, inner, opener),
        proofs,
        frozenset(spoken),
        _spam(items, context) if context.spam else frozenset(),
    )


def _spam(items: Sequence[Item], context: Context) -> frozenset[int]:
    return frozenset(
        index
        for index, item in enumerate(items)
        if item.kind != "review" and item.author and (item.network, item.author_key) in context.spam
    )


def _mentions(thread: _Thread, voice: Voices) -> dict[int, int]:
    """Return the brand's mentions with their first marks, TAGGED where they address it (C.2)."""
    found: dict[int, int] = {}
    key = voice.match_key
    proofs = thread.proofs.get(voice.brand, {})
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
        if tagged or key in item.matched:
            found[index] = (Mark.TAGGED if tagged else 0) | _place(thread, index)
    return found


def _place(thread: _Thread, index: int) -> int:
    """Return the mark of a post of which it is not known what it continues."""
    item = thread.items[index]
    known = item.opens or not item.parent or index in thread.parents
    return 0 if known else Mark.FRAGMENT


def _replies_to(thread: _Thread, index: int, voice: Voices, proofs: Mapping[int, str]) -> bool:
    """Say whether the parent is an official post of the brand, here or in another thread."""
    parent = thread.parents.get(index)
    if parent is None:
        return False
    inner = thread.within.get(parent.id)
    if inner is not None:
        return inner in proofs
    return not parent.embedded and bool(voice.proof(parent, handles(parent)))


def _official(
    thread: _Thread, voice: Voices, chorus: Chorus, mentions: Mapping[int, int]
) -> Mapping[int, str]:
    """Return the brand's official posts with their proof; embedded answers are the host's.

    Where no configured brand hosts the place, an embedded answer speaks for every brand that the
    review is a mention of (DESIGN 7.2).
    """
    found = dict(thread.proofs.get(voice.brand, {}))
    for index in thread.spoken:
        item = thread.items[index]
        if not item.embedded:
            continue
        if chorus.is_hosted(item.network, item.channel):
            speaks = voice.is_hosted(item.network, item.channel)
        else:
            speaks = thread.within.get(item.parent, -1) in mentions
        if speaks:
            found[index] = "platform"
    return dict(sorted(found.items())) if len(found) > 1 else found


def _is_reply(
    thread: _Thread,
    index: int,
    voice: Voices,
    official: Mapping[int, str],
    mentions: Mapping[int, int],
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
    return not (inner in official if inner is not None else voice.proof(parent, handles(parent)))


def _is_to_review(thread: _Thread, index: int, mentions: Mapping[int, int]) -> bool:
    parent = thread.parents.get(index)
    return (parent is not None and parent.kind == "review") or any(
        x in mentions and thread.items[x].kind == "review" for x in thread.targets.get(index, ())
    )


def _brand_thread(
    thread: _Thread,
    voice: Voices,
    mentions: Mapping[int, int],
    official: Mapping[int, str],
    context: Context,
) -> BrandThread:
    automatic = context.automatic.get(voice.brand, frozenset())
    answers: dict[int, list[int]] = {}
    peers: dict[int, list[int]] = {}
    done_at: int | None = None
    for index in official:
        item = thread.items[index]
        if item.cues & _DONE and item.kind != "repost" and form_of(item) not in automatic:
            done_at = item.t
    for index, answered in thread.targets.items():
        if index in official:
            if automatic and form_of(thread.items[index]) in automatic:
                continue
            side = answers
        elif _is_third_person(thread, index, voice):
            side = peers
        else:
            continue
        for x in answered:
            if x in mentions:
                side.setdefault(x, []).append(index)
    return BrandThread(voice.brand, thread.items, mentions, answers, peers, done_at)


def _is_third_person(thread: _Thread, index: int, voice: Voices) -> bool:
    """Say whether a post that answers something is by neither the brand nor a machine."""
    item = thread.items[index]
    return (
        bool(item.author)
        and not item.bot
        and index not in thread.spoken
        and index not in thread.spam
        and not voice.is_staff(item)
    )
