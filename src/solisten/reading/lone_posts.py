"""The facts of a post in whose thread nobody else writes: what whole threads say, at less cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solisten.reading.facts import Mark, ThreadFacts
from solisten.reading.mentions import lone_mention
from solisten.reading.topic_threads import topic_facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solisten.reading.facts import Context, Item
    from solisten.reading.officials import Chorus


def is_lone(item: Item, outside: Mapping[str, Item], chorus: Chorus) -> bool:
    """Say whether a thread's only post is by no brand, and replies to none stored elsewhere."""
    return (
        not item.embedded
        and (item.opens or item.parent not in outside)
        and not any(chorus.proofs(item))
    )


def lone_facts(item: Item, chorus: Chorus, context: Context) -> ThreadFacts:
    """Read such a post into facts, equal to those that its thread would give."""
    facts = ThreadFacts()
    is_review = item.kind == "review"
    if item.kind == "repost" or (not is_review and _is_spam(item, context)):
        return facts
    opens = item.opens and item.id == item.root
    place = 0 if item.opens or not item.parent else Mark.FRAGMENT
    for voice in chorus.concerned((item,), (), ()):
        tagged = voice.is_addressed(item) or (
            (opens or is_review) and voice.is_hosted(item.network, item.channel)
        )
        if tagged or voice.match_key in item.matched:
            marks = place | (Mark.TAGGED if tagged else 0)
            facts.mentions.append(lone_mention(item, marks, voice, context))
    if opens:
        facts.topics.extend(topic_facts((item,), 0, {}, (), (), chorus.voices, {}))
    return facts


def _is_spam(item: Item, context: Context) -> bool:
    return bool(item.author) and (item.network, item.author_key) in context.spam
