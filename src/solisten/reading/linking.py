"""What answers what inside one thread (INFERENCE C.3)."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from solisten.reading.officials import addressed_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from solisten.reading.facts import Item

QUOTED_RUN = 6
"""Words in a row that prove a quotation in a flat thread."""

_WORD = re.compile(r"\w+")


def same_author(one: Item, other: Item) -> bool:
    """Say whether two posts are known to be by one author; an unknown author is nobody else's."""
    return one.author_key == other.author_key and bool(one.author)


def stored_parent(
    item: Item, items: Sequence[Item], within: Mapping[str, int], outside: Mapping[str, Item]
) -> Item | None:
    """Return the stored post that this one replies to; a cycle is cut at its root.

    `within` gives the index among `items` of every post of the thread.
    """
    if item.opens or not item.parent:
        return None
    index = within.get(item.parent)
    return items[index] if index is not None else outside.get(item.parent)


def targets(
    items: Sequence[Item], parents: Mapping[int, int], opener: int | None
) -> dict[int, frozenset[int]]:
    """Map each replying post to the posts of its thread that it answers, by index.

    A post answers its parent, the thread's opener, and where it replies to the root alone (a
    flat thread) the earlier posts whose author it names or of which it quotes a run of
    QUOTED_RUN words. Nobody answers himself.
    """
    found: dict[int, frozenset[int]] = {}
    if len(items) == 1:
        return found
    flat = [i for i, item in enumerate(items) if item.parent == item.root and item.id != item.root]
    named = _named_authors(items, flat)
    quoted = _quoted(items, flat)
    for index, item in enumerate(items):
        if item.kind == "repost":
            continue
        answered = {parents[index]} if index in parents else set()
        if opener is not None:
            answered.add(opener)
        answered |= named.get(index, set()) | quoted.get(index, set())
        answered = {x for x in answered if x != index and not same_author(items[x], item)}
        if answered:
            found[index] = frozenset(answered)
    return found


def _named_authors(items: Sequence[Item], flat: Sequence[int]) -> dict[int, set[int]]:
    naming = [index for index in flat if items[index].names]
    if not naming:
        return {}
    posts_of: dict[str, list[int]] = defaultdict(list)
    for index, item in enumerate(items):
        for name in addressed_names(item):
            posts_of[name].append(index)
    return {
        index: {
            x
            for name in items[index].names
            for x in posts_of.get(name, ())
            if items[x].t <= items[index].t
        }
        for index in naming
    }


def _quoted(items: Sequence[Item], flat: Sequence[int]) -> dict[int, set[int]]:
    if not flat or len(items) < 3:
        return {}
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    runs = {index: _runs(item.text) for index, item in enumerate(items)}
    for index, found in runs.items():
        for run in found:
            holders[run].append(index)
    return {
        index: {
            x
            for run in runs[index]
            for x in holders[run]
            if x != index and items[x].t <= items[index].t
        }
        for index in flat
    }


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return set(zip(*(words[i:] for i in range(QUOTED_RUN)), strict=False))
