"""Small words for worlds made by hand: a configuration, posts, a window of ten days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reference import World
from solisten.config import Account, Brand, Channel, Config, Topic
from solisten.nouns import Kind, Post
from solisten.query import parse

if TYPE_CHECKING:
    from naive_metrics import Measured

    from reference import Row
    from solisten.nouns import Count, Gone

MINUTE, HOUR, DAY = 60, 3_600, 86_400
FIRST = 20_000
"""The window's first day, a Friday (2024-10-04)."""
START = FIRST * DAY

ACME = Brand(
    name="Acme",
    query=parse("acme"),
    official=(
        Account("forum", "", "acme"),
        Account("forum", "", "acmehelp"),
        Account("mastodon", "", "acme@social.example"),
        Account("board", "help", "jane"),
    ),
    staff=(Account("forum", "", "jim"),),
    hosts=(Channel("app", "com.acme"), Channel("board", "help")),
    domains=("acme.example",),
    rivals=("Globex",),
    topics=("scanning",),
)
GLOBEX = Brand(
    name="Globex",
    query=parse("globex"),
    official=(Account("forum", "", "globex"),),
    domains=("globex.example",),
)
CONFIG = Config(brands=(ACME, GLOBEX), topics=(Topic("scanning", parse('"scan receipts"')),))


def post(name: str, at: int, text: str = "", by: str = "ann", to: str = "", **more: Any) -> Post:
    """Make a post of the forum, `at` seconds after the window's start."""
    more = {"network": "forum", "lang": "en"} | more
    return Post(id=name, created_at=float(START + at), text=text, author=by, reply_to=to, **more)


def question(name: str, at: int, by: str = "ann", **more: Any) -> Post:
    """Ask, addressing Acme by name."""
    return post(name, at, "@acme where is the red button?", by, **more)


def answer(name: str, at: int, to: str, text: str = "", by: str = "acme", **more: Any) -> Post:
    return post(name, at, text or f"It is on page {name}.", by, to, **more)


def review(name: str, at: int, text: str = "acme crashes", **more: Any) -> Post:
    """Write a review of Acme's app; its author is named like it."""
    more = {"network": "app", "channel": "com.acme", "kind": Kind.REVIEW} | more
    return post(name, at, text, name, **more)


HOME = (post("h1", 0, "Hello all", "acme"), post("h2", 0, "Hello to all", "acme"))
"""Two posts, which make the forum Acme's home."""


class Seen:
    """Show what the reference makes of some arrivals, for Acme and ten days."""

    def __init__(self, *arrivals: Post | Gone, days: int = 10, as_of: float | None = None) -> None:
        self.world = World(CONFIG, arrivals)
        self.days = days
        self.as_of = (FIRST + days) * DAY if as_of is None else START + as_of

    def metric(self, name: str, brand: str = "Acme") -> Measured:
        return self.world.metrics(brand, FIRST, FIRST + self.days, self.as_of)[name]

    def indicator(self, name: str, brand: str = "Acme") -> Count:
        return self.world.indicators(brand, FIRST, FIRST + self.days, self.as_of)[name]

    def ratio(self, name: str, brand: str = "Acme") -> tuple[int | None, int | None]:
        """Return the numerator and denominator of a metric."""
        return self.metric(name, brand)[:2]

    def of(self, name: str, brand: str = "Acme") -> tuple[int, int]:
        """Return the k and n of an indicator."""
        count = self.indicator(name, brand)
        return count.k, count.n

    def rows(self, brand: str = "Acme") -> dict[str, Row]:
        return {row.id: row for row in self.world.mentions_of(brand, self.as_of)}
