"""One thread as one brand sees it: what mentions it, who answers, which needs there are (C.4)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from solisten.reading.facts import DAY, Item, Role
from solisten.reading.needs import need_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MERGE_SECONDS = DAY
"""Needs of one author in one thread within this time are one need (INFERENCE C.4)."""


@dataclass(slots=True)
class BrandThread:
    """Hold a thread, in order, and by index into it the mentions of a brand and their answers.

    `mentions` gives the marks known so far; `answers` and `peers` map a mention to the posts that
    answer it, in order; `done_at` is when the brand last said that something is done.
    """

    brand: str
    items: Sequence[Item]
    mentions: Mapping[int, int]
    answers: Mapping[int, Sequence[int]]
    peers: Mapping[int, Sequence[int]]
    done_at: int | None
    by_asker: Mapping[str, Sequence[int]] = field(init=False)
    posts_of: Mapping[str, Sequence[int]] = field(init=False)

    def __post_init__(self) -> None:
        """Look up once, where there are answers, to whom they speak and what he wrote."""
        self.by_asker, self.posts_of = {}, {}
        if self.answers:
            told: dict[str, set[int]] = defaultdict(set)
            for asked, answers in self.answers.items():
                told[self.items[asked].author_key].update(answers)
            self.by_asker = {asker: sorted(answers) for asker, answers in told.items() if asker}
            self.posts_of = by_author(self.items, range(len(self.items)))

    def first_answer(self, mention: int) -> Item | None:
        """Return the first official answer to a mention."""
        found = self.answers.get(mention)
        return self.items[found[0]] if found else None

    def first_peer(self, mention: int) -> Item | None:
        """Return the first answer by a third person."""
        found = self.peers.get(mention)
        return self.items[found[0]] if found else None


@dataclass(slots=True)
class Group:
    """Collect the posts that make up one need, by their index."""

    head: int
    kind: str
    members: list[int]

    def answers(self, thread: BrandThread) -> Sequence[int]:
        """Return the official posts that answer any of them, in order."""
        found = thread.answers
        if len(self.members) == 1:
            return found.get(self.head, ())
        return sorted({q for member in self.members for q in found.get(member, ())})

    def first_peer(self, thread: BrandThread) -> Item | None:
        """Return the first answer by a third person to any of them."""
        firsts = [peers[0] for member in self.members if (peers := thread.peers.get(member))]
        return thread.items[min(firsts)] if firsts else None

    def to_asker(self, thread: BrandThread) -> Sequence[int]:
        """Return the official posts that answer any mention of the asker in this thread."""
        asker = thread.items[self.head].author_key
        return thread.by_asker.get(asker, ()) if asker else self.answers(thread)


def groups_of(thread: BrandThread) -> tuple[dict[int, str], dict[int, Group]]:
    """Return each mention's role, and by the index of its head each need with its posts."""
    roles: dict[int, str] = {}
    heads: dict[int, Group] = {}
    for posts in by_author(thread.items, thread.mentions).values():
        groups: list[Group] = []
        for index in posts:
            item = thread.items[index]
            kind = need_of(item.cues, None if item.compound is None else item.compound / 10_000)
            if any(_was_answered(thread, group, item.t) for group in groups):
                roles[index] = Role.FOLLOW_UP
            elif not kind:
                roles[index] = Role.MENTION
            elif groups and item.t < thread.items[groups[-1].head].t + MERGE_SECONDS:
                roles[index] = Role.CONTINUED
                groups[-1].members.append(index)
            else:
                roles[index] = Role.NEED
                groups.append(Group(index, kind, [index]))
        for group in groups:
            heads[group.head] = group
    return roles, heads


def by_author(items: Sequence[Item], indices: Iterable[int]) -> dict[str, list[int]]:
    """Group indices by author in order of time; each post of an unknown author stands alone."""
    found: dict[str, list[int]] = {}
    for index in sorted(indices):
        found.setdefault(items[index].author_key or f"\0{index}", []).append(index)
    return found


def _was_answered(thread: BrandThread, group: Group, before: int) -> bool:
    return any(thread.items[q].t <= before for q in group.answers(thread)[:1])
