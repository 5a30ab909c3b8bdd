"""Websites: a brand's own pages, and the feeds, profiles and rules that they lead to."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from solisten.connector import (
    Checkpoint,
    Cursor,
    Listening,
    Request,
    RequestFailed,
    Response,
    Source,
    connector,
)
from solisten.errors import Unreadable
from solisten_connectors._backlinks import asked_of, shows
from solisten_connectors._document import words_of
from solisten_connectors._people import host_of
from solisten_connectors._profiles import Profile, is_shared, profile_of
from solisten_connectors._site import Link, Page, kind_of, page_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solisten.nouns import Gone, Post
    from solisten_connectors._listing import Steps

MOST_PAGES = 25
MOST_CHECKS = 12  # profiles that are asked whether they link back
ABSENT = frozenset({404, 410})
ELSEWHERE = frozenset({"forum", "status", "support"})  # kinds that often stand on others' servers
SPOKEN = frozenset(  # kinds of pages that the brand alone writes
    {"policy", "guidelines", "accounts", "report", "terms", "status", "support", "about", "careers"}
)
LAST = "zz"  # after every kind: pages that promise nothing
FIRST = ("policy", "guidelines", "accounts", "report", "terms", "forum", "status", "support")
THEN = ("about", "news", "careers")
ORDER = {kind: place for place, kind in enumerate((*FIRST, *THEN))}


@dataclass(slots=True)
class _Site:
    """Hold what is known of a site so far; `hosts` are its own."""

    hosts: set[str]
    waiting: dict[str, str] = field(default_factory=dict)
    pages: dict[str, dict[str, Any]] = field(default_factory=dict)
    feeds: dict[str, dict[str, str]] = field(default_factory=dict)
    profiles: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    elsewhere: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    def owns(self, url: str) -> bool:
        """Say whether an address is on the site or below its name: never one that looks like it."""
        host = host_of(url).removeprefix("www.")
        return any(host == own or host.endswith(f".{own}") for own in self.hosts)


def read(response: Response) -> Iterator[Post | Gone]:
    """Yield nothing: a page is no post. `Unreadable` where it is a block page or no page at all."""
    if not response.unchanged and response.status not in ABSENT:
        page_of(response)
    yield from ()


@connector(
    "website",
    read=read,
    reach="at most 25 pages of a site and what they link to: feeds, profiles, forum, status and"
    " support pages, guidelines, policies; for `solisten init`, no posts",
    options=("pages", "alone"),
    rate="one page after the other, as robots.txt allows",
    terms="those of each site; what its robots.txt does not want to be read is not asked for",
    verified="sites served by ourselves; links back in the form of the recorded answers of"
    " Mastodon, Bluesky and GitHub, of the App Store and Telegram by their documents",
    robots=True,
)
def listen(source: Source, _cursor: Cursor) -> Listening:
    """Ask for the site's pages, the telling ones first, then for links back; tell it at the end.

    With `alone` the one address is asked for, wherever it stands and leads; its words are told.
    """
    if source.options.get("alone"):
        yield from _alone(source.url)
        return
    _own(source.url)
    site = _Site({host_of(source.url).removeprefix("www.")} - {""}, {source.url: ""})
    asked: set[str] = set()
    pages = source.options.get("pages", MOST_PAGES)
    most = min(pages, MOST_PAGES) if isinstance(pages, int) else MOST_PAGES
    while site.waiting and len(asked) < most:
        url = min(site.waiting, key=lambda one: (ORDER.get(site.waiting[one], 99), len(one), one))
        kind = site.waiting.pop(url)
        asked.add(_same(url))
        try:
            response = yield Request(url)
            page = page_of(response) if response is not None else None
        except (RequestFailed, Unreadable) as failure:
            if url == source.url:
                raise
            site.refused[url] = str(failure)
            continue
        if page is None or response is None:
            continue
        if url == source.url:  # where the site sends its visitors is the site, too
            _own(page.url)
            site.hosts.add(host_of(page.url).removeprefix("www."))
        elif not site.owns(page.url):
            _note_elsewhere(site, page, kind)
            continue
        asked.add(_same(page.url))
        _note(site, page, "about" if url == source.url else kind, asked)
    if most > 1:
        yield from _checked(site)
    yield Checkpoint({"site": _told(site)})


def _alone(url: str) -> Listening:
    """Ask for one document; what is no 200 with words in it ends this."""
    response = yield Request(url)
    if response is None or response.status != 200:
        raise Unreadable(f"it answers {response.status if response else 'nothing'}")
    title, said = words_of(response)
    page = Page(response.url, title, said, "", (), (), ())
    yield Checkpoint({"site": {"pages": [_row(page, "")]}})


def _own(url: str) -> None:
    """Refuse what is no brand's own site, whoever leads there."""
    if is_shared(url):
        raise Unreadable(
            f"{url} is a page on {host_of(url)}, which many share: no site of one's own"
        )


