"""What is stored, by brand, network, account and place."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from solisten.store.schema import channel_day, day_network, gone, post, spammer

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


class Stored(NamedTuple):
    """Hold what is stored about one brand on one network; first and last are days."""

    brand: str
    network: str
    first: int
    last: int
    mentions: int
    official: int


def stored(connection: Connection) -> list[Stored]:
    """Return a row for each brand and network with anything stored."""
    table = day_network
    query = (
        sa.select(
            table.c.brand,
            table.c.network,
            sa.func.min(table.c.day),
            sa.func.max(table.c.day),
            sa.func.sum(table.c.mentions),
            sa.func.sum(table.c.official_posts),
        )
        .group_by(table.c.brand, table.c.network)
        .order_by(table.c.brand, table.c.network)
    )
    return [Stored(row[0], row[1], *map(int, row[2:])) for row in connection.execute(query)]


def stored_posts(connection: Connection) -> tuple[int, int]:
    """Return how many posts are stored, and of how many only the deletion."""
    posts = connection.execute(sa.select(sa.func.sum(channel_day.c.posts))).scalar()
    deleted = connection.execute(sa.select(sa.func.count()).select_from(gone)).scalar()
    return int(posts or 0), int(deleted or 0)


def spammers(connection: Connection) -> int:
    """Return how many accounts are taken for spam (INFERENCE C.5)."""
    query = sa.select(sa.func.count()).select_from(spammer)
    return int(connection.execute(query).scalar() or 0)


def known_accounts(connection: Connection) -> dict[str, set[str]]:
    """Return, by network, the keys and the names of every account of which a post is stored."""
    found: dict[str, set[str]] = defaultdict(set)
    query = sa.select(post.c.network, post.c.author_key, post.c.author_name).distinct()
    for network, key, name in connection.execute(query):
        found[network] |= {key, key.partition("@")[0], name.casefold().removeprefix("@")} - {""}
    return found


def known_channels(connection: Connection) -> dict[str, set[str]]:
    """Return, by network, the channels of which a post is stored."""
    found: dict[str, set[str]] = defaultdict(set)
    query = sa.select(channel_day.c.network, channel_day.c.channel).distinct()
    for network, channel in connection.execute(query):
        found[network].add(channel.casefold())
    return found


def is_past(connection: Connection, as_of: int) -> bool:
    """Say whether any stored post is dated at or after the moment."""
    newest = connection.execute(sa.select(sa.func.max(channel_day.c.day))).scalar()
    if newest is None or newest < as_of // 86_400:
        return False
    return bool(connection.execute(sa.select(sa.exists().where(post.c.t >= as_of))).scalar())


def integrity(connection: Connection) -> str | None:
    """Return what SQLite says of its own file, "ok" when it is whole; None elsewhere."""
    if connection.dialect.name != "sqlite":
        return None
    return str(connection.execute(sa.text("PRAGMA quick_check")).scalar())
