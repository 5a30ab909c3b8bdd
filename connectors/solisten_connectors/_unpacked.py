"""Gzip bodies, undone within limits."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

from solisten.errors import Unreadable

if TYPE_CHECKING:
    from solisten.connector import Response

LARGEST = 32_000_000  # bytes of a body that is read at all
FACTOR = 100  # no honest text shrinks further
SMALL = 1_000_000  # bytes that any body may grow to, whatever its factor

_GZIP = b"\x1f\x8b\x08"


def unpacked(response: Response) -> Response:
    """Return the response with a body that is not compressed.

    Servers send files that are gzip themselves, without a header that says so. `Unreadable` for a
    body beyond 32 MB, one that grows more than a hundred times, and one that is cut off at once.

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
    most = min(LARGEST, max(SMALL, FACTOR * len(body)))
    parts: list[bytes] = []
    size, rest = 0, body
    while rest.startswith(_GZIP):
        inflater = zlib.decompressobj(wbits=31)
        try:
            part = inflater.decompress(rest, most + 1 - size)
        except zlib.error:
            break
        size += len(part)
        if size > most:
            raise Unreadable(
                f"gzip that grows beyond {most:,} bytes, {FACTOR} times its size: refused"
            )
        parts.append(part)
        rest = inflater.unused_data
    if not size:
        raise Unreadable("broken gzip")
    return b"".join(parts)
