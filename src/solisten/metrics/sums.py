"""What one group of a window adds up to, however it was grouped."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from solisten.reading.facts import Act, Mark, MentionFact, OfficialFact, TopicFact, is_ring
from solisten.store.counters import mention_counts, official_counts, topic_counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from solisten.metrics.window import Presence


class Order(Protocol):
    """Answer which value is the i-th smallest of `n`, counted from 0."""

    @property
    def n(self) -> int:
        """Return how many values there are."""

    def at(self, place: int) -> int:
        """Return the value at a place in ascending order."""


class Sorted(NamedTuple):
    """Hold values in ascending order."""

    values: Sequence[int]

    @property
    def n(self) -> int:
        """Return how many values there are."""
        return len(self.values)

    def at(self, place: int) -> int:
        """Return the value at a place in ascending order."""
        return self.values[place]


class Sums(NamedTuple):
    """Hold the integers from which a group's metrics follow; None is not known for this group.

    `first_half` and `returning` are authors; `distinct_texts` wordings of official replies;
    `voice` is (own mentions, those of all compared brands).
    """

    counts: Mapping[str, int]
    latencies: Order
    authors: int
    first_half: int | None
    returning: int | None
    advocates: int
    distinct_texts: int | None
    voice: tuple[int, int] | None
    has_official: bool
    has_topics: bool
    coverage: float | None


def sums_of_rows(
    mentions: Iterable[MentionFact],
    officials: Iterable[OfficialFact] | None,
    topics: Iterable[TopicFact] | None,
    days: range,
    as_of: int,
    here: Presence,
    coverage: float | None,
) -> Sums:
    """Add up the facts themselves, for groups that no partial holds."""
    counts: Counter[str] = Counter()
    latencies: list[int] = []
    authors: set[tuple[str, str]] = set()
    halves: tuple[set[tuple[str, str]], set[tuple[str, str]]] = (set(), set())
    advocates: set[tuple[str, str]] = set()
    middle = days.start + len(days) // 2
    for fact in mentions:
        found = list(mention_counts(fact, as_of - fact.t))
        counts.update(found)
        if "owed" in found and here.owes(fact.network, fact.day):
            counts["home_owed"] += 1
            counts["home_owed_answered"] += "owed_answered" in found
        if fact.latency is not None and fact.latency >= 0:
            latencies.append(fact.latency)
        if fact.author:
            who = (fact.network, fact.author)
            authors.add(who)
            halves[fact.day >= middle].add(who)
        if fact.voice and fact.marks & Mark.LISTED:
            advocates.add(("" if is_ring(fact.voice) else fact.network, fact.voice))
    wordings: set[int] = set()
    for post in officials or ():
        counts.update(official_counts(post.acts))
        if post.acts & Act.REPLY and post.acts & Act.TEXT:
            wordings.add(post.wording)
    for thread in topics or ():
        counts.update(topic_counts(thread.opens))
    return Sums(
        counts=counts,
        latencies=Sorted(sorted(latencies)),
        authors=len(authors),
        first_half=len(halves[0]),
        returning=len(halves[0] & halves[1]),
        advocates=len(advocates),
        distinct_texts=None if officials is None else len(wordings),
        voice=None,
        has_official=officials is not None,
        has_topics=topics is not None,
        coverage=coverage,
    )
