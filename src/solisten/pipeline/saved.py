"""Saved responses, read as the answers they were."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import msgspec

from solisten.collector.archive import META
from solisten.connector import Response
from solisten.errors import FileError

if TYPE_CHECKING:
    from pathlib import Path


class Meta(msgspec.Struct, frozen=True):
    """Hold what stands beside a saved body: where it came from, how and when, or where it is."""

    url: str | None = None
    method: str | None = None
    body: str | None = None
    status: int | None = None
    headers: dict[str, Any] | None = None
    recorded_at: Any = None


def saved_response(path: Path, url: str | None) -> Response:
    """Return a saved body as the response it was, with what stands in the file beside it.

    It was fetched when its `Date` header says; without one when the file beside it says
    (`recorded_at`); else when the file was written, which is never before it was fetched.
    Raises FileError for a file that cannot be read, or for one beside it that is broken.
    """
    try:
        body, written = path.read_bytes(), path.stat().st_mtime
    except OSError as error:
        raise FileError(f"{path}: {error.strerror}; name a file that can be read") from None
    return described(path.with_name(path.stem + META), body, written, url)


def meta_of(path: Path) -> Meta:
    """Read the file beside a saved body; FileError when it is something else."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Meta)
    except (OSError, msgspec.DecodeError, RecursionError) as error:
        raise FileError(
            f"{path}: is not what stands beside a response ({error}); mend it or take it away"
        ) from None


def described(beside: Path, body: bytes, written: float, url: str | None = None) -> Response:
    """Return a body as the response that the file `beside` it describes, if there is one."""
    meta = meta_of(beside) if beside.is_file() else Meta()
    headers = {key.lower(): str(value) for key, value in (meta.headers or {}).items()}
    said = (_by_mail(headers.get("date", "")), _by_iso(meta.recorded_at))
    return Response(
        url=url or meta.url or "",
        status=meta.status or 200,
        headers=headers,
        body=body,
        fetched_at=next((at for at in said if at is not None), written or None),
    )


def _by_mail(value: str) -> float | None:
    """Return the seconds of a `Date` header, None when it names no time after 1970."""
    try:
        at = parsedate_to_datetime(value)
        return _seconds(at)
    except (ValueError, TypeError, OverflowError):
        return None


def _by_iso(value: object) -> float | None:
    try:
        return _seconds(datetime.fromisoformat(value)) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None


def _seconds(at: datetime) -> float | None:
    seconds = (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    return seconds if seconds > 0 else None
