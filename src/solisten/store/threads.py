"""The facts of whole threads: read again from the stored posts, and replaced where they differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import sqlalchemy as sa
from msgspec.structs import astuple

from solisten.reading.evidence import evidence_bits
from solisten.reading.facts import (
    Act,
    Context,
    Item,
    MentionFact,
    OfficialFact,
    Role,
    TopicFact,
)
from solisten.reading.keys import sample_key
from solisten.reading.threads import read_thread
from solisten.store import schema
from solisten.store.bulk import among, delete, insert
from solisten.store.chunks import chunks
from solisten.store.latency import bucket_of
from solisten.store.rows import ITEM_COLUMNS, item_of
from solisten.store.spam import spammers

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from solisten.reading.officials import Chorus

Fact: TypeAlias = MentionFact | OfficialFact | TopicFact
Roots: TypeAlias = Mapping[str, Collection[str]]
"""Thread roots by network."""
Threads: TypeAlias = dict[tuple[str, str], list[Item]]
"""Posts by the network and the root of their thread."""

THREADS_AT_ONCE = 2_000
LONGEST_NAME = 100
"""No account's name is longer, with its host; what is stands in no index."""

_TABLES: dict[type[Fact], sa.Table] = {
    MentionFact: schema.mention,
    OfficialFact: schema.official,
    TopicFact: schema.topic_thread,
}
_COLUMNS: dict[type[Fact], tuple[str, ...]] = {
    MentionFact: (*MentionFact.__struct_fields__, "pro", "con", "bucket", "sample"),
    OfficialFact: (*OfficialFact.__struct_fields__, "pro", "con", "reply", "quick", "sample"),
    TopicFact: (*TopicFact.__struct_fields__, "pro", "con"),
}


@dataclass(slots=True)
class Change:
    """Collect the facts that a transaction took away and those that it added."""

    removed: list[Fact] = field(default_factory=list)
    added: list[Fact] = field(default_factory=list)


def reread_threads(
    connection: Connection, chorus: Chorus, context: Context, roots: Roots, fresh: Threads
) -> Change:
    """Read these threads from the stored posts again and replace the facts that differ.

    `fresh` are posts just written; a thread that has no others is not fetched from the database.
    Nothing is written before all are read: a fact whose post has moved to another of these threads
    leaves its old one before it enters the new one.
    """
    change = Change()
    for network, wanted in roots.items():
        for part in chunks(sorted(wanted), THREADS_AT_ONCE):
            _reread(connection, chorus, context, network, part, fresh, change)
    _delete(connection, change.removed)
    _insert(connection, change.added)
    return change


def _reread(
    connection: Connection,
    chorus: Chorus,
    context: Context,
    network: str,
    roots: Sequence[str],
    fresh: Threads,
    change: Change,
) -> None:
    threads = _threads(connection, network, roots, fresh)
    outside = _outside(connection, network, threads)
    authors = {item.author_key for items in threads.values() for item in items} - {""}
    spam = spammers(connection, network, authors)
    here = _context_here(context, frozenset((network, author) for author in spam))
    found: list[Fact] = []
    for items in threads.values():
        facts = read_thread(items, outside, chorus, here)
        found += (*facts.mentions, *facts.officials, *facts.topics)
    old = {_key(fact): fact for fact in _stored(connection, network, roots)}
    if not old:
        change.added += found
        return
    new = {_key(fact): fact for fact in found}
    change.removed += [fact for key, fact in old.items() if new.get(key) != fact]
    change.added += [fact for key, fact in new.items() if old.get(key) != fact]


def _context_here(context: Context, spam: frozenset[tuple[str, str]]) -> Context:
    """Return the context with the spammers that matter here."""
    return Context(spam, context.automatic, context.rings, context.first_mention)


