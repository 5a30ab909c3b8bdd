"""Who speaks for a brand, with the proof (INFERENCE C.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from solisten.config import account_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from solisten.config import Account, Brand
    from solisten.reading.facts import Item

PLATFORM_MARKS = frozenset({"developer", "staff"})
_NOBODY: frozenset[str] = frozenset()
FULL_ADDRESS_NETWORKS = frozenset({"mastodon", "activitypub", "lemmy"})


def handles(item: Item) -> frozenset[str]:
    """Return every name by which the item's author may be addressed or declared.

    A local name of a federated network gets its instance's host. A display name is nobody's
    proof: only one written as a handle, with a leading "@", is taken for one.
    """
    if not item.author_name.startswith("@") and item.network not in FULL_ADDRESS_NETWORKS:
        return _alone(item.author_key)
    names = {item.author_key} if item.author_key else set()
    if item.author_name.startswith("@") and not any(c.isspace() for c in item.author_name):
        names.add(account_key(item.author_name))
    if item.network in FULL_ADDRESS_NETWORKS:
        host = (item.channel or urlsplit(item.url).hostname or "").casefold()
        names |= {f"{name}@{host}" for name in names if host and "@" not in name}
    names.discard("")
    return frozenset(names)


@lru_cache(maxsize=4096)
def _alone(name: str) -> frozenset[str]:
    return frozenset((name,) if name else ())


def addressed_names(item: Item) -> frozenset[str]:
    """Return the names that reach the author in a text: handles and their local parts."""
    names = handles(item)
    return names | {name.partition("@")[0] for name in names}


@dataclass(frozen=True, slots=True)
class Voices:
    """Hold a brand's accounts and places in the form in which posts are compared with them."""

    brand: str
    official: frozenset[tuple[str, str, str]]
    refused: frozenset[tuple[str, str, str]]
    staff: frozenset[tuple[str, str, str]]
    hosted: frozenset[tuple[str, str]]
    domains: tuple[str, ...]
    tags: frozenset[tuple[str, str, str]]
    weekend: frozenset[int]
    topics: tuple[str, ...]
    name_words: frozenset[str]
    match_key: str
    """What a post that matches the brand's query is marked with."""

    def is_hosted(self, network: str, channel: str) -> bool:
        """Say whether the brand hosts this place."""
        return bool(self.hosted) and (network, channel.casefold()) in self.hosted

    def proof(self, item: Item, names: frozenset[str]) -> str:
        """Return how it is known that the author speaks for the brand, or an empty text.

        `names` are the author's handles.
        """
        if _listed(item, names, self.refused):
            return ""
        if _listed(item, names, self.official):
            return "declared"
        if not item.official or not self.is_hosted(item.network, item.channel):
            return ""
        if item.official in PLATFORM_MARKS:
            return "platform"
        if item.official == "verified-domain" and any(
            name == domain or name.endswith("." + domain)
            for name in names
            for domain in self.domains
        ):
            return "platform"
        return ""

    def is_staff(self, item: Item) -> bool:
        """Say whether the author is declared to work for the brand without speaking for it."""
        return bool(self.staff) and _listed(item, handles(item), self.staff)

    def addresses(self, item: Item, name: str) -> bool:
        """Say whether a name in the item's text is one of the brand's official accounts."""
        return _listed(item, (name,), self.tags)

    def is_addressed(self, item: Item) -> bool:
        """Say whether the text names one of the brand's official accounts of its network."""
        return bool(item.names) and _listed(item, item.names, self.tags)


@dataclass(frozen=True, slots=True)
class Chorus:
    """Hold the voices of all brands, and what is common to them, so that most posts cost little."""

    voices: tuple[Voices, ...]
    declared: frozenset[tuple[str, str]]
    hosted: frozenset[tuple[str, str]]
    tagged: Mapping[tuple[str, str], frozenset[str]]
    """The match keys of the brands of which an official account has this name on a network."""

    def concerned(
        self, items: Iterable[Item], spoken: Iterable[Item], speakers: Iterable[str]
    ) -> Sequence[Voices]:
        """Return the brands that a thread's posts may be about; to all others it says nothing.

        `spoken` are posts elsewhere that are replied to here, `speakers` the brands whose official
        accounts write here.
        """
        keys = {f"b:{brand}" for brand in speakers}
        keys.update(f"b:{brand}" for item in spoken for brand, _ in self.proofs(item))
        places = set()
        for item in items:
            keys |= item.matched
            for name in item.names:
                keys |= self.tagged.get((item.network, name), _NOBODY)
            if self.hosted:
                places.add((item.network, item.channel.casefold()))
        if not (keys or places):
            return ()
        return [
            voice
            for voice in self.voices
            if voice.match_key in keys or not voice.hosted.isdisjoint(places)
        ]

    def proofs(self, item: Item) -> Iterable[tuple[str, str]]:
        """Yield the brands that the author speaks for, with the proof."""
        names = handles(item)
        if not item.official and not any((item.network, name) in self.declared for name in names):
            return
        for voice in self.voices:
            if proof := voice.proof(item, names):
                yield voice.brand, proof

    def is_hosted(self, network: str, channel: str) -> bool:
        """Say whether any brand hosts this place."""
        return bool(self.hosted) and (network, channel.casefold()) in self.hosted


def chorus_of(brands: Iterable[Brand]) -> Chorus:
    """Compile the configured brands for comparison with posts."""
    voices = tuple(map(voices_of, brands))
    tagged: dict[tuple[str, str], frozenset[str]] = {}
    for voice in voices:
        for network, _, name in voice.tags:
            tagged[network, name] = tagged.get((network, name), _NOBODY) | {voice.match_key}
    return Chorus(
        voices=voices,
        tagged=tagged,
        declared=frozenset((net, name) for voice in voices for net, _, name in voice.official),
        hosted=frozenset[tuple[str, str]]().union(*(voice.hosted for voice in voices)),
    )


def _listed(item: Item, names: Iterable[str], accounts: frozenset[tuple[str, str, str]]) -> bool:
    if not accounts:
        return False
    channel = item.channel.casefold()
    return any(
        (item.network, "", name) in accounts or (item.network, channel, name) in accounts
        for name in names
    )


def _accounts(accounts: Iterable[Account]) -> frozenset[tuple[str, str, str]]:
    return frozenset((a.network, a.channel.casefold(), account_key(a.name)) for a in accounts)


_LETTERS = re.compile(r"[^\W\d_]+")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def voices_of(brand: Brand) -> Voices:
    """Compile a configured brand for comparison with posts."""
    tags: set[tuple[str, str, str]] = set()
    for account in brand.official:
        name, channel = account_key(account.name), account.channel.casefold()
        tags |= {(account.network, channel, name)}
        tags |= {(account.network, channel, name.partition("@")[0])}
    return Voices(
        brand=brand.name,
        official=_accounts(brand.official),
        refused=_accounts(brand.not_official),
        staff=_accounts(brand.staff),
        hosted=frozenset((place.network, place.channel.casefold()) for place in brand.hosts),
        domains=tuple(domain.casefold() for domain in brand.domains),
        tags=frozenset(tags),
        weekend=frozenset(WEEKDAYS.index(day) for day in brand.weekend),
        topics=tuple(brand.topics),
        name_words=frozenset(_LETTERS.findall(brand.name.casefold())),
        match_key=f"b:{brand.name}",
    )
