"""A way to connect that looks at the address first, and connects to the one it has looked at."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, TypeAlias

import httpcore

from solisten.web.addresses import refusal

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from solisten.web.addresses import Address, Allowed

Resolve: TypeAlias = Callable[[str, int], Awaitable[Sequence[str]]]


class AddressRefused(Exception):  # noqa: N818  (as the contract names failures)
    """A name that leads to addresses nobody should be led to."""


@dataclass(frozen=True, slots=True)
class Door:
    """Connect for httpcore: it knows the host's name for TLS and Host, and sees no address."""

    allowed: Allowed
    resolve: Resolve
    backend: httpcore.AsyncNetworkBackend

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  (httpcore's signature)
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of the name that is no refused one and answers."""
        failure: Exception | None = None
        for address in await self.addresses(host, port):
            try:
                return await self.backend.connect_tcp(
                    str(address), port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = failure or error
        raise failure or httpcore.ConnectError(f"{host} has no address")

    async def addresses(self, host: str, port: int) -> list[Address]:
        """Return the addresses of a name that may be connected to; AddressRefused when none may."""
        found = [ip_address(text) for text in await self.resolve(host, port)]
        reasons = {
            address: "" if self.allowed.permits(host, address) else refusal(address)
            for address in dict.fromkeys(found)
        }
        if found and all(reasons.values()):
            address, reason = next(iter(reasons.items()))
            shown = host if host == str(address) else f"{host} leads to {address}, which"
            raise AddressRefused(
                f"{shown} is {reason}: allow it with [collector] allow_private if it is yours"
            )
        return [address for address, reason in reasons.items() if not reason]

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109, ARG002  (httpcore's signature)
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: nothing on this machine is asked that way."""
        raise AddressRefused(f"{path} is no place on the web")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


def resolver(threads: ThreadPoolExecutor) -> Resolve:
    """Return what asks the system for addresses, in threads that nothing else waits for."""

    async def resolve(host: str, port: int) -> list[str]:
        ask = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        try:
            found = await asyncio.get_running_loop().run_in_executor(threads, ask)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} cannot be resolved: {error}") from None
        return [str(info[4][0]) for info in found]

    return resolve
