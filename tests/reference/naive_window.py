"""What depends on the window: home networks, burst days, canned texts, which needs are owed."""

from __future__ import annotations

import math
from collections import Counter
from statistics import median
from typing import TYPE_CHECKING

from naive_texts import author_of, has_text, normal_form

from solisten.reading.cues import Cue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from naive_mentions import Group, Mentions
    from naive_posts import Item

HOUR = 3_600
SHORTEST_FOR_BURSTS = 28
"""Days of a window under which no day is a burst."""


FAR, LONE = 28, 100
"""Days without a post behind which one post in so many begins or ends no record."""


def without_lone_ends(days: list[int]) -> list[int]:
    """Return the days of posts without the few that lie far from all others at either end.

    >>> len(without_lone_ends([1, *[30] * 99])), len(without_lone_ends([1, *[30] * 98]))
    (99, 99)
    >>> len(without_lone_ends([1, *[29] * 99])), len(without_lone_ends([*[1] * 99, 30]))
    (100, 99)
    """
    days = sorted(days)
    ends = [at for at in range(1, len(days)) if days[at] - days[at - 1] > FAR]
    start = max((at for at in ends if LONE * at <= len(days)), default=0)
    stop = min((at for at in ends if LONE * (len(days) - at) <= len(days)), default=len(days))
    return days[start:stop]


