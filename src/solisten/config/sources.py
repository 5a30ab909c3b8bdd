"""Read [[source]]: what is listened to, through which connector."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from solisten.config import values
from solisten.config.places import entries, or_nearest, refuse_unknown, shaped
from solisten.config.shapes import Positive, Source
from solisten.nouns import NETWORK

if TYPE_CHECKING:
    from solisten.config.places import Place
    from solisten.config.shapes import Brand

HOURLY = "1h"
_SECRET = re.compile(r"(?:.*[_-])?(?:token|secret|password|key|apikey)")


class SourceTable(msgspec.Struct, frozen=True):
    """[[source]] as it is written, without the connector's own keys."""

    id: str
    connector: str
    url: str = ""
    every: str = ""
    brands: tuple[str, ...] = ()
    max_requests: Positive = 200
    network: str = ""


OWN = tuple(field.encode_name for field in msgspec.structs.fields(SourceTable))


def read_sources(
    data: Mapping[str, Any], file: str, brands: tuple[Brand, ...], known: Collection[str] | None
) -> tuple[Source, ...]:
    """Return the sources; `known` are the connectors, perhaps with the options of each."""
    names = {brand.name.casefold(): brand.name for brand in brands}
    sources = []
    for entry, place in entries(data, "source", "id", file):
        table = shaped({key: entry[key] for key in entry if key in OWN}, SourceTable, place)
        options = {key: entry[key] for key in entry if key not in OWN}
        if values.holds_password(table.url):
            raise place.error("url", 'holds a password; write url = "env:NAME"')
        _check_options(table.connector, options, known, place)
        sources.append(
            Source(
                id=table.id.strip(),
                connector=table.connector,
                url=table.url,
                every=values.single("every", table.every or HOURLY, values.seconds, place),
                learns=not table.every,
                brands=values.defined("brands", table.brands, names, "brand", place),
                max_requests=table.max_requests,
                network=_network(table.network, place),
                options=options,
            )
        )
    return tuple(sources)


def _network(name: str, place: Place) -> str:
    if name and not NETWORK.fullmatch(name):
        raise place.error("network", f'"{name}" is no name: a-z, 0-9 and -, at most 40')
    return name


def _check_options(
    connector: str, options: Mapping[str, Any], known: Collection[str] | None, place: Place
) -> None:
    """Refuse an unknown connector, an option it does not have, and a secret in plain sight."""
    if known is not None and connector not in known:
        raise place.error("", f'no connector "{connector}"; {or_nearest(connector, known)}')
    if isinstance(known, Mapping):
        refuse_unknown(options, (*OWN, *known[connector]), place)
    for key, value in options.items():
        if _SECRET.fullmatch(key) and not str(value).startswith("env:"):
            raise place.error(key, f'a secret stands in the environment; write {key} = "env:NAME"')