def _threads(
    connection: Connection, network: str, roots: Sequence[str], fresh: Threads
) -> dict[str, list[Item]]:
    """Return the posts of each thread."""
    threads: dict[str, list[Item]] = defaultdict(list)
    column = schema.post.c.root
    query = (
        sa.select(column, sa.func.count())
        .where(schema.post.c.network == network, among(connection, column, roots))
        .group_by(column)
    )
    stored = []
    for root, count in connection.execute(query).all():
        known = fresh.get((network, root), ())
        if len(known) == count:
            threads[root] = [*known]
        else:
            stored.append(root)
    for item in _items(connection, network, column, stored) if stored else ():
        threads[item.root].append(item)
    return threads


def _items(
    connection: Connection, network: str, column: sa.Column[str], values: Collection[str]
) -> Iterable[Item]:
    query = sa.select(*ITEM_COLUMNS).where(
        schema.post.c.network == network, among(connection, column, values)
    )
    return map(item_of, connection.execute(query).all())


def _outside(
    connection: Connection, network: str, threads: Mapping[str, Sequence[Item]]
) -> dict[str, Item]:
    """Return, by id, the stored parents that stand in another thread than their reply."""
    here = {item.id: item.root for items in threads.values() for item in items}
    wanted = {
        item.parent
        for items in threads.values()
        for item in items
        if item.parent and here.get(item.parent) != item.root
    }
    if not wanted:
        return {}
    return {item.id: item for item in _items(connection, network, schema.post.c.id, wanted)}


def _key(fact: Fact) -> tuple[Any, ...]:
    if isinstance(fact, TopicFact):
        return (TopicFact, fact.brand, fact.topic, fact.network, fact.id)
    return (type(fact), fact.brand, fact.network, fact.id)


def _stored(connection: Connection, network: str, roots: Sequence[str]) -> Iterable[Fact]:
    for kind, table in _TABLES.items():
        columns = [table.c[name] for name in kind.__struct_fields__]
        query = sa.select(*columns).where(
            table.c.network == network, among(connection, table.c.root, roots)
        )
        for row in connection.execute(query).all():
            yield kind(*row)


def _delete(connection: Connection, facts: Iterable[Fact]) -> None:
    keys: dict[type[Fact], list[tuple[Any, ...]]] = defaultdict(list)
    for fact in facts:
        keys[type(fact)].append(_key(fact)[1:])
    for kind, rows in keys.items():
        delete(connection, _TABLES[kind], rows)
    delete(connection, schema.named, [name for fact in facts for name in _names(fact)])


def _insert(connection: Connection, facts: Iterable[Fact]) -> None:
    rows: dict[type[Fact], list[tuple[Any, ...]]] = defaultdict(list)
    for fact in facts:
        rows[type(fact)].append((*astuple(fact), *evidence_bits(fact), *_looked_up(fact)))
    for kind, values in rows.items():
        insert(connection, _TABLES[kind], _COLUMNS[kind], values)
    names = [(*name, fact.root) for fact in facts for name in _names(fact)]
    insert(connection, schema.named, ("network", "name", "brand", "id", "root"), names)


def _looked_up(fact: Fact) -> tuple[Any, ...]:
    """Return what stands in columns of its own only so that queries find it."""
    if isinstance(fact, MentionFact):
        sample = _sample(fact) if fact.role == Role.NEED else None
        return (bucket_of(fact.latency), sample)
    if isinstance(fact, OfficialFact):
        acts = fact.acts
        sample = _sample(fact) if acts & Act.ORIGINAL else None
        return (bool(acts & Act.REPLY), bool(acts & Act.QUICK), sample)
    return ()


def _names(fact: Fact) -> Iterable[tuple[str, str, str, str]]:
    """Yield the key in `named` of every name that an official post calls."""
    if isinstance(fact, OfficialFact) and fact.names:
        for name in fact.names.split():
            if len(name) <= LONGEST_NAME:
                yield fact.network, name, fact.brand, fact.id


def _sample(fact: MentionFact | OfficialFact) -> int:
    """Return the sample key, moved into the signed numbers that databases keep, in its order."""
    return sample_key(fact.network, fact.id) - (1 << 63)
