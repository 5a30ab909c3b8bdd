"""What one brand's mentions came to: who answered them, which of them are needs, how they ended."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from naive_people import calls_author, hosts, listed
from naive_posts import DAY
from naive_texts import author_of, normal_form, quotes, same_author

from solisten.reading.cues import Cue
from solisten.reading.needs import need_of

if TYPE_CHECKING:
    from naive_posts import Item, Key
    from naive_scene import Scene

ENDED_WELL = 0.3
ENDED_BADLY = -0.05
MERGED_POSTS = 600
"""Seconds within which two official posts are one turn."""
AUTOMATIC_USES = 4
AUTOMATIC_SECONDS = 120


@dataclass(slots=True)
class Group:
    """One need: its head, what was merged into it, what the brand and third persons answered."""

    head: Item
    kind: str
    members: list[Item] = field(default_factory=list)
    answers: list[Item] = field(default_factory=list)
    peers: list[Item] = field(default_factory=list)
    to_asker: list[Item] = field(default_factory=list)

    @property
    def first(self) -> Item | None:
        return self.answers[0] if self.answers else None

    def seconds(self) -> int | None:
        """Return the answer's latency; None without an answer, its time, or order."""
        return latency(self.head, self.answers)

    def peer_seconds(self) -> int | None:
        return latency(self.head, self.peers)


def latency(asked: Item, answers: list[Item]) -> int | None:
    if not answers or answers[0].untimed or answers[0].t < asked.t:
        return None
    return answers[0].t - asked.t


