"""Posts in, their neighbourhoods read again, partials in step: one transaction (DESIGN 3)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from math import floor
from operator import itemgetter
from typing import TYPE_CHECKING

import sqlalchemy as sa

from solisten.nouns import Gone, Post
from solisten.reading.clean import normal_form
from solisten.reading.facts import DAY
from solisten.reading.keys import form_key
from solisten.reading.links import domain
from solisten.reading.officials import Chorus, chorus_of
from solisten.reading.posts import Reader, reader_of
from solisten.store import schema
from solisten.store.bulk import among, delete, insert, update
from solisten.store.context import context_of, settle_context
from solisten.store.counting import add_counts
from solisten.store.fitting import fit
from solisten.store.languages import settle_languages
from solisten.store.partials import count_change
from solisten.store.roots import Settled, settle
from solisten.store.rows import (
    ANSWER_SUFFIX,
    READ_COLUMNS,
    SEPARATOR,
    Row,
    fresh_item,
    rows_of,
    version,
)
from solisten.store.spam import foreign_domains, settle_spam
from solisten.store.state import next_sequence
from solisten.store.threads import Threads, reread_threads

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from solisten.config import Config

_ALL_COLUMNS = tuple(column.name for column in schema.post.columns)
_VALUE_COLUMNS = tuple(column.name for column in schema.post.columns if not column.primary_key)
_all_of, _values_of = itemgetter(*_ALL_COLUMNS), itemgetter(*_VALUE_COLUMNS)
_as_it_came = itemgetter(*(name for name in _ALL_COLUMNS if name not in READ_COLUMNS))


@dataclass(frozen=True, slots=True)
class Lens:
    """Hold a configuration compiled for reading posts; none dated before `first_day` is kept."""

    reader: Reader
    chorus: Chorus
    domains: frozenset[str]
    first_day: int | None = None


def lens_of(config: Config, first_day: int | None = None) -> Lens:
    """Compile a configuration for reading posts."""
    return Lens(
        reader=reader_of(config),
        chorus=chorus_of(config.brands),
        domains=frozenset(domain(name) for brand in config.brands for name in brand.domains),
        first_day=first_day,
    )


@dataclass(frozen=True, slots=True)
class Saved:
    """Count what became of the records of one batch; an embedded answer is part of its record."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    too_old: int = 0


@dataclass(slots=True)
class _Plan:
    """Collect, by (network, id), what one batch writes."""

    stored: dict[tuple[str, str], Row]
    gone: set[tuple[str, str]]
    write: dict[tuple[str, str], Row] = field(default_factory=dict)
    posts: dict[tuple[str, str], Post] = field(default_factory=dict)
    delete: dict[tuple[str, str], Row] = field(default_factory=dict)
    tombs: list[Row] = field(default_factory=list)
    placed: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    changes: Counter[tuple[str, str]] = field(default_factory=Counter)

    def current(self, key: tuple[str, str]) -> Row | None:
        if key in self.delete:
            return None
        return self.write.get(key) or self.stored.get(key)

    def knows(self, key: tuple[str, str]) -> bool:
        """Say whether anything was, or is to be, done with a post of this id."""
        return key in self.write or key in self.stored or key in self.delete

    def answer(self, key: tuple[str, str]) -> Row | None:
        """Return an embedded answer; a stranger's post of the same id is none."""
        row = self.current(key)
        return row if row is not None and row["embedded"] else None


def save(connection: Connection, lens: Lens, records: Iterable[Post | Gone]) -> Saved:
    """Save records and bring everything that follows from them up to date.

    Saving twice changes nothing; any order of arrival leaves the same facts. The version of a
    post with the latest edit stays, of two equally old the one that came last; what was deleted
    stays gone.
    """
    came = list(records)
    batch = [fit(record) for record in came if _is_kept(record, lens.first_day)]
    plan = _plan(connection, batch)
    for record in batch:
        if isinstance(record, Gone):
            _plan_gone(connection, plan, record)
        else:
            _plan_post(plan, record)
    _leave_what_is_undone(plan)
    if plan.write or plan.delete or plan.tombs:
        _write(connection, lens, plan)
        next_sequence(connection)
    _place_tombs(connection, plan)
    counts = plan.counts
    return Saved(counts["new"], counts["changed"], counts["unchanged"], len(came) - len(batch))


def _is_kept(record: Post | Gone, first_day: int | None) -> bool:
    return first_day is None or isinstance(record, Gone) or record.created_at // DAY >= first_day


