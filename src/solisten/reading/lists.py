"""The word lists as one digest, by which a change of them is known."""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files

READING_VERSION = "4"
"""Raised when the same words would be read into other facts."""


def word_lists_digest() -> bytes:
    """Return a digest of every list that reading uses, and of the version of the reading."""
    found = sha256(READING_VERSION.encode())
    folder = files("solisten.reading") / "words"
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith((".toml", ".txt")):
            found.update(file.name.encode() + b"\0" + file.read_bytes())
    return found.digest()
