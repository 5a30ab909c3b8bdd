"""The newest posts behind an indicator's count: for and against, from the rows of a window."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from solisten.reading.evidence import OF_MENTIONS, OF_OFFICIAL_POSTS, OF_TOPIC_THREADS, bit_of
from solisten.reading.topic_threads import UNION
from solisten.store import schema
from solisten.store.answers import first_answers
from solisten.store.chunks import chunks
from solisten.store.rows import ANSWER_SUFFIX

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sqlalchemy.engine import Connection

SHOWN = 3
GLANCE = 1_000
"""Rows looked at first; what they do not show is then asked for by its bits alone."""


OF_ANSWERS = frozenset(
    {"empathy_rate", "substantive_reply_rate", "human_voice_rate", "named_voice_rate"}
)
OF_ANSWERS_FOUND = frozenset({("case_handoff_rate", True)})
"""Judged by the answers' words; where nothing was handed over there may be no answer at all."""


NEVER_SHOWN = frozenset(
    {("department_breadth", False), ("substantive_reply_rate", False), ("official_presence", False)}
)
"""Sides that no single post speaks for."""


class Shown(NamedTuple):
    """Hold one post shown as evidence; `success` says on which side."""

    network: str
    id: str
    t: int
    url: str
    text: str
    success: bool


class Wanted(NamedTuple):
    """Say where an indicator's evidence may lie: None for networks is all of them.

    With `departments`, as bits of DEPARTMENTS, only what one of these answered speaks for it.
    """

    networks: Collection[str] | None = None
    calm: bool = False
    departments: int | None = None

    def holds(self, network: str, day: int, departments: int, bursts: Collection[int]) -> bool:
        """Say whether a row may be shown."""
        if self.networks is not None and network not in self.networks:
            return False
        if self.calm and day in bursts:
            return False
        return self.departments is None or bool(departments & self.departments)


_TABLES = {
    schema.mention: OF_MENTIONS,
    schema.official: OF_OFFICIAL_POSTS,
    schema.topic_thread: OF_TOPIC_THREADS,
}


def evidence(
    connection: Connection,
    brand: str,
    days: range,
    wanted: Mapping[str, Wanted],
    bursts: Collection[int],
    most: int = SHOWN,
) -> dict[str, list[Shown]]:
    """Return up to `most` posts for and against each wanted indicator, the newest first."""
    places: dict[tuple[str, bool], list[tuple[str, str]]] = defaultdict(list)
    for table, shown in _TABLES.items():
        sides = {(name, side) for name in wanted for side in (True, False) if name in shown}
        open_ = sides - NEVER_SHOWN
        for limit in (GLANCE, None):
            if _look(connection, table, brand, days, wanted, bursts, most, open_, places, limit):
                break
    _show_answers(connection, brand, places)
    found_posts = posts(connection, {place for found in places.values() for place in found})
    return {
        name: [
            Shown(place[0], place[1], *found_posts[place], success=side)
            for side in (True, False)
            for place in places[name, side]
            if place in found_posts
        ]
        for name in wanted
    }


def _show_answers(
    connection: Connection, brand: str, places: dict[tuple[str, bool], list[tuple[str, str]]]
) -> None:
    """Show the answer in place of the need where it is the answer that was judged."""
    judged = [key for key in places if key[0] in OF_ANSWERS or key in OF_ANSWERS_FOUND]
    answers = first_answers(connection, brand, {one for key in judged for one in places[key]})
    for key in judged:
        places[key] = [answers.get(one, one) for one in places[key]]


def _look(
    connection: Connection,
    table: sa.Table,
    brand: str,
    days: range,
    wanted: Mapping[str, Wanted],
    bursts: Collection[int],
    most: int,
    open_: set[tuple[str, bool]],
    places: dict[tuple[str, bool], list[tuple[str, str]]],
    limit: int | None,
) -> bool:
    """Fill the lists that are still open from a table's rows, newest first; True when all is seen.

    All is seen, too, when nothing is open any more.
    """
    open_ -= {key for key in open_ if len(places[key]) >= most}
    if not open_:
        return True
    for key in open_:
        places[key].clear()
    pro, con = _bits_of(open_, True), _bits_of(open_, False)
    query = _query(table, brand, days, pro, con, limit)
    seen = 0
    for row in _rows(connection, query):
        seen += 1
        network, id_, day, for_, against, departments = row
        if not (for_ & pro or against & con):
            continue
        for key in [key for key in open_ if (for_ if key[1] else against) & bit_of(key[0])]:
            if not wanted[key[0]].holds(network, day, departments, bursts):
                continue
            places[key].append((network, id_))
            if len(places[key]) >= most:
                open_.discard(key)
                pro, con = _bits_of(open_, True), _bits_of(open_, False)
        if not open_:
            return True
    return limit is None or seen < limit


def _bits_of(open_: Collection[tuple[str, bool]], pro: bool) -> int:
    return sum(bit_of(name) for name, side in open_ if side is pro)


def _rows(
    connection: Connection, query: sa.Select[Any]
) -> Iterator[tuple[str, str, int, int, int, int]]:
    """Yield the rows, fetched many at a time, which costs a third of one by one."""
    for part in connection.execute(query).partitions(500):
        yield from map(tuple, part)


def _query(
    table: sa.Table, brand: str, days: range, pro: int, con: int, limit: int | None
) -> sa.Select[Any]:
    columns = table.c
    answered = columns.departments if table is schema.mention else sa.literal(0)
    shown = (columns.network, columns.id, columns.day, columns.pro, columns.con, answered)
    query = sa.select(*shown).where(
        columns.brand == brand, columns.day >= days.start, columns.day < days.stop
    )
    if table is schema.topic_thread:
        query = query.where(columns.topic == UNION)
    if limit is None:
        query = query.where(
            sa.or_(
                columns.pro.bitwise_and(pro) != 0,
                columns.con.bitwise_and(con) != 0,
            )
        )
    return query.order_by(columns.day.desc(), columns.t.desc(), columns.id).limit(limit)


def posts(
    connection: Connection, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], tuple[int, str, str]]:
    """Return time, address and text of posts, by network and id; a missing one is left out.

    An answer inside a review's record is found at the review's address.
    """
    ids: dict[str, list[str]] = defaultdict(list)
    for network, id_ in wanted:
        ids[network].append(id_)
    post = schema.post
    found: dict[tuple[str, str], tuple[int, str, str]] = {}
    for network, part in ((n, p) for n, all_ids in ids.items() for p in chunks(all_ids)):
        reviews = {id_: id_.removesuffix(ANSWER_SUFFIX) for id_ in part}
        query = sa.select(post.c.id, post.c.t, post.c.url, post.c.title, post.c.text).where(
            post.c.network == network, post.c.id.in_({*reviews, *reviews.values()})
        )
        rows = {id_: row for id_, *row in connection.execute(query)}
        for id_ in reviews.keys() & rows.keys():
            t, url, title, text = rows[id_]
            review = rows.get(reviews[id_])
            url = url or (review[1] if review else "")
            found[network, id_] = (t, url, f"{title}\n{text}".strip())
    return found