def remove(connection: Connection, lens: Lens, rows: Iterable[Row]) -> None:
    """Take posts out as if they had never come: unlike a deletion it leaves no tombstone."""
    stored = {(row["network"], row["id"]): row for row in rows}
    if stored:
        _write(connection, lens, _Plan(stored, set(), delete=dict(stored)))
        next_sequence(connection)


def _plan(connection: Connection, batch: Sequence[Post | Gone]) -> _Plan:
    ids: dict[str, list[str]] = defaultdict(list)
    for record in batch:
        ids[record.network].append(record.id)
    stored: dict[tuple[str, str], Row] = {}
    gone: set[tuple[str, str]] = set()
    for network, own in ids.items():
        post, tomb = schema.post.c, schema.gone.c
        both = {*own, *(id_ + ANSWER_SUFFIX for id_ in own)}
        rows = sa.select(schema.post).where(
            post.network == network, among(connection, post.id, both)
        )
        for row in connection.execute(rows).mappings():
            stored[network, row["id"]] = dict(row)
        tombs = sa.select(tomb.id).where(tomb.network == network, among(connection, tomb.id, own))
        gone |= {(network, id_) for id_ in connection.execute(tombs).scalars()}
    return _Plan(stored, gone)


def _plan_post(plan: _Plan, record: Post) -> None:
    key = (record.network, record.id)
    if key in plan.gone:
        plan.counts["unchanged"] += 1
        plan.placed[key] = (record.channel, floor(record.created_at) // DAY)
        return
    answer = (record.network, record.id + ANSWER_SUFFIX)
    if not (plan.knows(key) or plan.knows(answer)):
        for post, row in rows_of(record):
            place = (post.network, post.id)
            plan.write[place], plan.posts[place] = row, post
        plan.counts["new"] += 1
        return
    found = {(one.network, one.id): (one, row) for one, row in rows_of(record)}
    rows = {key: row for key, (_, row) in found.items()}
    current = plan.current(key)
    if plan.answer(key) or (current is not None and version(rows[key]) < version(current)):
        plan.counts["unchanged"] += 1
        return
    same = _same(current, rows[key]) and _same(plan.answer(answer), rows.get(answer))
    plan.counts["new" if current is None else "unchanged" if same else "changed"] += 1
    if same:
        return
    if current is not None:
        plan.changes[key] += 1
    for one, row in rows.items():
        if not _same(plan.current(one), row):
            plan.write[one], plan.posts[one] = row, found[one][0]
        plan.delete.pop(one, None)
    if answer not in rows and plan.answer(answer):
        _drop(plan, answer)


def _leave_what_is_undone(plan: _Plan) -> None:
    """Write nothing where the versions of a post, equally old, end in the one that is stored."""
    for key, times in plan.changes.items():
        both = (key, (key[0], key[1] + ANSWER_SUFFIX))
        if all(_same(plan.stored.get(one), plan.current(one)) for one in both):
            for one in both:
                plan.write.pop(one, None)
            plan.counts["changed"] -= times
            plan.counts["unchanged"] += times


def _same(one: Row | None, other: Row | None) -> bool:
    if one is None or other is None:
        return one is other
    return bool(_as_it_came(one) == _as_it_came(other))


def _drop(plan: _Plan, key: tuple[str, str]) -> None:
    plan.write.pop(key, None)
    if key in plan.stored:
        plan.delete[key] = plan.stored[key]


def _plan_gone(connection: Connection, plan: _Plan, record: Gone) -> None:
    key = (record.network, record.id)
    if key in plan.gone:
        plan.counts["unchanged"] += 1
        return
    row = plan.current(key)
    plan.counts["new" if row is None else "changed"] += 1
    plan.gone.add(key)
    mention = schema.mention
    needs = connection.execute(
        sa.select(mention.c.brand).where(
            mention.c.network == record.network, mention.c.id == record.id, mention.c.need != ""
        )
    ).scalars()
    plan.tombs.append(
        {
            "network": record.network,
            "id": record.id,
            "channel": row["channel"] if row else "",
            "day": row["day"] if row else None,
            "deleted_at": None if record.deleted_at is None else floor(record.deleted_at),
            "needs": SEPARATOR.join(sorted(needs)),
        }
    )
    _drop(plan, key)
    answer = (record.network, record.id + ANSWER_SUFFIX)
    if plan.answer(answer):
        _drop(plan, answer)


def _place_tombs(connection: Connection, plan: _Plan) -> None:
    """Keep where and when a post stood that arrives after its deletion."""
    gone = schema.gone
    if plan.placed:
        connection.execute(
            sa.update(gone)
            .where(
                gone.c.network == sa.bindparam("of"),
                gone.c.id == sa.bindparam("at"),
                gone.c.day.is_(None),
            )
            .values(channel=sa.bindparam("place"), day=sa.bindparam("when")),
            [
                {"of": network, "at": id_, "place": channel, "when": day}
                for (network, id_), (channel, day) in plan.placed.items()
            ],
        )


def _write(connection: Connection, lens: Lens, plan: _Plan) -> None:
    before = {
        key: row for key, row in plan.stored.items() if key in plan.write or key in plan.delete
    }
    _count_channels(connection, plan, before)
    _take_away(connection, plan)
    read_rows(lens, [plan.posts[key] for key in plan.write], plan.write.values())
    for key, row in plan.write.items():
        stored = plan.stored.get(key)
        row["root"], row["opens"] = (stored["root"], stored["opens"]) if stored else ("", False)
    touched: dict[str, list[Row]] = defaultdict(list)
    for row in (*before.values(), *plan.write.values()):
        touched[row["network"]].append(row)
    settled = {network: _settle(connection, plan, network) for network in touched}
    _store_posts(connection, plan)
    dirty: dict[str, set[str]] = {}
    for network, rows in touched.items():
        roots, authors = settled[network].roots, {row["author_key"] for row in rows} - {""}
        roots |= {row["root"] for row in before.values() if row["network"] == network}
        fresh = {row["id"]: row for row in rows}
        roots |= settle_languages(connection, lens.reader, network, authors, roots, fresh)
        roots |= settle_spam(connection, network, authors | settled[network].authors)
        dirty[network] = roots - {""}
    settle_facts(connection, lens, dirty, _threads_of(plan.write.values()))


def _threads_of(rows: Iterable[Row]) -> Threads:
    threads: Threads = defaultdict(list)
    for row in rows:
        threads[row["network"], row["root"]].append(fresh_item(row))
    return threads


def _settle(connection: Connection, plan: _Plan, network: str) -> Settled:
    fresh = {id_: row for (place, id_), row in plan.write.items() if place == network}
    gone = [id_ for place, id_ in plan.delete if place == network]
    return settle(connection, network, sorted([*fresh, *gone]), fresh)


def settle_facts(
    connection: Connection, lens: Lens, dirty: Mapping[str, set[str]], fresh: Threads
) -> None:
    """Read threads again, then those whose wider context their facts have changed.

    `fresh` are the posts just written, by their threads.
    """
    change = reread_threads(connection, lens.chorus, context_of(connection), dirty, fresh)
    wider = settle_context(connection, change)
    if wider:
        again = reread_threads(connection, lens.chorus, context_of(connection), wider, fresh)
        change.removed += again.removed
        change.added += again.added
    count_change(connection, change)


def _take_away(connection: Connection, plan: _Plan) -> None:
    delete(connection, schema.post, list(plan.delete))
    if plan.tombs:
        connection.execute(sa.insert(schema.gone), plan.tombs)


def _store_posts(connection: Connection, plan: _Plan) -> None:
    new = [row for key, row in plan.write.items() if key not in plan.stored]
    insert(connection, schema.post, _ALL_COLUMNS, list(map(_all_of, new)))
    changed = [row for key, row in plan.write.items() if key in plan.stored]
    values = [(*_values_of(row), row["network"], row["id"]) for row in changed]
    update(connection, schema.post, _VALUE_COLUMNS, values)


def read_rows(lens: Lens, posts: Sequence[Post], rows: Iterable[Row]) -> None:
    """Fill the columns of posts' rows that their own words decide."""
    for row, read in zip(rows, lens.reader.read(posts), strict=True):
        row["lang_own"] = read.lang_own
        row["names"] = SEPARATOR.join(read.names)
        row["read_links"] = SEPARATOR.join(read.links)
        row["matched"] = SEPARATOR.join(sorted(read.matched))
        row["lang"], row["compound"], row["cues"] = read.spoken
        row["spread"] = SEPARATOR.join(foreign_domains(row, read.links, lens.domains))
        # Of others it is read when it is asked for: of brands' posts and recommendations.
        row["form"] = form_key(normal_form(row["text"])) if row["spread"] else 0


def _count_channels(
    connection: Connection, plan: _Plan, before: Mapping[tuple[str, str], Row]
) -> None:
    counts: Counter[tuple[str, str, int]] = Counter()
    for rows, sign in ((before.values(), -1), (plan.write.values(), 1)):
        for row in rows:
            counts[row["network"], row["channel"], row["t"] // DAY] += sign
    add_counts(connection, schema.channel_day, counts)
