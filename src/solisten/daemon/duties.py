"""What comes again whether or not anything was collected, and when it comes next."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from solisten.daemon.pace import DAY
from solisten.pipeline.daily import estimate_brand, look_after
from solisten.pipeline.links import look_at_links
from solisten.pipeline.pages import look_again
from solisten.store import duties

if TYPE_CHECKING:
    from collections.abc import Callable

    from solisten.config import Config
    from solisten.pipeline.session import Session

SPREAD = 3600
"""Seconds after midnight UTC over which daily work is spread: by its name, always the same."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Hold one piece of work, done once a day; its name is its row in the database.

    Work that returns False found nothing to do yet, and is tried again sooner.
    """

    name: str
    work: Callable[[Session, float], object]


def duties_of(config: Config) -> list[Duty]:
    """Return the duties of a configuration."""
    return [
        *(Duty(f"estimate/{brand.name}", _estimating(brand.name)) for brand in config.brands),
        Duty("look after the store", look_after),
        Duty("look at pages again", lambda opened, now: look_again(opened, clock=lambda: now)),
        Duty("look at declared links", _looking_at_links),
    ]


def _looking_at_links(opened: Session, now: float) -> int:
    return look_at_links(opened, opened.config.brands, clock=lambda: now)


def _estimating(brand: str) -> Callable[[Session, float], object]:
    return lambda opened, now: bool(estimate_brand(opened, brand, now))


def next_time(duty: Duty, now: float) -> int:
    """Return when a duty that is done now comes again: on a day that follows, after midnight.

    >>> tomorrow = next_time(Duty("x", lambda opened, now: None), 1_767_225_600.0)
    >>> 0 <= tomorrow - 1_767_225_600 - DAY < SPREAD
    True
    """
    digest = blake2b(duty.name.encode(), digest_size=8).digest()
    return (int(now) // DAY + 1) * DAY + int.from_bytes(digest, "big") % SPREAD


def is_due(opened: Session, duty: Duty, now: float) -> bool:
    """Say whether a duty is due and free."""
    with opened.database.reading() as connection:
        return duties.due(connection, duty.name, int(now))


def do(opened: Session, duty: Duty, *, owner: str, now: float, hold: float, retry: float) -> bool:
    """Do a duty when it is due and nobody else is at it; say whether it was done.

    What it raises is noted and raised again; it is tried again after `retry` seconds.
    """
    at = int(now)
    with opened.database.writing() as connection:
        if not duties.take(connection, duty.name, owner=owner, now=at, until=int(now + hold)):
            return False
    try:
        done = duty.work(opened, now) is not False
    except Exception as error:
        _end(opened, duty, owner, at, at + int(retry), f"{type(error).__name__}: {error}"[:300])
        raise
    _end(opened, duty, owner, at, next_time(duty, now) if done else at + int(retry), "")
    return done


def _end(opened: Session, duty: Duty, owner: str, now: int, due: int, failure: str) -> None:
    with opened.database.writing() as connection:
        duties.finish(connection, duty.name, owner=owner, now=now, due_next=due, failure=failure)
