"""Threads about a topic: who names the brand in them, whether the brand joins (A.1 13 and 36)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solisten.reading.facts import DAY, Item, Open, TopicFact
from solisten.reading.forms import form_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from solisten.reading.officials import Voices

UNION = "*"
"""The topic that stands for all topics of a brand together."""
FIRST_REPLIES = 2


def topic_facts(
    items: Sequence[Item],
    opener: int | None,
    officials: Mapping[str, Collection[int]],
    spoken: Collection[int],
    spam: Collection[int],
    voices: Sequence[Voices],
    automatic: Mapping[str, Collection[int]],
) -> Iterator[TopicFact]:
    """Yield a fact per brand and topic when the thread's opener speaks of a topic.

    `spoken` holds the items by any brand's official accounts, `automatic` by brand the text keys of
    its automatic acknowledgements: they join nothing.
    """
    if opener is None or opener in spam or items[opener].kind == "repost":
        return
    head = items[opener]
    if not head.matched:
        return
    about = {key.removeprefix("t:") for key in head.matched if key.startswith("t:")}
    if not about:
        return
    named = _names_a_brand(head, voices)
    for voice in voices:
        topics = sorted(about.intersection(voice.topics))
        if not topics:
            continue
        official = officials.get(voice.brand, ())
        robots = automatic.get(voice.brand, ())
        joined = {i for i in official if i != opener}
        if robots:
            joined = {i for i in joined if form_of(items[i]) not in robots}
        opens = _spoken_of(items, official, spoken, voice.brand) | _joined(
            items, opener, official, joined
        )
        if not named and opener not in spoken and head.kind != "review":
            opens |= Open.OPEN
        for topic in (*topics, UNION):
            yield TopicFact(
                brand=voice.brand,
                topic=topic,
                network=head.network,
                id=head.id,
                root=head.root,
                t=head.t,
                day=head.t // DAY,
                opens=opens,
            )


def _spoken_of(
    items: Sequence[Item], official: Collection[int], spoken: Collection[int], brand: str
) -> int:
    opens = 0
    if any(f"b:{brand}" in item.matched and i not in spoken for i, item in enumerate(items)):
        opens |= Open.EARNED
    if official:
        opens |= Open.OWNED
    return opens


def _joined(
    items: Sequence[Item], opener: int, official: Collection[int], joined: Collection[int]
) -> int:
    """Return how the brand took part; only others' replies make a thread one to be early in."""
    replies = [
        i
        for i, item in enumerate(items)
        if i != opener and item.kind != "repost" and (i in joined or i not in official)
    ]
    opens = Open.JOINED if joined else 0
    if any(i not in official for i in replies):
        opens |= Open.REPLIED
    if any(i in joined for i in replies[:FIRST_REPLIES]):
        opens |= Open.AMONG_FIRST
    return opens


def _names_a_brand(head: Item, voices: Sequence[Voices]) -> bool:
    """Say whether a post speaks of or to a configured brand, or stands in a brand's own place."""
    return any(key.startswith("b:") for key in head.matched) or any(
        voice.is_addressed(head) or voice.is_hosted(head.network, head.channel) for voice in voices
    )
