"""All brands' view of the posts of one moment: who is official, who mentions whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from naive_people import addresses, hosts, spammers, speaks_officially
from naive_texts import Texts, author_of, words
from naive_threads import Threads

from solisten.reading.matching import Matcher

if TYPE_CHECKING:
    from naive_posts import Item, Key

    from solisten.config import Brand, Config


class Scene:
    """Know, of the posts visible at one moment, what every configured brand has to do with them."""

    def __init__(self, config: Config, items: list[Item]) -> None:
        self.config = config
        self.items = items
        self.threads = Threads(items)
        self.texts = Texts(self.threads)
        self.brands = {brand.name: brand for brand in config.brands}
        self.matcher = Matcher(
            {brand.name: brand.query for brand in config.brands},
            context={brand.name: brand.context for brand in config.brands if brand.context},
        )
        self.topics = Matcher({topic.name: topic.query for topic in config.topics})
        self.matched = {item.key: self.matcher.match(item.post, words(item)) for item in items}
        self.spam = {name: spammers(self.threads, self.domains(name)) for name in self.brands}
        self.official: dict[str, set[Key]] = {
            name: {item.key for item in items if speaks_officially(item.post, brand)}
            for name, brand in self.brands.items()
        }
        for name, keys in self._embedded_answers().items():
            self.official[name] |= keys

    def domains(self, name: str) -> list[str]:
        """Return the domains of a brand and its rivals."""
        family = [self.brands[name], *self.rivals(name)]
        return [domain for brand in family for domain in brand.domains]

    def rivals(self, name: str) -> list[Brand]:
        return [self.brands[rival] for rival in self.brands[name].rivals]

    def is_official(self, item: Item, name: str) -> bool:
        return item.key in self.official[name]

    def is_anybodys(self, item: Item) -> bool:
        """Tell whether the post is official for any brand, or an owner's embedded answer."""
        return item.embedded or any(item.key in keys for keys in self.official.values())

    def is_spam(self, item: Item, name: str) -> bool:
        return not item.review and author_of(item) in self.spam[name]

    def is_tagged(self, item: Item, name: str) -> bool:
        """Tell whether a post addresses the brand: @names it, answers it, or opens at its place."""
        brand = self.brands[name]
        parent = self.threads.parent(item)
        return (
            addresses(item, brand)
            or (parent is not None and self.is_official(parent, name))
            or ((self.threads.opens(item) or item.review) and hosts(brand, item.post))
        )

    def is_mention(self, item: Item, name: str) -> bool:
        if item.repost or self.is_anybodys(item) or self.is_spam(item, name):
            return False
        return name in self.matched[item.key] or self.is_tagged(item, name)

    def mentions(self, name: str) -> list[Item]:
        return [item for item in self.items if self.is_mention(item, name)]

    def _embedded_answers(self) -> dict[str, set[Key]]:
        """Return, by brand, the embedded answers: those of the channel's hosts, else everybody's.

        Where nobody hosts the channel they are the answers of all brands the review mentions.
        """
        found: dict[str, set[Key]] = {name: set() for name in self.brands}
        for item in self.items:
            if not item.embedded:
                continue
            owners = [name for name, brand in self.brands.items() if hosts(brand, item.post)]
            review = self.threads.by_key[item.post.network, item.post.reply_to]
            for name in owners or [one for one in self.brands if self.is_mention(review, one)]:
                found[name].add(item.key)
        return found
