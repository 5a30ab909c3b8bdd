"""Which thread a post stands in, as parents and replies arrive in any order (INFERENCE C.3)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import sqlalchemy as sa

from solisten.store.bulk import among, update
from solisten.store.schema import post

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from solisten.store.rows import Row

MOST_VISITS = 4
"""How often one post is settled again while the threads above it are joined."""

_NAMES = ("network", "id", "t", "author_key", "thread", "parent", "root", "opens")
_LINK = tuple(post.c[name] for name in _NAMES)


@dataclass(slots=True)
class _Links:
    """Keep what is known of the chain of each post; a missing post is None.

    `fresh` are the rows that this transaction is about to write, by id; `replies` those that
    reply, by their parent.
    """

    connection: Connection
    network: str
    fresh: Mapping[str, Row]
    replies: dict[str, list[Row]] = field(default_factory=dict)
    known: dict[str, Row | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known |= self.fresh
        for row in self.fresh.values():
            if row["parent"]:
                self.replies.setdefault(row["parent"], []).append(row)

    def learn(self, ids: Iterable[str]) -> None:
        wanted = {id_ for id_ in ids if id_ not in self.known}
        if not wanted:
            return
        self.known |= dict.fromkeys(wanted)
        for row in self._stored(post.c.id, wanted):
            self.known[row["id"]] = row

    def _stored(self, column: sa.Column[str], values: Collection[str]) -> Iterable[Row]:
        query = sa.select(*_LINK).where(
            post.c.network == self.network, among(self.connection, column, values)
        )
        return [dict(zip(_NAMES, row, strict=True)) for row in self.connection.execute(query).all()]

    def get(self, post_id: str) -> Row | None:
        if post_id not in self.known:
            self.learn([post_id])
        return self.known[post_id]

    def replies_to(self, ids: Collection[str]) -> list[Row]:
        """Return the posts that reply to these, as far as this transaction knows them."""
        found = [row for id_ in ids for row in self.replies.get(id_, ())]
        for row in self._stored(post.c.parent, ids) if ids else ():
            if row["id"] not in self.fresh:
                known = self.known.get(row["id"]) or row
                self.known[row["id"]] = known
                found.append(known)
        return found


@dataclass(frozen=True, slots=True)
class Settled:
    """Hold the roots, old and new, of threads that changed, and the authors to be judged again."""

    roots: set[str]
    authors: set[str]


def settle(
    connection: Connection,
    network: str,
    touched: Sequence[str],
    fresh: Mapping[str, Row] | None = None,
) -> Settled:
    """Give the touched posts, and all whose chain leads through them, their root.

    `touched` are the ids of one network's posts that are new, changed or gone; `fresh` the rows of
    those about to be written, which get their `root` and `opens` in place.
    """
    links = _Links(connection, network, fresh or {})
    links.learn(touched)
    affected: set[str] = set()
    changed: dict[str, Row] = {}
    visits: Counter[str] = Counter()
    wave = list(dict.fromkeys(touched))
    moved = set(wave)
    while wave:
        visits.update(wave)
        rows = [row for id_ in wave if (row := links.get(id_)) is not None]
        links.learn(row["parent"] for row in rows if row["parent"] and not row["thread"])
        for row in rows:
            root, opens = _root(links, row, visits)
            affected |= {root, row["root"]}
            if (root, opens) != (row["root"], row["opens"]):
                row["root"], row["opens"] = root, opens
                changed[row["id"]] = row
                moved.add(row["id"])
        replies = links.replies_to(moved)
        affected |= {reply["root"] for reply in replies}
        wave = [reply["id"] for reply in replies if visits[reply["id"]] < MOST_VISITS]
        moved = set()
    moved_here = [row for id_, row in changed.items() if id_ not in links.fresh]
    _write(connection, moved_here)
    affected.discard("")
    return Settled(affected, {row["author_key"] for row in moved_here} - {""})


def _root(links: _Links, start: Row, visits: Mapping[str, int]) -> tuple[str, bool]:
    """Walk up from a post: to the root a post names, or to the last stored ancestor.

    An ancestor that nothing of this transaction has reached keeps its root, so the walk ends
    there.
    """
    chain = [start]
    places = {start["id"]: 0}
    row = start
    opens = not start["parent"]
    while not row["thread"]:
        parent = links.get(row["parent"]) if row["parent"] else None
        if parent is None:
            return row["id"], opens
        if parent["id"] in places:
            youngest = max(chain[places[parent["id"]] :], key=lambda one: (one["t"], one["id"]))
            return youngest["id"], youngest["id"] == start["id"]
        if parent["root"] and not visits.get(parent["id"]):
            return parent["root"], opens or parent["root"] == start["id"]
        places[parent["id"]] = len(chain)
        chain.append(parent)
        row = parent
    return row["thread"], opens


def _write(connection: Connection, rows: Sequence[Row]) -> None:
    values = [(row["root"], row["opens"], row["network"], row["id"]) for row in rows]
    update(connection, post, ("root", "opens"), values)
