"""Threads about a brand's topics: who opened them, who named the brand, who joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from naive_texts import words

if TYPE_CHECKING:
    from naive_mentions import Mentions
    from naive_posts import Item
    from naive_window import Window


def openers(window: Window, topics: tuple[str, ...] | None = None) -> list[Item]:
    """Return the window's topic openers by anybody but spammers, of the brand's topics or some."""
    wanted = set(window.brand.topics if topics is None else topics)
    scene = window.scene
    return [
        item
        for item in window.inside(scene.items)
        if scene.threads.opens(item)
        and not item.repost
        and not scene.is_spam(item, window.brand.name)
        and wanted & topics_of(window.all, item)
    ]


def topics_of(mentions: Mentions, item: Item) -> frozenset[str]:
    """Return the topics a post matches when the words of all brands are taken out."""
    scene = mentions.scene
    text = scene.matcher.without_names(words(item), list(scene.brands))
    return scene.topics.match(item.post, text)


def strangers(window: Window) -> list[Item]:
    """Return the openers that name no brand, are nobody's own, no review, and stand at home."""
    scene = window.scene
    return [
        item
        for item in openers(window)
        if not scene.is_anybodys(item)
        and not scene.matched[item.key]
        and not item.review
        and window.is_home(item.post.network)
    ]


def replies_to(window: Window, opener: Item) -> list[Item]:
    return [item for item in window.scene.threads.others(opener) if not item.repost]


def speaks_in(window: Window, opener: Item) -> bool:
    """Tell whether the brand has a post in the opener's thread."""
    thread = [opener, *window.scene.threads.others(opener)]
    return any(window.scene.is_official(item, window.brand.name) for item in thread)


def is_named_in(window: Window, opener: Item) -> bool:
    """Tell whether anybody but the brand names it in the opener's thread."""
    scene, name = window.scene, window.brand.name
    return any(
        name in scene.matched[item.key] and not scene.is_official(item, name) and not item.repost
        for item in [opener, *scene.threads.others(opener)]
    )


def joined_early(window: Window, opener: Item) -> bool:
    first_two = replies_to(window, opener)[:2]
    return any(window.scene.is_official(item, window.brand.name) for item in first_two)