class Window:
    """Hold one brand's facts inside [since, until) as they are seen at `as_of`, in seconds."""

    def __init__(self, mentions: Mentions, since: int, until: int, as_of: float) -> None:
        self.all = mentions
        self.scene = mentions.scene
        self.texts = mentions.texts
        self.brand = mentions.brand
        self.since, self.until, self.as_of = since, until, as_of
        self.days = range(since, until)
        self.mentions = self.inside(mentions.items)
        self.official = self.inside(mentions.official)
        self.replies = self.inside(mentions.replies)
        self.originals = self.inside(mentions.originals)
        self.needs = [group for group in mentions.groups if group.head.day in self.days]
        self.coverage = self._coverage()
        self.bursts = self._bursts()
        self.canned = self._canned()

    def inside(self, items: Iterable[Item]) -> list[Item]:
        return [item for item in items if item.day in self.days]

    def authors(self, items: Iterable[Item]) -> set[tuple[str, str]]:
        found = {author_of(item) for item in items}
        return {author for author in found if author is not None}

    # --- places -------------------------------------------------------------------------------

    def _coverage(self) -> dict[str, range]:
        """Return, by network, the days from its first to its last post where the brand can speak.

        An answer inside a review counts at the review's day at the earliest; lone posts at either
        end count for nothing.
        """
        found: dict[str, range] = {}
        day_of = {(item.post.network, item.post.id): item.day for item in self.scene.items}
        for network in {item.post.network for item in self.scene.items}:
            everything = [item for item in self.scene.items if item.post.network == network]
            dense = without_lone_ends([item.day for item in everything])
            days = [
                max(item.day, day_of.get((network, item.post.reply_to or ""), item.day))
                if item.embedded
                else item.day
                for item in self._shown(everything)
            ]
            first, last = max(min(days), min(dense)), min(max(days), max(dense))
            if first <= last:
                found[network] = range(first, last + 1)
        return found

    def _shown(self, items: list[Item]) -> list[Item]:
        """Return the posts of the places of one network that can show the brand."""
        network = items[0].post.network
        own = {(c.network, c.channel.casefold()) for c in self.brand.hosts} | {
            (a.network, a.channel.casefold()) for a in self.brand.official if a.channel
        }
        others = {
            (c.network, c.channel.casefold())
            for brand in self.scene.config.brands
            if brand.name != self.brand.name
            for c in brand.hosts
        }
        speaks_anywhere = any(a.network == network and not a.channel for a in self.brand.official)
        bound = [i for i in items if (network, i.post.channel.casefold()) in own]
        if bound and not speaks_anywhere:
            return bound
        others -= own
        return [i for i in items if (network, i.post.channel.casefold()) not in others] or items

    def collected_days(self, network: str) -> int:
        covered = self.coverage.get(network, range(0))
        return sum(day in covered for day in self.days)

    def is_home(self, network: str) -> bool:
        if not self.collected_days(network):
            return False
        if self.posted_twice(network) or any(c.network == network for c in self.brand.hosts):
            return True
        declared = any(account.network == network for account in self.brand.official)
        return declared and 2 * self.collected_days(network) >= len(self.days)

    def posted_twice(self, network: str) -> bool:
        return sum(item.post.network == network for item in self.official) >= 2

    def has_collected_account(self) -> bool:
        """Tell whether any network on which the brand has an account was collected."""
        return any(self.collected_days(network) for network in self.account_networks())

    def account_networks(self) -> set[str]:
        networks = {account.network for account in self.brand.official}
        networks |= {channel.network for channel in self.brand.hosts}
        return networks | {item.post.network for item in self.official}

    # --- days and texts -----------------------------------------------------------------------

    def speaking_days(self) -> list[int]:
        """Return the days on which a network was collected where the brand has an account."""
        spans = [c for name, c in self.coverage.items() if name in self.account_networks()]
        return [day for day in self.days if any(day in span for span in spans)]

    def covered_days(self) -> list[int]:
        return [day for day in self.days if any(day in c for c in self.coverage.values())]

    def _bursts(self) -> set[int]:
        spoken = sorted({item.day for item in self.mentions})
        days = spoken if len(spoken) >= SHORTEST_FOR_BURSTS else self.covered_days()
        if len(self.days) < SHORTEST_FOR_BURSTS or not days:
            return set()
        bad = Counter(item.day for item in self.mentions if self.texts.negative(item))
        middle = median(bad[day] for day in days)
        deviation = median(abs(bad[day] - middle) for day in days)
        limit = max(5, middle + 5 * max(1.4826 * deviation, math.sqrt(middle)))
        above = [day for day in days if bad[day] > limit]
        highest = sorted(above, key=lambda day: (-bad[day], day))
        return set(highest[: max(1, len(days) // 10)])

    def activity(self, day: int) -> int:
        """Return the official replies and unpromotional originals of a day and the next."""
        plain = [i for i in self.all.originals if not self.texts.has(i, Cue.PROMO)]
        return sum(item.day in {day, day + 1} for item in [*self.all.replies, *plain])

    def _canned(self) -> set[str]:
        uses = Counter(normal_form(reply) for reply in self.replies)
        total = len(self.replies)
        return {
            f
            for f, count in uses.items()
            if f and count >= 3 and (20 * count > total or len(f.split()) >= 12)
        }

    def is_canned(self, item: Item) -> bool:
        return normal_form(item) in self.canned

    # --- needs --------------------------------------------------------------------------------

    def whole(self, group: Group) -> bool:
        """Tell whether it is known what the need continues, if anything."""
        return not self.scene.threads.is_fragment(group.head)

    def old(self, group: Group, hours: int) -> bool:
        return group.head.t + hours * HOUR <= self.as_of

    def owed(self, hours: int = 48) -> list[Group]:
        """Return the tagged needs on home networks, old enough, on no burst day, not served."""
        return [
            group
            for group in self.needs
            if self.scene.is_tagged(group.head, self.brand.name)
            and self.whole(group)
            and self.is_home(group.head.post.network)
            and self.old(group, hours)
            and group.head.day not in self.bursts
            and not self.all.is_served(group)
        ]

    def untagged(self) -> list[Group]:
        return [
            group
            for group in self.needs
            if not self.scene.is_tagged(group.head, self.brand.name)
            and self.whole(group)
            and self.old(group, 48)
            and group.head.day not in self.bursts
            and not self.all.is_served(group)
        ]

    def spoken(self) -> list[Group]:
        """Return the needs answered in words, whose style can be told."""
        return [group for group in self.needs if any(map(has_text, group.answers))]


def within(seconds: int | None, most: int) -> bool:
    return seconds is not None and seconds <= most


def weekday(day: int) -> str:
    """Return the UTC weekday's three letters; 1970-01-01 was a Thursday."""
    return ("thu", "fri", "sat", "sun", "mon", "tue", "wed")[day % 7]
