"""What a window holds of a brand, kept apart by network, so that any of them can be left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from math import floor
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from solisten.metrics.health import watches
from solisten.metrics.indicators import Evidence
from solisten.metrics.places import places_of, records_of
from solisten.metrics.window import Coverage, presence
from solisten.reading.facts import Act
from solisten.reading.keys import is_long
from solisten.reading.topics import content_words, name_words, query_words
from solisten.store import schema, windows
from solisten.store.distinct import EVERYWHERE, crowd
from solisten.store.samples import sampled_texts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from solisten.config import Brand, Config
    from solisten.store.database import Connection
    from solisten.store.distinct import Crowd
    from solisten.store.samples import Sampled
    from solisten.store.windows import Cell, Place

_Any = TypeVar("_Any")
SAMPLE = 2_000
TOP_WORDS = 60
CONTENT_WORDS = 3
CANNED_LEAST, CANNED_SHARE = 3, 0.05


class Said(NamedTuple):
    """Hold the content words of one post, with its network and what was read from it."""

    network: str
    words: frozenset[str]
    facts: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """Hold the words of the sampled needs and originals, and those of the brand's topics."""

    needs: Sequence[Said]
    originals: Sequence[Said]
    topics: frozenset[str]
    sampled: Sequence[str]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Hold what a window holds of a brand; every mapping is by network.

    `crowd` are the distinct authors and texts; `acts_after` are the official acts on the day that
    follows.
    """

    days: range
    cells: Sequence[Cell]
    places: Sequence[Place]
    coverage: Coverage
    hosted: frozenset[str]
    declared: frozenset[str]
    has_topics: bool
    has_domains: bool
    canned: Mapping[str, int]
    canned_empathy: Mapping[str, int]
    canned_praise: Mapping[str, int]
    departments: Mapping[tuple[str, int], Mapping[int, int]]
    crowd: Crowd
    spoken: Spoken
    acts_after: Mapping[str, int]

    @property
    def networks(self) -> list[str]:
        """Return the networks on which anything about or by the brand was found."""
        said = ("mentions", "official_posts")
        return sorted(
            {cell.network for cell in self.cells if any(cell.counts[name] for name in said)}
        )


def gather(
    connection: Connection,
    config: Config,
    brand: Brand,
    days: range,
    as_of: int,
    *,
    dense: Mapping[str, range],
    known: dict[str, frozenset[str]] | None = None,
) -> Gathered:
    """Read everything that the indicators of a window are counted from.

    `dense` are the store's `dense_days`, the same for every window; `known` keeps the content words
    of texts for the next one, which shares most of them.
    """
    cells = windows.cells(connection, brand.name, days, as_of)
    places = places_of(config, brand, windows.places(connection, days))
    spans = records_of(places, dense)
    replies = sum(cell.counts["official_replies"] for cell in cells)
    canned, comforting, praise = _canned(connection, brand.name, days, replies)
    following = range(days.stop, days.stop + 1)
    after = windows.counted(connection, "response_acts", [brand.name], following)[brand.name]
    return Gathered(
        days=days,
        cells=cells,
        places=places,
        coverage=Coverage(spans, watches(connection, config, brand, days, as_of)),
        hosted=frozenset(place.network for place in brand.hosts),
        declared=frozenset(account.network for account in brand.official),
        has_topics=bool(brand.topics),
        has_domains=bool(brand.domains),
        canned=canned,
        canned_empathy=comforting,
        canned_praise=praise,
        departments=windows.department_needs(connection, brand.name, days, as_of),
        crowd=crowd(connection, brand.name, days, {cell.network for cell in cells}),
        spoken=_spoken(connection, config, brand, days, cells, {} if known is None else known),
        acts_after={network: acts for (network, _), acts in after.items()},
    )


def evidence_of(
    gathered: Gathered, *, without: Collection[str] = (), bursts: bool = True
) -> tuple[Evidence, Coverage]:
    """Return what the indicators count, as if the networks `without` had never been collected.

    With `bursts` False no day is set apart. What is canned stays what it is over all networks.
    """
    kept = [cell for cell in gathered.cells if cell.network not in without]
    whole = gathered.coverage
    coverage = Coverage(_but(whole.spans, without), _but(whole.watched, without))
    here = presence(
        kept, coverage, gathered.days, hosted=gathered.hosted, declared=gathered.declared
    )
    if not bursts:
        here = replace(here, bursts=frozenset())
    people = {kind: _left(found, without) for kind, found in gathered.crowd.whole.items()}
    early = _left(gathered.crowd.first["talker"], without)
    late = _left(gathered.crowd.second["talker"], without)
    relevant, contentful = _relevance(gathered.spoken, without)
    evidence = Evidence(
        cells=kept,
        days=gathered.days,
        presence=here,
        canned=_left(gathered.canned, without),
        canned_empathy=_left(gathered.canned_empathy, without),
        canned_praise=_but(gathered.canned_praise, without),
        departments={
            place: found for place, found in gathered.departments.items() if place[0] not in without
        },
        listed_authors=people["listed"],
        advocates=people["advocate"] + _rings(gathered, without),
        first_half=early,
        returning=early + late - people["talker"],
        relevant=relevant,
        contentful=contentful,
        has_topics=gathered.has_topics,
        has_domains=gathered.has_domains,
        acts_after=_left(gathered.acts_after, without),
    )
    return evidence, coverage


def _but(found: Mapping[str, _Any], without: Collection[str]) -> dict[str, _Any]:
    return {network: what for network, what in found.items() if network not in without}


def _left(found: Mapping[str, int], without: Collection[str]) -> int:
    return sum(count for network, count in found.items() if network not in without)


def _rings(gathered: Gathered, without: Collection[str]) -> int:
    """Return the rings that are left: at most those of the networks kept, one by one."""
    rings = gathered.crowd.whole["ring"]
    together = rings.get(EVERYWHERE, 0)
    return min(together, _left(rings, {*without, EVERYWHERE})) if without else together


def _canned(
    connection: Connection, brand: str, days: range, replies: int
) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Count what only canned texts answered: needs, complaints they comforted, and praise.

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
    return (
        _by_network(only(connection, brand, "answers", days, canned)),
        _by_network(only(connection, brand, "empathy", days, canned)),
        _by_network(only(connection, brand, "praise", days, canned)),
    )


def _by_network(found: Mapping[tuple[str, int], int]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for (network, _), count in found.items():
        counts[network] += count
    return dict(counts)


def _spoken(
    connection: Connection,
    config: Config,
    brand: Brand,
    days: range,
    cells: Sequence[Cell],
    known: dict[str, frozenset[str]],
) -> Spoken:
    marks, acts = schema.mention.c.marks, schema.official.c.acts
    all_needs, all_originals = (
        sum(cell.counts[name] for cell in cells) for name in ("needs", "originals")
    )
    originals = sampled_texts(connection, acts, brand.name, days, SAMPLE, all_originals)
    compared = SAMPLE if originals else 0  # without originals the needs' words are nobody's
    needs = sampled_texts(connection, marks, brand.name, days, compared, all_needs)
    names = _names(config, brand)
    topics = {topic.name: topic.query for topic in config.topics}
    wanted = (query_words(topics[name]) for name in brand.topics)
    return Spoken(
        needs=_words(needs, names, known),
        originals=_words(originals, names, known),
        topics=frozenset[str]().union(*wanted) - names,
        sampled=[
            f"{what}: sampled {SAMPLE} of {total}, always the same ones, for the words that "
            "need_relevance_rate compares"
            for what, total in (("needs", all_needs), ("originals", all_originals))
            if total > SAMPLE and originals
        ],
    )


def _words(
    texts: Iterable[Sampled], names: frozenset[str], known: dict[str, frozenset[str]]
) -> list[Said]:
    found = []
    for one in texts:
        if one.text not in known:
            known[one.text] = content_words(one.text)
        found.append(Said(one.network, known[one.text] - names, one.facts))
    return found


def _relevance(spoken: Spoken, without: Collection[str]) -> tuple[int, int]:
    """Return originals that share a word with the needs, of those with enough words (A.1, 11).

    A promotion names what people need, too, and is not about their need: it is never relevant.
    """
    frequency: Counter[str] = Counter()
    for need in spoken.needs:
        if need.network not in without:
            frequency.update(need.words)
    top = sorted(frequency, key=lambda word: (-frequency[word], word))[:TOP_WORDS]
    wanted = spoken.topics.union(top)
    said = [
        one
        for one in spoken.originals
        if one.network not in without and len(one.words) >= CONTENT_WORDS
    ]
    relevant = sum(not one.facts & Act.PROMO and not one.words.isdisjoint(wanted) for one in said)
    return relevant, len(said)


def _names(config: Config, brand: Brand) -> frozenset[str]:
    """Return the words that only name brands and accounts."""
    rivals = [other for other in config.brands if other.name in brand.rivals]
    found = name_words([brand.name, *(account.name for account in brand.official)])
    for one in (brand, *rivals):
        found |= name_words([one.name]) | query_words(one.query)
    return found
