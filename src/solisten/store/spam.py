"""Which accounts only spread links to foreign places (INFERENCE C.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from solisten.reading.links import domain
from solisten.store.chunks import chunks
from solisten.store.rows import SEPARATOR
from solisten.store.schema import post, spammer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy.engine import Connection

MOST_VARIETY = 3
FEWEST_ROOTS = 5
FEWEST_DAYS = 2
FOREIGN_SHARE = 0.8
EXEMPT_NETWORKS = frozenset({"hackernews", "lobsters", "googlenews"})
LINK_NETWORKS = frozenset({"reddit", "lemmy"})
"""Where a root post without words of its own is a link, as the place intends."""


def settle_spam(
    connection: Connection, network: str, authors: Collection[str], own_domains: frozenset[str]
) -> set[str]:
    """Judge these authors again by all their stored posts; return the roots that changed.

    `own_domains` are the registrable domains of every configured brand.
    """
    if network in EXEMPT_NETWORKS or not authors:
        return set()
    known = set(_flagged(connection, network, authors))
    suspects = known | _linking(connection, network, authors)
    flipped: set[str] = set()
    for author in suspects:
        if _is_spam(connection, network, author, own_domains) != (author in known):
            flipped.add(author)
            _flip(connection, network, author, add=author not in known)
    return _roots(connection, network, flipped)


def spammers(connection: Connection, network: str, authors: Iterable[str]) -> frozenset[str]:
    """Return those of the authors that are known to spread spam."""
    return frozenset(_flagged(connection, network, authors))


def _flagged(connection: Connection, network: str, authors: Iterable[str]) -> Iterable[str]:
    for part in chunks(authors):
        query = sa.select(spammer.c.author_key).where(
            spammer.c.network == network, spammer.c.author_key.in_(part)
        )
        yield from connection.execute(query).scalars()


def _linking(connection: Connection, network: str, authors: Iterable[str]) -> set[str]:
    """Return the authors with enough linking root posts to be looked at."""
    found: set[str] = set()
    for part in chunks(author for author in authors if author):
        query = (
            sa.select(post.c.author_key)
            .where(
                post.c.network == network,
                post.c.author_key.in_(part),
                post.c.opens,
                post.c.read_links != "",
            )
            .group_by(post.c.author_key)
            .having(sa.func.count() >= FEWEST_ROOTS)
        )
        found |= set(connection.execute(query).scalars())
    return found


def _is_spam(
    connection: Connection, network: str, author: str, own_domains: frozenset[str]
) -> bool:
    query = sa.select(post.c.day, post.c.links, post.c.read_links, post.c.form, post.c.text).where(
        post.c.network == network,
        post.c.author_key == author,
        post.c.opens,
        post.c.kind.not_in(("review", "article", "repost")),
    )
    roots = [
        (row.day, row.form, _foreign(row.read_links, own_domains))
        for row in connection.execute(query)
        if not (network in LINK_NETWORKS and row.links and not row.text)
    ]
    return is_spread(roots)


def is_spread(roots: Sequence[tuple[int, int, frozenset[str]]]) -> bool:
    """Say whether root posts, each (day, text key, foreign domains), are spam."""
    linking = [foreign for _, _, foreign in roots if foreign]
    if len(roots) < FEWEST_ROOTS or len({day for day, _, _ in roots}) < FEWEST_DAYS:
        return False
    if len(linking) <= FOREIGN_SHARE * len(roots):
        return False
    domains = frozenset[str]().union(*linking)
    return len(domains) <= MOST_VARIETY or len({form for _, form, _ in roots}) <= MOST_VARIETY


def _foreign(links: str, own_domains: frozenset[str]) -> frozenset[str]:
    found = {domain(link) for link in links.split(SEPARATOR) if link}
    return frozenset(name for name in found if name and name not in own_domains)


def _flip(connection: Connection, network: str, author: str, *, add: bool) -> None:
    if add:
        connection.execute(sa.insert(spammer), [{"network": network, "author_key": author}])
    else:
        connection.execute(
            sa.delete(spammer).where(spammer.c.network == network, spammer.c.author_key == author)
        )


def _roots(connection: Connection, network: str, authors: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for part in chunks(authors):
        query = sa.select(post.c.root).where(post.c.network == network, post.c.author_key.in_(part))
        found |= set(connection.execute(query.distinct()).scalars())
    return found
