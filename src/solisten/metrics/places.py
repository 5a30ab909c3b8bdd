"""Which of the stored places can show a brand, and from which day on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from solisten.config import Brand, Config
    from solisten.store.windows import Place


def places_of(config: Config, brand: Brand, places: Iterable[Place]) -> list[Place]:
    """Return the places whose days count as collected for the brand.

    On a network where it speaks only in channels that it names, these; elsewhere whatever no other
    brand hosts. Where nothing of that is stored, all that is: the network was collected.
    """
    listed = list(places)
    bound, free = _bound(brand), _free(brand)
    others = {
        (host.network, host.channel.casefold())
        for one in config.brands
        if one.name != brand.name
        for host in one.hosts
    }
    found: list[Place] = []
    for network in sorted({place.network for place in listed}):
        here = [place for place in listed if place.network == network]
        named = [place for place in here if _key(place) in bound]
        if network not in free and named:
            found += named
        else:
            found += [one for one in here if _key(one) in bound or _key(one) not in others] or here
    return found


def records_of(places: Iterable[Place], dense: Mapping[str, range]) -> dict[str, range]:
    """Return the days from the first to the last stored post of each network.

    `dense` are the days of networks where lone posts far from all others do not count.
    """
    spans: dict[str, range] = {}
    for place in places:
        record = dense.get(place.network, range(place.first, place.last + 1))
        here = range(max(place.first, record.start), min(place.last + 1, record.stop))
        if here:
            known = spans.get(place.network, here)
            start, stop = min(known.start, here.start), max(known.stop, here.stop)
            spans[place.network] = range(start, stop)
    return spans


def _key(place: Place) -> tuple[str, str]:
    return place.network, place.channel.casefold()


def _bound(brand: Brand) -> frozenset[tuple[str, str]]:
    """Return the channels in which the brand is known to speak."""
    return frozenset(_channels(brand))


def _channels(brand: Brand) -> Iterator[tuple[str, str]]:
    yield from ((host.network, host.channel.casefold()) for host in brand.hosts)
    for account in brand.official:
        if account.channel:
            yield account.network, account.channel.casefold()


def _free(brand: Brand) -> frozenset[str]:
    """Return the networks on which it may speak anywhere."""
    return frozenset(account.network for account in brand.official if not account.channel)
