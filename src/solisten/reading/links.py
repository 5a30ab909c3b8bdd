"""Which links a text holds, where they lead, what kind of place that is."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from publicsuffixlist import PublicSuffixList

if TYPE_CHECKING:
    from collections.abc import Collection

_LINK = re.compile(
    r"(?:javascript|vbscript|data|mailto|file|blob|tel):\S*"
    r"|((?:https?://|(?<![\w@./-])www\.)[^\s<>\"]+"
    r"|(?<![\w@./-])(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24}(?:/[^\s<>\"]*)?(?![\w@]))",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?'\")]}>…"


def links_in(text: str) -> tuple[str, ...]:
    """Return the web links of a text as written, also those without a scheme.

    >>> links_in("See acme.example/x, or (https://acme.example). Not javascript:alert(1)")
    ('acme.example/x', 'https://acme.example')
    """
    if "." not in text:
        return ()
    found = (_trimmed(link) for link in _LINK.findall(text) if link)
    return tuple(dict.fromkeys(link for link in found if _is_link(link)))


def _trimmed(link: str) -> str:
    while link and link[-1] in _TRAILING:
        if link[-1] == ")" and link.count("(") >= link.count(")"):
            break
        link = link[:-1]
    return link


def _is_link(link: str) -> bool:
    if "://" in link[:8].lower() or link.lower().startswith("www."):
        return True
    host, slash, _ = link.partition("/")
    suffix = host.rpartition(".")[2].lower()
    if suffix in _places()["reserved_suffixes"]:
        return True
    if slash:
        return _suffixes().publicsuffix(host.lower(), accept_unknown=False) is not None
    return suffix in _places()["bare_suffixes"]


def _host(url: str) -> str:
    if "://" not in url[:8]:
        url = f"http://{url}"
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def domain(url: str) -> str:
    """Return a link's registrable domain by the public suffix list, or its host.

    >>> domain("https://help.acme.co.uk/x?y"), domain("acme.example/x"), domain("javascript:1")
    ('acme.co.uk', 'acme.example', '')
    """
    host = _host(url)
    if not host or "." not in host:
        return ""
    return _suffixes().privatesuffix(host) or host


def host_in(url: str, domains: Collection[str]) -> bool:
    """Tell whether a link leads to one of the domains or a subdomain of one.

    >>> host_in("https://shop.acme.example/x", {"acme.example"})
    True
    """
    host = _host(url)
    while host:
        if host in domains:
            return True
        host = host.partition(".")[2]
    return False


def is_living(url: str) -> bool:
    """Tell whether a link leads to a place where people can reply.

    >>> is_living("https://github.com/acme/app/issues/3"), is_living("https://acme.example/pricing")
    (True, False)
    """
    return _leads(url, "living")


def is_policy(url: str) -> bool:
    """Tell whether a link leads to a policy, guidelines, or a directory of accounts.

    >>> is_policy("https://acme.example/social-media-policy")
    True
    """
    return _leads(url, "policy")


def has_campaign_tag(url: str) -> bool:
    """Tell whether a link carries a utm tag.

    >>> has_campaign_tag("https://acme.example/?utm_source=x")
    True
    """
    query = url.partition("?")[2]
    return "utm_" in query and any(key.lower().startswith("utm_") for key, _ in parse_qsl(query))


def _leads(url: str, kind: str) -> bool:
    places = _places()
    if host_in(url, places[f"{kind}_hosts"]):
        return True
    host = _host(url)
    if host.partition(".")[0] in places[f"{kind}_labels"]:
        return True
    path = url.partition("://")[2].partition("?")[0].lower() or url.lower()
    pieces = set(path.split("/")[1:])
    return not pieces.isdisjoint(places[f"{kind}_paths"])


@cache
def _places() -> dict[str, frozenset[str]]:
    source = files("solisten.reading") / "words" / "places.toml"
    return {k: frozenset(v) for k, v in tomllib.loads(source.read_text(encoding="utf-8")).items()}


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
