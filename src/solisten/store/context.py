"""What a thread must know of a brand's whole record: automatic texts, rings, earlier mentions."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import sqlalchemy as sa

from solisten.reading.facts import Act, Context, MentionFact, OfficialFact
from solisten.store.bulk import add, among, delete, insert
from solisten.store.schema import (
    PITCHED,
    automatic,
    mention,
    named,
    official,
    ring,
    text_total,
)

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
    replies = _count_texts(connection, change)
    pitches = {(f.brand, f.pitch) for f in facts if isinstance(f, MentionFact) and f.pitch}
    for brand, forms in _by_brand(replies):
        flipped = _flip(connection, automatic, brand, forms, _automatic(connection, brand, forms))
        _roots_of(connection, official, official.c.form, brand, flipped, dirty)
    for brand, forms in _by_brand(pitches):
        flipped = _flip(connection, ring, brand, forms, _rings(connection, brand, forms))
        _roots_of(connection, mention, mention.c.pitch, brand, flipped, dirty)
    for network, names in _names_touched(change).items():
        query = sa.select(named.c.root).where(
            named.c.network == network, among(connection, named.c.name, names)
        )
        if roots := set(connection.execute(query).scalars()):
            dirty[network] |= roots
    return dirty


def _count_texts(connection: Connection, change: Change) -> set[tuple[str, int]]:
    """Keep how often each reply text was used, and how often at once; return those touched."""
    uses: Counter[tuple[str, int]] = Counter()
    quick: Counter[tuple[str, int]] = Counter()
    for facts, sign in ((change.removed, -1), (change.added, 1)):
        for fact in facts:
            if isinstance(fact, OfficialFact) and fact.form and fact.acts & Act.REPLY:
                uses[fact.brand, fact.form] += sign
                quick[fact.brand, fact.form] += sign * bool(fact.acts & Act.QUICK)
    sums = [(*key, uses[key], quick[key]) for key in sorted(uses) if uses[key] or quick[key]]
    add(connection, text_total, sums)
    lowered = [key for key, count in uses.items() if count < 0]
    delete(connection, text_total, lowered, also="replies = 0")
    return set(uses)


def _by_brand(pairs: Iterable[tuple[str, int]]) -> Iterable[tuple[str, Sequence[int]]]:
    found: dict[str, set[int]] = defaultdict(set)
    for brand, form in pairs:
        found[brand].add(form)
    return ((brand, sorted(forms)) for brand, forms in found.items())


def _automatic(connection: Connection, brand: str, forms: Sequence[int]) -> set[int]:
    uses = text_total.c
    query = sa.select(uses.form).where(
        uses.brand == brand,
        among(connection, uses.form, forms),
        uses.replies >= AUTOMATIC_REPLIES,
        uses.quick > uses.replies * AUTOMATIC_SHARE,
    )
    return set(connection.execute(query).scalars())


def _rings(connection: Connection, brand: str, forms: Sequence[int]) -> set[int]:
    authors = sa.func.count(sa.distinct(mention.c.network + "/" + mention.c.author))
    query = (
        sa.select(mention.c.pitch)
        .where(mention.c.brand == brand, among(connection, mention.c.pitch, forms), PITCHED)
        .group_by(mention.c.pitch)
        .having(authors >= RING_AUTHORS)
    )
    return set(connection.execute(query).scalars())


def _flip(
    connection: Connection, table: sa.Table, brand: str, forms: Sequence[int], now: set[int]
) -> set[int]:
    """Store which of these forms are of the table's kind now; return those that changed."""
    query = sa.select(table.c.form).where(
        table.c.brand == brand, among(connection, table.c.form, forms)
    )
    before = set(connection.execute(query).scalars())
    delete(connection, table, [(brand, form) for form in sorted(before - now)])
    insert(connection, table, ("brand", "form"), [(brand, form) for form in sorted(now - before)])
    return before ^ now


def _roots_of(
    connection: Connection,
    table: sa.Table,
    column: sa.Column[int],
    brand: str,
    forms: Collection[int],
    into: dict[str, set[str]],
) -> None:
    if not forms:
        return
    query = sa.select(table.c.network, table.c.root).where(
        table.c.brand == brand, among(connection, column, forms)
    )
    if column is mention.c.pitch:
        query = query.where(PITCHED)
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
