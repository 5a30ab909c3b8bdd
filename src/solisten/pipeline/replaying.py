"""Sources answered from saved responses: what the archive holds, or a folder of captures."""

from __future__ import annotations

import asyncio
import gzip
import logging
import os
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from solisten.collector.archive import BODIES, META
from solisten.collector.driving import Ending, drive, in_thread
from solisten.collector.naming import namesakes, under
from solisten.collector.running import Report, reason_of
from solisten.collector.secrets import secrets_of
from solisten.connector import Request, RequestFailed, Response
from solisten.connector import Source as Listened
from solisten.errors import ConfigError, FileError, StoreError
from solisten.pipeline.collecting import Collected, chosen, connectors_of
from solisten.pipeline.retaining import lens_for
from solisten.pipeline.saved import meta_of, saved_response
from solisten.pipeline.session import Place, refuse_drift, session
from solisten.store.save import Saved, save
from solisten.web.failures import failure_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from solisten.collector.driving import Records
    from solisten.config import Source
    from solisten.connector import Connector
    from solisten.pipeline.session import Session
    from solisten.store.save import Lens

log = logging.getLogger(__name__)

MOVED = frozenset({301, 302, 303, 307, 308})
MOST_HOPS = 10


@dataclass(slots=True)
class Shelf:
    """Hold which saved responses there are of each request, in the order they were saved.

    The first request of an address gets the first of them, the next the next, and the last stays.
    """

    folder: Path
    places: Mapping[tuple[str, str], Sequence[Path]]
    turns: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))

    async def __call__(self, request: Request) -> Response | None:
        """Return the saved answer; RequestFailed `network` when none was saved."""
        hop, key = request, _key(request)
        if request.stream and self.turns[key] >= len(self.places.get(key, ())) > 0:
            return None  # what was heard of a stream was heard once
        for _ in range(MOST_HOPS):
            found = self._taken(hop)
            if found.status in MOVED and "location" in found.headers:
                hop = replace(hop, url=urljoin(found.url, found.headers["location"]), params={})
                continue
            if found.status == 304:
                return replace(found, body=b"", unchanged=True)
            if not 200 <= found.status < 300:
                raise failure_of(found.status, found.headers, found.fetched_at or 0.0)
            return found
        raise RequestFailed("unreadable")

    def _taken(self, request: Request) -> Response:
        key = _key(request)
        paths = self.places.get(key)
        if not paths:
            failure = RequestFailed("network")
            failure.add_note(f"{self.folder} holds no answer to {key[0]} {key[1]}")
            raise failure
        path = paths[min(self.turns[key], len(paths) - 1)]
        self.turns[key] += 1
        return self._response(path)

    def _response(self, meta: Path) -> Response:
        found = meta_of(meta)
        if found.body:
            packed = self.folder / BODIES / found.body[:2] / f"{found.body}.gz"
            try:
                body = gzip.decompress(packed.read_bytes())
            except (OSError, EOFError) as error:
                raise FileError(
                    f"{packed}: the body of {meta.name} cannot be read ({error})"
                ) from None
            return replace(saved_response(meta, None), body=body)
        return saved_response(_body_beside(meta), None)


def _key(request: Request) -> tuple[str, str]:
    return request.method.upper(), address(request.url, request.params)


def shelf_of(folder: Path) -> Shelf:
    """Find the saved responses in a folder and those below it; FileError when there are none."""
    if not folder.is_dir():
        raise FileError(f"{folder} is no folder; name one with saved responses (*{META})")
    places: dict[tuple[str, str], list[Path]] = defaultdict(list)
    for path in sorted(folder.rglob(f"*{META}")):
        found = meta_of(path)
        if found.url and (found.body or _body_beside(path).exists()):
            places[(found.method or "GET").upper(), address(found.url)].append(path)
    if not places:
        raise FileError(f"{folder} holds no saved response with its {META}; name another folder")
    return Shelf(folder, places)


def _body_beside(meta: Path) -> Path:
    """Return the body that a meta file stands beside."""
    stem = meta.name.removesuffix(META)
    found = (
        path
        for path in meta.parent.glob(f"{_literal(stem)}.*")
        if path.name != meta.name and path.stem == stem
    )
    return min(found, default=meta.with_name(stem))


def _literal(text: str) -> str:
    return "".join(f"[{sign}]" if sign in "[]*?" else sign for sign in text)


def address(url: str, params: Mapping[str, str] | None = None) -> str:
    """Return an address in one form: parameters in order, the host in lower case.

    >>> address("http://A.example?b=2&a=1") == address("http://a.example/", {"a": "1", "b": "2"})
    True
    """
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    query += [(key, str(value)) for key, value in (params or {}).items()]
    return parts._replace(
        netloc=parts.netloc.lower(),
        path=parts.path or "/",
        query=urlencode(sorted(query)),
        fragment="",
    ).geturl()


def replay(
    place: Place,
    folder: Path,
    *,
    brand: str | None = None,
    source: str | None = None,
    told: Callable[[Report], None],
    environ: Mapping[str, str] = os.environ,
) -> Collected:
    """Drive the sources on saved responses and save their posts; nobody is asked.

    Every source begins at its beginning, and its cursor and health stay as they are: a replay says
    nothing about the servers of today.
    """
    with session(place) as opened:
        wanted = chosen(opened.config, brand, source)
        shelf, connectors = shelf_of(folder), connectors_of(opened.config)
        lens, reports = lens_for(opened), []
        for said in namesakes(opened.config.sources, connectors):
            log.warning("%s", said)
        for one in wanted:
            report = asyncio.run(
                _replayed(opened, lens, one, connectors[one.connector], shelf, environ)
            )
            told(report)
            reports.append(report)
        return Collected(reports, {})


async def _replayed(
    opened: Session,
    lens: Lens,
    source: Source,
    connector: Connector,
    shelf: Shelf,
    environ: Mapping[str, str],
) -> Report:
    counts: dict[str, int] = {"asked": 0, "found": 0, "new": 0, "changed": 0}

    async def ask(request: Request) -> Response | None:
        counts["asked"] += 1
        return await shelf(request)

    async def keep(records: Records, _checkpoint: Mapping[str, Any] | None) -> None:
        saved = await in_thread(lambda: _saved(opened, lens, records))
        counts["found"] += len(records)
        counts["new"] += saved.new
        counts["changed"] += saved.changed

    ending, url = Ending(), source.url
    try:
        url = secrets_of(source, environ).url if url.startswith("env:") else url
    except ConfigError as failure:
        ending.failure = failure
    else:
        listened = Listened(source.id, source.connector, url, source.options)
        named = under(connector.listen, source.network)
        ending = await drive(named, listened, {}, ask, keep, source.max_requests)
    if isinstance(ending.failure, StoreError):
        raise ending.failure
    await keep(ending.records, None)
    kind, reason, _ = reason_of(ending.failure) if ending.failure else ("", "", None)
    state = "failed" if ending.failure else "read" if ending.complete else "unfinished"
    return Report(
        source=source.id,
        connector=source.connector,
        state=state,  # type: ignore[arg-type]
        failure=kind,
        reason=reason,
        **counts,
    )


def _saved(opened: Session, lens: Lens, records: Records) -> Saved:
    if not records:
        return Saved()
    with opened.database.writing() as connection:
        refuse_drift(connection, opened)
        return save(connection, lens, records)
