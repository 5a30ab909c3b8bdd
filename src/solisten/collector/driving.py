"""The driver of a connector's `listen`: one for live runs, replays and tests (DESIGN 5)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from solisten.connector import Checkpoint, Request, RequestFailed, Response
from solisten.nouns import Gone, Post

if TYPE_CHECKING:
    from solisten.connector import Cursor, Listen, Listening, Source

Records: TypeAlias = list[Post | Gone]
Ask: TypeAlias = Callable[[Request], Awaitable[Response | None]]
"""Answers a request; None when a stream has ended."""
Keep: TypeAlias = Callable[[Records, Mapping[str, Any] | None], Awaitable[None]]
"""Saves records with what a checkpoint says, or with None: then the cursor stays."""

MANY = 1_000  # records are saved when there are so many, though no checkpoint has come
SMALL = 4_096  # bytes of an answer that is read at once; a larger one holds up nobody else

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Many:
    """Say that many records wait."""


@dataclass(slots=True)
class Ending:
    """Say how a run ended: `complete` when the connector came to its end by itself.

    `records` came after the last checkpoint and are not saved yet.
    """

    records: Records = field(default_factory=list)
    complete: bool = False
    failure: Exception | None = None


async def drive(
    listen: Listen, source: Source, cursor: Cursor, ask: Ask, keep: Keep, most: int
) -> Ending:
    """Run a connector once, with at most `most` requests; a failure is part of the ending."""
    ending, asked = Ending(), 0
    steps = listen(source, cursor)
    answer: Response | RequestFailed | None = None
    try:
        while (event := await _next(steps, answer, ending.records)) is not None:
            answer = None
            if not isinstance(event, Request):
                await _kept(ending, keep, event.cursor if isinstance(event, Checkpoint) else None)
                continue
            asked += not event.stream
            if asked > most:
                return ending
            try:
                answer = await ask(event)
            except RequestFailed as failure:
                answer = failure
            if answer is None:
                break
        ending.complete = True
    except Exception as failure:  # noqa: BLE001  (whatever a connector does, others go on)
        ending.failure = failure
    finally:
        steps.close()
    return ending


async def _kept(ending: Ending, keep: Keep, cursor: Mapping[str, Any] | None) -> None:
    records, ending.records = ending.records, []
    await keep(records, cursor)


async def _next(
    steps: Listening, answer: Response | RequestFailed | None, into: Records
) -> Request | Checkpoint | _Many | None:
    """Return the next thing a connector wants, None at its end; records go `into` their list.

    Many records are to be saved before it goes on, though it has set no checkpoint yet.
    """
    work = partial(_advance, steps, answer, into)
    if isinstance(answer, Response) and len(answer.body) > SMALL:
        return await in_thread(work)
    return work()


def _advance(
    steps: Listening, answer: Response | RequestFailed | None, into: Records
) -> Request | Checkpoint | _Many | None:
    try:
        throws = isinstance(answer, RequestFailed)
        event = steps.throw(answer) if throws else steps.send(answer)  # type: ignore[arg-type]
        while isinstance(event, Post | Gone):
            into.append(event)
            if len(into) >= MANY:
                return _Many()
            event = steps.send(None)
    except StopIteration:
        return None
    if not isinstance(event, Request | Checkpoint):
        raise TypeError(f"it yields {type(event).__name__}, which is no part of the contract")
    return event


async def in_thread(work: Callable[[], _T]) -> _T:
    """Do work that takes long beside the loop; when interrupted, wait until it is done."""
    task = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
