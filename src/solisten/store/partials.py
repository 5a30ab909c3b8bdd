"""Integers per brand, place and day that any window can add up, kept in step with the facts."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from solisten.reading.facts import Act, Mark, MentionFact, OfficialFact, Role
from solisten.reading.mentions import is_ring
from solisten.reading.topic_threads import UNION
from solisten.store import schema
from solisten.store.counters import COUNTERS, mention_counts, official_counts, topic_counts
from solisten.store.counting import add_counts, insert_into, matches
from solisten.store.distinct import count_seen
from solisten.store.latency import bucket_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.engine import Connection

    from solisten.store.threads import Change

EVERYWHERE = "*"
"""The network that stands for all networks together."""


def count_change(connection: Connection, change: Change) -> None:
    """Add what came to the partials and take off what went."""
    days: dict[tuple[str, str, int], Counter[str]] = defaultdict(Counter)
    tables: dict[sa.Table, Counter[tuple[Any, ...]]] = defaultdict(Counter)
    seen: Counter[tuple[str, str, str, str, int]] = Counter()
    for facts, sign in ((change.removed, -1), (change.added, 1)):
        for fact in facts:
            cell = days[fact.brand, fact.network, fact.day]
            if isinstance(fact, MentionFact):
                for name in mention_counts(fact):
                    cell[name] += sign
                _count_mention(fact, sign, tables, seen)
            elif isinstance(fact, OfficialFact):
                for name in official_counts(fact):
                    cell[name] += sign
                _count_official(fact, sign, tables, seen)
            elif fact.topic == UNION:
                for name in topic_counts(fact):
                    cell[name] += sign
    _add_days(connection, days)
    for table, counts in tables.items():
        add_counts(connection, table, counts)
    count_seen(connection, seen)


def _count_mention(
    fact: MentionFact,
    sign: int,
    tables: Mapping[sa.Table, Counter[tuple[Any, ...]]],
    seen: Counter[tuple[str, str, str, str, int]],
) -> None:
    place = (fact.brand, fact.network, fact.day)
    bucket = bucket_of(fact.latency)
    if bucket is not None:
        tables[schema.latency_day][*place, bucket] += sign
    if fact.author:
        for kind in author_kinds(fact):
            seen[fact.brand, kind, fact.network, fact.author, fact.day] += sign
    if fact.voice and fact.marks & Mark.LISTED:
        if is_ring(fact.voice):
            for network in (fact.network, EVERYWHERE):
                seen[fact.brand, "ring", network, fact.voice, fact.day] += sign
        else:
            seen[fact.brand, "advocate", fact.network, fact.voice, fact.day] += sign
    if fact.role != Role.NEED:
        return
    if fact.departments and fact.marks & Mark.TAGGED and not fact.marks & Mark.SERVED:
        tables[schema.department_day][*place, fact.departments] += sign
    if fact.marks & Mark.STYLED:
        _count_set(fact, "answers", fact.forms, sign, tables)
        if fact.need == "complaint" and fact.marks & Mark.ANSWER_LISTED and fact.empathy_forms:
            _count_set(fact, "empathy", fact.empathy_forms, sign, tables)


def author_kinds(fact: MentionFact) -> Iterable[str]:
    """Yield the groups of authors that a mention's author is counted in."""
    yield "author"
    if not fact.marks & Mark.REVIEW:
        yield "talker"
    if fact.marks & Mark.LISTED:
        yield "listed"


def _count_set(
    fact: MentionFact,
    purpose: str,
    forms: str,
    sign: int,
    tables: Mapping[sa.Table, Counter[tuple[Any, ...]]],
) -> None:
    first = int(forms.split(" ", 1)[0])
    key = (fact.brand, purpose, first, forms, fact.network, fact.day)
    tables[schema.text_set][key] += sign


def _count_official(
    fact: OfficialFact,
    sign: int,
    tables: Mapping[sa.Table, Counter[tuple[Any, ...]]],
    seen: Counter[tuple[str, str, str, str, int]],
) -> None:
    if not fact.acts & Act.REPLY:
        return
    if fact.form:
        tables[schema.text_use][fact.brand, fact.form, fact.network, fact.day] += sign
        tables[schema.text_total][fact.brand, fact.form] += sign
    if fact.acts & Act.TEXT:
        for network in (fact.network, EVERYWHERE):
            seen[fact.brand, "text", network, str(fact.wording), fact.day] += sign


def _add_days(connection: Connection, days: Mapping[tuple[str, str, int], Counter[str]]) -> None:
    table = schema.day_network
    rows = [
        {"brand": brand, "network": network, "day": day, **{c: counts[c] for c in COUNTERS}}
        for (brand, network, day), counts in days.items()
        if any(counts.values())
    ]
    if not rows:
        return
    statement = insert_into(connection, table)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=list(table.primary_key.columns),
            set_={c: table.c[c] + statement.excluded[c] for c in COUNTERS},
        ),
        rows,
    )
    emptied = [key for key, counts in days.items() if any(v < 0 for v in counts.values())]
    if emptied:
        connection.execute(
            sa.delete(table).where(
                *matches(table, ("brand", "network", "day")),
                table.c.mentions == 0,
                table.c.official_posts == 0,
                table.c.topic_threads == 0,
            ),
            [{"k_brand": b, "k_network": n, "k_day": d} for b, n, d in emptied],
        )
