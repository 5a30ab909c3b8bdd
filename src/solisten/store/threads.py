"""The facts of whole threads: read again from the stored posts, and replaced where they differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
import sqlalchemy as sa

from solisten.config import account_key
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
from solisten.store.chunks import chunks
from solisten.store.latency import bucket_of
from solisten.store.rows import Row, item_of
from solisten.store.spam import spammers

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from solisten.reading.officials import Voices

Fact: TypeAlias = MentionFact | OfficialFact | TopicFact
Roots: TypeAlias = Mapping[str, Collection[str]]
"""Thread roots by network."""

THREADS_AT_ONCE = 500

_TABLES: dict[type[Fact], sa.Table] = {
    MentionFact: schema.mention,
    OfficialFact: schema.official,
    TopicFact: schema.topic_thread,
}
_KEYS = {
    kind: tuple(column.name for column in table.primary_key.columns)
    for kind, table in _TABLES.items()
}


@dataclass(slots=True)
class Change:
    """Collect the facts that a transaction took away and those that it added."""

    removed: list[Fact] = field(default_factory=list)
    added: list[Fact] = field(default_factory=list)


def reread_threads(
    connection: Connection, voices: Sequence[Voices], context: Context, roots: Roots
) -> Change:
    """Read these threads from the stored posts again and replace the facts that differ.

    Nothing is written before all are read: a fact whose post has moved to another of these threads
    leaves its old one before it enters the new one.
    """
    change = Change()
    for network, wanted in roots.items():
        for part in chunks(sorted(wanted), THREADS_AT_ONCE):
            _reread(connection, voices, context, network, part, change)
    _delete(connection, change.removed)
    _insert(connection, change.added)
    return change


def _reread(
    connection: Connection,
    voices: Sequence[Voices],
    context: Context,
    network: str,
    roots: Sequence[str],
    change: Change,
) -> None:
    threads = _threads(connection, network, roots)
    outside = _outside(connection, network, threads)
    authors = {account_key(i.author) for items in threads.values() for i in items if i.author}
    spam = spammers(connection, network, authors)
    here = _context_here(context, frozenset((network, author) for author in spam))
    new: dict[tuple[Any, ...], Fact] = {}
    for items in threads.values():
        facts = read_thread(items, outside, voices, here)
        found: list[Fact] = [*facts.mentions, *facts.officials, *facts.topics]
        new |= {_key(fact): fact for fact in found}
    old = {_key(fact): fact for fact in _stored(connection, network, roots)}
    change.removed += [fact for key, fact in old.items() if new.get(key) != fact]
    change.added += [fact for key, fact in new.items() if old.get(key) != fact]


def _context_here(context: Context, spam: frozenset[tuple[str, str]]) -> Context:
    """Return the context with the spammers that matter here."""
    return Context(spam, context.automatic, context.rings, context.first_mention)


def _threads(connection: Connection, network: str, roots: Sequence[str]) -> dict[str, list[Item]]:
    threads: dict[str, list[Item]] = defaultdict(list)
    query = sa.select(schema.post).where(
        schema.post.c.network == network, schema.post.c.root.in_(roots)
    )
    for row in connection.execute(query).mappings():
        threads[row["root"]].append(item_of(dict(row)))
    return threads


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
    found: dict[str, Item] = {}
    for part in chunks(wanted):
        query = sa.select(schema.post).where(
            schema.post.c.network == network, schema.post.c.id.in_(part)
        )
        found |= {row["id"]: item_of(dict(row)) for row in connection.execute(query).mappings()}
    return found


def _key(fact: Fact) -> tuple[Any, ...]:
    kind = type(fact)
    return (kind, *(getattr(fact, name) for name in _KEYS[kind]))


def _stored(connection: Connection, network: str, roots: Sequence[str]) -> Iterable[Fact]:
    for kind, table in _TABLES.items():
        columns = [table.c[name] for name in kind.__struct_fields__]
        query = sa.select(*columns).where(table.c.network == network, table.c.root.in_(roots))
        for row in connection.execute(query):
            yield kind(**dict(zip(kind.__struct_fields__, row, strict=True)))


def _delete(connection: Connection, facts: Iterable[Fact]) -> None:
    keys: dict[type[Fact], list[dict[str, Any]]] = defaultdict(list)
    for fact in facts:
        kind = type(fact)
        keys[kind].append({f"k_{name}": getattr(fact, name) for name in _KEYS[kind]})
    for kind, rows in keys.items():
        table = _TABLES[kind]
        connection.execute(
            sa.delete(table).where(
                *(table.c[name] == sa.bindparam(f"k_{name}") for name in _KEYS[kind])
            ),
            rows,
        )
    _delete_names(connection, facts)


def _delete_names(connection: Connection, facts: Iterable[Fact]) -> None:
    rows = [
        {"b": fact.brand, "n": fact.network, "i": fact.id}
        for fact in facts
        if isinstance(fact, OfficialFact) and fact.names
    ]
    if rows:
        named = schema.named
        connection.execute(
            sa.delete(named).where(
                named.c.brand == sa.bindparam("b"),
                named.c.network == sa.bindparam("n"),
                named.c.id == sa.bindparam("i"),
            ),
            rows,
        )


def _insert(connection: Connection, facts: Iterable[Fact]) -> None:
    rows: dict[type[Fact], list[Row]] = defaultdict(list)
    names: list[Row] = []
    for fact in facts:
        row = msgspec.structs.asdict(fact)
        row["pro"], row["con"] = evidence_bits(fact)
        if isinstance(fact, MentionFact):
            row["bucket"] = bucket_of(fact.latency)
            row["sample"] = _sample(fact) if fact.role == Role.NEED else None
        elif isinstance(fact, OfficialFact):
            row["reply"] = bool(fact.acts & Act.REPLY)
            row["quick"] = bool(fact.acts & Act.QUICK)
            row["sample"] = _sample(fact) if fact.acts & Act.ORIGINAL else None
            names += [
                {"network": fact.network, "name": name, "brand": fact.brand}
                | {"id": fact.id, "root": fact.root}
                for name in fact.names.split()
            ]
        rows[type(fact)].append(row)
    for kind, values in rows.items():
        connection.execute(sa.insert(_TABLES[kind]), values)
    if names:
        connection.execute(sa.insert(schema.named), names)


def _sample(fact: MentionFact | OfficialFact) -> int:
    """Return the sample key, moved into the signed numbers that databases keep, in its order."""
    return sample_key(fact.network, fact.id) - (1 << 63)
