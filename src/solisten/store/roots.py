"""Which thread a post stands in, as parents and replies arrive in any order (INFERENCE C.3)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import sqlalchemy as sa

from solisten.store.chunks import chunks
from solisten.store.schema import post

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from solisten.store.rows import Row

MOST_VISITS = 4
"""How often one post is settled again while the threads above it are joined."""

_LINK = (
    post.c.network,
    post.c.id,
    post.c.t,
    post.c.thread,
    post.c.parent,
    post.c.root,
    post.c.opens,
)


@dataclass(slots=True)
class _Links:
    """Keep what is known of the chain of each post; a missing post is None."""

    connection: Connection
    network: str
    known: dict[str, Row | None] = field(default_factory=dict)

    def learn(self, ids: Iterable[str]) -> None:
        wanted = [id_ for id_ in ids if id_ not in self.known]
        for part in chunks(wanted):
            self.known |= dict.fromkeys(part)
            query = sa.select(*_LINK).where(post.c.network == self.network, post.c.id.in_(part))
            for row in self.connection.execute(query).mappings():
                self.known[row["id"]] = dict(row)

    def get(self, post_id: str) -> Row | None:
        if post_id not in self.known:
            self.learn([post_id])
        return self.known[post_id]


def settle(connection: Connection, network: str, touched: Sequence[str]) -> set[str]:
    """Give the touched posts, and all whose chain leads through them, their root.

    `touched` are the ids of one network's posts that are new, changed or gone. Returns the roots
    of every thread whose posts or roots changed, old and new.
    """
    links = _Links(connection, network)
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
        replies = _replies(links, moved)
        affected |= {reply["root"] for reply in replies}
        wave = [reply["id"] for reply in replies if visits[reply["id"]] < MOST_VISITS]
        moved = set()
    _write(connection, list(changed.values()))
    affected.discard("")
    return affected


def _replies(links: _Links, ids: Iterable[str]) -> list[Row]:
    """Return the stored posts that reply to these, as far as this transaction knows them."""
    found: list[Row] = []
    for part in chunks(ids):
        query = sa.select(*_LINK).where(post.c.network == links.network, post.c.parent.in_(part))
        for row in links.connection.execute(query).mappings():
            known = links.known.get(row["id"])
            if known is None:
                known = links.known[row["id"]] = dict(row)
            found.append(known)
    return found


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
    if rows:
        connection.execute(
            sa.update(post)
            .where(post.c.network == sa.bindparam("of"), post.c.id == sa.bindparam("at"))
            .values(root=sa.bindparam("to"), opens=sa.bindparam("is_open")),
            [
                {"of": r["network"], "at": r["id"], "to": r["root"], "is_open": r["opens"]}
                for r in rows
            ],
        )
