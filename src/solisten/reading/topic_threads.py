"""Threads about a topic: who names the brand in them, whether the brand joins (A.1 13 and 36)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solisten.reading.facts import DAY, Item, Open, TopicFact

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
) -> Iterator[TopicFact]:
    """Yield a fact per brand and topic when the thread's opener speaks of a topic.

    `spoken` holds the items by any brand's official accounts.
    """
    if opener is None or opener in spam or items[opener].kind == "repost":
        return
    head = items[opener]
    about = {key.removeprefix("t:") for key in head.matched if key.startswith("t:")}
    if not about:
        return
    for voice in voices:
        topics = sorted(about.intersection(voice.topics))
        if not topics:
            continue
        opens = _opens(items, opener, officials.get(voice.brand, ()), spoken, voice.brand)
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


def _opens(
    items: Sequence[Item],
    opener: int,
    official: Collection[int],
    spoken: Collection[int],
    brand: str,
) -> int:
    head = items[opener]
    names_a_brand = any(key.startswith("b:") for key in head.matched)
    replies = [i for i, item in enumerate(items) if i != opener and item.kind != "repost"]
    opens = 0
    if opener not in spoken and not names_a_brand and head.kind != "review":
        opens |= Open.OPEN
    if any(index != opener for index in official):
        opens |= Open.JOINED
    if replies:
        opens |= Open.REPLIED
    if any(index in official for index in replies[:FIRST_REPLIES]):
        opens |= Open.AMONG_FIRST
    if any(f"b:{brand}" in item.matched and i not in spoken for i, item in enumerate(items)):
        opens |= Open.EARNED
    if official:
        opens |= Open.OWNED
    return opens
