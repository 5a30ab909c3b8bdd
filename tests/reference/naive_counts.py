"""How successes become k of n, or nothing that can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solisten.nouns import Count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from naive_mentions import Group
    from naive_posts import Item
    from naive_window import Window


def where_seen(window: Window, k: int, n: int) -> Count:
    """Count what an account shows; not observable where none of its networks was collected."""
    return Count(k, n, observable=window.has_collected_account())


def where_listed(opportunities: Iterable[tuple[bool, bool]]) -> Count:
    """Count successes among opportunities in listed languages, given (listed, success) of all."""
    every = list(opportunities)
    listed = [success for is_listed, success in every if is_listed]
    return Count(sum(listed), len(listed), observable=2 * len(listed) >= len(every))


def answered(groups: list[Group]) -> Count:
    return Count(sum(bool(group.answers) for group in groups), len(groups))


def no_reviews(groups: list[Group]) -> list[Group]:
    return [group for group in groups if not group.head.review]


def of_originals(window: Window, holds: Callable[[Item], bool]) -> Count:
    return where_listed((window.texts.listed(item), holds(item)) for item in window.originals)
