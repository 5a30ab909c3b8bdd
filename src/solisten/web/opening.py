"""The web opened as `[collector]` says: who asks, from where, through which connections."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, cast

import httpcore
import httpx

from solisten import __version__
from solisten.web.addresses import allowed_of
from solisten.web.asking import Web
from solisten.web.bodies import CODINGS
from solisten.web.clocks import Clocks
from solisten.web.door import Door, resolver
from solisten.web.hosts import Hosts, Manners
from solisten.web.robots import Robots
from solisten.web.room import room_for
from solisten.web.sending import Limits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from solisten.config import Collector
    from solisten.web.door import Resolve
    from solisten.web.hosts import Sleep, Ticks

PORTS = frozenset({80, 443})
# Connections that may stay open: httpcore compares all with all at every request, so that a hundred
# cost ten times what new ones do.
KEPT_OPEN = 20
NAMES_AT_ONCE = 16  # names that are looked up side by side


@asynccontextmanager
async def open_web(
    collector: Collector,
    *,
    clock: Callable[[], float],
    manners: Manners | None = None,
    limits: Limits | None = None,
    resolve: Resolve | None = None,
    ticks: Ticks = time.monotonic,
    sleep: Sleep = asyncio.sleep,
    jitter: Callable[[], float] = random.random,
) -> AsyncIterator[Web]:
    """Open the way to the web as `[collector]` says; `clock` gives epoch seconds."""
    for library in ("httpx", "httpcore"):  # they log addresses with all their parameters
        logging.getLogger(library).setLevel(logging.WARNING)
    names = ThreadPoolExecutor(NAMES_AT_ONCE, "names")
    door = Door(
        allowed_of(collector.allow_private), resolve or resolver(names), httpcore.AnyIOBackend()
    )
    pool = httpcore.AsyncConnectionPool(
        ssl_context=httpx.create_ssl_context(trust_env=False),
        max_connections=None,  # the hosts' turns bound them
        max_keepalive_connections=KEPT_OPEN,
        keepalive_expiry=15.0,
        network_backend=cast("httpcore.AsyncNetworkBackend", door),
    )
    transport = httpx.AsyncHTTPTransport(trust_env=False)
    transport._pool = pool  # noqa: SLF001  (httpx has no other way to hand on how to connect)
    client = httpx.AsyncClient(
        transport=transport,
        trust_env=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        follow_redirects=False,
        timeout=httpx.Timeout(collector.timeout_s, pool=None),
        headers={"user-agent": user_agent(collector), "accept-encoding": CODINGS},
    )
    most = limits or Limits(seconds=collector.timeout_s, bytes=collector.max_bytes)
    try:
        yield Web(
            client=client,
            hosts=Hosts(manners or Manners(at_once=collector.per_host), ticks, sleep),
            robots=Robots(ticks),
            limits=most,
            room=room_for(most.bytes),
            clocks=Clocks(),
            ports=PORTS | frozenset(collector.ports),
            clock=clock,
            ticks=ticks,
            sleep=sleep,
            jitter=jitter,
        )
    finally:
        names.shutdown(wait=False, cancel_futures=True)
        await client.aclose()


def user_agent(collector: Collector) -> str:
    """Return who asks, and where its owner can be reached."""
    contact = f" (+{collector.contact})" if collector.contact else ""
    text = collector.user_agent or f"Solisten/{__version__}{contact}"
    return "".join(sign for sign in text if sign.isascii() and sign.isprintable())
