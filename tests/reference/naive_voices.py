"""The indicators of how a brand speaks when it answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from naive_counts import where_listed
from naive_texts import has_text, signature

from solisten.nouns import Count
from solisten.reading import voice
from solisten.reading.cues import Cue

if TYPE_CHECKING:
    from naive_mentions import Group
    from naive_posts import Item
    from naive_window import Window


def empathy_rate(window: Window) -> Count:
    complaints = [group for group in window.spoken() if group.kind == "complaint"]
    return where_listed((answer_listed(window, g), is_kind(window, g)) for g in complaints)


def answer_listed(window: Window, group: Group) -> bool:
    return any(window.texts.listed(item) for item in group.answers if has_text(item))


def own_words(window: Window, group: Group) -> list[Item]:
    """Return the answers with text that are not canned."""
    return [item for item in group.answers if has_text(item) and not window.is_canned(item)]


def is_kind(window: Window, group: Group) -> bool:
    return any(window.texts.has(item, Cue.EMPATHY) for item in own_words(window, group))


def substantive_reply_rate(window: Window) -> Count:
    spoken = window.spoken()
    return Count(sum(bool(own_words(window, group)) for group in spoken), len(spoken))


def human_voice_rate(window: Window) -> Count:
    return where_listed(
        (answer_listed(window, g), any(is_human(window, item) for item in g.answers))
        for g in window.spoken()
    )


def is_human(window: Window, item: Item) -> bool:
    if not has_text(item):
        return False
    return is_person(window, item) or window.texts.has(item, Cue.FIRST_PERSON)


def is_person(window: Window, item: Item) -> bool:
    brand_words = frozenset(re.findall(r"[^\W\d_]+", window.brand.name.casefold()))
    post = item.post
    named = voice.named_account(post.author, post.author_name, brand_words)
    return has_text(item) and (bool(signature(item)) or (named and post.author != post.channel))


def named_voice_rate(window: Window) -> Count:
    spoken = window.spoken()
    named = sum(any(is_person(window, item) for item in g.answers) for g in spoken)
    return Count(named, len(spoken))
