"""Whether the file of a SQLite database is still the one that is open.

SQLite goes on writing to a file that was moved, deleted or replaced; what it writes there nobody
reads any more. And a new connection makes an empty file in its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from solisten.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(slots=True)
class Watch:
    """Know the file at a path by its number, from the first look on; `place` is its URL."""

    path: Path
    place: str
    known: tuple[int, int] | None = None

    def look(self) -> None:
        """Raise StoreError when another file is there now, or none."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            if self.known is None:
                return
            raise StoreError(
                f"{self.place} is not there any more: it was moved or deleted while it was in use, "
                "and nothing is written meanwhile; put it back, or stop what uses it to begin anew"
            ) from None
        number = (found.st_dev, found.st_ino)
        if self.known is None:
            self.known = number
        elif self.known != number:
            raise StoreError(
                f"{self.place} is another file than the one that was opened: it was replaced while "
                "it was in use, and nothing is written meanwhile; restart what uses it"
            )
