"""What the servers' clocks say of ours: the `Date` of every answer beside our own time."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST = 1_000  # hosts whose clocks are remembered


@dataclass(slots=True)
class Clocks:
    """Remember by how many seconds our clock is ahead of each host's."""

    ahead: dict[str, float] = field(default_factory=dict)

    def heard(self, name: str, headers: Mapping[str, str], now: float) -> None:
        """Note what an answer says of the time; a cache says how long it kept it.

        >>> clocks = Clocks()
        >>> clocks.heard("a", {"date": "Thu, 01 Jan 1970 00:01:00 GMT", "age": "30"}, 390.0)
        >>> clocks.verdict()
        (300.0, 1)
        """
        if name not in self.ahead and len(self.ahead) >= MOST:
            return
        age = headers.get("age", "0")
        kept = int(age) if age.isascii() and age.isdigit() and len(age) < 8 else 0
        try:
            at = parsedate_to_datetime(headers["date"]).timestamp()
        except (KeyError, ValueError, OverflowError, OSError):
            return
        self.ahead[name] = now - at - kept

    def verdict(self) -> tuple[float, int] | None:
        """Return the median of seconds ahead, of how many hosts; None when none has said."""
        return (median(self.ahead.values()), len(self.ahead)) if self.ahead else None
