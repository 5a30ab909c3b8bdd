"""The links of declared evidence: asked for when they are due, read for what they bear out."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import msgspec

from solisten.estimate.declared import Declaration
from solisten.pipeline.evidence import EXCERPT, excerpt
from solisten.store import links

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from solisten.config import Brand
    from solisten.config.shapes import Declared
    from solisten.models.pack import Pack
    from solisten.pipeline.session import Session
    from solisten.store.database import Connection
    from solisten.store.links import Link
    from solisten.web import Manners

MONTH = 30 * 86_400
NEAR = 150  # characters on either side of a keyword: about two sentences
BROKEN = 86_400  # what could not be read is asked for again sooner: it may have been a bad hour


def look_at_links(
    opened: Session,
    brands: Iterable[Brand],
    *,
    clock: Callable[[], float],
    manners: Manners | None = None,
) -> int:
    """Ask for the declared links that are due; return how many answer something new."""
    now = int(clock())
    with opened.database.reading() as connection:
        due = {brand.name: list(_due(connection, brand, now)) for brand in brands}
    urls = sorted({url for found in due.values() for url in found})
    if not urls:
        return 0
    import asyncio

    # What asks the web is loaded where anything is due.
    from solisten.pipeline.discovering import documents_told

    told = asyncio.run(documents_told(urls, opened.config.collector, clock=clock, manners=manners))
    fresh = 0
    with opened.database.writing() as connection:
        for brand, wanted in due.items():
            for url in wanted:
                fresh += links.keep(connection, brand, _answer(url, told[url]), now)
    return fresh


def _due(connection: Connection, brand: Brand, now: int) -> Iterator[str]:
    """Yield the links that nobody has looked at for a month, or for a day where they failed."""
    urls = _urls(brand)
    known = links.latest(connection, brand.name, urls)
    for url in sorted(urls):
        last = known.get(url)
        if last is None or last.seen <= now - (BROKEN if last.failure else MONTH):
            yield url


def _urls(brand: Brand) -> set[str]:
    return {one.link for one in brand.declared if one.link}


def _answer(url: str, told: Mapping[str, Any] | str) -> Link:
    if isinstance(told, str):
        return links.Link(url, failure=told[:300])
    said = f"{told['title']}\n{told['said']}".strip()
    return links.Link(url, sha256=sha256(said.encode("utf-8", "replace")).hexdigest(), said=said)


def answers(connection: Connection, brand: Brand, as_of: int) -> dict[str, Link]:
    """Return what each declared link answered as of a time, where it was ever asked."""
    return links.latest(connection, brand.name, _urls(brand), as_of)


def broken(connection: Connection, brands: Iterable[Brand]) -> Iterator[tuple[Brand, Link]]:
    """Yield the declared links that could not be read when they were asked for last."""
    for brand in brands:
        found = links.latest(connection, brand.name, _urls(brand))
        yield from ((brand, found[url]) for url in sorted(found) if found[url].failure)


def digest(brand: Brand, found: Mapping[str, Link]) -> str:
    """Return the hash of all that is declared and of what its links say, "" for nothing."""
    if not brand.declared:
        return ""
    parts = [repr(msgspec.structs.astuple(one)) for one in brand.declared]
    parts += [repr((one.url, one.at, one.sha256, one.failure)) for one in found.values()]
    return sha256("\n".join(parts).encode()).hexdigest()


def declarations(brand: Brand, pack: Pack, found: Mapping[str, Link]) -> Iterator[Declaration]:
    """Yield what the owner declares, with what its link was found to say for this pack."""
    for one in brand.declared:
        yield _declaration(one, pack, found.get(one.link))


def _declaration(one: Declared, pack: Pack, link: Link | None) -> Declaration:
    at = borne_out(pack.keywords(one.indicator), link.said) if link else None
    date = None if one.date is None else datetime.combine(one.date, time(), UTC).timestamp()
    return Declaration(
        indicator=one.indicator,
        at=date,
        proven=at is not None,
        statement=one.statement,
        by=one.by,
        link=one.link,
        looked_at=link.at if link else None,
        failure=link.failure if link else "",
        quote=_around(link.said, at) if link and at is not None else "",
    )


def borne_out(keywords: Iterable[str], said: str) -> int | None:
    """Return where the first keyword stands in a text that says it of talk in public, else None.

    As a word of its own; a word of public talk (in_public.txt: "social", "forum", ...) stands in it
    or within 150 characters of it: a page that only holds "report" or "training" shows nothing.

    >>> borne_out(["roi", "return on"], "Our Twitter team: heroic, a return  on it of 3")
    28
    >>> borne_out(["roi"], "heroic"), borne_out(["report"], "Our annual report.")
    (None, None)
    >>> borne_out(["community members"], "Our community members help.")
    4
    """
    public = _public()
    spaced = (r"\s+".join(map(re.escape, word.split())) for word in keywords)
    places = [
        one.start()
        for word in spaced
        if word
        for one in re.finditer(rf"(?<!\w){word}(?!\w)", said, re.IGNORECASE)
        if (" " in one[0] and public.search(one[0]))
        or public.search(said, max(0, one.start() - NEAR), one.start())
        or public.search(said, one.end(), one.end() + NEAR)
    ]
    return min(places, default=None)


@cache
def _public() -> re.Pattern[str]:
    """Return what finds a word of public talk."""
    listed = files("solisten.models").joinpath("in_public.txt").read_text("utf-8").splitlines()
    words = sorted((re.escape(one) for one in listed if one), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


def _around(said: str, at: int) -> str:
    """Return what stands around a place, as it may be shown.

    >>> _around("First. Then our cost-to-serve fell. Last.", 12)
    'First. Then our cost-to-serve fell. Last.'
    """
    start = max(0, at - EXCERPT // 3)
    if start:
        start = said.find(" ", start, at) + 1 or start
    return excerpt(said[start : start + EXCERPT])
