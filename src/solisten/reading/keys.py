"""Short keys of texts and posts, the same on every machine."""

from __future__ import annotations

from hashlib import blake2b

KEY_BYTES = 8
LONG_WORDS = 12
"""Nobody writes a text of so many words twice by chance."""


def text_key(text: str) -> int:
    """Return a signed 64-bit key of a text; 0 for an empty one.

    >>> text_key("")
    0
    """
    if not text:
        return 0
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()
    return int.from_bytes(digest, "big", signed=True)


def form_key(form: str) -> int:
    """Return the key of a text's normal form; odd for a long one, even for a short one.

    Single blanks part the words of a normal form.

    >>> form_key("thanks!") % 2, form_key("we are sorry " * 4) % 2, form_key("")
    (0, 1, 0)
    """
    key = text_key(form)
    return key and (key & ~1) | (form.count(" ") >= LONG_WORDS - 1)


def is_long(key: int) -> bool:
    """Say whether a normal form has at least LONG_WORDS words."""
    return bool(key & 1)


def sample_key(network: str, post_id: str) -> int:
    """Return the key by which posts are sampled: the first 8 bytes of BLAKE2b(network NUL id).

    Signed so that a database keeps it; the order of samples is that of the unsigned number.
    """
    raw = f"{network}\0{post_id}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(raw, digest_size=KEY_BYTES).digest(), "big")
