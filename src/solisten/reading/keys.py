"""Short keys of texts and posts, the same on every machine."""

from __future__ import annotations

from hashlib import blake2b

KEY_BYTES = 8


def text_key(text: str) -> int:
    """Return a signed 64-bit key of a text; 0 for an empty one.

    >>> text_key("")
    0
    """
    if not text:
        return 0
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()
    return int.from_bytes(digest, "big", signed=True)


def sample_key(network: str, post_id: str) -> int:
    """Return the key by which posts are sampled: the first 8 bytes of BLAKE2b(network NUL id).

    Signed so that a database keeps it; the order of samples is that of the unsigned number.
    """
    raw = f"{network}\0{post_id}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(raw, digest_size=KEY_BYTES).digest(), "big")
