"""Gzip bodies, undone within limits."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from solisten.errors import Unreadable

if TYPE_CHECKING:
    from solisten.connector import Response

LARGEST = 32_000_000  # bytes of a body that is read at all
FACTOR = 100  # no honest text shrinks further
SMALL = 1_000_000  # bytes that any body may grow to, whatever its factor

STEP = 65536

_GZIP = b"\x1f\x8b\x08"


def unpacked(response: Response) -> Response:
    """Return the response with a body that is not compressed.

    Servers send files that are gzip themselves, without a header that says so. `Unreadable` for a
    body beyond 32 MB, one that grows more than a hundred times, and one without content.

    >>> import gzip
    >>> from solisten.connector import Response
    >>> unpacked(Response("https://acme.example/a.gz", body=gzip.compress(b"<rss/>"))).body
    b'<rss/>'
    """
    body = response.body
    if body.startswith(_GZIP):
        body = _gunzipped(body)
    if len(body) > LARGEST:
        raise Unreadable(f"{len(body):,} bytes, more than the {LARGEST:,} that are read")
    return response if body is response.body else replace(response, body=body)


def _gunzipped(body: bytes) -> bytes:
    """Return what the members of a gzip file hold; of one that is cut off, what there is."""
    most = min(LARGEST, max(SMALL, FACTOR * len(body)))
    parts: list[bytes] = []
    size = 0
    with gzip.GzipFile(fileobj=BytesIO(body)) as members:
        while size <= most:
            try:
                part = members.read1(STEP)
            except (OSError, EOFError, zlib.error):
                break
            if not part:
                break
            parts.append(part)
            size += len(part)
    if size > most:
        raise Unreadable(f"gzip that grows beyond {most:,} bytes, {FACTOR} times its size: refused")
    if not size:
        raise Unreadable("broken or empty gzip")
    return b"".join(parts)
