"""What a thread must know of a brand's whole record: automatic texts, rings, earlier mentions."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import sqlalchemy as sa

from solisten.reading.facts import Context, MentionFact, OfficialFact
from solisten.store.chunks import chunks
from solisten.store.schema import automatic, mention, named, official, ring

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy.engine import Connection

    from solisten.store.threads import Change

AUTOMATIC_REPLIES, AUTOMATIC_SHARE = 4, 0.6
"""A reply text used this often, more than this share of them within two minutes (C.5)."""
RING_AUTHORS = 3


def context_of(connection: Connection) -> Context:
    """Return the context of the stored record; earlier mentions are asked for one by one."""
    return Context(
        automatic=_forms(connection, automatic),
        rings=_forms(connection, ring),
        first_mention=_first_mentions(connection),
    )


def _forms(connection: Connection, table: sa.Table) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for brand, form in connection.execute(sa.select(table.c.brand, table.c.form)):
        found[brand].add(form)
    return {brand: frozenset(forms) for brand, forms in found.items()}


class _FirstMentions:
    """Look up when an account first mentioned a brand; each answer is kept for the transaction."""

    __slots__ = ("_connection", "_known")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, str, str], int | None] = {}

    def __call__(self, brand: str, network: str, name: str) -> int | None:
        key = (brand, network, name)
        if key not in self._known:
            self._known[key] = min(
                (t for column in _NAMES if (t := self._earliest(key, column)) is not None),
                default=None,
            )
        return self._known[key]

    def _earliest(self, key: tuple[str, str, str], column: sa.Column[str]) -> int | None:
        brand, network, name = key
        query = sa.select(sa.func.min(mention.c.t)).where(
            mention.c.brand == brand,
            mention.c.network == network,
            sa.or_(column == name, sa.and_(column >= f"{name}@", column < f"{name}A")),
        )
        found = self._connection.execute(query).scalar()
        return None if found is None else int(found)


_NAMES = (mention.c.author, mention.c.handle)


def _first_mentions(connection: Connection) -> _FirstMentions:
    return _FirstMentions(connection)


def settle_context(connection: Connection, change: Change) -> dict[str, set[str]]:
    """Bring automatic texts and rings up to date; return the roots, by network, to read again."""
    dirty: dict[str, set[str]] = defaultdict(set)
    facts = [*change.removed, *change.added]
    replies = {(f.brand, f.form) for f in facts if isinstance(f, OfficialFact) and f.form}
    pitches = {(f.brand, f.pitch) for f in facts if isinstance(f, MentionFact) and f.pitch}
    for brand, forms in _by_brand(replies):
        flipped = _flip(connection, automatic, brand, forms, _automatic(connection, brand, forms))
        _roots_of(connection, official, official.c.form, brand, flipped, dirty)
    for brand, forms in _by_brand(pitches):
        flipped = _flip(connection, ring, brand, forms, _rings(connection, brand, forms))
        _roots_of(connection, mention, mention.c.pitch, brand, flipped, dirty)
    for network, names in _names_touched(change).items():
        for part in chunks(names):
            query = sa.select(named.c.root).where(
                named.c.network == network, named.c.name.in_(part)
            )
            dirty[network] |= set(connection.execute(query).scalars())
    return dirty


def _by_brand(pairs: Iterable[tuple[str, int]]) -> Iterable[tuple[str, Sequence[int]]]:
    found: dict[str, set[int]] = defaultdict(set)
    for brand, form in pairs:
        found[brand].add(form)
    return ((brand, sorted(forms)) for brand, forms in found.items())


def _automatic(connection: Connection, brand: str, forms: Sequence[int]) -> set[int]:
    found: set[int] = set()
    quick = sa.func.sum(sa.cast(official.c.quick, sa.Integer))
    for part in chunks(forms):
        query = (
            sa.select(official.c.form)
            .where(official.c.brand == brand, official.c.form.in_(part), official.c.reply)
            .group_by(official.c.form)
            .having(sa.func.count() >= AUTOMATIC_REPLIES, quick > sa.func.count() * AUTOMATIC_SHARE)
        )
        found |= set(connection.execute(query).scalars())
    return found


def _rings(connection: Connection, brand: str, forms: Sequence[int]) -> set[int]:
    found: set[int] = set()
    authors = sa.func.count(sa.distinct(mention.c.network + "/" + mention.c.author))
    for part in chunks(forms):
        query = (
            sa.select(mention.c.pitch)
            .where(mention.c.brand == brand, mention.c.pitch.in_(part), mention.c.pitch != 0)
            .group_by(mention.c.pitch)
            .having(authors >= RING_AUTHORS)
        )
        found |= set(connection.execute(query).scalars())
    return found


def _flip(
    connection: Connection, table: sa.Table, brand: str, forms: Sequence[int], now: set[int]
) -> set[int]:
    """Store which of these forms are of the table's kind now; return those that changed."""
    before: set[int] = set()
    for part in chunks(forms):
        query = sa.select(table.c.form).where(table.c.brand == brand, table.c.form.in_(part))
        before |= set(connection.execute(query).scalars())
    if gone := before - now:
        connection.execute(
            sa.delete(table).where(table.c.brand == brand, table.c.form.in_(sorted(gone)))
        )
    if came := now - before:
        connection.execute(sa.insert(table), [{"brand": brand, "form": f} for f in sorted(came)])
    return gone | came


def _roots_of(
    connection: Connection,
    table: sa.Table,
    column: sa.Column[int],
    brand: str,
    forms: Collection[int],
    into: dict[str, set[str]],
) -> None:
    for part in chunks(forms):
        query = sa.select(table.c.network, table.c.root).where(
            table.c.brand == brand, column.in_(part), column != 0
        )
        for network, root in connection.execute(query.distinct()):
            into[network].add(root)


def _names_touched(change: Change) -> dict[str, set[str]]:
    """Return by network the names whose earliest mention, or whose naming, may have changed."""
    found: dict[str, set[str]] = defaultdict(set)
    for fact in (*change.removed, *change.added):
        if isinstance(fact, MentionFact):
            for name in {fact.author, fact.handle} - {""}:
                found[fact.network] |= {name, name.partition("@")[0]}
        elif isinstance(fact, OfficialFact) and fact.names:
            found[fact.network] |= set(fact.names.split())
    return found
