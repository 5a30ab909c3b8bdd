"""What a brand's site leads to: pages, feeds and their authors, accounts, places."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from solisten.connector import Checkpoint, Request, RequestFailed, Response, Source
from solisten.errors import SourcesFailedError, Unreadable, UsageError
from solisten.nouns import Post
from solisten.plugins import find_connectors
from solisten.web import Limits, Manners, Web, open_web

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from solisten.config import Collector

MOST_FEEDS = 5  # feeds that are asked for, to see who writes in them
MOST_REQUESTS = 60
MOST_BYTES = 5_000_000  # of a page or feed


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """Hold a feed of the site: the accounts that write in it, and what it links to."""

    url: str
    title: str
    authors: tuple[str, ...]
    nameless: bool
    links: frozenset[str]


@dataclass(frozen=True, slots=True)
class Discovered:
    """Hold what a site leads to, as the connector `website` tells it."""

    site: str
    hosts: Sequence[str] = ()
    pages: Sequence[Mapping[str, Any]] = ()
    profiles: Sequence[Mapping[str, Any]] = ()
    elsewhere: Sequence[Mapping[str, Any]] = ()
    feeds: Sequence[FoundFeed] = ()
    refused: Mapping[str, str] = field(default_factory=dict)


def discover(
    site: str,
    collector: Collector,
    *,
    clock: Callable[[], float],
    manners: Manners | None = None,
) -> Discovered:
    """Read a site politely and return what it leads to.

    Raises UsageError for what is no address, SourcesFailedError when the site cannot be read.
    """
    url = site if "://" in site else f"https://{site}"
    if not url.startswith(("http://", "https://")) or not url.partition("://")[2].strip("/"):
        raise UsageError(f'--site "{site}" is no address; write for example https://acme.example')
    return asyncio.run(_discovered(url, collector, clock, manners))


async def _discovered(
    url: str, collector: Collector, clock: Callable[[], float], manners: Manners | None
) -> Discovered:
    limits = _hurried(collector)
    async with open_web(collector, clock=clock, manners=manners, limits=limits) as web:
        told = await site_told(web, url)
        own = [one["url"] for one in told["feeds"]][:MOST_FEEDS]
        feeds = [feed for feed in [await _feed(web, one) for one in own] if feed is not None]
    titles = {one["url"]: one["title"] for one in told["feeds"]}
    return Discovered(
        site=url,
        hosts=told["hosts"],
        pages=told["pages"],
        profiles=told["profiles"],
        elsewhere=told["elsewhere"],
        feeds=[replace(feed, title=titles[feed.url]) for feed in feeds],
        refused=told["refused"],
    )


def _hurried(collector: Collector) -> Limits:
    """Return the limits of what somebody waits for."""
    return Limits(
        seconds=collector.timeout_s,
        bytes=min(collector.max_bytes, MOST_BYTES),
        redirects=5,
        retries=1,
        patience=15.0,
    )


async def documents_told(
    urls: Sequence[str],
    collector: Collector,
    *,
    clock: Callable[[], float],
    manners: Manners | None = None,
) -> dict[str, Mapping[str, Any] | str]:
    """Return what each link leads to, its title and its words, or why there are none."""
    limits = _hurried(collector)
    async with open_web(collector, clock=clock, manners=manners, limits=limits) as web:
        return {url: await _document(web, url) for url in urls}


async def _document(web: Web, url: str) -> Mapping[str, Any] | str:
    try:
        told = await _told(web, url, {"alone": True})
    except (RequestFailed, Unreadable) as failure:
        return reason(failure)
    found: Mapping[str, Any] = told["pages"][0]
    return found


async def site_told(
    web: Web, url: str, options: Mapping[str, Any] | None = None
) -> Mapping[str, Any]:
    """Run the connector `website` over a site, and return what it tells at its end.

    Raises SourcesFailedError when its first page cannot be read.
    """
    try:
        return await _told(web, url, options or {})
    except (RequestFailed, Unreadable) as failure:
        raise SourcesFailedError(f"{url} cannot be read: {reason(failure)}") from None


async def _told(web: Web, url: str, options: Mapping[str, Any]) -> Mapping[str, Any]:
    source = Source("init", "website", url, options)
    steps = find_connectors().connectors["website"].listen(source, {})
    told: Mapping[str, Any] = {}
    answer: Response | RequestFailed | None = None
    asked = 0
    try:
        while asked <= MOST_REQUESTS:
            event = steps.throw(answer) if isinstance(answer, Exception) else steps.send(answer)
            answer = None
            if isinstance(event, Checkpoint):
                told = event.cursor["site"]
            elif isinstance(event, Request):
                asked += 1
                answer = await _answer(web, event)
    except StopIteration:
        pass
    return told


async def _answer(web: Web, request: Request) -> Response | RequestFailed:
    try:
        return await web.ask(request, robots=True)
    except RequestFailed as failure:
        return failure


async def _feed(web: Web, url: str) -> FoundFeed | None:
    """Return who writes in a feed, None when it cannot be read."""
    rss = find_connectors().connectors["rss"]
    answer = await _answer(web, Request(url))
    if isinstance(answer, RequestFailed):
        return None
    try:
        posts = [one for one in rss.read(answer) if isinstance(one, Post)]
    except Unreadable:
        return None
    authors = {f"{one.network}:{one.channel}/@{one.author}" for one in posts if one.author}
    return FoundFeed(
        url=url,
        title="",
        authors=tuple(sorted(authors)),
        nameless=any(not one.author for one in posts),
        links=frozenset(one.url or one.id for one in posts),
    )


def reason(failure: Exception) -> str:
    """Return what a failure says of itself, for a person."""
    notes = getattr(failure, "__notes__", None)
    return f"{failure}; {'; '.join(notes)}" if notes else str(failure)
