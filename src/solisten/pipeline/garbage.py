"""How often the interpreter looks for garbage while a command runs."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

OBJECTS_ALIVE = 200_000
"""New objects after which it looks: more than the import of modules makes."""


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Look for cycles of garbage seldom: modules and rows make none, and looking took a tenth."""
    before = gc.get_threshold()
    gc.set_threshold(max(OBJECTS_ALIVE, before[0]), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
