"""What a window of whole days holds: the questions that metrics ask of the partials."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from solisten.reading.facts import DAY, MentionFact, OfficialFact, Role, TopicFact
from solisten.reading.shapes import TWO_DAYS
from solisten.store import schema
from solisten.store.chunks import chunks
from solisten.store.counters import COUNTERS, mention_counts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sqlalchemy.engine import Connection


class Cell(NamedTuple):
    """Hold the sums of one network on one UTC day."""

    network: str
    day: int
    counts: Mapping[str, int]


class Place(NamedTuple):
    """Hold what is stored of one channel: posts within the window, first and last day of all."""

    network: str
    channel: str
    posts: int
    first: int
    last: int


def cells(connection: Connection, brand: str, days: range, as_of: int) -> list[Cell]:
    """Return the brand's sums by network and day; needs too young at `as_of` are not yet owed."""
    table = schema.day_network
    query = sa.select(table.c.network, table.c.day, *(table.c[name] for name in COUNTERS)).where(
        table.c.brand == brand, table.c.day >= days.start, table.c.day < days.stop
    )
    young = _young(connection, brand, days, as_of)
    found = []
    for network, day, *sums in connection.execute(query):
        counts = dict(zip(COUNTERS, sums, strict=True))
        if less := young.get((network, day)):
            counts = {name: count - less[name] for name, count in counts.items()}
        found.append(Cell(network, day, counts))
    return found


def counted(
    connection: Connection, counter: str, brands: Collection[str], days: range
) -> dict[str, dict[tuple[str, int], int]]:
    """Return one of the sums of each brand by network and day."""
    table = schema.day_network
    found: dict[str, dict[tuple[str, int], int]] = {brand: {} for brand in brands}
    if not found:
        return found
    query = sa.select(table.c.brand, table.c.network, table.c.day, table.c[counter]).where(
        table.c.brand.in_(sorted(found)), table.c.day >= days.start, table.c.day < days.stop
    )
    for brand, network, day, count in connection.execute(query):
        found[brand][network, day] = count
    return found


def _young(
    connection: Connection, brand: str, days: range, as_of: int
) -> dict[tuple[str, int], Counter[str]]:
    """Return what the needs of the last two days added that they are too young for."""
    first = (as_of - TWO_DAYS) // DAY
    found: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    recent = range(max(first, days.start), days.stop)
    for fact in mention_facts(connection, brand, recent, schema.mention.c.role == Role.NEED):
        age = as_of - fact.t
        if age < TWO_DAYS:
            now = Counter(mention_counts(fact, age))
            found[fact.network, fact.day] += Counter(mention_counts(fact)) - now
    return found


def mention_facts(
    connection: Connection, brand: str, days: range, *conditions: sa.ColumnElement[bool]
) -> Iterator[MentionFact]:
    """Yield the facts of the brand's mentions on these days."""
    return _facts(connection, MentionFact, schema.mention, brand, days, conditions)


def official_facts(connection: Connection, brand: str, days: range) -> Iterator[OfficialFact]:
    """Yield the facts of the brand's official posts on these days."""
    return _facts(connection, OfficialFact, schema.official, brand, days, ())


def topic_facts(connection: Connection, brand: str, topic: str, days: range) -> Iterator[TopicFact]:
    """Yield the facts of the topic threads opened on these days."""
    table = schema.topic_thread
    return _facts(connection, TopicFact, table, brand, days, (table.c.topic == topic,))


def _facts(
    connection: Connection,
    kind: Any,
    table: sa.Table,
    brand: str,
    days: range,
    conditions: Iterable[sa.ColumnElement[bool]],
) -> Iterator[Any]:
    if not days:
        return
    names = kind.__struct_fields__
    query = sa.select(*(table.c[name] for name in names)).where(
        table.c.brand == brand,
        table.c.day >= days.start,
        table.c.day < days.stop,
        *conditions,
    )
    for row in connection.execute(query):
        yield kind(*row)


def places(connection: Connection, days: range) -> list[Place]:
    """Return every channel that posts are stored of.

    An answer inside a review's record may be dated before the review, which an edit renews: nobody
    listened there then, so the first day is that of a post of its own.
    """
    post = schema.post
    answered = sa.select(post.c.network, post.c.channel).where(schema.EMBEDDED).distinct()
    reviewed = {tuple(row) for row in connection.execute(answered)}
    return [
        one._replace(first=_first_own(connection, one)) if one[:2] in reviewed else one
        for one in _places(connection, days)
    ]


def _first_own(connection: Connection, place: Place) -> int:
    """Return the first day on which a channel has a post that is no answer inside another."""
    table, post = schema.channel_day, schema.post
    here = (table.c.network == place.network, table.c.channel == place.channel)
    query = sa.select(table.c.day).where(*here, table.c.posts > 0).order_by(table.c.day)
    for day in connection.execute(query).scalars().all():
        own = sa.exists().where(
            post.c.t >= day * DAY,
            post.c.t < (day + 1) * DAY,
            post.c.network.concat("") == place.network,  # by the index of times: one day is short
            post.c.channel == place.channel,
            ~post.c.embedded,
        )
        if connection.execute(sa.select(own)).scalar():
            return int(day)
    return place.first


