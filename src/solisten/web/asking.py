"""One client for everything that is asked: checked, paced, bounded, repeated where that helps."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin, urlsplit

import httpx

from solisten.connector import Request, RequestFailed, Response
from solisten.web.addresses import origin, same_origin
from solisten.web.bodies import body_of
from solisten.web.failures import failure_from, failure_of, pause_before_retry, used_up
from solisten.web.room import Seat
from solisten.web.sending import Credentials, Limits, Validators

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from solisten.connector import FailureKind
    from solisten.web.bodies import Large
    from solisten.web.clocks import Clocks
    from solisten.web.hosts import Hosts, Sleep, Ticks
    from solisten.web.robots import Robots

MOST_URL = 8_000
SAFE = frozenset({"GET", "HEAD"})
MOVED = frozenset({301, 302, 303, 307, 308})
DRAINED = 16_384  # bytes of an error's body that are read to keep the connection
HOME = frozenset({"accept", "accept-language", "cache-control"})  # headers that may go elsewhere
NOTHING, NOBODY, UNKNOWN = Limits(), Credentials(), Validators()


@dataclass(frozen=True, slots=True)
class _Asked:
    """Hold a request with everything that decides how it is sent and its answer is read."""

    request: Request
    credentials: Credentials
    validators: Validators
    limits: Limits
    seat: Seat
    robots: bool


@dataclass(frozen=True, slots=True)
class Web:
    """Ask the web; see the package's own words. Made by `open_web`."""

    client: httpx.AsyncClient
    hosts: Hosts
    robots: Robots
    limits: Limits
    room: asyncio.Semaphore
    clocks: Clocks
    ports: frozenset[int]
    clock: Callable[[], float]
    ticks: Ticks
    sleep: Sleep
    jitter: Callable[[], float]

    async def ask(
        self,
        request: Request,
        *,
        credentials: Credentials = NOBODY,
        validators: Validators = UNKNOWN,
        robots: bool = False,
        limits: Limits | None = None,
        seat: Seat | None = None,
    ) -> Response:
        """Return the answer, after redirects and retries; RequestFailed when there is none.

        `fetched_at` is in epoch seconds. With `validators` an answer that says that nothing has
        changed comes as `unchanged`. The address in the answer holds the request's own parameters,
        never those of `credentials`. A large answer has a `seat` in memory until that is given
        back, the request's own until it is returned.
        """
        own = seat or self.seat()
        asked = _Asked(request, credentials, validators, limits or self.limits, own, robots)
        try:
            return await self._repeated(asked)
        finally:
            if seat is None:
                own.give()

    def seat(self) -> Seat:
        """Return a reader's right to hold one large answer at a time."""
        return Seat(self.room)

    async def _repeated(self, asked: _Asked) -> Response:
        """Ask again where that helps, as long as the patience lasts."""
        patience, attempt = asked.limits.patience, 0
        while True:
            try:
                return await self._followed(asked)
            except RequestFailed as failure:
                left = replace(asked.limits, patience=patience)
                wait = pause_before_retry(failure, attempt, left, self.jitter)
                again = asked.request.method in SAFE or failure.status == 429
                if wait is None or not again or wait > patience:
                    raise
                patience -= wait
                attempt += 1
            asked.seat.give()
            await self.sleep(wait)

    async def _followed(self, asked: _Asked) -> Response:
        """Follow redirects, each checked like the first; all of it within the seconds."""
        request, limits = asked.request, asked.limits
        first = hop = replace(request, url=_with(request.url, request.params), params={})
        seconds, spent = limits.seconds, asyncio.get_running_loop().time
        for _ in range(limits.redirects + 1):
            name = self.checked(hop.url)
            if asked.robots:
                await self._mind_robots(hop.url, name)
            own = asked.credentials if _at_home(first.url, hop.url) else NOBODY
            left = replace(limits, seconds=seconds)
            async with self.hosts.turn(name, limits.patience):
                began = spent()
                found = await self._exchange(
                    replace(asked, request=hop, credentials=own, limits=left), name
                )
                seconds -= spent() - began
            if isinstance(found, Response):
                return found
            hop = _moved(hop, first, found)
        raise _told("unreadable", f"{first.url} leads on more than {limits.redirects} times")

    async def _exchange(self, asked: _Asked, name: str) -> Response | str:
        """Send one request; return its answer, or where it leads."""
        try:
            async with asyncio.timeout(max(asked.limits.seconds, 0.001)) as time:
                large = partial(asked.seat.take_within, time)
                sent = self.built(asked.request, asked.credentials, asked.validators)
                response = await self.client.send(sent, stream=True)
                try:
                    found = await self._understood(asked, response, name, large)
                finally:
                    await response.aclose()
        except RequestFailed as failure:
            raise _placed(failure, asked.request) from None
        except Exception as error:
            failed = failure_from(error)
            if failed is None:
                raise
            if failed.kind != "refused_address":
                self.hosts.failed(name)
            raise _placed(failed, asked.request) from None
        return found

    def built(
        self, request: Request, credentials: Credentials, validators: Validators = UNKNOWN
    ) -> httpx.Request:
        """Return a request as it is sent."""
        asked = {name.lower(): value for name, value in request.headers.items()}
        asked |= {name.lower(): value for name, value in credentials.headers.items()}
        if "cache-control" not in asked:
            asked |= validators.headers()
        return self.client.build_request(
            request.method, _with(request.url, credentials.params), headers=asked, json=request.json
        )

    async def _understood(
        self, asked: _Asked, response: httpx.Response, name: str, large: Large
    ) -> Response | str:
        request, status, now = asked.request, response.status_code, self.clock()
        headers = {key.lower(): value for key, value in response.headers.items()}
        self.clocks.heard(name, headers, now)
        if (wait := used_up(headers, now)) is not None:
            self.hosts.throttled(name, wait)
        known = asked.validators != UNKNOWN and "cache-control" not in request.headers
        if status == 304 and known:
            self.hosts.answered(name)
            await _drain(response, {"content-length": "0"})  # so that its connection is used again
            return Response(request.url, status, headers, b"", now, unchanged=True)
        if status in MOVED and request.method in SAFE and "location" in headers:
            await _drain(response, headers)
            return headers["location"]
        if not 200 <= status < 300:
            await _drain(response, headers)
            raise self._noted(failure_of(status, headers, now), name)
        coding = headers.get("content-encoding", "")
        body = await body_of(response.aiter_raw(), coding, asked.limits, large)
        self.hosts.answered(name)
        return Response(request.url, status, headers, body, now)

    def _noted(self, failure: RequestFailed, name: str) -> RequestFailed:
        """Tell the host's turns what its error means for the next requests."""
        if failure.kind == "server":
            self.hosts.failed(name)
        else:
            self.hosts.answered(name)
        if failure.retry_after is not None and failure.kind in {"throttled", "server"}:
            self.hosts.throttled(name, failure.retry_after)
        return failure

    def checked(self, url: str) -> str:
        """Return the host's name and port; RequestFailed for what is no address on the web."""
        try:
            scheme, host, port = origin(url)
            httpx.URL(url)
        except (ValueError, httpx.InvalidURL) as error:
            raise _told("refused_address", f"no address on the web: {error}") from None
        if "@" in urlsplit(url).netloc:
            raise _told("refused_address", f"{host} is not asked: a password is in its address")
        if scheme not in {"http", "https"} or not host or len(url) > MOST_URL:
            raise _told(
                "refused_address", f"{url[:200]} is not asked: http and https alone, with a host"
            )
        if port not in self.ports:
            raise _told(
                "refused_address",
                f"{host} is not asked at port {port}: add it to [collector] ports if it is meant",
            )
        return f"{host}:{port}"

    async def _mind_robots(self, url: str, name: str) -> None:
        scheme = origin(url)[0]
        site = f"{scheme}://{name}"

        async def fetch(address: str) -> bytes:
            return (await self.ask(Request(address))).body

        if await self.robots.refuses(site, url, fetch):
            raise _told("denied", f"{site}/robots.txt does not want {url} to be read by programs")
        if delay := self.robots.delay(site):
            self.hosts.slow_down(name, delay)


