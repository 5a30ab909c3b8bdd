"""A driver of `listen` against a small server that keeps what was saved, and nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from solisten.connector import Checkpoint, Request, RequestFailed, Response, Source
from solisten.nouns import Gone, Post

if TYPE_CHECKING:
    from collections.abc import Callable

Server = "Callable[[Request], Response]"


@dataclass
class Saved:
    """Hold what was saved: a checkpoint and the posts before it together, or nothing."""

    posts: dict[str, Post] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    cursor: dict[str, Any] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)


def drive(
    network: str,
    source: Source,
    server: Callable[[Request], Response],
    saved: Saved,
    most: int = 200,
) -> bool:
    """Run once with at most `most` requests; say whether the connector came to its end.

    As the collector does: what came after the last checkpoint is kept when a run ends by itself
    or by a failure, and lost when it is cut off.
    """
    # A cursor goes through JSON between two runs.
    cursor = json.loads(json.dumps(saved.cursor))
    steps = import_module(f"solisten_connectors.{network}").listen(source, cursor)
    waiting: list[Post | Gone] = []
    requests, answer, failure = 0, None, None
    while True:
        try:
            event = steps.throw(failure) if failure else steps.send(answer)
        except StopIteration:
            _keep(saved, waiting)
            return True
        answer = failure = None
        if isinstance(event, Request):
            requests += 1
            if requests > most:
                steps.close()
                return False
            saved.asked.append(event)
            try:
                answer = server(event)
            except RequestFailed as failed:
                failure = failed
        elif isinstance(event, Checkpoint):
            _keep(saved, waiting)
            saved.cursor |= json.loads(json.dumps(event.cursor))
            waiting = []
        else:
            waiting.append(event)


def _keep(saved: Saved, waiting: list[Post | Gone]) -> None:
    saved.posts |= {one.id: one for one in waiting if isinstance(one, Post)}
    saved.gone |= {one.id for one in waiting if isinstance(one, Gone)}