def _note(site: _Site, page: Page, kind: str, asked: set[str]) -> None:
    """Note what a page of the site is and names, and which pages to ask for next."""
    kind = kind or kind_of(page.url, page.title)
    site.pages[page.url] = _row(page, kind)
    for url, title in page.feeds:
        if site.owns(url):
            site.feeds.setdefault(url, {"url": url, "title": title})
    for url in page.same:
        _name(site, url, "same-as")
    # What visitors write may name anybody, and whoever is named may link back.
    spoken = kind in SPOKEN
    for link in page.links:
        named = profile_of(link.url) is not None and not site.owns(link.url)
        if named and (link.me or spoken):
            _name(site, link.url, "rel-me" if link.me else "link")
        elif not named:
            _queue(site, link, asked)


def _name(site: _Site, url: str, by: str) -> None:
    """Note a profile that a page names."""
    profile = None if site.owns(url) else profile_of(url)
    if profile is None:
        return
    key = (profile.network, profile.name.casefold())
    row = site.profiles.setdefault(
        key,
        {
            "network": profile.network,
            "name": profile.name,
            "url": profile.url,
            "place": profile.place,
            "by": [],
            "verified": "",
        },
    )
    if by not in row["by"]:
        row["by"].append(by)


def _queue(site: _Site, link: Link, asked: set[str]) -> None:
    """Put a link in line: pages of the site, and what may be its forum, status or support."""
    url = _bare(link.url)
    kind = kind_of(url, link.said)
    if _same(url) in asked or len(site.waiting) >= 500:
        return
    if site.owns(url):
        if kind or len(url) < 120:
            site.waiting.setdefault(url, kind or LAST)
    elif kind in ELSEWHERE and not any(_same(url) == _same(one) for one in site.waiting):
        site.waiting.setdefault(url, kind)


def _note_elsewhere(site: _Site, page: Page, kind: str) -> None:
    """Note a page on another's server; it is the brand's if it links back, else a suggestion."""
    back = any(site.owns(link.url) for link in page.links)
    site.elsewhere[page.url] = _row(page, kind) | {"back": back}


def _row(page: Page, kind: str) -> dict[str, Any]:
    """Return a page as evidence; its hash is that of its words, which scripts do not change."""
    return {
        "url": page.url,
        "kind": "" if kind == LAST else kind,
        "title": page.title,
        "said": page.said,
        "sha256": sha256(page.said.encode("utf-8", "replace")).hexdigest(),
        "software": page.software,
    }


def _checked(site: _Site) -> Steps[None]:
    """Ask networks that show it whether a profile links back to the site."""
    checks = 0
    for row in site.profiles.values():
        profile = Profile(row["network"], row["name"], row["url"], row["place"])
        request = asked_of(profile)
        if request is None or checks >= MOST_CHECKS:
            continue
        checks += 1
        try:
            response = yield request
        except RequestFailed as failure:
            site.refused[request.url] = str(failure)
            continue
        if response is not None:
            row["verified"] = shows(profile, response, site.owns)


def _told(site: _Site) -> dict[str, Any]:
    return {
        "hosts": sorted(site.hosts),
        "pages": list(site.pages.values()),
        "feeds": list(site.feeds.values()),
        "profiles": list(site.profiles.values()),
        "elsewhere": list(site.elsewhere.values()),
        "refused": dict(site.refused),
    }


def _bare(url: str) -> str:
    return url.partition("#")[0]


def _same(url: str) -> str:
    """Return an address in the form in which two of one page are compared."""
    return _bare(url).removeprefix("https://").removeprefix("http://").rstrip("/")