def _with(url: str, params: Mapping[str, str]) -> str:
    """Return a URL with more parameters behind its own, without its fragment."""
    bare = url.partition("#")[0]
    query = urlencode(params, doseq=True)
    return f"{bare}{'&' if '?' in bare else '?'}{query}" if query else bare


def _at_home(first: str, now: str) -> bool:
    """Say whether secrets for `first` may go to `now`: one origin, or its safe form."""
    if same_origin(first, now):
        return True
    return origin(first)[0] == "http" and origin(now) == ("https", origin(first)[1], 443)


def _moved(hop: Request, first: Request, location: str) -> Request:
    """Return the request for the place an answer leads to; what is private stays at home."""
    url = urljoin(hop.url, location)
    headers = first.headers
    try:
        home = _at_home(first.url, url)
    except ValueError:
        home = False
    if not home:
        headers = {name: text for name, text in headers.items() if name.lower() in HOME}
    return replace(hop, url=url.partition("#")[0], headers=headers)


async def _drain(response: httpx.Response, headers: dict[str, str]) -> None:
    """Read what is left of a short answer, so that its connection can be used again."""
    length = headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length) <= DRAINED:
        async for _ in response.aiter_raw():
            pass


def _told(kind: FailureKind, why: str) -> RequestFailed:
    failure = RequestFailed(kind)
    failure.add_note(why)
    return failure


def _placed(failure: RequestFailed, request: Request) -> RequestFailed:
    """Add which address it was, without its parameters: they may hold names."""
    failure.add_note(f"{request.method} {request.url.partition('?')[0]}")
    return failure
