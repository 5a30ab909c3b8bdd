"""Posts in, their neighbourhoods read again, partials in step: one transaction (DESIGN 3)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from math import floor
from typing import TYPE_CHECKING

import sqlalchemy as sa

from solisten.nouns import Gone, Post
from solisten.reading.clean import words
from solisten.reading.facts import DAY
from solisten.reading.links import domain
from solisten.reading.officials import Voices, voices_of
from solisten.reading.posts import Reader, reader_of
from solisten.store import schema
from solisten.store.chunks import chunks
from solisten.store.context import context_of, settle_context
from solisten.store.counting import add_counts
from solisten.store.languages import brands_of, settle_languages
from solisten.store.partials import count_change
from solisten.store.roots import settle
from solisten.store.rows import (
    ANSWER_SUFFIX,
    READ_COLUMNS,
    SEPARATOR,
    Row,
    post_of,
    rows_of,
    version,
)
from solisten.store.spam import settle_spam
from solisten.store.state import next_sequence
from solisten.store.threads import reread_threads

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from solisten.config import Config

_POST_COLUMNS = tuple(
    column.name for column in schema.post.columns if column.name not in READ_COLUMNS
)


@dataclass(frozen=True, slots=True)
class Lens:
    """Hold a configuration compiled for reading posts."""

    reader: Reader
    voices: Sequence[Voices]
    domains: frozenset[str]


def lens_of(config: Config) -> Lens:
    """Compile a configuration for reading posts."""
    return Lens(
        reader=reader_of(config),
        voices=tuple(voices_of(brand) for brand in config.brands),
        domains=frozenset(domain(name) for brand in config.brands for name in brand.domains),
    )


@dataclass(frozen=True, slots=True)
class Saved:
    """Count what became of the records of one batch; an embedded answer is part of its record."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(slots=True)
class _Plan:
    """Collect, by (network, id), what one batch writes."""

    stored: dict[tuple[str, str], Row]
    gone: set[tuple[str, str]]
    write: dict[tuple[str, str], Row] = field(default_factory=dict)
    delete: dict[tuple[str, str], Row] = field(default_factory=dict)
    tombs: list[Row] = field(default_factory=list)
    placed: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def current(self, key: tuple[str, str]) -> Row | None:
        if key in self.delete:
            return None
        return self.write.get(key) or self.stored.get(key)

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
    batch = list(records)
    plan = _plan(connection, batch)
    for record in batch:
        if isinstance(record, Gone):
            _plan_gone(connection, plan, record)
        else:
            _plan_post(plan, record)
    if plan.write or plan.delete or plan.tombs:
        _write(connection, lens, plan)
        next_sequence(connection)
    _place_tombs(connection, plan)
    return Saved(plan.counts["new"], plan.counts["changed"], plan.counts["unchanged"])


def _plan(connection: Connection, batch: Sequence[Post | Gone]) -> _Plan:
    ids: dict[str, set[str]] = defaultdict(set)
    for record in batch:
        ids[record.network] |= {record.id, record.id + ANSWER_SUFFIX}
    stored: dict[tuple[str, str], Row] = {}
    gone: set[tuple[str, str]] = set()
    for network, wanted in ids.items():
        for part in chunks(wanted):
            table = schema.post
            rows = connection.execute(
                sa.select(table).where(table.c.network == network, table.c.id.in_(part))
            )
            stored |= {(row["network"], row["id"]): dict(row) for row in rows.mappings()}
            tombs = sa.select(schema.gone.c.id).where(
                schema.gone.c.network == network, schema.gone.c.id.in_(part)
            )
            gone |= {(network, id_) for id_ in connection.execute(tombs).scalars()}
    return _Plan(stored, gone)


