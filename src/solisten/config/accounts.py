"""Read the names of accounts and channels as the configuration writes them."""

from __future__ import annotations

import msgspec

from solisten.nouns import NETWORK


class Account(msgspec.Struct, frozen=True, order=True):
    """Name an account; `channel` is empty where it holds on the whole network.

    `name` is as written without a leading "@"; compare by `account_key`.
    """

    network: str
    channel: str
    name: str

    def __str__(self) -> str:
        return f"{self.network}:{self.channel}{'/' if self.channel else ''}@{self.name}"


class Channel(msgspec.Struct, frozen=True, order=True):
    """Name a place inside a network: a forum, an app, a repository."""

    network: str
    channel: str

    def __str__(self) -> str:
        return f"{self.network}:{self.channel}"


def account_key(text: str) -> str:
    """Return the form in which account names are compared.

    >>> account_key("@Acme@Social.example")
    'acme@social.example'
    """
    return text.strip().casefold().lstrip("@")


def account(text: str) -> Account:
    """Read `network:account` or `network:channel/@account`; ValueError says what is wrong.

    >>> account("mastodon:@acme@social.example")
    Account(network='mastodon', channel='', name='acme@social.example')
    >>> account("discourse:forum.acme.example/@jane")
    Account(network='discourse', channel='forum.acme.example', name='jane')
    """
    network, rest = _network(text, "mastodon:@acme@social.example")
    channel, separator, name = rest.rpartition("/@")
    channel, name = (channel.strip(), name) if separator else ("", rest)
    name = name.strip().lstrip("@").strip()
    if not name:
        raise ValueError("it names no account; write network:account")
    if "*" in name or "*" in channel or (separator and not channel):
        raise ValueError("accounts are named one by one; write network:account")
    return Account(network, channel, name)


def channel(text: str) -> Channel:
    """Read `network:channel`; ValueError says what is wrong.

    >>> channel("google-play:com.acme.app")
    Channel(network='google-play', channel='com.acme.app')
    """
    network, name = _network(text, "discourse:forum.acme.example")
    if not name or "*" in name:
        raise ValueError("channels are named one by one; write network:channel")
    return Channel(network, name)


def _network(text: str, example: str) -> tuple[str, str]:
    """Cut off the network, which ends at the first colon."""
    network, colon, rest = text.strip().partition(":")
    if not colon:
        raise ValueError(f'"{text}" names no network; write for example {example}')
    if rest.startswith("//"):
        raise ValueError(f'"{text}" is a web address; write for example {example}')
    if not NETWORK.fullmatch(network):
        raise ValueError(
            f'"{network}" is no network (a-z, 0-9 and -, at most 40); write for example {example}'
        )
    return network, rest.strip()
