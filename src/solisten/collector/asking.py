"""The requests of one run: with the source's secrets, with what is known of earlier answers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from solisten.collector.driving import in_thread
from solisten.collector.secrets import Secrets, with_secrets
from solisten.connector import Request, RequestFailed, Response
from solisten.store.validators import Kept
from solisten.web import Seat, Validators, validators_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from solisten.web import Credentials, Web

STREAMED = 30.0  # seconds that one run listens to a stream; the next goes on where it ended


@dataclass(slots=True)
class Asking:
    """Answer the requests of one run, and remember what their answers say of their version.

    `fresh` are versions that nothing was saved of yet: they count only once that is done, or a
    process that dies between would be told that nothing has changed. `salt` stands for what makes
    an equal answer read differently: the source's options, the version of the program.
    """

    web: Web
    secrets: Secrets
    robots: bool
    known: Mapping[str, Kept]
    salt: bytes
    heard: Callable[[Request, Response], None] | None = None
    seconds: float = STREAMED
    fresh: dict[str, Kept] = field(default_factory=dict)
    streams: dict[str, AsyncIterator[Response]] = field(default_factory=dict)
    asked: int = 0
    answered: int = 0
    failed: int = 0
    unchanged: int = 0
    seat: Seat = field(init=False)

    def __post_init__(self) -> None:
        """Have room for one large answer: the next request gives that of the last back."""
        self.seat = self.web.seat()

    async def __call__(self, request: Request) -> Response | None:
        """Return the answer; RequestFailed when there is none."""
        self.seat.give()
        if request.stream:
            return await self._streamed(request)
        self.asked += 1
        try:
            response = await self._asked(request)
        except RequestFailed as failure:
            # A place that is gone is an answer.
            self.answered += failure.kind == "gone"
            self.failed += failure.kind != "gone"
            raise
        self.answered += 1
        self.unchanged += response.unchanged
        return response

    async def _streamed(self, request: Request) -> Response | None:
        """Return the next batch of a stream, None when its time is over or the server ends it."""
        if request.url not in self.streams:
            self.asked += 1
            from solisten.web.streams import stream

            bare, credentials = with_secrets(request, self.secrets)
            self.streams[request.url] = stream(
                self.web, bare, credentials=credentials, seconds=self.seconds
            )
        try:
            response = await anext(self.streams[request.url], None)
        except RequestFailed:
            self.failed += 1
            raise
        if response is None:
            self.answered += 1
        elif self.heard:
            await in_thread(partial(self.heard, request, response))
        return response

    async def close(self) -> None:
        """Close the streams that are open, and give the last answer's room back."""
        self.seat.give()
        for stream in self.streams.values():
            await stream.aclose()  # type: ignore[attr-defined]

    async def _asked(self, request: Request) -> Response:
        bare, credentials = with_secrets(request, self.secrets)
        login = request.auth == "basic" or bare.json != request.json
        if request.method != "GET" or "cache-control" in request.headers:
            return await self._told(bare, credentials, Validators(), login=login)
        place = self.place(request)
        known = self.known.get(place, Kept())
        response = await self._told(bare, credentials, Validators(known.etag, known.last_modified))
        if response.unchanged:
            return response
        digest = blake2b(response.body, digest_size=16).hexdigest()
        found = validators_in(response)
        self.fresh[place] = Kept(found.etag, found.last_modified, digest)
        if digest == known.digest:
            return replace(response, status=304, body=b"", unchanged=True)
        return response

    async def _told(
        self,
        request: Request,
        credentials: Credentials,
        validators: Validators,
        *,
        login: bool = False,
    ) -> Response:
        """Ask, and let the archive hear the answer; that to a log-in is a secret itself."""
        response = await self.web.ask(
            request,
            credentials=credentials,
            validators=validators,
            robots=self.robots,
            seat=self.seat,
        )
        if self.heard and not response.unchanged and not login:
            await in_thread(partial(self.heard, request, response))
        return response

    def place(self, request: Request) -> str:
        """Return the key under which an answer's version is remembered."""
        text = f"{request.url}?{urlencode(sorted(request.params.items()))}"
        return blake2b(text.encode("utf-8", "replace"), key=self.salt, digest_size=16).hexdigest()
