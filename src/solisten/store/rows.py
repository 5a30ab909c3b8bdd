"""Posts as rows of the table `post`, and rows as the items that threads are read from."""

from __future__ import annotations

from functools import lru_cache
from math import floor
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from solisten.config import account_key
from solisten.nouns import Kind, Post
from solisten.reading.facts import DAY, Item
from solisten.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Row: TypeAlias = dict[str, Any]

ANSWER_SUFFIX = "#answer"
"""Ends the id of an answer that its network embeds in the post it answers."""
SEPARATOR = "\x1f"

READ_COLUMNS = (
    "root",
    "opens",
    "lang_own",
    "lang",
    "compound",
    "cues",
    "form",
    "names",
    "matched",
    "read_links",
    "spread",
)
"""Columns that reading fills; the others are the post as it came."""


def rows_of(post: Post) -> Iterator[tuple[Post, Row]]:
    """Yield a post with its row, then the same of an answer embedded in it."""
    yield post, _row(post)
    if post.reply_text is not None or post.reply_at is not None:
        answer = _answer(post)
        yield answer, _row(answer) | {"embedded": True, "untimed": post.reply_at is None}


def _row(post: Post) -> Row:
    t = floor(post.created_at)
    replied = post.reply_to if post.reply_to != post.id else ""
    parent = replied or (post.thread if post.thread != post.id else "")
    return {
        "network": post.network,
        "id": post.id,
        "t": t,
        "day": t // DAY,
        "edited_at": None if post.edited_at is None else floor(post.edited_at),
        "channel": post.channel,
        "url": post.url,
        "kind": str(post.kind),
        "author": post.author,
        "author_key": account_key(post.author),
        "author_name": post.author_name,
        "author_followers": post.author_followers,
        "bot": post.author_bot,
        "text": post.text,
        "title": post.title,
        "declared_lang": post.lang,
        "thread": post.thread,
        "parent": parent,
        "rating": post.rating,
        "likes": post.likes,
        "shares": post.shares,
        "links": SEPARATOR.join(post.links),
        "repost_of": post.repost_of,
        "quote_of": post.quote_of,
        "accepted": post.accepted,
        "official": post.official,
        "embedded": False,
        "untimed": False,
    }


def _answer(post: Post) -> Post:
    author = post.reply_author or post.channel or "owner"
    return Post(
        network=post.network,
        id=post.id + ANSWER_SUFFIX,
        created_at=post.created_at if post.reply_at is None else post.reply_at,
        edited_at=post.created_at if post.edited_at is None else post.edited_at,
        channel=post.channel,
        url=post.url,
        kind=Kind.REPLY,
        author=author,
        text=post.reply_text or "",
        reply_to=post.id,
        thread=post.thread,
        official="developer",
    )


def post_of(row: Mapping[str, Any]) -> Post:
    """Return the post of a row as far as reading its words needs it."""
    return Post(
        network=row["network"],
        id=row["id"],
        created_at=float(row["t"]),
        channel=row["channel"],
        url=row["url"],
        kind=Kind(row["kind"]),
        author=row["author"],
        author_name=row["author_name"],
        text=row["text"],
        title=row["title"],
        lang=row["declared_lang"],
        links=_split(row["links"]),
    )


def version(row: Mapping[str, Any]) -> int:
    """Return what orders the versions of one post: the time of its last edit, else its own."""
    edited = row["edited_at"]
    return int(row["t"] if edited is None else edited)


_ITEM_NAMES = tuple("read_links" if name == "links" else name for name in Item.__struct_fields__)
ITEM_COLUMNS = tuple(schema.post.c[name] for name in _ITEM_NAMES)
_item_values = itemgetter(*_ITEM_NAMES)


def item_of(values: Iterable[Any]) -> Item:
    """Return the values of ITEM_COLUMNS as an item of its thread."""
    item = Item(*values)
    item.names = _split(str(item.names))
    item.matched = _matched(str(item.matched))
    item.links = _split(str(item.links))
    return item


def fresh_item(row: Row) -> Item:
    """Return a whole row, as it is written, as an item of its thread."""
    return item_of(_item_values(row))


def brands_in(matched: str) -> list[str]:
    """Return the brands among the stored keys of what a post matched."""
    return [key[2:] for key in _split(matched) if key.startswith("b:")]


@lru_cache(maxsize=1024)
def _matched(joined: str) -> frozenset[str]:
    return frozenset(_split(joined))


def _split(joined: str) -> tuple[str, ...]:
    return tuple(joined.split(SEPARATOR)) if joined else ()
