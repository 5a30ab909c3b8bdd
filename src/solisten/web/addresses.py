"""Which addresses may be connected to: those of the public internet, and what the owner allows."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from solisten.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Collection
    from ipaddress import IPv4Network

Address: TypeAlias = IPv4Address | IPv6Address

# Ways to write an IPv4 address as an IPv6 one: what stands behind them is decided elsewhere.
_TUNNELS = {
    IPv6Network("::ffff:0:0/96"): "IPv4-mapped",
    IPv6Network("::ffff:0:0:0/96"): "IPv4-translated",
    IPv6Network("::/96"): "IPv4-compatible",
    IPv6Network("64:ff9b::/96"): "NAT64",
    IPv6Network("64:ff9b:1::/48"): "NAT64",
    IPv6Network("2002::/16"): "6to4",
    IPv6Network("2001::/32"): "Teredo",
    IPv6Network("fec0::/10"): "site-local",
}
_RELAY = ip_network("192.88.99.0/24")  # of 6to4


@dataclass(frozen=True, slots=True)
class Allowed:
    """Hold what `[collector] allow_private` allows: everything, networks, host names."""

    everything: bool = False
    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    names: frozenset[str] = frozenset()

    def permits(self, host: str, address: Address) -> bool:
        """Say whether the owner allows this address under this name."""
        return (
            self.everything
            or host.casefold().rstrip(".") in self.names
            or any(address in network for network in self.networks)
        )


def allowed_of(allow_private: bool | Collection[str]) -> Allowed:
    """Read `[collector] allow_private`; a name allows whatever it resolves to.

    >>> allowed_of(["10.0.0.0/8", "forum.intern"]).permits("x", ip_address("10.1.2.3"))
    True
    """
    if isinstance(allow_private, bool):
        return Allowed(everything=allow_private)
    networks, names = [], set()
    for entry in allow_private:
        text = entry.strip().casefold().rstrip(".")
        try:
            networks.append(ip_network(text.strip("[]"), strict=False))
        except ValueError:
            if not text or "/" in text or ":" in text or "*" in text:
                raise ConfigError(
                    f'config, [collector] allow_private: "{entry}" is neither an address, a '
                    'network nor a host name; write for example "10.0.0.0/8" or "forum.intern"'
                ) from None
            names.add(text)
    return Allowed(networks=tuple(networks), names=frozenset(names))


def refusal(address: Address) -> str:
    """Return why nobody should be led to this address, "" for one of the public internet.

    >>> refusal(ip_address("93.184.216.34")), refusal(ip_address("169.254.169.254"))
    ('', 'link-local')
    >>> refusal(ip_address("::ffff:8.8.8.8")), refusal(ip_address("100.64.0.1"))
    ('IPv4-mapped', 'not public')
    """
    if isinstance(address, IPv6Address):
        bare = IPv6Address(int(address))  # without a scope
        kind = next((name for network, name in _TUNNELS.items() if bare in network), "")
        if kind and not (bare.is_unspecified or bare.is_loopback):
            return kind
    for word in ("unspecified", "loopback", "link_local", "multicast", "private"):
        if getattr(address, f"is_{word}"):
            return word.replace("_", "-")
    return "" if address.is_global and address not in _RELAY else "not public"


def address_of(text: str) -> Address | None:
    """Return the address that a host is written as, None for a name."""
    try:
        return ip_address(text.strip("[]"))
    except ValueError:
        return None


def same_origin(one: str, other: str) -> bool:
    """Say whether two URLs have scheme, host and port in common.

    >>> same_origin("https://a.example/x", "https://A.example:443/y")
    True
    >>> same_origin("https://a.example", "http://a.example")
    False
    """
    return origin(one) == origin(other)


def origin(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port of a URL; ValueError when it has no such thing."""
    parts = urlsplit(url)
    default = {"http": 80, "https": 443, "ws": 80, "wss": 443}.get(parts.scheme, 0)
    port = default if parts.port is None else parts.port
    return parts.scheme, (parts.hostname or "").rstrip("."), port
