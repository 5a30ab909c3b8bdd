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
    """Return the openers that speak of no brand, nor to one, nor at its place, and stand at home.

    They are nobody's own and no review.
    """
    scene = window.scene
    return [
        item
        for item in openers(window)
        if not scene.is_anybodys(item)
        and not scene.matched[item.key]
        and not any(scene.is_tagged(item, name) for name in scene.brands)
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


def own_posts(window: Window, opener: Item) -> list[Item]:
    """Return the brand's posts behind the opener, without automatic acknowledgements."""
    return [
        item
        for item in window.scene.threads.others(opener)
        if window.scene.is_official(item, window.brand.name) and not window.all.is_automatic(item)
    ]


def others_reply(window: Window, opener: Item) -> bool:
    """Tell whether anybody but the brand replied."""
    name = window.brand.name
    return any(not window.scene.is_official(item, name) for item in replies_to(window, opener))


def joined_early(window: Window, opener: Item) -> bool:
    joined = {item.key for item in own_posts(window, opener)}
    name = window.brand.name
    counted = [
        item.key
        for item in replies_to(window, opener)
        if item.key in joined or not window.scene.is_official(item, name)
    ]
    return bool(joined & set(counted[:2]))
