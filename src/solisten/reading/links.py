"""Which links a text holds, where they lead, what kind of place that is."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

if TYPE_CHECKING:
    from collections.abc import Collection

_SCHEMED = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_INNER_DOT = re.compile(r"\.\w\w")
_BARE = re.compile(
    r"(?<![\w@./-])(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,6}[^\W\d_]{2,24}(?::\d{2,5})?"
    r"(?:/[^\s<>\"]*|(?![\w@]))",
)
_TRAILING = ".,;:!?'\"*_)]}>…\u201d\u2019"
_WEB = re.compile(r"(?:https?:)?//|(?![a-z][a-z0-9+.-]*:(?!\d))", re.IGNORECASE)
_CAMPAIGN = re.compile(r"[?&;]utm_\w+=", re.IGNORECASE)
_WORD_BREAKS = re.compile(r"(?:[_.+\s-]|%20)+")


def links_in(text: str) -> tuple[str, ...]:
    """Return the web links of a text as written, each once, also those without a scheme.

    >>> links_in("See acme.example/x, or (https://acme.example). Not javascript:alert(1)")
    ('https://acme.example', 'acme.example/x')
    >>> links_in("Write to ana@acme.example about node.js, e.g. today.Or call")
    ()
    """
    schemed = _SCHEMED.findall(text)
    rest = _SCHEMED.sub(" ", text) if schemed else text
    found = [_trimmed(link) for link in schemed]
    if _INNER_DOT.search(rest):
        found += [_trimmed(bare[0]) for bare in _BARE.finditer(rest) if _speaks_web(rest, bare)]
    return tuple(dict.fromkeys(link for link in found if _is_link(link)))


def _speaks_web(text: str, bare: re.Match[str]) -> bool:
    """Tell whether no other scheme ("javascript:") stands before a link that names none."""
    before = text[max(0, bare.start() - 80) : bare.start()].rpartition(" ")[2]
    scheme, colon, _ = before.lower().lstrip("('\"<").partition(":")
    return not colon or scheme not in _places()["schemes"]


def _trimmed(link: str) -> str:
    """Take off the sentence's punctuation; a bracket stays where the link opened it."""
    end = len(link)
    while end and link[end - 1] in _TRAILING:
        if link[end - 1] == ")" and link.count("(", 0, end) >= link.count(")", 0, end):
            break
        end -= 1
    return link[:end]


def _is_link(link: str) -> bool:
    if "://" in link[:8]:
        return bool(link.partition("://")[2].strip("/.-"))
    host, slash, _ = link.lower().partition("/")
    host = host.partition(":")[0]
    suffix = host.rpartition(".")[2]
    if host.startswith("www.") or suffix in _places()["reserved_suffixes"]:
        return True
    if not slash and suffix not in _places()["bare_suffixes"]:
        return False
    return _suffixes().publicsuffix(host, accept_unknown=False) not in {None, host}


def _parts(url: str) -> tuple[str, str]:
    """Return host and path of a web link in lower case, or two empty strings."""
    url = url.strip()
    begin = _WEB.match(url)
    if begin is None:
        return "", ""
    try:
        split = urlsplit(f"//{url[begin.end() :]}")
        return (split.hostname or "").rstrip("."), split.path.lower()
    except ValueError:
        return "", ""


def domain(url: str) -> str:
    """Return a link's registrable domain by the public suffix list, or "".

    A host that has none (an IP address, a public suffix itself) stands for itself.

    >>> domain("https://help.acme.co.uk/x?y"), domain("acme.example/x"), domain("javascript:a.b")
    ('acme.co.uk', 'acme.example', '')
    """
    host = _parts(url)[0]
    if "." not in host:
        return ""
    if host.rpartition(".")[2].isdigit():
        return host
    return _registrable(host)


@lru_cache(maxsize=4096)
def _registrable(host: str) -> str:
    """Return a host's registrable domain; the same few hosts stand in most links."""
    found: str | None = _suffixes().privatesuffix(host)
    return found or host


def host_in(url: str, domains: Collection[str]) -> bool:
    """Tell whether a link leads to one of the domains or to a subdomain of one.

    >>> host_in("https://shop.acme.example/x", {"acme.example"})
    True
    >>> host_in("https://acme.example.evil.test/acme.example", {"acme.example"})
    False
    """
    return _under(_parts(url)[0], domains)


def _under(host: str, domains: Collection[str]) -> bool:
    while host:
        if host in domains:
            return True
        host = host.partition(".")[2]
    return False


def is_living(url: str) -> bool:
    """Tell whether a link leads to a place where people can reply: forum, repository, chat, thread.

    Places are listed in `words/places.toml`.

    >>> is_living("github.com/acme/app/issues/3"), is_living("https://acme.example/pricing")
    (True, False)
    """
    places = _places()
    host, path = _parts(url)
    if not host:
        return False
    pieces = set(path.split("/"))
    if not pieces.isdisjoint(places["living_not_paths"]):
        return False
    return (
        _under(host, places["living_hosts"])
        or not places["living_labels"].isdisjoint(host.split(".")[:-1])
        or not pieces.isdisjoint(places["living_paths"])
    )


def is_policy(url: str) -> bool:
    """Tell whether a link leads to rules of conduct, a social media policy or a list of accounts.

    >>> is_policy("acme.example/legal/Social_Media_Policy.pdf"), is_policy("acme.example/privacy")
    (True, False)
    """
    return _path_says(url, "policy_phrases")


def is_report(url: str) -> bool:
    """Tell whether a link leads to a report of what answering people achieved.

    >>> is_report("acme.example/results-q2"), is_report("acme.example/report-a-bug")
    (True, False)
    """
    return _path_says(url, "report_phrases")


def _path_says(url: str, phrases: str) -> bool:
    path = _parts(url)[1]
    if len(path) < 2:
        return False
    words = f"-{_WORD_BREAKS.sub('-', path.replace('/', '-'))}-"
    return any(f"-{phrase}-" in words for phrase in _places()[phrases])


def has_campaign_tag(url: str) -> bool:
    """Tell whether a link carries a utm tag.

    >>> has_campaign_tag("acme.example/?a=1&utm_source=x"), has_campaign_tag("acme.example/utm_x")
    (True, False)
    """
    return bool(_parts(url)[0] and _CAMPAIGN.search(url))


@cache
def _places() -> dict[str, frozenset[str]]:
    source = files("solisten.reading") / "words" / "places.toml"
    return {k: frozenset(v) for k, v in tomllib.loads(source.read_text(encoding="utf-8")).items()}


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
