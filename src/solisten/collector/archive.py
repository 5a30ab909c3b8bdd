"""Raw answers kept as they came: equal bodies once, compressed, for so long and so much."""

from __future__ import annotations

import gzip
import logging
import os
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from solisten.connector import Request, Response

log = logging.getLogger(__name__)

META = ".meta.json"
BODIES = "bodies"
PRIVATE = frozenset({"set-cookie", "set-cookie2", "authorization", "proxy-authorization"})
YOUNG = 3600.0  # seconds: another process may be about to say what a body is of
LEVEL = 5
TIDIED = ".tidied"
TIDY_EVERY = 6 * 3600.0


@dataclass(slots=True)
class Archive:
    """Keep answers in a folder; `collect --replay` reads it.

    `DAY/TIME-SOURCE-N.meta.json` has the address, status, headers and `body`, the SHA-256 under
    which the body is found in `bodies/`. Secrets are in none of them.
    """

    folder: Path
    number: int = 0
    broken: bool = field(default=False)

    def keep(self, source: str, request: Request, response: Response) -> None:
        """Keep an answer; a folder that cannot be written is told of once, and stops nothing."""
        if self.broken:
            return
        try:
            self._keep(source, request, response)
        except OSError as error:
            self.broken = True
            log.warning("%s: raw answers are not kept any more: %s", self.folder, error.strerror)

    def _keep(self, source: str, request: Request, response: Response) -> None:
        name = sha256(response.body).hexdigest()
        body = self.folder / BODIES / name[:2] / f"{name}.gz"
        if not body.exists():
            _written(body, gzip.compress(response.body, LEVEL, mtime=0))
        at = datetime.fromtimestamp(response.fetched_at or 0.0, UTC)
        self.number += 1
        where = "".join(sign if sign.isalnum() else "-" for sign in source)[:60]
        meta = f"{at:%H%M%S.%f}-{where}-{os.getpid()}-{self.number}{META}"
        query = urlencode(request.params)
        told = {
            "url": f"{request.url}{'&' if '?' in request.url else '?'}{query}"
            if query
            else request.url,
            "method": request.method,
            "status": response.status,
            "headers": {k: v for k, v in response.headers.items() if k not in PRIVATE},
            "recorded_at": at.isoformat().replace("+00:00", "Z"),
            "source": source,
            "body": name,
        }
        _written(self.folder / f"{at:%Y-%m-%d}" / meta, msgspec.json.encode(told))


def _written(path: Path, data: bytes) -> None:
    """Write a file that is whole or not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def prune(folder: Path, now: float, *, days: int, megabytes: int) -> None:
    """Forget answers older than `days`, then the oldest days until `megabytes` are not exceeded.

    0 is no limit. Bodies that nothing names any more go, too. All of it is looked at, so this is
    done every few hours alone.
    """
    mark = folder / TIDIED
    try:
        if not folder.is_dir() or (mark.exists() and abs(now - mark.stat().st_mtime) < TIDY_EVERY):
            return
        mark.touch()
        os.utime(mark, (now, now))
        dated = sorted(path for path in folder.glob("????-??-??") if path.is_dir())
        first = datetime.fromtimestamp(now, UTC) - timedelta(days=days)
        for path in [path for path in dated if days and path.name < f"{first:%Y-%m-%d}"]:
            _remove(path)
            dated.remove(path)
        sizes = _sweep(folder, now)
        while megabytes and dated and sum(sizes) > megabytes * 1_000_000:
            _remove(dated.pop(0))
            sizes = _sweep(folder, now)
    except OSError as error:
        log.warning("%s cannot be tidied up: %s", folder, error.strerror)


def _sweep(folder: Path, now: float) -> list[int]:
    """Remove the bodies nothing names; return the sizes of what is left."""
    named = {body for path in folder.glob(f"????-??-??/*{META}") for body in _body(path)}
    left = []
    for path in (folder / BODIES).glob("*/*.gz"):
        found = path.stat()
        if path.stem not in named and found.st_mtime < now - YOUNG:
            path.unlink(missing_ok=True)
        else:
            left.append(found.st_size)
    return left


def _body(path: Path) -> Iterator[str]:
    with suppress(OSError, msgspec.DecodeError):
        yield str(msgspec.json.decode(path.read_bytes()).get("body"))


def _remove(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink(missing_ok=True)
    folder.rmdir()
