"""Threads that are asked for again while answers may still come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from solisten.connector import Checkpoint, Cursor, Request, RequestFailed, Response
from solisten.nouns import Gone, Post

if TYPE_CHECKING:
    from solisten_connectors._listing import Steps

T = TypeVar("T")

HOUR = 3600.0
# Ages at which a thread is asked for: most answers come within hours; 26 and 50 hours see what
# was answered within a day and within two.
AGES = (0.0, 1.0, 4.0, 12.0, 26.0, 50.0, 98.0)
MOST_NEW = 10_000  # threads that are remembered until they are asked for, the youngest of them
MOST = 1500  # threads that are remembered between two times, again the youngest
FEW = 20  # answers that are remembered of a thread, so that a deletion is seen
MOST_BELOW = 2000  # answers that are remembered in all
OFTEN = 100  # threads up to which each is saved by itself
A_RUN = 60  # threads that are asked for in one run
ABSENT = frozenset({404, 410})


@dataclass(slots=True)
class Threads:
    """Hold the open threads: key -> [time of what is new in it, checks done, its post's id].

    `below` holds the answers that a short thread had when it was last asked for: key -> id.
    """

    network: str
    open: dict[str, list[float | int | str]] = field(default_factory=dict)
    below: dict[str, Mapping[str, str]] = field(default_factory=dict)
    now: float = 0.0


Found: TypeAlias = Callable[[str, str, Response], Iterable[Post | Gone]]


def threads_of(network: str, cursor: Cursor) -> Threads:
    """Return the threads that an earlier run left open."""
    saved = cursor.get("threads")
    threads = Threads(network)
    for key, value in saved.items() if isinstance(saved, Mapping) else ():
        threads.open[key] = list(value[:3])
        if len(value) > 3:
            threads.below[key] = dict(value[3])
    return threads


def passed(threads: Threads, response: Response, *times: float) -> None:
    """Note what time it is: when the answer came, or that of the youngest post seen."""
    if response.fetched_at is not None:
        threads.now = max(threads.now, response.fetched_at)
    elif times:
        threads.now = max(threads.now, *times)


def timed(threads: Threads, steps: Steps[T]) -> Steps[T]:
    """Go through the steps of a listing: from each answer, one without news too, it takes the time.

    Without it no thread would be due in a run that finds nothing new.
    """
    try:
        event = next(steps)
        while True:
            try:
                response = yield event
            except RequestFailed as failure:
                event = steps.throw(failure)
            else:
                if response is not None:
                    passed(threads, response)
                event = steps.send(response)
    except StopIteration as end:
        found: T = end.value
        return found
    finally:
        steps.close()


def follow(threads: Threads, key: str, born: float, post: str, *, at_once: bool) -> None:
    """Remember a thread; `at_once` when there is something in it that is not known yet.

    A thread that is followed already is asked for again when that something is younger.
    """
    if not key:
        return
    known = threads.open.get(key)
    if known is None:
        old = threads.now - born > AGES[-1] * HOUR
        if at_once or not old:
            threads.open[key] = [born, 0 if at_once else 1, post]
    elif at_once and born > float(known[0]):
        known[0], known[1] = born, 0


def answered(threads: Threads, key: str, answers: Mapping[str, str]) -> None:
    """Note which answers a thread has, each by the key that it is asked for by.

    One that was there before and is no more is asked for by itself: only the network knows whether
    it was deleted. Long threads are not compared, for networks cut them short.
    """
    before = threads.below.pop(key, {})
    for name in before.keys() - answers.keys():
        follow(threads, name, threads.now, before[name], at_once=True)
    if len(answers) <= FEW:
        threads.below[key] = dict(answers)


def followed(
    threads: Threads,
    ask: Callable[[str], Request],
    found: Found,
    *,
    absent: frozenset[int] = ABSENT,
    closed: bool = False,
) -> Steps[None]:
    """Ask for the threads that are due.

    `absent` statuses say that the first post was deleted. `closed`: a refusal concerns that thread
    alone, as where each is asked of another server.
    """
    yield Checkpoint({"threads": _kept(threads)})
    asked: set[str] = set()
    # Threads that an answer names are due at once, in the same run.
    while len(asked) < A_RUN and (due := [key for key in _due(threads) if key not in asked]):
        key = due[0]
        asked.add(key)
        born, _, post = threads.open[key]
        try:
            response = yield ask(key)
        except RequestFailed as failure:
            if failure.status not in absent and not (closed and failure.kind == "denied"):
                raise
            del threads.open[key]
            if post and failure.status in absent:
                yield Gone(network=threads.network, id=str(post))
        else:
            if response is not None and not response.unchanged:
                passed(threads, response)
                yield from found(key, str(post), response)
            age = max(threads.now - float(born), 0.0) / HOUR
            if key in threads.open:
                threads.open[key][1] = max(sum(age >= limit for limit in AGES), 1)
        if len(threads.open) <= OFTEN or len(asked) % 10 == 0:
            yield Checkpoint({"threads": _kept(threads)})
    yield Checkpoint({"threads": _kept(threads)})


def _due(threads: Threads) -> list[str]:
    """Return the keys of the threads to ask for now, those never asked for first."""
    found = []
    for key, (born, done, _) in threads.open.items():
        step, age = int(done), (threads.now - float(born)) / HOUR
        if step < len(AGES) and (step == 0 or age >= AGES[step]):
            found.append((step, float(born), key))
    return [key for _, _, key in sorted(found, key=lambda one: (one[0], -one[1], one[2]))]


def _kept(threads: Threads) -> dict[str, Any]:
    """Forget the threads that rest, and return what is saved of the others."""
    alive = [(key, value) for key, value in threads.open.items() if int(value[1]) < len(AGES)]
    alive.sort(key=lambda one: (-float(one[1][0]), one[0]))
    new = [one for one in alive if int(one[1][1]) == 0]
    first = new[:MOST_NEW] + [one for one in alive if int(one[1][1]) > 0][:MOST]
    threads.open = dict(first)
    kept: dict[str, Any] = {}
    room = MOST_BELOW
    for key, value in first:
        below = threads.below.get(key, {})
        room -= len(below)
        kept[key] = [*value, dict(below)] if below and room >= 0 else list(value)
    return kept
