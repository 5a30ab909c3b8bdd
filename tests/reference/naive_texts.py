"""What the words of every post say: language, sentiment, cues, names, links, forms."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING

from solisten.config import account_key
from solisten.reading import clean, language, links, sentiment, voice
from solisten.reading.cues import Cue, cues

if TYPE_CHECKING:
    from collections.abc import Iterable

    from naive_posts import Item
    from naive_threads import Threads

POSITIVE = 0.05
NEGATIVE = -0.05
RUN = 6
"""Words that a quotation has in common with what it answers."""

_cleaned = cache(clean.cleaned)
_own_language = cache(language.own_language)
_compound = cache(sentiment.compound)
_lexicon_word = cache(sentiment.has_lexicon_word)
_cues = cache(cues)


class Texts:
    """Read the posts of one moment; a post's language may depend on its author and thread."""

    def __init__(self, threads: Threads) -> None:
        self.threads = threads
        self.by_author: dict[tuple[str, str], list[Item]] = defaultdict(list)
        for item in threads.items:
            if author := author_of(item):
                self.by_author[author].append(item)
        self.language = {item.key: self._language(item) for item in threads.items}

    def lang(self, item: Item) -> str:
        return self.language[item.key]

    def listed(self, item: Item) -> bool:
        return self.lang(item) in language.LISTED

    def compound(self, item: Item) -> float | None:
        """Return the score, None for what cannot be scored."""
        return _compound(_cleaned(words(item))) if self.lang(item) == "en" else None

    def positive(self, item: Item) -> bool:
        score = self.compound(item)
        return score is not None and score >= POSITIVE

    def negative(self, item: Item) -> bool:
        score = self.compound(item)
        return score is not None and score <= NEGATIVE

    def has(self, item: Item, cue: Cue) -> bool:
        return bool(self.cues(item) & cue)

    def cues(self, item: Item) -> Cue:
        return _cues(words(item), self.lang(item))

    def _language(self, item: Item) -> str:
        own = own_language(item)
        if own:
            return own
        author = author_of(item)
        usual = usual_language(self.by_author[author]) if author else ""
        usual = usual or usual_language(self.threads.others(item))
        return usual or ("en" if _lexicon_word(_cleaned(words(item))) else "")


def words(item: Item) -> str:
    return clean.words(item.post)


def has_text(item: Item) -> bool:
    return bool(words(item).strip())


def author_of(item: Item) -> tuple[str, str] | None:
    """Return (network, account), None where the author is not known."""
    account = account_key(item.post.author)
    return (item.post.network, account) if account else None


def same_author(one: Item, other: Item) -> bool:
    return author_of(one) is not None and author_of(one) == author_of(other)


def own_language(item: Item) -> str:
    return _own_language(_cleaned(words(item)), item.post.lang)


def usual_language(items: Iterable[Item]) -> str:
    """Return the language most of these posts are written in; of several the first by name."""
    counts = Counter(own_language(item) for item in items)
    decided = [one for one in counts if one not in {"", language.NO_LETTERS}]
    return min(decided, key=lambda one: (-counts[one], one), default="")


def links_of(item: Item) -> list[str]:
    return [*item.post.links, *links.links_in(words(item))]


def names_of(item: Item) -> frozenset[str]:
    """Return the accounts that the text addresses."""
    return frozenset(clean.names_in(words(item)))


def normal_form(item: Item) -> str:
    return clean.normal_form(words(item))


def signature(item: Item) -> str:
    return voice.signature(words(item))


def sign_off(item: Item) -> str:
    return voice.sign_off(words(item))


def quotes(item: Item, other: Item) -> bool:
    """Tell whether an item's text holds a run of at least six words of the other's."""
    mine, theirs = tokens(item), tokens(other)
    runs = {tuple(theirs[at : at + RUN]) for at in range(len(theirs) - RUN + 1)}
    return any(tuple(mine[at : at + RUN]) in runs for at in range(len(mine) - RUN + 1))


def tokens(item: Item) -> list[str]:
    return re.findall(r"\w+", words(item).casefold())
