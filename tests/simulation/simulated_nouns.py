"""What a simulated brand is made of: its practices, its posts, its truth."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeAlias

DAY = 86_400
HOUR = 3_600
WEEKS = 26
WINDOW_DAYS = 90

Record: TypeAlias = dict[str, object]


class Practice(StrEnum):
    """Something a team does or leaves; the stage of a brand follows from these alone."""

    SPEAK = "speak"
    ANSWER = "answer"
    RAPID = "rapid"
    WEEKEND = "weekend"
    SEARCH = "search"
    JOIN = "join"
    USEFUL = "useful"
    PLACES = "places"
    MOST = "most"
    EMPATHY = "empathy"
    SOLVE = "solve"
    PERSONAL = "personal"
    QUICK = "quick"
    SIGN = "sign"
    PRAISE = "praise"
    LIVING = "living"
    STAY = "stay"
    FOSTER = "foster"
    RECRUIT = "recruit"
    ADVOCATES = "advocates"
    KEEP = "keep"
    LOOP = "loop"
    SHIP = "ship"
    DEPARTMENTS = "departments"
    POLICY = "policy"
    HANDOVER = "handover"
    TEAMS = "teams"
    OUTREACH = "outreach"
    TERMS = "terms"
    TAGS = "tags"
    REPORTS = "reports"


P = Practice
ONSET: dict[Practice, int] = {
    **dict.fromkeys((P.SPEAK,), 2),
    **dict.fromkeys((P.ANSWER, P.RAPID, P.WEEKEND), 3),
    **dict.fromkeys((P.SEARCH, P.JOIN, P.USEFUL, P.PLACES), 4),
    **dict.fromkeys((P.MOST, P.EMPATHY, P.SOLVE, P.PERSONAL, P.QUICK), 5),
    **dict.fromkeys((P.SIGN, P.PRAISE, P.LIVING, P.STAY), 6),
    **dict.fromkeys((P.FOSTER, P.RECRUIT, P.ADVOCATES, P.KEEP), 7),
    **dict.fromkeys((P.LOOP, P.SHIP, P.DEPARTMENTS, P.POLICY), 8),
    **dict.fromkeys((P.HANDOVER, P.TEAMS, P.OUTREACH, P.TERMS), 9),
    **dict.fromkeys((P.TAGS, P.REPORTS), 10),
}

Intensities: TypeAlias = dict[Practice, float]


class Family(StrEnum):
    """How a brand leaves the ideal path, if it does."""

    IDEAL = "ideal"
    BROADCASTER = "broadcaster"
    SUPPORT_ONLY = "support_only"
    FOUNDER = "founder"
    CRISIS = "crisis"
    SPAMMED = "spammed"
    FORUM_PEERS = "forum_peers"
    NON_ENGLISH = "non_english"
    AUTO_ACK = "auto_ack"
    ASTROTURF = "astroturf"
    MISSING_NETWORK = "missing_network"


@dataclass(frozen=True, slots=True)
class Order:
    """Say which brand is wanted; equal orders give equal bytes."""

    seed: int
    stage: int
    family: Family
    posts: int
    drift: float = 0.0


@dataclass(slots=True)
class Draft:
    """Hold one post while its thread is still going on; times are whole seconds UTC."""

    record: Record
    t: int
    intent: str
    about: bool = False


@dataclass(frozen=True, slots=True)
class Brand:
    """Hold a finished brand: what is public about it, how to listen, and what is true.

    `intents` says of every post id why it was written; `volume` counts the posts about or by the
    brand in the last 90 days. Both are for checking the generator, not for the program.
    """

    name: str
    stage: int
    family: Family
    records: tuple[Record, ...]
    config: str
    intents: dict[str, str]
    volume: int

    def jsonl(self) -> str:
        """Return the records of DESIGN 7.2, one JSON object a line."""
        return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in self.records)


def iso(t: int) -> str:
    """Write a time as the records want it.

    >>> iso(0)
    '1970-01-01T00:00:00Z'
    """
    return datetime.fromtimestamp(t, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def finished(drafts: list[Draft]) -> tuple[Record, ...]:
    """Put the posts in the order of time and write their times as text."""
    ordered = sorted(drafts, key=lambda d: (d.t, str(d.record["id"])))
    return tuple(
        {
            "network": d.record["network"],
            "id": d.record["id"],
            "created_at": iso(d.t),
            **{
                k: v
                for k, v in d.record.items()
                if k not in {"network", "id"} and v not in ("", None)
            },
        }
        for d in ordered
    )
