"""Nobody is led to an address that is not public, whatever its name says."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpcore
import pytest

from solisten.config import Collector
from solisten.connector import Request, RequestFailed
from solisten.errors import ConfigError
from solisten.web import Manners, allowed_of, open_web
from solisten.web.addresses import address_of, refusal
from solisten.web.door import AddressRefused, Door

if TYPE_CHECKING:
    from collections.abc import Sequence

REFUSED = [
    *("0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.255"),
    *("169.254.169.254", "172.16.0.1", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1"),
    *("198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:8.8.8.8"),
    *("64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1"),
    *("2002:7f00:1::", "2002:808:808::", "fc00::1", "fd00::1", "fe80::1", "fe80::1%eth0"),
    *("fec0::1", "ff02::1"),
]
PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450:4001::200e"]


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    address = address_of(text)
    assert address is not None
    assert refusal(address)


@pytest.mark.parametrize("text", PUBLIC)
def test_public(text: str) -> None:
    address = address_of(text)
    assert address is not None
    assert not refusal(address)


@dataclass
class Connected:
    """Connects to nothing, and writes down to what."""

    to: list[str] = field(default_factory=list)

    async def connect_tcp(self, host: str, port: int, *_: Any) -> Any:
        self.to.append(host)
        raise httpcore.ConnectError("nobody is there")


@dataclass
class Names:
    """Resolves one name, to other addresses each time."""

    answers: list[list[str]]
    asked: int = 0

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked += 1
        return self.answers[min(self.asked, len(self.answers)) - 1]


def door(*answers: list[str], allow: Any = False) -> tuple[Door, Connected, Names]:
    connected, names = Connected(), Names(list(answers))
    return Door(allowed_of(allow), names, connected), connected, names  # type: ignore[arg-type]


def connect(through: Door) -> None:
    asyncio.run(through.connect_tcp("name.example", 80))


def test_the_address_that_was_checked_is_the_one_connected_to() -> None:
    """A name that changes its mind after the check (DNS rebinding) is asked once a connection."""
    through, connected, names = door(["8.8.8.8"], ["127.0.0.1"])
    with pytest.raises(httpcore.ConnectError):
        connect(through)
    assert (connected.to, names.asked) == (["8.8.8.8"], 1)
    with pytest.raises(AddressRefused, match="loopback"):
        connect(through)
    assert connected.to == ["8.8.8.8"]


def test_of_several_addresses_the_refused_are_left() -> None:
    through, connected, _ = door(["10.0.0.1", "::1", "8.8.8.8", "1.1.1.1"])
    with pytest.raises(httpcore.ConnectError):
        connect(through)
    assert connected.to == ["8.8.8.8", "1.1.1.1"]


@pytest.mark.parametrize(
    "allow", [True, ["10.0.0.0/8"], ["10.0.0.1"], ["name.example"], ["Name.Example."]]
)
def test_the_owner_may_allow_it(allow: Any) -> None:
    through, connected, _ = door(["10.0.0.1"], allow=allow)
    with pytest.raises(httpcore.ConnectError):
        connect(through)
    assert connected.to == ["10.0.0.1"]


@pytest.mark.parametrize("allow", [["11.0.0.0/8"], ["other.example"], ["example"], ["fe80::/10"]])
def test_nothing_else_is_allowed_with_it(allow: Any) -> None:
    through, connected, _ = door(["10.0.0.1"], allow=allow)
    with pytest.raises(AddressRefused):
        connect(through)
    assert not connected.to


@pytest.mark.parametrize("entry", ["*.intern", "10.0.0.0/99", "http://x", ""])
def test_what_names_nothing_is_refused_with_a_remedy(entry: str) -> None:
    with pytest.raises(ConfigError, match=r'write for example "10.0.0.0/8"'):
        allowed_of([entry])


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://localhost/",
        "http://127.1/",
        "http://0/",
        "ftp://acme.example/",
        "file:///etc/passwd",
        "http://acme.example:22/",
        "https://acme.example:8443/",
        "http://me:secret@acme.example/",
        "http:///x",
        "gopher://acme.example:80/",
        "http://acme.example:99999/",
        "//acme.example/",
        "http://[::1",
        "http://" + "a" * 9_000,
    ],
)
def test_no_request_leaves_for(url: str) -> None:
    async def ask() -> None:
        async with open_web(Collector(), clock=lambda: 0.0, manners=Manners(pause=0)) as web:
            await web.ask(Request(url))

    with pytest.raises(RequestFailed) as failed:
        asyncio.run(ask())
    assert failed.value.kind == "refused_address"
    assert "secret" not in "".join(failed.value.__notes__)
