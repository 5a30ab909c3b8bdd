"""Which posts stand after edits, deletions and embedded answers, however they arrived."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from solisten.nouns import Gone, Kind, Post, Visibility

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY = 86_400
Key: TypeAlias = tuple[str, str]
"""(network, id) of a post."""


@dataclass(frozen=True, slots=True)
class Item:
    """A post with its time in whole seconds; `untimed` where an answer's time is not known."""

    post: Post
    t: int
    untimed: bool = False
    embedded: bool = False

    @property
    def key(self) -> Key:
        return (self.post.network, self.post.id)

    @property
    def order(self) -> tuple[int, str, str]:
        """Sort by (t, id); the network comes first only where threads of two are listed."""
        return (self.t, self.post.id, self.post.network)

    @property
    def day(self) -> int:
        return self.t // DAY

    @property
    def repost(self) -> bool:
        return self.post.kind is Kind.REPOST

    @property
    def review(self) -> bool:
        return self.post.kind is Kind.REVIEW


def surviving(arrivals: Iterable[Post | Gone]) -> list[Post]:
    """Return the newest version of every public post that was never reported as deleted."""
    seen = list(arrivals)
    gone = {(one.network, one.id) for one in seen if isinstance(one, Gone)}
    standing: dict[Key, Post] = {}
    for one in seen:
        if isinstance(one, Gone) or (one.network, one.id) in gone:
            continue
        if one.visibility not in {Visibility.PUBLIC, Visibility.UNLISTED}:
            continue
        before = standing.get((one.network, one.id))
        if before is None or version(one) >= version(before):
            standing[one.network, one.id] = one
    return list(standing.values())


def version(post: Post) -> int:
    return math.floor(post.created_at if post.edited_at is None else post.edited_at)


def items_of(posts: Iterable[Post], as_of: float) -> list[Item]:
    """Return what is visible at `as_of`, embedded answers as posts of their own, in (t, id)."""
    found: list[Item] = []
    for post in posts:
        item = Item(post, math.floor(post.created_at))
        if item.t >= as_of:
            continue
        found.append(item)
        answer = embedded_answer(item)
        if answer is not None and answer.t < as_of:
            found.append(answer)
    return sorted(found, key=lambda item: item.order)


def embedded_answer(item: Item) -> Item | None:
    post = item.post
    if post.reply_text is None and post.reply_at is None:
        return None
    untimed = post.reply_at is None
    at = item.t if post.reply_at is None else math.floor(post.reply_at)
    answer = msgspec.structs.replace(
        Post(network=post.network, id=f"{post.id}#answer", created_at=float(at)),
        kind=Kind.REPLY,
        channel=post.channel,
        author=post.reply_author or post.channel or "owner",
        text=post.reply_text or "",
        reply_to=post.id,
    )
    return Item(answer, at, untimed=untimed, embedded=True)
