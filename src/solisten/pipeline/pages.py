"""Pages of a brand's own site as evidence: kept when found, looked at again each month."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from solisten.config import brand as named_brand
from solisten.errors import SourcesFailedError
from solisten.pipeline.discovering import site_told
from solisten.pipeline.evidence import SPEAK_FOR, excerpt
from solisten.pipeline.session import session
from solisten.reading.cues import Cue, cues
from solisten.store import pages
from solisten.web import Manners, Web, open_web

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from solisten.pipeline.discovering import Discovered
    from solisten.pipeline.session import Place, Session

MONTH = 30 * 86400
LONGEST = 600  # characters of an address, as many as every index takes
PROMISING = frozenset({"support", "terms", "about"})  # kinds on which an answering time may stand


@dataclass(frozen=True, slots=True)
class _At:
    """Say where the configuration is that was just written."""

    config: Path
    db: str | None
    now: float


def keep_pages(place: Place, brand: str, found: Discovered, config: Path) -> int:
    """Keep the pages that `init` found, in the store of the configuration it wrote."""
    with session(_At(config, place.db, place.now)) as opened:
        rows = list(kept(found.pages))
        name = named_brand(opened.config, " ".join(brand.split())).name
        with opened.database.writing() as connection:
            return pages.keep(connection, name, rows, int(place.now))


def kept(found: Iterable[Mapping[str, Any]]) -> Iterator[pages.Page]:
    """Yield the pages that are worth keeping; one that promises an answering time counts as terms.

    >>> said = "Welcome. We answer within 24 hours. Bye."
    >>> row = {"url": "https://acme.example/help", "sha256": "a", "kind": "support", "said": said}
    >>> [(page.kind, page.excerpt) for page in kept([row])]
    [('terms', 'We answer within 24 hours.')]
    """
    speaking = {kind for kinds in SPEAK_FOR.values() for kind in kinds} | {"support"}
    for one in found:
        kind, said = one["kind"], one["said"]
        if len(one["url"]) > LONGEST:
            continue
        if kind in PROMISING and (promise := _promise(said)):
            yield pages.Page(one["url"], one["sha256"], "terms", excerpt(promise))
        elif kind in speaking:
            yield pages.Page(one["url"], one["sha256"], kind, excerpt(said))


def _promise(said: str) -> str:
    """Return the first sentence that promises an answering time, "" without one."""
    for line in said.splitlines():
        for sentence in line.replace("! ", ". ").split(". "):
            if len(sentence) < 400 and cues(sentence, "") & Cue.PROMISE:
                return sentence if sentence.endswith(".") else f"{sentence}."
    return ""


def look_again(
    opened: Session, *, clock: Callable[[], float], manners: Manners | None = None
) -> int:
    """Ask for the pages that nobody has looked at for a month; return how many say new things."""
    now = int(clock())
    with opened.database.reading() as connection:
        due = pages.due(connection, now - MONTH)
    if not due:
        return 0
    found = asyncio.run(_asked(opened, [one.url for _, one in due], clock, manners))
    fresh = 0
    with opened.database.writing() as connection:
        for brand, old in due:
            row = found.get(old.url)
            if row is None:
                pages.looked(connection, brand, old.url, now)
                continue
            new = list(kept([{**row, "url": old.url, "kind": old.kind}]))
            fresh += pages.keep(connection, brand, new, now)
    return fresh


async def _asked(
    opened: Session, urls: list[str], clock: Callable[[], float], manners: Manners | None
) -> dict[str, Mapping[str, Any]]:
    async with open_web(opened.config.collector, clock=clock, manners=manners) as web:
        rows = [await _one(web, url) for url in urls]
    return {url: row for url, row in zip(urls, rows, strict=True) if row is not None}


async def _one(web: Web, url: str) -> Mapping[str, Any] | None:
    """Return a page as the connector `website` tells it, None when it cannot be read."""
    try:
        told = await site_told(web, url, {"pages": 1})
    except SourcesFailedError:
        return None
    return next(iter(told["pages"]), None)
