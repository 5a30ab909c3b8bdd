"""The connectors that are there, and what they read in saved responses."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from solisten.collector.naming import mixed
from solisten.errors import SourcesFailedError, Unreadable, UsageError
from solisten.nouns import Gone, Post
from solisten.pipeline.saved import saved_response
from solisten.pipeline.session import Place, read_config
from solisten.plugins import find_connectors
from solisten.records import to_record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from solisten.connector import Connector

log = logging.getLogger(__name__)


def connectors_list(place: Place) -> list[dict[str, Any]]:
    """Return a row for each connector."""
    return [_row(one) for one in _found(place).values()]


def connectors_show(place: Place, name: str) -> dict[str, Any]:
    """Return everything a connector says of itself."""
    return _row(_named(place, name))


def connectors_read(
    place: Place, name: str, paths: Sequence[Path], *, url: str | None, network: str | None = None
) -> Iterator[Mapping[str, Any]]:
    """Yield the post records of saved responses, each file's only when all of it was read.

    They are of `network` where one is given: that keeps apart two sites which number alike.
    Raises SourcesFailedError (exit code 4) for a block page, a log-in form or a foreign format.
    """
    one = _named(place, name)
    channels: dict[str, set[str]] = {}
    for path in paths:
        response = saved_response(path, url)
        try:
            records = [*one.read(response)]
        except Unreadable as problem:
            raise SourcesFailedError(f"{path}: {problem.reason}") from None
        except Exception as bug:
            why = f"{type(bug).__name__}: {bug}"
            raise SourcesFailedError(
                f"{path}: connector {name} fails ({why}); that is a bug of the connector"
            ) from bug
        for record in records:
            if isinstance(record, Post):
                channels.setdefault(record.network, set()).add(record.channel)
            kept = msgspec.structs.replace(record, network=network) if network else record
            yield _gone(kept) if isinstance(kept, Gone) else to_record(kept)
    for said in mixed(channels, [one]):
        log.warning("%s", said)


def _gone(record: Gone) -> dict[str, Any]:
    return {"network": record.network, "id": record.id, "deleted": True}


def _found(place: Place) -> Mapping[str, Connector]:
    config = read_config(place, needed=False)
    found = find_connectors([Path(folder) for folder in config.plugins.connectors])
    return found.connectors


def _named(place: Place, name: str) -> Connector:
    found = _found(place)
    if name not in found:
        import difflib

        near = difflib.get_close_matches(name, found, n=1)
        hint = f'did you mean "{near[0]}"?' if near else f"known are {', '.join(sorted(found))}"
        raise UsageError(f'no connector "{name}"; {hint}')
    return found[name]


def _row(one: Connector) -> dict[str, Any]:
    return {
        "name": one.name,
        "doc": one.doc.partition("\n")[0],
        "reach": one.reach,
        "auth": one.auth,
        "options": one.options,
        "sees": sorted(one.sees),
        "rate": one.rate,
        "terms": one.terms,
        "robots": "asked first" if one.robots else "",
        "verified": one.verified,
    }
