"""A body as it arrives, decompressed within limits: a small answer cannot become a huge one."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, TypeAlias

from solisten.connector import RequestFailed
from solisten.web.room import SMALL

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from solisten.connector import FailureKind
    from solisten.web.sending import Limits

Large: TypeAlias = "Callable[[], Awaitable[None]]"

CODINGS = "gzip, deflate"
MOST_CODINGS = 2  # one inside the other; nobody needs more
FREE_BYTES = 1_000_000  # so much may unfold from however little
_GZIP, _ZLIB, _RAW = 31, 15, -15


async def _at_once() -> None:
    """Wait for no room."""


class _Unfolding:
    """Decompress one coding, never more at once than is asked for."""

    __slots__ = ("_bits", "_machine", "_started")

    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._machine = zlib.decompressobj(bits)
        self._started = False

    def __call__(self, data: bytes, most: int) -> bytes:
        """Return what `data` unfolds to; one byte more than `most` says that there is more."""
        found = self._piece(data, most + 1)
        while len(found) <= most and (rest := self._rest()):
            found += self._piece(rest, most + 1 - len(found))
        return found

    def _piece(self, data: bytes, most: int) -> bytes:
        try:
            found = self._machine.decompress(data, most)
        except zlib.error:
            if self._started or self._bits != _ZLIB:
                raise
            self._bits, self._machine = _RAW, zlib.decompressobj(_RAW)  # many mean this by deflate
            found = self._machine.decompress(data, most)
        self._started = self._started or bool(data)
        return found

    def _rest(self) -> bytes:
        """Return what was not taken yet; another gzip member may follow the first."""
        if not self._machine.eof:
            return self._machine.unconsumed_tail
        rest = self._machine.unused_data.lstrip(b"\0")
        if rest and self._bits == _GZIP:
            self._machine = zlib.decompressobj(self._bits)
            return rest
        return b""


async def body_of(
    parts: AsyncIterator[bytes], coding: str, limits: Limits, large: Large = _at_once
) -> bytes:
    """Return the whole body; RequestFailed `too_large` or `unreadable` when it cannot be had.

    A body that turns out to be large is read on when there is room for it.
    """
    chain = [_Unfolding(bits) for bits in _codings(coding)]
    body, taken = bytearray(), 0
    async for part in parts:
        taken += len(part)
        most = limits.bytes
        if chain:
            most = min(most, max(FREE_BYTES, limits.ratio * taken))
        data = part
        for unfold in chain:
            try:
                data = unfold(data, most)
            except zlib.error as error:
                raise _failure("unreadable", f"its {coding} is damaged ({error})") from None
        body += data
        if len(body) > SMALL:
            await large()
        if len(body) > limits.bytes:
            raise _failure("too_large", f"it has more than {limits.bytes} bytes")
        if len(body) > most:
            raise _failure("too_large", f"it unfolds to more than {limits.ratio} times its size")
    return bytes(body)


def _codings(coding: str) -> list[int]:
    """Return how to undo the codings, the last one first."""
    names = [name.strip().casefold() for name in coding.split(",")]
    names = [name for name in names if name not in {"", "identity"}]
    known = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": _ZLIB}
    if len(names) > MOST_CODINGS or any(name not in known for name in names):
        raise _failure("unreadable", f"it is coded as {coding[:60]}, which was not asked for")
    return [known[name] for name in reversed(names)]


def _failure(kind: FailureKind, why: str) -> RequestFailed:
    failure = RequestFailed(kind)
    failure.add_note(f"the answer cannot be read: {why}")
    return failure
