"""All that a window shows of one brand: observations for the models, sums for the metrics."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from solisten.metrics.gather import evidence_of, gather
from solisten.metrics.indicators import indicators
from solisten.metrics.sums import Sums
from solisten.metrics.variants import variants
from solisten.metrics.voice import heard, said_in, unheard_on
from solisten.store.counters import COUNTERS
from solisten.store.distinct import EVERYWHERE
from solisten.store.edges import dense_days
from solisten.store.quantiles import latencies
from solisten.store.windows import counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from solisten.config import Brand, Config
    from solisten.metrics.variants import Variant
    from solisten.metrics.voice import Said
    from solisten.metrics.window import Coverage, Presence
    from solisten.nouns import Count
    from solisten.store.database import Connection
    from solisten.store.distinct import Crowd
    from solisten.store.windows import Cell, Place


@dataclass(frozen=True, slots=True)
class Window:
    """Hold whole UTC days and the moment from which ages count, in epoch seconds."""

    days: range
    as_of: int


@dataclass(frozen=True, slots=True)
class Observation:
    """Hold what a window shows of a brand.

    `counts` are the indicators, `variants` the same where something is left out; `posts` mentions
    and official posts together; `sampled` says of how many needs and originals the words were read,
    where not of all; `unshared` are the networks where nobody listened for some of the rivals;
    `said` counts the mentions of the brand and of each rival by network and day; `crowd` are the
    distinct authors and texts, `departments` needs by network, day and departments that answered.
    """

    window: Window
    counts: Mapping[str, Count]
    variants: Sequence[Variant]
    total: Sums
    cells: Sequence[Cell]
    presence: Presence
    coverage: Coverage
    places: Sequence[Place]
    posts: int
    needs: int
    spoken: Mapping[str, int]
    sampled: Sequence[str]
    unshared: Mapping[str, Sequence[str]]
    said: Mapping[str, Said]
    crowd: Crowd
    departments: Mapping[tuple[str, int], Mapping[int, int]]


def observe(connection: Connection, config: Config, brand: Brand, window: Window) -> Observation:
    """Measure everything of a brand in a window."""
    found = gather(
        connection, config, brand, window.days, window.as_of, dense=dense_days(connection)
    )
    evidence, coverage = evidence_of(found)
    counts = add_cells(found.cells, evidence.presence)
    compared = [one for one in config.brands if one.name in (brand.name, *brand.rivals)]
    unshared = unheard_on(connection, config, compared)
    said: dict[str, Said] = {brand.name: said_in(found.cells)}
    said |= counted(connection, "mentions", brand.rivals, window.days)
    return Observation(
        window=window,
        counts=indicators(evidence),
        variants=variants(found),
        total=sums_of_window(
            connection, brand, window.days, None, counts, found.crowd, coverage, unshared, said
        ),
        cells=found.cells,
        presence=evidence.presence,
        coverage=coverage,
        places=found.places,
        posts=counts["mentions"] + counts["official_posts"],
        needs=counts["needs"],
        spoken=counts,
        sampled=found.spoken.sampled,
        unshared=unshared,
        said=said,
        crowd=found.crowd,
        departments=found.departments,
    )


def add_cells(cells: Iterable[Cell], here: Presence) -> Counter[str]:
    """Add the cells up; owed needs are those of home networks outside burst days."""
    rows = list(cells)
    counts = Counter({name: sum([cell.counts[name] for cell in rows]) for name in COUNTERS})
    for cell in rows:
        if here.owes(cell.network, cell.day):
            counts["home_owed"] += cell.counts["owed"]
            counts["home_owed_answered"] += cell.counts["owed_answered"]
    return counts


def sums_of_window(
    connection: Connection,
    brand: Brand,
    days: range,
    network: str | None,
    counts: Mapping[str, int],
    crowd: Crowd,
    coverage: Coverage,
    unshared: Collection[str],
    said: Mapping[str, Said],
) -> Sums:
    """Return what a span of days, of one network or of all, adds up to.

    `counts` are its cells', `crowd` its distinct authors.
    """
    whole = crowd.whole
    early, late, authors, advocates = (
        _on(found, network)
        for found in (
            crowd.first["author"],
            crowd.second["author"],
            whole["author"],
            whole["advocate"],
        )
    )
    place = network or EVERYWHERE
    return Sums(
        counts=counts,
        latencies=latencies(connection, brand.name, days, network),
        authors=authors,
        first_half=early,
        returning=early + late - authors,
        advocates=advocates + whole["ring"].get(place, 0),
        distinct_texts=whole["text"].get(place, 0),
        voice=_voice(brand, days, network, unshared, said),
        has_official=True,
        has_topics=bool(brand.topics),
        coverage=coverage.share(days, network),
    )


def _on(found: Mapping[str, int], network: str | None) -> int:
    return sum(found.values()) if network is None else found.get(network, 0)


def _voice(
    brand: Brand,
    days: range,
    network: str | None,
    unshared: Collection[str],
    said: Mapping[str, Said],
) -> tuple[int, int] | None:
    """Return the brand's mentions and those of all compared, where all were listened for."""
    if not brand.rivals or network in unshared:
        return None
    own, *others = (
        heard(said[name], days, unshared, network) for name in (brand.name, *brand.rivals)
    )
    return own, own + sum(others)
