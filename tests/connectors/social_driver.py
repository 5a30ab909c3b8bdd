"""A driver of listening that loses what comes after a checkpoint, as a crash would."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from solisten.connector import Checkpoint, Request, RequestFailed, Response, Source
from solisten.nouns import Gone, Post

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass
class Store:
    """Hold what was saved: a checkpoint and the records before it together, or nothing."""

    posts: dict[str, Post] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    cursor: dict[str, Any] = field(default_factory=dict)


def drive(source: Source, store: Store, server: Callable[[Request], Response], most: int) -> int:
    """Drive one run of at most `most` requests, and return how many there were."""
    # A cursor goes through JSON between two runs.
    listen = import_module(f"solisten_connectors.{source.connector}").listen
    steps = listen(source, json.loads(json.dumps(store.cursor)))
    waiting: list[Post | Gone] = []
    requests, answer, failure = 0, None, None
    while True:
        try:
            event = steps.throw(failure) if failure else steps.send(answer)
        except StopIteration:
            return requests
        answer = failure = None
        if isinstance(event, Request):
            requests += 1
            if requests > most:
                steps.close()
                return requests
            try:
                answer = server(event)
            except RequestFailed as failed:
                failure = failed
        elif isinstance(event, Checkpoint):
            store.posts |= {one.id: one for one in waiting if isinstance(one, Post)}
            store.gone |= {one.id for one in waiting if isinstance(one, Gone)}
            store.cursor |= json.loads(json.dumps(event.cursor))
            waiting = []
        else:
            waiting.append(event)
