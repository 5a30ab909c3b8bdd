"""Bytes of a file of any size: unpacked, bounded, cut into lines of UTF-8."""

from __future__ import annotations

import codecs
import zlib
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO

from solisten.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BLOCK = 1 << 16
HEAD = 1 << 16
MOST_RATIO = 100  # DESIGN 7.2: imports stop at 100x decompression
FREE_BYTES = 1 << 16  # what a packed file may always unfold to: too little to be a bomb
LONGEST_LINE = 8 << 20
GZIP = b"\x1f\x8b"


@dataclass(slots=True)
class Tap:
    """Hold an open file while it is read: how far, and what was broken at its end."""

    file: BinaryIO
    name: str
    total: int
    max_bytes: int | None = None
    progress: Callable[[int, int], None] | None = None
    taken: int = 0
    given: int = 0
    lines: int = 0
    damage: str = ""


def flowing(tap: Tap) -> tuple[bytes, Iterator[bytes]]:
    """Return the first 64 KiB of a file's content, and all of its content in pieces.

    Gzip is undone. Damage in the packed data ends the content and is told in `tap.damage`;
    `FileError` ends it at `max_bytes` or when it unfolds to more than a hundred times its size.
    """
    blocks = _blocks(tap)
    first = next(blocks, b"")
    whole = chain((first,), blocks)
    content = _bounded(tap, _unzipped(tap, whole) if first.startswith(GZIP) else whole)
    head, pieces = b"", []
    try:
        for piece in content:
            pieces.append(piece)
            head += piece[:HEAD]
            if len(head) >= HEAD:
                break
    except FileError as error:
        return head, chain(pieces, _ended(error))
    return head, chain(pieces, content)


def lines(pieces: Iterator[bytes], tap: Tap, newline: bytes = b"\n") -> Iterator[bytes | None]:
    """Yield the lines without their end; None for one of more than 8 MiB, which is left out.

    After damage the unfinished last line is left out: nobody knows what it would have said.
    """
    rest, dropping = b"", False
    for piece in pieces:
        parts = (rest + piece).split(newline) if rest else piece.split(newline)
        rest = parts.pop()
        if dropping and parts:
            del parts[0]
            dropping = False
        tap.lines += len(parts)
        yield from parts
        if dropping:
            rest = b""
        elif len(rest) > LONGEST_LINE:
            tap.lines += 1
            yield None
            rest, dropping = b"", True
    if rest and not tap.damage:
        tap.lines += 1
        yield rest


def recoded(pieces: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """Yield the same text in UTF-8, without a byte order mark; NUL becomes U+FFFD."""
    if encoding == "utf-8":
        return _marked(pieces)
    return _decoded(pieces, encoding)


def encoding_of(head: bytes) -> str:
    """Return the encoding that the beginning of a text shows: a mark, or what it can be.

    Bytes that are no UTF-8 anywhere are taken for Windows' western one, as spreadsheets write it.

    >>> encoding_of(b"caf" + bytes([0xE9])), encoding_of("café".encode()), encoding_of(b"")
    ('cp1252', 'utf-8', 'utf-8')
    """
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = head[: HEAD // 2]
    if sample and sample.count(0) * 3 > len(sample):
        return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
    try:
        # A head of full length may end in the middle of a character.
        codecs.getincrementaldecoder("utf-8")().decode(head, final=len(head) < HEAD)
    except UnicodeDecodeError:
        return "utf-8" if not head.decode("utf-8", "ignore").isascii() else "cp1252"
    return "utf-8"


def _ended(error: FileError) -> Iterator[bytes]:
    yield b""
    raise error


def _blocks(tap: Tap) -> Iterator[bytes]:
    while block := tap.file.read(BLOCK):
        tap.taken += len(block)
        if tap.progress:
            tap.progress(tap.taken, tap.total)
        yield block


def _bounded(tap: Tap, pieces: Iterator[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        room = len(piece) if tap.max_bytes is None else tap.max_bytes - tap.given
        yield piece[:room]
        metered(tap, len(piece))


def metered(tap: Tap, size: int) -> None:
    """Count content that was given out; `FileError` beyond the bytes or the ratio allowed."""
    tap.given += size
    if tap.max_bytes is not None and tap.given > tap.max_bytes:
        raise FileError(
            f"{tap.name}: stopped after {tap.max_bytes:,} bytes; "
            "what came before is kept. Raise [import] max_bytes to read on"
        )
    if tap.given > max(FREE_BYTES, MOST_RATIO * tap.taken):
        raise FileError(
            f"{tap.name}: stopped, it unfolds to more than {MOST_RATIO} times its size; "
            "what came before is kept. If you trust it, unpack it yourself"
        )


def _unzipped(tap: Tap, blocks: Iterator[bytes]) -> Iterator[bytes]:
    inflater, started = zlib.decompressobj(wbits=31), False
    for block in blocks:
        left = block
        while left:
            if not started and not left.strip(b"\0"):
                break  # padding after the last member
            before, started = inflater.copy(), True
            try:
                out = inflater.decompress(left, 4 * BLOCK)
            except zlib.error as error:
                yield from _salvaged(before, left)
                tap.damage = f"the gzip data are damaged ({error}); what came before is kept"
                return
            if out:
                yield out
            left = inflater.unconsumed_tail
            if inflater.eof:
                left = inflater.unused_data
                inflater, started = zlib.decompressobj(wbits=31), False
    if started:
        tap.damage = "the gzip data end in the middle; what came before is kept"


def _salvaged(inflater: zlib._Decompress, block: bytes) -> Iterator[bytes]:
    # The call that met the damage gave nothing; byte by byte it gives all before it.
    try:
        for at in range(len(block)):
            if out := inflater.decompress(block[at : at + 1]):
                yield out
    except zlib.error:
        return


def _marked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    first = next(pieces, b"").removeprefix(codecs.BOM_UTF8)
    for piece in chain((first,), pieces):
        yield piece.replace(b"\0", b"\xef\xbf\xbd") if b"\0" in piece else piece


def _decoded(pieces: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for piece in pieces:
        text = decoder.decode(piece).replace("\0", "\ufffd")
        yield text.encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")