class Mentions:
    """Work out all facts of a brand's mentions, from nothing but the posts."""

    def __init__(self, scene: Scene, name: str) -> None:
        self.scene = scene
        self.threads = scene.threads
        self.texts = scene.texts
        self.name = name
        self.brand = scene.brands[name]
        self.items = scene.mentions(name)
        self.official = [item for item in scene.items if scene.is_official(item, name)]
        self.in_thread: dict[Key, list[Item]] = defaultdict(list)
        for item in self.items:
            self.in_thread[self.threads.thread(item)].append(item)
        self.replies = [item for item in self.official if self._is_reply(item)]
        self.originals = [i for i in self.official if self.threads.opens(i) and not i.repost]
        self.automatic = self._automatic_forms()
        self.answers = {item.key: self._answers(item) for item in self.items}
        self.peers = {item.key: self._peers(item) for item in self.items}
        self.role: dict[Key, str] = {}
        self.groups: list[Group] = []
        self.group_of: dict[Key, Group] = {}
        for posts in self._by_asker():
            self._group(posts)
        for group in self.groups:
            self._complete(group)

    # --- answers ------------------------------------------------------------------------------

    def points_at(self, reply: Item, asked: Item) -> bool:
        """Tell whether a post replies to another, whoever wrote it (CONTRACT of answers)."""
        threads = self.threads
        if reply.key == asked.key or threads.thread(reply) != threads.thread(asked):
            return False
        if same_author(reply, asked):
            return False
        return (
            threads.parent_id(reply) == asked.post.id
            or threads.opens(asked)
            or self._points_in_flat_thread(reply, asked)
        )

    def _points_in_flat_thread(self, reply: Item, asked: Item) -> bool:
        flat = self.threads.parent_id(reply) == self.threads.root(reply)
        return flat and asked.t <= reply.t and (calls_author(reply, asked) or quotes(reply, asked))

    def _is_reply(self, item: Item) -> bool:
        """Tell whether an official post replies to somebody else, stored or not."""
        if item.repost:
            return False
        parent = self.threads.parent(item)
        if self.threads.parent_id(item) and parent is None:
            return True
        if parent is not None and not self.scene.is_official(parent, self.name):
            return True
        thread = self.in_thread[self.threads.thread(item)]
        return any(self.points_at(item, mention) for mention in thread)

    def _automatic_forms(self) -> set[str]:
        uses: Counter[str] = Counter()
        quick: Counter[str] = Counter()
        for reply in self.replies:
            form = normal_form(reply)
            uses[form] += 1
            parent = self.threads.parent(reply)
            if parent is not None and not reply.untimed:
                quick[form] += 0 <= reply.t - parent.t <= AUTOMATIC_SECONDS
        return {
            form
            for form, count in uses.items()
            if form and count >= AUTOMATIC_USES and 10 * quick[form] > 6 * count
        }

    def is_automatic(self, item: Item) -> bool:
        return normal_form(item) in self.automatic

    def _answers(self, asked: Item) -> list[Item]:
        return [
            item
            for item in self.threads.others(asked)
            if self.scene.is_official(item, self.name)
            and not item.repost
            and not self.is_automatic(item)
            and self.points_at(item, asked)
        ]

    def _peers(self, asked: Item) -> list[Item]:
        return [
            item
            for item in self.threads.others(asked)
            if self.is_third_person(item) and self.points_at(item, asked)
        ]

    def is_third_person(self, item: Item) -> bool:
        return (
            author_of(item) is not None
            and not item.repost
            and not item.post.author_bot
            and not self.scene.is_anybodys(item)
            and not listed(item.post, self.brand.staff)
            and not self.scene.is_spam(item, self.name)
        )

    # --- needs --------------------------------------------------------------------------------

    def need(self, item: Item) -> str:
        return need_of(self.texts.cues(item), self.texts.compound(item))

    def _by_asker(self) -> list[list[Item]]:
        """Return each asker's mentions in each thread, in (t, id); unknown askers one by one."""
        found: dict[object, list[Item]] = defaultdict(list)
        for item in self.items:
            author = author_of(item)
            found[(self.threads.thread(item), author) if author else item.key].append(item)
        return list(found.values())

    def _group(self, posts: list[Item]) -> None:
        groups: list[Group] = []
        for item in posts:
            need = self.need(item)
            if any(group.first and group.first.t <= item.t for group in groups):
                self.role[item.key] = "follow-up"
            elif not need:
                self.role[item.key] = "mention"
            elif groups and item.t < groups[-1].head.t + DAY:
                self.role[item.key] = "continued"
                self._join(groups[-1], item)
            else:
                self.role[item.key] = "need"
                groups.append(Group(item, need))
                self._join(groups[-1], item)
        self.groups += groups

    def _join(self, group: Group, item: Item) -> None:
        group.members.append(item)
        self.group_of[item.key] = group
        group.answers = merged(group.answers, self.answers[item.key])
        group.peers = merged(group.peers, self.peers[item.key])

    def _complete(self, group: Group) -> None:
        """Gather what the brand said to this asker in the thread, whatever post it answered."""
        author = author_of(group.head)
        thread = self.in_thread[self.threads.thread(group.head)]
        own = [item for item in thread if author and author_of(item) == author] or [group.head]
        for item in own:
            group.to_asker = merged(group.to_asker, self.answers[item.key])

    # --- what became of a need ----------------------------------------------------------------

    def returns(self, group: Group) -> list[Item]:
        """Return the asker's posts in the thread after the first answer, in (t, id)."""
        first, author = group.first, author_of(group.head)
        if first is None or author is None:
            return []
        return [
            item
            for item in self.threads.others(group.head)
            if author_of(item) == author and item.t > first.t and not item.repost
        ]

    def outcome(self, group: Group) -> str:
        """Return "resolved", "reopened", "unknown", or "" for an unanswered need."""
        if group.first is None:
            return ""
        if any(answer.post.accepted for answer in group.answers):
            return "resolved"
        returned = self.returns(group)
        if not returned:
            return "unknown"
        last = returned[-1]
        score = self.texts.compound(last)
        if self.texts.has(last, Cue.THANKS | Cue.WORKS) and not self.texts.negative(last):
            return "resolved"
        if score is not None and score >= ENDED_WELL and not self.texts.has(last, Cue.FAULT):
            return "resolved"
        return "reopened" if score is not None and score <= ENDED_BADLY else "unknown"

    def rise(self, group: Group) -> int | None:
        """Return by how many ten-thousandths the asker's sentiment rose; None if not known."""
        returned = self.returns(group)
        before = self.texts.compound(group.head)
        after = self.texts.compound(returned[-1]) if returned else None
        if before is None or after is None:
            return None
        return round(after * 10_000) - round(before * 10_000)

    def is_served(self, group: Group) -> bool:
        """Tell whether a peer answered before the brand at a place that the brand hosts."""
        if not hosts(self.brand, group.head.post) or not group.peers:
            return False
        return group.first is None or group.peers[0].order < group.first.order

    def turns(self, group: Group) -> bool:
        """Tell whether the brand spoke to this asker twice, ten minutes apart."""
        times = [item.t for item in group.to_asker if not item.untimed]
        return len(times) >= 2 and max(times) - min(times) >= MERGED_POSTS


def merged(some: list[Item], more: list[Item]) -> list[Item]:
    """Return both lists' posts, each once, in (t, id)."""
    return sorted({item.key: item for item in [*some, *more]}.values(), key=lambda i: i.order)
