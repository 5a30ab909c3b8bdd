"""How listening goes on after every kind of interruption: no post is ever missed."""

from __future__ import annotations

from functools import partial
from importlib import import_module

import pytest
from social_driver import Store, drive
from social_servers import NETWORKS, World

from solisten.connector import Request, Response, Source

HOSTS = {
    "mastodon": "https://s.example",
    "discourse": "https://s.example",
    "lemmy": "https://l.example",
}


def run(network: str, world: World, store: Store, most: int) -> int:
    server, options, _ = NETWORKS[network]
    source = Source("s", network, HOSTS.get(network, ""), options)
    return drive(source, store, partial(server, world), most)


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
        if expected <= store.posts.keys() and not any(gaps):
            return
        run(network, world, store, most)
    assert expected <= store.posts.keys()
    assert not any(gaps)


@pytest.mark.parametrize("network", NETWORKS)
def test_news_alone_is_asked_for_once_all_is_read(network: str) -> None:
    world, store = World(now=60), Store()
    for _ in range(30):
        run(network, world, store, 50)
    world.now = 63
    requests = run(network, world, store, 50)
    assert {NETWORKS[network][2](i) for i in (61, 62, 63)} <= store.posts.keys()
    assert requests <= 8


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
