"""Name what moves through the ticket generator: people, tickets, the office that handles them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import heappush
from typing import TYPE_CHECKING

from simulated_networks import Place, identifier, linked
from simulated_nouns import Draft, Record

if TYPE_CHECKING:
    from collections.abc import Callable

    from tickets_world import Company

_URL = re.compile(r"https?://\S+")


class State(StrEnum):
    """Where a ticket stands."""

    NEW = "new"
    PRAISE = "praise"
    TOPIC = "topic"
    BACK = "back"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Person:
    """Hold somebody of the public."""

    author: str
    name: str
    place: Place
    lang: str
    sloppy: float
    fan: bool


@dataclass(slots=True)
class Ticket:
    """Hold a thread as the desk sees it: who, what, where it stands, what was said last."""

    person: Person
    intent: str
    tagged: bool
    opener: Draft
    slots: dict[str, str]
    state: State
    last: Draft
    since: float
    helped: bool = False
    turns: int = 0

    @property
    def place(self) -> Place:
        """Return where it happens."""
        return self.person.place


@dataclass(slots=True)
class Office:
    """Hold a company at work: what was written, what is waiting, what is going to happen."""

    company: Company
    start: int
    end: int
    drafts: list[Draft] = field(default_factory=list)
    queue: list[tuple[int, float, int, Ticket]] = field(default_factory=list)
    ahead: list[tuple[float, int, Callable[[float], object]]] = field(default_factory=list)
    people: dict[str, list[Person]] = field(default_factory=dict)
    serial: int = 0

    def later(self, t: float, act: Callable[[float], object]) -> None:
        """Let something happen at a time."""
        self.serial += 1
        heappush(self.ahead, (t, self.serial, act))

    def wait(self, ticket: Ticket, t: float, urgency: int) -> None:
        """Put a ticket into the queue; the lowest urgency number is served first."""
        self.serial += 1
        ticket.since = t
        heappush(self.queue, (urgency, t, self.serial, ticket))


def post(
    office: Office,
    place: Place,
    author: str,
    t: float,
    text: str,
    intent: str,
    *,
    name: str = "",
    parent: Draft | None = None,
    root: Draft | None = None,
    about: bool = False,
    more: Record | None = None,
) -> Draft | None:
    """Write one post, unless the record has ended."""
    if t >= office.end:
        return None
    office.serial += 1
    rng = office.company.rng
    opened = str(root.record["id"]) if root else ""
    record: Record = {
        "network": place.network.name,
        "id": identifier(rng, place, author, office.serial, opened),
        "channel": place.channel,
        "kind": place.network.reply if parent else place.network.opener,
        "author": author,
        "author_name": name,
        "text": text,
        **(more or {}),
    }
    if found := _URL.findall(text):
        record["links"] = found
    linked(place, record, parent.record if parent else None, root.record if root else None)
    draft = Draft(record, int(t), intent, about)
    if place.collected:
        office.drafts.append(draft)
    return draft
