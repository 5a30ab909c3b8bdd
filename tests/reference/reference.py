"""Everything the product derives of posts, derived again from nothing but the list of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from naive_indicators import indicators_of
from naive_mentions import Mentions, latency
from naive_metrics import metrics_of
from naive_posts import items_of, surviving
from naive_scene import Scene
from naive_texts import author_of
from naive_window import Window

if TYPE_CHECKING:
    from collections.abc import Iterable

    from naive_metrics import Measured
    from naive_posts import Item

    from solisten.config import Config
    from solisten.nouns import Count, Gone, Post


@dataclass(frozen=True, slots=True)
class Row:
    """One mention with its facts, as DESIGN 7.6 names them, and those of its need's group.

    `answer_seconds` and `peer_answer_seconds` are this post's own; those beginning with `need_`
    are the need's, and only a need's head has them. Times are seconds of the epoch, UTC.
    """

    brand: str
    network: str
    channel: str
    id: str
    kind: str
    role: str
    created_at: int
    author: str
    lang: str
    sentiment: float | None
    sentiment_label: str
    need: str
    tagged: bool
    reply_to: str
    thread: str
    answered: bool
    answered_at: int | None
    answer_seconds: int | None
    answered_by: str
    peer_answer_seconds: int | None
    outcome: str
    need_answered: bool
    need_answer_seconds: int | None
    need_peer_seconds: int | None


class World:
    """Hold a configuration and everything that arrived, in the order it arrived."""

    def __init__(self, config: Config, arrivals: Iterable[Post | Gone]) -> None:
        self.config = config
        self.arrivals = list(arrivals)
        self.posts = surviving(self.arrivals)
        self._scenes: dict[float, Scene] = {}
        self._mentions: dict[tuple[str, float], Mentions] = {}

    def scene(self, as_of: float = math.inf) -> Scene:
        """Return what is visible at `as_of` (seconds): posts earlier than that."""
        if as_of not in self._scenes:
            self._scenes[as_of] = Scene(self.config, items_of(self.posts, as_of))
        return self._scenes[as_of]

    def facts(self, brand: str, as_of: float = math.inf) -> Mentions:
        if (brand, as_of) not in self._mentions:
            self._mentions[brand, as_of] = Mentions(self.scene(as_of), brand)
        return self._mentions[brand, as_of]

    def mentions_of(self, brand: str, as_of: float = math.inf) -> list[Row]:
        """Return the brand's mentions in (t, id)."""
        facts = self.facts(brand, as_of)
        return [row_of(facts, item) for item in facts.items]

    def window(self, brand: str, since_day: int, until_day: int, as_of: float) -> Window:
        return Window(self.facts(brand, as_of), since_day, until_day, as_of)

    def metrics(
        self, brand: str, since_day: int, until_day: int, as_of: float
    ) -> dict[str, Measured]:
        """Return every metric of DESIGN 7.5 as (numerator, denominator, value)."""
        return metrics_of(self.window(brand, since_day, until_day, as_of))

    def indicators(
        self, brand: str, since_day: int, until_day: int, as_of: float
    ) -> dict[str, Count]:
        """Return every indicator of INFERENCE A.1 as k of n."""
        return indicators_of(self.window(brand, since_day, until_day, as_of))


def row_of(facts: Mentions, item: Item) -> Row:
    answers = facts.answers[item.key]
    first = answers[0] if answers else None
    role = facts.role[item.key]
    group = facts.group_of[item.key] if role == "need" else None
    score = facts.texts.compound(item)
    return Row(
        brand=facts.name,
        network=item.post.network,
        channel=item.post.channel,
        id=item.post.id,
        kind=str(item.post.kind),
        role=role,
        created_at=item.t,
        author=item.post.author,
        lang=facts.texts.lang(item),
        sentiment=score,
        sentiment_label=label(facts, item),
        need=group.kind if group else "",
        tagged=facts.scene.is_tagged(item, facts.name),
        reply_to=facts.threads.parent_id(item),
        thread=facts.threads.root(item),
        answered=first is not None,
        answered_at=None if first is None or first.untimed else first.t,
        answer_seconds=latency(item, answers),
        answered_by=(author_of(first) or ("", ""))[1] if first else "",
        peer_answer_seconds=latency(item, facts.peers[item.key]),
        outcome=facts.outcome(group) if group else "",
        need_answered=bool(group and group.answers),
        need_answer_seconds=group.seconds() if group else None,
        need_peer_seconds=group.peer_seconds() if group else None,
    )


def label(facts: Mentions, item: Item) -> str:
    if facts.texts.compound(item) is None:
        return "unscored"
    if facts.texts.positive(item):
        return "positive"
    return "negative" if facts.texts.negative(item) else "neutral"
