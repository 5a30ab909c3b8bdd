"""Records as every database can hold them: keys of bounded length, whole characters."""

from __future__ import annotations

import re
from hashlib import blake2b
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from solisten.nouns import Gone, Post

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T", bound=Post | Gone)

LONGEST = 1_000
"""Bytes of a key: an entry of PostgreSQL's indexes holds 2,704, and some hold two such texts."""
SURE = LONGEST // 4
SHOWN = 200
KEYS = ("network", "id", "channel", "author", "reply_to", "thread", "reply_author")
_BROKEN = re.compile("[\x00\ud800-\udfff]")
_TEXTS = ("url", "text", "title", "author_name", "reply_text", "repost_of", "quote_of")
_post_texts = attrgetter(*KEYS, *_TEXTS)


def fit(record: T) -> T:
    """Return a record whose keys an index takes, without NUL and half characters (DESIGN 6).

    A key that is too long keeps its beginning and a digest, the same wherever it occurs.

    >>> long = fit(Gone(network="forum", id="x" * 2_000)).id
    >>> len(long), long[:3], long == fit(Gone(network="forum", id="x" * 2_000)).id
    (233, 'xxx', True)
    >>> ascii(fit(Gone(network="forum", id=chr(0))).id) == ascii(chr(0xFFFD))
    True
    """
    texts = _post_texts(record) if isinstance(record, Post) else (record.network, record.id)
    said = "".join(filter(None, texts))
    broken = "\0" in said if said.isascii() else _BROKEN.search(said)
    if not broken and max(map(len, texts[: len(KEYS)])) <= SURE:
        return record
    changes: dict[str, object] = dict(_mended(record)) if broken else {}
    for name in KEYS:
        value = changes.get(name) or getattr(record, name, None)
        if isinstance(value, str) and len(value) > SURE and (short := _short(value)) != value:
            changes[name] = short
    return replace(record, **changes) if changes else record


def _short(key: str) -> str:
    encoded = key.encode("utf-8", "surrogatepass")
    if len(encoded) <= LONGEST:
        return key
    return f"{key[:SHOWN]}~{blake2b(encoded, digest_size=16).hexdigest()}"


def _mended(record: Post | Gone) -> Mapping[str, object]:
    return {
        name: _BROKEN.sub("\ufffd", value)
        for name in (*KEYS, *_TEXTS)
        if isinstance(value := getattr(record, name, None), str)
    }
