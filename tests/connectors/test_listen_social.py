"""How listening goes on after every kind of interruption: no post is ever missed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import pytest
from social_servers import NETWORKS, World

from solisten.connector import Checkpoint, Request, RequestFailed, Response, Source
from solisten.nouns import Gone, Post

HOSTS = {
    "mastodon": "https://s.example",
    "discourse": "https://s.example",
    "lemmy": "https://l.example",
}


@dataclass
class Store:
    """Hold what was saved: a checkpoint and the posts before it together, or nothing."""

    saved: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    cursor: dict[str, Any] = field(default_factory=dict)


def run(network: str, world: World, store: Store, most: int) -> int:
    """Drive one run of at most `most` requests; what comes after the last checkpoint is lost."""
    server, options, _ = NETWORKS[network]
    url = HOSTS.get(network, "")
    source = Source("s", network, url, options)
    # A cursor goes through JSON between two runs.
    steps = import_module(f"solisten_connectors.{network}").listen(
        source, json.loads(json.dumps(store.cursor))
    )
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
            world.asked.append(event.url)
            try:
                answer = server(world, event)
            except RequestFailed as failed:
                failure = failed
        elif isinstance(event, Checkpoint):
            store.saved |= {one.id for one in waiting if isinstance(one, Post)}
            store.gone |= {one.id for one in waiting if isinstance(one, Gone)}
            store.cursor |= json.loads(json.dumps(event.cursor))
            waiting = []
        else:
            waiting.append(event)


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("most", [2, 5, 13])
def test_nothing_is_missed_however_short_the_runs(network: str, most: int) -> None:
    world, store = World(now=73), Store()
    for grown in [0, 4, 31, 0, 1, 26]:
        world.now += grown
        run(network, world, store, most)
    expected = {NETWORKS[network][2](i) for i in range(1, world.now + 1)}
    for _ in range(60):
        gaps = [one.get("gap") for one in store.cursor.values() if isinstance(one, dict)]
        if expected <= store.saved and not any(gaps):
            return
        run(network, world, store, most)
    assert expected <= store.saved
    assert not any(gaps)


@pytest.mark.parametrize("network", NETWORKS)
def test_news_alone_is_asked_for_once_all_is_read(network: str) -> None:
    world, store = World(now=60), Store()
    for _ in range(30):
        run(network, world, store, 50)
    before, world.now = len(world.asked), 63
    run(network, world, store, 50)
    assert {NETWORKS[network][2](i) for i in (61, 62, 63)} <= store.saved
    assert len(world.asked) - before <= 8


@pytest.mark.parametrize("network", sorted(NETWORKS.keys() - {"stackexchange"}))
def test_a_thread_that_is_no_more_is_a_deletion(network: str) -> None:
    world, store = World(now=9), Store()
    run(network, world, store, 50)
    world.lost, world.now = {8}, 9 + 60 * 5  # five hours later the threads are asked for again
    for _ in range(8):
        run(network, world, store, 200)
    assert store.gone == {NETWORKS[network][2](8)}


@pytest.mark.parametrize("network", NETWORKS)
def test_an_unchanged_listing_ends_the_run(network: str) -> None:
    source = Source("s", network, "https://s.example", NETWORKS[network][1])
    steps = import_module(f"solisten_connectors.{network}").listen(source, {})
    event, requests = next(steps), 0
    while requests < 20:
        try:
            unchanged = None
            if isinstance(event, Request):
                requests += 1
                token = b'{"access_token": "s", "outbox": "https://s.example/o", "type": "Person"}'
                open_door = "access_token" in event.url or event.url.endswith("/users/ana")
                unchanged = Response(
                    event.url,
                    200 if open_door else 304,
                    body=token if open_door else b"",
                    unchanged=not open_door,
                )
            event = steps.send(unchanged)
        except StopIteration:
            break
    assert requests < 5
