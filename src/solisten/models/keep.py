"""A pack as bytes that can be kept with an estimate and read back years later."""

from __future__ import annotations

import msgspec

from solisten.models.pack import Pack


def pack_to_json(pack: Pack) -> bytes:
    """Return the pack, with what it borrowed and what the config changed, as canonical JSON."""
    return msgspec.json.encode(pack, order="deterministic")


def pack_from_json(kept: bytes) -> Pack:
    """Return the pack that `pack_to_json` wrote; msgspec.ValidationError when it is another."""
    return msgspec.json.decode(kept, type=Pack)
