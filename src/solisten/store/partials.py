"""Integers per brand, place and day that any window can add up, kept in step with the facts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from solisten.reading.facts import (
    Act,
    Mark,
    MentionFact,
    OfficialFact,
    Role,
    TopicFact,
    is_ring,
)
from solisten.reading.shapes import Shape, shape_of
from solisten.reading.topic_threads import UNION
from solisten.store import schema
from solisten.store.bulk import add, delete
from solisten.store.counters import COUNTERS, mention_counts, official_counts, topic_counts
from solisten.store.counting import add_counts
from solisten.store.distinct import EVERYWHERE, Group, count_seen
from solisten.store.latency import bucket_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import sqlalchemy as sa
    from sqlalchemy.engine import Connection

    from solisten.store.threads import Change

MOST_FORMS = 80
_OWED_OPEN = Mark.TAGGED | Mark.SERVED | Mark.FRAGMENT | Mark.REVIEW
"""A need is owed an answer when of these it is tagged alone."""

_Key = TypeVar("_Key")
Counts: TypeAlias = defaultdict[_Key, int]
Place: TypeAlias = tuple[str, str, int]
"""Brand, network, day."""
_PLACE_OF = {name: place for place, name in enumerate(COUNTERS)}


def _no_counts() -> list[int]:
    return [0] * len(COUNTERS)


def _no_days() -> defaultdict[Place, list[int]]:
    return defaultdict(_no_counts)


def _no_tables() -> defaultdict[Any, Counts[Any]]:
    return defaultdict(lambda: defaultdict(int))  # a Counter asks Python for each new key


@dataclass(frozen=True, slots=True)
class _Sums:
    """Add up what the facts of a transaction change, before any row is written."""

    days: defaultdict[Place, list[int]] = field(default_factory=_no_days)
    tables: defaultdict[sa.Table, Counts[tuple[Any, ...]]] = field(default_factory=_no_tables)
    seen: defaultdict[Group, Counts[tuple[str, int]]] = field(default_factory=_no_tables)


def count_change(connection: Connection, change: Change) -> None:
    """Add what came to the partials and take off what went."""
    sums = _Sums()
    for facts, sign in ((change.removed, -1), (change.added, 1)):
        for fact in facts:
            place = (fact.brand, fact.network, fact.day)
            if isinstance(fact, MentionFact):
                counters = _of_mention(shape_of(fact))
                _count_mention(fact, place, sign, sums)
            elif isinstance(fact, OfficialFact):
                counters = _of_official(fact.acts)
                _count_official(fact, sign, sums)
            else:
                counters = _of_topic(fact)
            cell = sums.days[place]
            for counter in counters:
                cell[counter] += sign
    _add_days(connection, sums.days)
    for table, counts in sums.tables.items():
        add_counts(connection, table, counts)
    count_seen(connection, sums.seen)


@lru_cache(maxsize=4096)
def _of_mention(shape: Shape) -> Sequence[int]:
    """Return the places among COUNTERS of what a mention adds to."""
    return tuple(_PLACE_OF[name] for name in mention_counts(shape))


@lru_cache(maxsize=4096)
def _of_official(acts: int) -> Sequence[int]:
    return tuple(_PLACE_OF[name] for name in official_counts(acts))


def _of_topic(fact: TopicFact) -> Sequence[int]:
    if fact.topic != UNION:
        return ()
    return tuple(_PLACE_OF[name] for name in topic_counts(fact.opens))


def _count_mention(fact: MentionFact, place: Place, sign: int, sums: _Sums) -> None:
    bucket = bucket_of(fact.latency)
    if bucket is not None:
        sums.tables[schema.latency_day][*place, bucket] += sign
    if fact.author:
        here = (fact.author, fact.day)
        for kind in author_kinds(fact):
            sums.seen[fact.brand, kind, fact.network][here] += sign
    if fact.voice and fact.marks & Mark.LISTED:
        if is_ring(fact.voice):
            for network in (fact.network, EVERYWHERE):
                sums.seen[fact.brand, "ring", network][fact.voice, fact.day] += sign
        else:
            sums.seen[fact.brand, "advocate", fact.network][fact.voice, fact.day] += sign
    if fact.marks & Mark.PRAISE and fact.forms and not fact.marks & Mark.FRAGMENT:
        _count_set(fact, "praise", fact.forms, sign, sums)
    if fact.role != Role.NEED:
        return
    if fact.departments and fact.marks & _OWED_OPEN == Mark.TAGGED:
        sums.tables[schema.department_day][*place, fact.departments] += sign
    if fact.marks & Mark.STYLED:
        _count_set(fact, "answers", fact.forms, sign, sums)
        if fact.need == "complaint" and fact.marks & Mark.ANSWER_LISTED and fact.empathy_forms:
            _count_set(fact, "empathy", fact.empathy_forms, sign, sums)


def author_kinds(fact: MentionFact) -> Iterable[str]:
    """Yield the groups of authors that a mention's author is counted in."""
    yield "author"
    if not fact.marks & Mark.REVIEW:
        yield "talker"
    if fact.marks & Mark.LISTED:
        yield "listed"


def _count_set(fact: MentionFact, purpose: str, forms: str, sign: int, sums: _Sums) -> None:
    """Count a set of texts; of very many the first, since an index takes no more."""
    forms = " ".join(forms.split(" ", MOST_FORMS)[:MOST_FORMS])
    first = int(forms.split(" ", 1)[0])
    key = (fact.brand, purpose, first, forms, fact.network, fact.day)
    sums.tables[schema.text_set][key] += sign


def _count_official(fact: OfficialFact, sign: int, sums: _Sums) -> None:
    if not fact.acts & Act.REPLY:
        return
    if not fact.acts & Act.AUTOMATIC:
        signed = int(bool(fact.acts & Act.SIGNED))
        account = (fact.brand, fact.day, fact.network, fact.author, signed)
        sums.tables[schema.account_day][account] += sign
    if fact.form:
        sums.tables[schema.text_use][fact.brand, fact.form, fact.network, fact.day] += sign
    if fact.acts & Act.TEXT:
        for network in (fact.network, EVERYWHERE):
            sums.seen[fact.brand, "text", network][str(fact.wording), fact.day] += sign


def _add_days(connection: Connection, days: dict[Place, list[int]]) -> None:
    rows = sorted((*place, *counts) for place, counts in days.items() if any(counts))
    add(connection, schema.day_network, rows)
    emptied = [place for place, counts in days.items() if min(counts) < 0]
    nothing = "mentions = 0 AND official_posts = 0 AND topic_threads = 0"
    delete(connection, schema.day_network, emptied, also=nothing)
