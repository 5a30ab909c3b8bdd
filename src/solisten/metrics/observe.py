"""All that a window shows of one brand: observations for the models, sums for the metrics."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING

from solisten.metrics.health import watches
from solisten.metrics.indicators import Evidence, indicators
from solisten.metrics.sums import Sums
from solisten.metrics.window import Coverage, Presence, coverage_of, presence
from solisten.reading.facts import Act
from solisten.reading.keys import is_long
from solisten.reading.topics import content_words, name_words, query_words
from solisten.store import schema, windows
from solisten.store.counters import COUNTERS
from solisten.store.distinct import distinct
from solisten.store.partials import EVERYWHERE
from solisten.store.quantiles import latencies

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from solisten.config import Brand, Config
    from solisten.nouns import Count
    from solisten.store.database import Connection
    from solisten.store.windows import Cell, Place

SAMPLE = 2_000
TOP_WORDS = 60
CONTENT_WORDS = 3
CANNED_LEAST, CANNED_SHARE = 3, 0.05


@dataclass(frozen=True, slots=True)
class Window:
    """Hold whole UTC days and the moment from which ages count, in epoch seconds."""

    days: range
    as_of: int


@dataclass(frozen=True, slots=True)
class Observation:
    """Hold what a window shows of a brand.

    `counts` are the indicators; `posts` mentions and official posts together; `sampled` says of
    how many needs and originals the words were read, where not of all.
    """

    window: Window
    counts: Mapping[str, Count]
    total: Sums
    cells: Sequence[Cell]
    presence: Presence
    coverage: Coverage
    places: Sequence[Place]
    posts: int
    needs: int
    spoken: Mapping[str, int]
    sampled: Sequence[str]


def observe(connection: Connection, config: Config, brand: Brand, window: Window) -> Observation:
    """Measure everything of a brand in a window."""
    cells = windows.cells(connection, brand.name, window.days, window.as_of)
    places = windows.places(connection, window.days)
    watched = watches(connection, config, brand, window.days, window.as_of)
    coverage = coverage_of(places, watched)
    here = presence(
        cells,
        coverage,
        window.days,
        hosted={place.network for place in brand.hosts},
        declared={account.network for account in brand.official},
    )
    counts = add_cells(cells, here)
    relevance, sampled = _relevance(connection, config, brand, window.days)
    evidence = Evidence(
        cells=cells,
        days=window.days,
        presence=here,
        **_texts(connection, brand.name, window.days, counts["official_replies"]),
        departments=windows.department_needs(connection, brand.name, window.days, window.as_of),
        **_people(connection, brand.name, window.days),
        relevant=relevance[0],
        contentful=relevance[1],
        has_topics=bool(brand.topics),
        acts_after=_acts_after(connection, brand.name, window),
    )
    return Observation(
        window=window,
        counts=indicators(evidence),
        total=sums_of_window(connection, brand, window.days, None, counts, coverage),
        cells=cells,
        presence=here,
        coverage=coverage,
        places=places,
        posts=counts["mentions"] + counts["official_posts"],
        needs=counts["needs"],
        spoken=counts,
        sampled=sampled,
    )


def add_cells(cells: Iterable[Cell], here: Presence) -> Counter[str]:
    """Add the cells up; owed needs are those of home networks outside burst days."""
    counts: Counter[str] = Counter(dict.fromkeys(COUNTERS, 0))
    for cell in cells:
        for name in COUNTERS:
            counts[name] += cell.counts[name]
        if here.owes(cell.network, cell.day):
            counts["home_owed"] += cell.counts["owed"]
            counts["home_owed_answered"] += cell.counts["owed_answered"]
    return counts


def _acts_after(connection: Connection, brand: str, window: Window) -> int:
    after = range(window.days.stop, window.days.stop + 1)
    found = windows.cells(connection, brand, after, window.as_of)
    return sum(cell.counts["response_acts"] for cell in found)


def _texts(connection: Connection, brand: str, days: range, replies: int) -> dict[str, int]:
    """Count the needs that only canned texts answered, and the complaints they comforted.

    A text is canned from its third use: a short one when it makes up more than 5 % of the window's
    replies (C.5), one of twelve words and more always, since pools of formulas stay below that.
    """
    common = max(CANNED_LEAST, floor(CANNED_SHARE * replies) + 1)
    canned = frozenset(
        form
        for form, uses in windows.repeated_forms(connection, brand, days, CANNED_LEAST).items()
        if uses >= common or is_long(form)
    )
    only = windows.needs_answered_only_by
    return {
        "canned": sum(only(connection, brand, "answers", days, canned).values()),
        "canned_empathy": sum(only(connection, brand, "empathy", days, canned).values()),
    }


def _people(connection: Connection, brand: str, days: range) -> dict[str, int]:
    """Count distinct authors: who recommends, who came back in the second half (A.1, 29)."""
    middle = days.start + len(days) // 2
    first, second = range(days.start, middle), range(middle, days.stop)

    def count(kind: str, part: range) -> int:
        return sum(distinct(connection, brand, kind, part).values())

    early = count("talker", first)
    return {
        "listed_authors": count("listed", days),
        "advocates": count("advocate", days)
        + sum(distinct(connection, brand, "ring", days, EVERYWHERE).values()),
        "first_half": early,
        "returning": early + count("talker", second) - count("talker", days),
    }


def _relevance(
    connection: Connection, config: Config, brand: Brand, days: range
) -> tuple[tuple[int, int], list[str]]:
    """Return originals that share a word with the needs, of those with enough words (A.1, 11).

    A promotion names what people need, too, and is not about their need: it is never relevant.
    """
    marks, acts = schema.mention.c.marks, schema.official.c.acts
    needs, all_needs = windows.sampled_texts(connection, marks, brand.name, days, SAMPLE)
    originals, all_originals = windows.sampled_texts(connection, acts, brand.name, days, SAMPLE)
    names = _names(config, brand)
    frequency: Counter[str] = Counter()
    for text, _ in needs:
        frequency.update(content_words(text) - names)
    top = sorted(frequency, key=lambda word: (-frequency[word], word))[:TOP_WORDS]
    topics = {topic.name: topic.query for topic in config.topics}
    wanted = frozenset(top).union(*(query_words(topics[name]) for name in brand.topics)) - names
    said = [
        (words, bits)
        for text, bits in originals
        if len(words := content_words(text) - names) >= CONTENT_WORDS
    ]
    relevant = sum(not bits & Act.PROMO and not words.isdisjoint(wanted) for words, bits in said)
    sampled = [
        f"{what}: sampled {SAMPLE} of {total}"
        for what, total in (("needs", all_needs), ("originals", all_originals))
        if total > SAMPLE
    ]
    return (relevant, len(said)), sampled


def _names(config: Config, brand: Brand) -> frozenset[str]:
    """Return the words that only name brands and accounts."""
    rivals = [other for other in config.brands if other.name in brand.rivals]
    found = name_words([brand.name, *(account.name for account in brand.official)])
    for one in (brand, *rivals):
        found |= name_words([one.name]) | query_words(one.query)
    return found


def sums_of_window(
    connection: Connection,
    brand: Brand,
    days: range,
    network: str | None,
    counts: Mapping[str, int],
    coverage: Coverage,
) -> Sums:
    """Return what a span of days, of one network or of all, adds up to; `counts` are its cells'."""
    middle = days.start + len(days) // 2
    first, second = range(days.start, middle), range(middle, days.stop)

    def people(kind: str, part: range, place: str | None = network) -> int:
        return sum(distinct(connection, brand.name, kind, part, place).values())

    early, authors = people("author", first), people("author", days)
    return Sums(
        counts=counts,
        latencies=latencies(connection, brand.name, days, network),
        authors=authors,
        first_half=early,
        returning=early + people("author", second) - authors,
        advocates=people("advocate", days) + people("ring", days, network or EVERYWHERE),
        distinct_texts=people("text", days, network or EVERYWHERE),
        voice=_voice(connection, brand, days, network, counts["mentions"]),
        has_official=True,
        has_topics=bool(brand.topics),
        coverage=coverage.share(days, network),
    )


def _voice(
    connection: Connection,
    brand: Brand,
    days: range,
    network: str | None,
    own: int,
) -> tuple[int, int] | None:
    if not brand.rivals:
        return None
    mentions = own
    for rival in brand.rivals:
        for cell in windows.cells(connection, rival, days, days.stop * 86_400 + 10**9):
            if network is None or cell.network == network:
                mentions += cell.counts["mentions"]
    return own, mentions
