"""What the words of one post say by themselves, before its neighbours are asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from solisten.nouns import Kind
from solisten.query import Query, positive_terms
from solisten.reading.clean import cleaned, names_in, words
from solisten.reading.cues import Cue, cue_bits, cues_of
from solisten.reading.language import LISTED, NO_LETTERS, own_language
from solisten.reading.links import links_in
from solisten.reading.matching import Matcher
from solisten.reading.sentiment import compound, has_lexicon_word

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from solisten.config import Config
    from solisten.nouns import Post

SCORED = "en"
"""The language of VADER's lexicon."""
COMPOUND_SCALE = 10_000
REPOST = Kind.REPOST


class WordReading(NamedTuple):
    """Hold what needs the language: `compound` in ten-thousandths, None is unscored."""

    lang: str
    compound: int | None
    cues: int


class PostReading(NamedTuple):
    """Hold what a post's words say.

    Where its own words do not show its language `lang_own` is empty, and `spoken` left to those
    who know the neighbours.
    """

    lang_own: str
    names: tuple[str, ...]
    links: tuple[str, ...]
    matched: frozenset[str]
    spoken: WordReading


class Wording(NamedTuple):
    """Hold a cleaned text with what its language is told by.

    `usual` is the language of its author or thread, or empty; `brands` are those it speaks of.
    """

    own: str
    lang_own: str
    usual: str
    brands: Collection[str]


UNREAD = WordReading("", None, 0)
_NOWHERE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reader:
    """Read posts with the queries of one configuration.

    Every step runs over all posts before the next begins: what it looks up stays in the
    processor's caches, which halves the time.
    """

    brands: Matcher
    topics: Matcher
    blank: frozenset[str]
    """Brands of which a name is itself a cue, and is blanked before cues are read."""
    has_topics: bool

    def read(self, posts: Sequence[Post]) -> list[PostReading]:
        """Read the words of posts, in their order; a repost has none of its own."""
        texts = [words(post) for post in posts]
        owns = [cleaned(text) for text in texts]
        brands = [self._brands_in(*pair) for pair in zip(posts, texts, strict=True)]
        langs = [_language_of(*pair) for pair in zip(posts, owns, strict=True)]
        spoken = [UNREAD] * len(posts)
        decided = [place for place, lang in enumerate(langs) if lang]
        wordings = [Wording(owns[place], langs[place], "", brands[place]) for place in decided]
        for place, said in zip(decided, self.read_words(wordings), strict=True):
            spoken[place] = said
        columns = (
            langs,
            [() if post.kind == REPOST else names_in(post.text) for post in posts],
            [_links_of(post) for post in posts],
            [self._matched(*one) for one in zip(posts, texts, brands, strict=True)],
            spoken,
        )
        return [PostReading(*read) for read in zip(*columns, strict=True)]

    def read_words(self, wordings: Sequence[Wording]) -> list[WordReading]:
        """Score cleaned texts and find their cues, once their language is settled."""
        langs = [
            one.lang_own or one.usual or (SCORED if has_lexicon_word(one.own) else "")
            for one in wordings
        ]
        scores = [
            round(compound(one.own) * COMPOUND_SCALE) if lang == SCORED else None
            for one, lang in zip(wordings, langs, strict=True)
        ]
        cues = [
            cue_bits(self._spoken(one), "" if lang == NO_LETTERS else lang)
            for one, lang in zip(wordings, langs, strict=True)
        ]
        return [WordReading(*read) for read in zip(langs, scores, cues, strict=True)]

    def _brands_in(self, post: Post, text: str) -> frozenset[str]:
        return _NOWHERE if post.kind == REPOST else self.brands.match(post, text)

    def _matched(self, post: Post, text: str, brands: frozenset[str]) -> frozenset[str]:
        """Return the keys of the brands and topics that a post speaks of."""
        matched = [f"b:{brand}" for brand in brands]
        if self.has_topics and post.kind != REPOST:
            about = self.brands.without_names(text, brands) if brands else text
            matched += [f"t:{topic}" for topic in self.topics.match(post, about)]
        return frozenset(matched) if matched else _NOWHERE

    def _spoken(self, wording: Wording) -> str:
        """Return a text without the brands' names that would be taken for cues."""
        blanked = self.blank.intersection(wording.brands) if self.blank else ()
        return self.brands.without_names(wording.own, blanked) if blanked else wording.own


def _language_of(post: Post, own: str) -> str:
    return NO_LETTERS if post.kind == REPOST else own_language(own, post.lang)


def _links_of(post: Post) -> tuple[str, ...]:
    """Return a post's links, those it carries apart from its text before those in it."""
    if post.kind == REPOST:
        return post.links
    found = links_in(post.text)
    return tuple(dict.fromkeys((*post.links, *found))) if post.links else found


def reader_of(config: Config) -> Reader:
    """Compile a configuration for reading."""
    queries = {brand.name: brand.query for brand in config.brands if brand.query is not None}
    topics = {topic.name: topic.query for topic in config.topics}
    return Reader(
        brands=Matcher(
            queries, {brand.name: tuple(brand.context) for brand in config.brands if brand.context}
        ),
        topics=Matcher(topics),
        blank=frozenset(name for name, query in queries.items() if _is_cue(query)),
        has_topics=bool(topics),
    )


def _is_cue(query: Query) -> bool:
    return any(
        cues_of(term.text, lang) & ~Cue.QUESTION
        for term in positive_terms(query.root)
        for lang in LISTED
    )
