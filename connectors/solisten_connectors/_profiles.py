"""Addresses of profiles, and the accounts that they mean."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from solisten_connectors._people import host_of, path_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME = re.compile(r"@?[\w.-]{1,100}(?:@[\w.-]{1,200})?")
_APP = re.compile(r"id(\d{5,12})")
_CHANNEL = re.compile(r"UC[\w-]{22}")
_LANGUAGE = re.compile(r"[a-z]{2}|[a-z]{2}-[a-z]{2}|www|m|mobile|old|new")


@dataclass(frozen=True, slots=True)
class Profile:
    """Hold a profile's address and what it names: an account, or a place (`place`)."""

    network: str
    name: str
    url: str
    place: bool = False


def profile_of(url: str) -> Profile | None:
    """Return the account or place that an address is the profile of, None for any other page.

    >>> profile_of("https://social.example/@acme").name
    'acme@social.example'
    >>> profile_of("https://www.reddit.com/r/acme/").place, profile_of("https://x.com/share?url=a")
    (True, None)
    """
    host = host_of(url).removeprefix("www.")
    parts = path_of(url)
    if not host or not parts:
        return None
    if app := _app(host, parts, url):
        return app
    if host == "github.com" and len(parts) == 2 and not _reserved() & {parts[0].lower()}:
        repository = "/".join(parts)
        named = all(_NAME.fullmatch(part) for part in parts)
        return Profile("github", repository, url, place=True) if named else None
    for known in _known():
        if host in known["hosts"] or _subdomain_of(host, known["hosts"]):
            name = _name(parts, known["paths"], known["network"])
            return Profile(known["network"], name, url, "place" in known) if name else None
    name = parts[-1] if len(parts) == 1 or parts[:-1] == ("web",) else ""
    if name.startswith("@") and len(name) > 1 and _NAME.fullmatch(name):
        full = name[1:] if "@" in name[1:] else f"{name[1:]}@{host}"
        return Profile("mastodon", full, url)
    return None


def is_shared(url: str) -> bool:
    """Say whether an address is on a host that many people share, or is itself a profile.

    >>> is_shared("https://linktr.ee/acme"), is_shared("https://facebook.com/acme")
    (True, True)
    >>> is_shared("https://acme.example/")
    False
    """
    host = host_of(url).removeprefix("www.")
    return host in words()["shared"]["hosts"].split() or profile_of(url) is not None


def _name(parts: tuple[str, ...], paths: list[str], network: str) -> str:
    for path in paths:
        wanted = path.split("/")
        if len(wanted) != len(parts) or [part.lower() for part in parts[:-1]] != wanted[:-1]:
            continue
        name = parts[-1]
        handle = network == "youtube" and path == "{name}"
        if handle and not name.startswith("@"):
            continue
        if network in {"tiktok", "threads"} and not name.startswith("@"):
            continue
        if _NAME.fullmatch(name) and name.lower() not in _reserved():
            return name if _CHANNEL.fullmatch(name) else name.lstrip("@")
    return ""


def _app(host: str, parts: tuple[str, ...], url: str) -> Profile | None:
    if host in {"apps.apple.com", "itunes.apple.com"} and (found := _APP.fullmatch(parts[-1])):
        return Profile("appstore", found[1], url, place=True)
    if host == "play.google.com" and parts[-1] == "details":
        name = parse_qs(urlsplit(url).query).get("id", [""])[0]
        if re.fullmatch(r"[\w.]{3,150}", name, re.ASCII):
            return Profile("google-play", name, url, place=True)
    return None


def _subdomain_of(host: str, known: list[str]) -> bool:
    """Say whether a host is a network's own in another language, not somebody else's name on it."""
    return any(
        host.endswith(f".{one}") and _LANGUAGE.fullmatch(host.removesuffix(f".{one}"))
        for one in known
    )


@cache
def words() -> Mapping[str, Any]:
    """Return what pages are called and what profiles look like."""
    source = resources.files("solisten_connectors").joinpath("site_words.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _known() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = words()["profile"]
    return found


@cache
def _reserved() -> frozenset[str]:
    return frozenset(words()["reserved"]["words"].split())
