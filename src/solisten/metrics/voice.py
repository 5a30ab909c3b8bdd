"""Whose mentions can be compared: only on networks that were collected for all of the brands."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from solisten.store import sources, windows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from solisten.config import Brand, Config
    from solisten.store.database import Connection
    from solisten.store.windows import Cell, Place

Said: TypeAlias = "Mapping[tuple[str, int], int]"
"""Mentions by network and day."""

RECORD = "file"
"""The connector of imports, which listen for every brand."""


def comparable(
    connection: Connection, config: Config, brands: Sequence[Brand], days: range
) -> dict[str, str]:
    """Return every network with posts in the window: "" where it was collected for all brands.

    Else why not: a source listens there for some of them only, or all that is stored of it are
    places that some of them host and others do not.
    """
    places = [place for place in windows.places(connection, days) if place.posts]
    unheard = unheard_on(connection, config, brands)
    found = {}
    for network in sorted({place.network for place in places}):
        here = [place for place in places if place.network == network]
        missing = [b.name for b in brands if not _is_open(config, b, here)]
        found[network] = ""
        if missing:
            names = ", ".join(missing)
            found[network] = (
                f"all that is stored of it are places that others host, nothing of {names}"
            )
        elif network in unheard:
            found[network] = f"no source listens there for {', '.join(unheard[network])}"
    return found


def _is_open(config: Config, brand: Brand, places: Sequence[Place]) -> bool:
    """Say whether one of the places is the brand's own, or nobody's."""
    owners = {
        (host.network, host.channel.casefold()): one.name
        for one in config.brands
        for host in one.hosts
    }
    return any(
        owners.get((place.network, place.channel.casefold()), brand.name) == brand.name
        for place in places
    )


def unheard_on(
    connection: Connection, config: Config, brands: Sequence[Brand]
) -> dict[str, list[str]]:
    """Return the networks whose live sources listen for some of the brands only, and for whom not.

    What is imported was brought in for all of them.
    """
    rows = sources.rows(connection)
    found: dict[str, set[str]] = {}
    for source in config.sources:
        if source.connector == RECORD or source.id not in rows:
            continue
        names = {one.name for one in brands if not source.brands or one.name in source.brands}
        for network in rows[source.id].networks.split() or [source.connector]:
            found.setdefault(network, set()).update(names)
    return {
        network: [one.name for one in brands if one.name not in names]
        for network, names in found.items()
        if len(names) < len({one.name for one in brands})
    }


def said_in(cells: Iterable[Cell]) -> Said:
    """Return the mentions of a brand's cells by network and day."""
    return {(one.network, one.day): one.counts["mentions"] for one in cells}


def heard(said: Said, days: range, left_out: Collection[str], network: str | None = None) -> int:
    """Return how many mentions these days have, of one network or of all but those left out."""
    return sum(
        count
        for (place, day), count in said.items()
        if day in days and place not in left_out and network in (None, place)
    )
