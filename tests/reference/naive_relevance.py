"""The indicator of originals that speak of what people need."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from naive_texts import words

from solisten.nouns import Count
from solisten.reading import topics
from solisten.reading.cues import Cue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from naive_posts import Item
    from naive_window import Window

SAMPLE = 2_000
TOP_WORDS = 60


def need_relevance_rate(window: Window) -> Count:
    names = brand_names(window)
    counts: Counter[str] = Counter()
    for head in sample(group.head for group in window.needs):
        counts.update(topics.content_words(words(head)) - names)
    top = sorted(counts, key=lambda word: (-counts[word], word))[:TOP_WORDS]
    relevant = set(top) | topic_words(window)
    count = Count(0, 0)
    for item in sample(window.originals):
        own = topics.content_words(words(item)) - names
        if len(own) >= 3:
            helps = bool(own & relevant) and not window.texts.has(item, Cue.PROMO)
            count = Count(count.k + helps, count.n + 1)
    return count


def brand_names(window: Window) -> frozenset[str]:
    family = [window.brand, *window.scene.rivals(window.brand.name)]
    accounts = [account.name for brand in family for account in brand.official]
    return topics.name_words([*(brand.name for brand in family), *accounts])


def topic_words(window: Window) -> set[str]:
    mine = [topic for topic in window.scene.config.topics if topic.name in window.brand.topics]
    return {word for topic in mine for word in topics.query_words(topic.query)}


def sample(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda item: (sample_key(item), item.key))[:SAMPLE]


def sample_key(item: Item) -> bytes:
    name = f"{item.post.network}\0{item.post.id}".encode()
    return hashlib.blake2b(name, digest_size=8).digest()
