"""Say in one canonical text what of the configuration facts depend on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from solisten.config.accounts import Account
    from solisten.config.shapes import Brand, Config


def facts_fingerprint(config: Config, brand: Brand) -> str:
    """Return canonical JSON of everything that decides this brand's facts (DESIGN 6).

    That is the brand's own query, context, accounts, places, domains, rivals and topics with their
    queries; and of every other brand what decides whose accounts are official, and the domains (a
    rival's links are no spam). Order in the file does not matter; windows, promises, sources and
    the model do not enter. The store hashes it.
    """
    named = {topic.casefold() for topic in brand.topics}
    facts = {
        "brand": {
            **_speakers(brand),
            "query": brand.query.text,
            "context": sorted(brand.context),
            "staff": _accounts(brand.staff),
            "rivals": sorted(brand.rivals),
        },
        "topics": sorted(
            [topic.name, topic.query.text]
            for topic in config.topics
            if topic.name.casefold() in named
        ),
        "others": sorted(
            (
                {**_speakers(other), "query": other.query.text, "context": sorted(other.context)}
                for other in config.brands
                if other.name != brand.name
            ),
            key=lambda other: str(other["name"]),
        ),
    }
    return msgspec.json.encode(facts, order="sorted").decode()


def _speakers(brand: Brand) -> dict[str, Any]:
    """Return what decides who speaks for a brand."""
    return {
        "name": brand.name,
        "official": _accounts(brand.official),
        "not_official": _accounts(brand.not_official),
        "hosts": sorted([host.network, host.channel] for host in brand.hosts),
        "domains": sorted(brand.domains),
    }


def _accounts(accounts: tuple[Account, ...]) -> list[list[str]]:
    return sorted([account.network, account.channel, account.name] for account in accounts)
