"""What the words of one post say by themselves, before its neighbours are asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from solisten.query import Query, positive_terms
from solisten.reading.clean import cleaned, names_in, normal_form, words
from solisten.reading.cues import Cue, cues_of
from solisten.reading.keys import form_key
from solisten.reading.language import LISTED, NO_LETTERS, own_language
from solisten.reading.links import links_in
from solisten.reading.matching import Matcher
from solisten.reading.sentiment import compound, has_lexicon_word

if TYPE_CHECKING:
    from collections.abc import Collection

    from solisten.config import Config
    from solisten.nouns import Post

READING_VERSION = "1"
"""Raised when the same words would be read into other facts."""
SCORED = "en"
"""The language of VADER's lexicon."""
COMPOUND_SCALE = 10_000


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
    form: int
    names: tuple[str, ...]
    links: tuple[str, ...]
    matched: frozenset[str]
    spoken: WordReading


UNREAD = WordReading("", None, 0)


@dataclass(frozen=True, slots=True)
class Reader:
    """Read posts with the queries of one configuration."""

    brands: Matcher
    topics: Matcher
    blank: frozenset[str]
    """Brands of which a name is itself a cue, and is blanked before cues are read."""
    has_topics: bool

    def read(self, post: Post) -> PostReading:
        """Read the words of a post; a repost has none of its own."""
        text = words(post)
        own = cleaned(text)
        if post.kind == "repost":
            spoken = self.read_words(own, NO_LETTERS, "", ())
            return PostReading(NO_LETTERS, 0, (), post.links, frozenset(), spoken)
        brands = self.brands.match(post, text)
        matched = {f"b:{brand}" for brand in brands}
        if self.has_topics:
            about = self.brands.without_names(text, brands) if brands else text
            matched |= {f"t:{topic}" for topic in self.topics.match(post, about)}
        lang = own_language(own, post.lang)
        return PostReading(
            lang,
            form_key(normal_form(post.text)),
            names_in(post.text),
            tuple(dict.fromkeys((*post.links, *links_in(post.text)))),
            frozenset(matched),
            self.read_words(own, lang, "", brands) if lang else UNREAD,
        )

    def read_words(
        self, own: str, lang_own: str, usual: str, brands: Collection[str]
    ) -> WordReading:
        """Score a cleaned text and find its cues, once its language is settled.

        `usual` is the language of its author or thread, or empty.
        """
        lang = lang_own or usual or (SCORED if has_lexicon_word(own) else "")
        if lang == NO_LETTERS:
            return WordReading(lang, None, int(cues_of(own, "")))
        blanked = self.blank.intersection(brands) if self.blank else ()
        spoken = self.brands.without_names(own, blanked) if blanked else own
        return WordReading(
            lang,
            round(compound(own) * COMPOUND_SCALE) if lang == SCORED else None,
            int(cues_of(spoken, lang)),
        )


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