def _plan_post(plan: _Plan, record: Post) -> None:
    key = (record.network, record.id)
    if key in plan.gone:
        plan.counts["unchanged"] += 1
        plan.placed[key] = (record.channel, floor(record.created_at) // DAY)
        return
    rows = {(row["network"], row["id"]): row for row in rows_of(record)}
    current = plan.current(key)
    if plan.answer(key) or (current is not None and version(rows[key]) < version(current)):
        plan.counts["unchanged"] += 1
        return
    answer = (record.network, record.id + ANSWER_SUFFIX)
    same = _same(current, rows[key]) and _same(plan.answer(answer), rows.get(answer))
    plan.counts["new" if current is None else "unchanged" if same else "changed"] += 1
    if same:
        return
    for one, row in rows.items():
        if not _same(plan.current(one), row):
            plan.write[one] = row
        plan.delete.pop(one, None)
    if answer not in rows and plan.answer(answer):
        _drop(plan, answer)


def _same(one: Row | None, other: Row | None) -> bool:
    if one is None or other is None:
        return one is other
    return all(one[name] == other[name] for name in _POST_COLUMNS)


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
    _store_posts(connection, lens, plan)
    touched = [*before.values(), *plan.write.values()]
    keys: dict[str, set[str]] = defaultdict(set)
    for row in touched:
        keys[row["network"]].add(row["id"])
    dirty: dict[str, set[str]] = {}
    for network, ids in keys.items():
        roots = settle(connection, network, sorted(ids))
        roots |= {row["root"] for row in before.values() if row["network"] == network}
        authors = {row["author_key"] for row in touched if row["network"] == network} - {""}
        roots |= settle_languages(connection, lens.reader, network, authors, roots, ids)
        roots |= settle_spam(connection, network, authors, lens.domains)
        dirty[network] = roots - {""}
    settle_facts(connection, lens, dirty)


def settle_facts(connection: Connection, lens: Lens, dirty: Mapping[str, set[str]]) -> None:
    """Read threads again, then those whose wider context their facts have changed."""
    change = reread_threads(connection, lens.voices, context_of(connection), dirty)
    wider = settle_context(connection, change)
    again = reread_threads(connection, lens.voices, context_of(connection), wider)
    change.removed += again.removed
    change.added += again.added
    count_change(connection, change)


def _store_posts(connection: Connection, lens: Lens, plan: _Plan) -> None:
    table = schema.post
    if plan.delete:
        connection.execute(
            sa.delete(table).where(
                table.c.network == sa.bindparam("of"), table.c.id == sa.bindparam("at")
            ),
            [{"of": network, "at": id_} for network, id_ in plan.delete],
        )
    if plan.tombs:
        connection.execute(sa.insert(schema.gone), plan.tombs)
    new, changed = [], []
    for key, row in plan.write.items():
        read_row(lens.reader, row)
        stored = plan.stored.get(key)
        if stored is None or key in plan.delete:
            new.append(row | {"root": "", "opens": False})
        else:
            changed.append(row | {"root": stored["root"], "opens": stored["opens"]})
    if new:
        connection.execute(sa.insert(table), new)
    if changed:
        names = [column.name for column in table.columns if not column.primary_key]
        connection.execute(
            sa.update(table)
            .where(table.c.network == sa.bindparam("of"), table.c.id == sa.bindparam("at"))
            .values({name: sa.bindparam(f"v_{name}") for name in names}),
            [
                {"of": row["network"], "at": row["id"], **{f"v_{n}": row[n] for n in names}}
                for row in changed
            ],
        )


def read_row(reader: Reader, row: Row) -> None:
    """Fill the columns that a post's own words decide."""
    post = post_of(row)
    read = reader.read(post)
    row["lang_own"] = read.lang_own
    row["form"] = read.form
    row["names"] = SEPARATOR.join(read.names)
    row["read_links"] = SEPARATOR.join(read.links)
    row["matched"] = SEPARATOR.join(sorted(read.matched))
    row["lang"], row["compound"], row["cues"] = "", None, 0
    if read.lang_own:
        spoken = reader.read_words(words(post), read.lang_own, "", brands_of(row))
        row["lang"], row["compound"], row["cues"] = spoken.lang, spoken.compound, spoken.cues


def _count_channels(
    connection: Connection, plan: _Plan, before: Mapping[tuple[str, str], Row]
) -> None:
    counts: Counter[tuple[str, str, int]] = Counter()
    for rows, sign in ((before.values(), -1), (plan.write.values(), 1)):
        for row in rows:
            counts[row["network"], row["channel"], row["t"] // DAY] += sign
    add_counts(connection, schema.channel_day, counts)