def _places(connection: Connection, days: range) -> list[Place]:
    table = schema.channel_day
    inside = sa.and_(table.c.day >= days.start, table.c.day < days.stop)
    query = sa.select(
        table.c.network,
        table.c.channel,
        sa.func.sum(sa.case((inside, table.c.posts), else_=0)),
        sa.func.min(table.c.day),
        sa.func.max(table.c.day),
    ).group_by(table.c.network, table.c.channel)
    return [Place(n, c, int(posts), *ends) for n, c, posts, *ends in connection.execute(query)]


def newest_day(connection: Connection) -> int | None:
    """Return the UTC day of the newest stored post, None in an empty database."""
    found = connection.execute(sa.select(sa.func.max(schema.channel_day.c.day))).scalar()
    return None if found is None else int(found)


def brand_days(connection: Connection, brand: str) -> tuple[int, int] | None:
    """Return the first and last day on which anything about the brand is stored."""
    table = schema.day_network
    query = sa.select(sa.func.min(table.c.day), sa.func.max(table.c.day)).where(
        table.c.brand == brand
    )
    first, last = connection.execute(query).one()
    return None if first is None else (int(first), int(last))


def posts_by_day(connection: Connection, brand: str) -> dict[int, int]:
    """Return how many posts about or by the brand are stored of each day."""
    table = schema.day_network
    query = (
        sa.select(table.c.day, sa.func.sum(table.c.mentions + table.c.official_posts))
        .where(table.c.brand == brand)
        .group_by(table.c.day)
    )
    return {day: int(posts) for day, posts in connection.execute(query)}


def department_needs(
    connection: Connection, brand: str, days: range, as_of: int
) -> dict[tuple[str, int], Counter[int]]:
    """Return by network and day how many owed needs were answered by which departments.

    Reviews are left out: a store has one account that answers.
    """
    table = schema.department_day
    query = sa.select(table.c.network, table.c.day, table.c.departments, table.c.needs).where(
        table.c.brand == brand, table.c.day >= days.start, table.c.day < days.stop
    )
    found: dict[tuple[str, int], Counter[int]] = defaultdict(Counter)
    for network, day, mask, needs in connection.execute(query):
        found[network, day][mask] += needs
    first = max((as_of - TWO_DAYS) // DAY, days.start)
    recent = schema.mention.c.departments != 0
    for fact in mention_facts(connection, brand, range(first, days.stop), recent):
        if as_of - fact.t < TWO_DAYS and "owed_open" in set(mention_counts(fact)):
            found[fact.network, fact.day][fact.departments] -= 1
    return found


def repeated_forms(connection: Connection, brand: str, days: range, least: int) -> dict[int, int]:
    """Return the reply texts used at least `least` times in the window, with their uses."""
    total, use = schema.text_total.c, schema.text_use.c
    replies = sa.func.sum(use.replies)
    common = sa.select(total.form).where(total.brand == brand, total.replies >= least)
    query = (
        sa.select(use.form, replies)
        .where(
            use.brand == brand,
            use.form.in_(common),
            use.day >= days.start,
            use.day < days.stop,
        )
        .group_by(use.form)
        .having(replies >= least)
    )
    return {form: int(replies) for form, replies in connection.execute(query)}


def needs_answered_only_by(
    connection: Connection, brand: str, purpose: str, days: range, forms: Collection[int]
) -> dict[tuple[str, int], int]:
    """Return by network and day the needs all of whose answers are among these texts."""
    table = schema.text_set
    found: Counter[tuple[str, int]] = Counter()
    for part in chunks(sorted(forms)):
        query = sa.select(table.c.forms, table.c.network, table.c.day, table.c.needs).where(
            table.c.brand == brand,
            table.c.purpose == purpose,
            table.c.first.in_(part),
            table.c.day >= days.start,
            table.c.day < days.stop,
        )
        for joined, network, day, needs in connection.execute(query):
            if all(int(form) in forms for form in joined.split()):
                found[network, day] += needs
    return dict(found)


def ratings(
    connection: Connection, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], float]:
    """Return the stars of those of the posts, each (network, id), that have any."""
    ids: dict[str, list[str]] = defaultdict(list)
    for network, id_ in wanted:
        ids[network].append(id_)
    found: dict[tuple[str, str], float] = {}
    post = schema.post
    for network, all_ids in ids.items():
        for part in chunks(all_ids):
            query = sa.select(post.c.id, post.c.rating).where(
                post.c.network == network, post.c.id.in_(part), post.c.rating.is_not(None)
            )
            found |= {(network, id_): rating for id_, rating in connection.execute(query)}
    return found
