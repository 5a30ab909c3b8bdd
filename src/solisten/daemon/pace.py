"""How often the daemon looks at what: everything else is decided by what is due."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """Hold intervals in seconds, and how much is done at once.

    Due sources are looked for when the next one is due, every `shortest` at the most and after
    `longest` at the latest (another process may have left one). At most `rounds` of `at_once`
    sources each are read side by side: after a downtime everything is due, and waits its turn.
    `alerts` apart they are looked for, at the most a tenth of the time. A duty is held for `hold`.
    """

    shortest: float = 1.0
    longest: float = 30.0
    rounds: int = 4
    at_once: int = 16
    alerts: float = 5.0
    alerts_longest: float = 60.0
    duties: float = 10.0
    beat: float = 5.0
    hold: float = 3600.0
    retry: float = 900.0
    patience: float = 20.0


PACE = Pace()
DAY = 86_400
