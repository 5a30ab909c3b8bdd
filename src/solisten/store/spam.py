"""Which accounts only spread links to foreign places (INFERENCE C.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from solisten.reading.clean import normal_form
from solisten.reading.keys import form_key
from solisten.reading.links import domain
from solisten.store.bulk import among, delete, insert
from solisten.store.rows import SEPARATOR, Row
from solisten.store.schema import SPREADING, post, spammer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy.engine import Connection

MOST_VARIETY = 3
FEWEST_ROOTS = 5
FEWEST_DAYS = 2
FOREIGN_SHARE = 0.8
EXEMPT_NETWORKS = frozenset({"hackernews", "lobsters", "googlenews"})
LINK_NETWORKS = frozenset({"reddit", "lemmy"})
"""Where a root post without words of its own is a link, as the place intends."""


EXEMPT_KINDS = frozenset({"review", "article", "repost"})


def foreign_domains(row: Row, links: Iterable[str], own: Collection[str]) -> list[str]:
    """Return the domains to which a post spreads links, in order; `own` are all brands' domains.

    None where links are the place's custom: an exempt network or kind, a bare link in a place for
    links.
    """
    if row["kind"] in EXEMPT_KINDS or row["network"] in EXEMPT_NETWORKS or not links:
        return []
    if _is_bare_link(row["network"], row["links"], row["text"]):
        return []
    return sorted({domain(link) for link in links}.difference(own, ("",)))


def _is_bare_link(network: str, links: str, text: str) -> bool:
    return network in LINK_NETWORKS and bool(links) and not text


def settle_spam(connection: Connection, network: str, authors: Collection[str]) -> set[str]:
    """Judge these authors again by all their stored posts; return the roots that changed."""
    if network in EXEMPT_NETWORKS or not authors:
        return set()
    known = spammers(connection, network, authors)
    suspects = known | _linking(connection, network, authors)
    flipped = {
        author for author in suspects if _is_spam(connection, network, author) != (author in known)
    }
    if not flipped:
        return set()
    delete(connection, spammer, [(network, author) for author in sorted(flipped & known)])
    came = [(network, author) for author in sorted(flipped - known)]
    insert(connection, spammer, ("network", "author_key"), came)
    return _roots(connection, network, flipped)


def spammers(connection: Connection, network: str, authors: Collection[str]) -> frozenset[str]:
    """Return those of the authors that are known to spread spam."""
    query = sa.select(spammer.c.author_key).where(
        spammer.c.network == network, among(connection, spammer.c.author_key, authors)
    )
    return frozenset(connection.execute(query).scalars())


def _linking(connection: Connection, network: str, authors: Collection[str]) -> frozenset[str]:
    """Return the authors with enough root posts that spread links to be looked at."""
    query = (
        sa.select(post.c.author_key)
        .where(post.c.network == network, among(connection, post.c.author_key, authors), SPREADING)
        .group_by(post.c.author_key)
        .having(sa.func.count() >= FEWEST_ROOTS)
    )
    return frozenset(connection.execute(query).scalars())


def _is_spam(connection: Connection, network: str, author: str) -> bool:
    columns = (post.c.day, post.c.form, post.c.spread, post.c.links, post.c.text)
    query = sa.select(*columns).where(
        post.c.network == network,
        post.c.author_key == author,
        post.c.opens,
        post.c.kind.not_in(EXEMPT_KINDS),
    )
    return is_spread(
        (
            day,
            form or form_key(normal_form(text)),
            frozenset(filter(None, foreign.split(SEPARATOR))),
        )
        for day, form, foreign, links, text in connection.execute(query)
        if not _is_bare_link(network, links, text)
    )


def is_spread(roots: Iterable[tuple[int, int, frozenset[str]]]) -> bool:
    """Say whether root posts, each (day, text key, foreign domains), are spam.

    Reads no further than it must: who writes and links variously is no spammer whatever follows.
    """
    days: set[int] = set()
    forms: set[int] = set()
    domains: set[str] = set()
    posts = linking = 0
    for day, form, foreign in roots:
        posts += 1
        linking += bool(foreign)
        days.add(day)
        forms.add(form)
        domains |= foreign
        if len(domains) > MOST_VARIETY and len(forms) > MOST_VARIETY:
            return False
    return posts >= FEWEST_ROOTS and len(days) >= FEWEST_DAYS and linking > FOREIGN_SHARE * posts


def _roots(connection: Connection, network: str, authors: Collection[str]) -> set[str]:
    query = sa.select(post.c.root).where(
        post.c.network == network, among(connection, post.c.author_key, authors)
    )
    return set(connection.execute(query.distinct()).scalars())
