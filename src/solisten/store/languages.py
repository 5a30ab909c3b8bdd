"""The language of posts too short to show it, from their author's and thread's usual one."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import sqlalchemy as sa

from solisten.nouns import Post
from solisten.reading.clean import words
from solisten.reading.language import NO_LETTERS
from solisten.store.chunks import chunks
from solisten.store.rows import SEPARATOR, Row
from solisten.store.schema import post

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy.engine import Connection

    from solisten.reading.posts import Reader

_UNDECIDED = ""
_WORDS = (
    post.c.id,
    post.c.author_key,
    post.c.root,
    post.c.text,
    post.c.title,
    post.c.matched,
    post.c.lang,
    post.c.compound,
    post.c.cues,
)


def settle_languages(
    connection: Connection,
    reader: Reader,
    network: str,
    authors: Collection[str],
    roots: Collection[str],
    fresh: Collection[str],
) -> set[str]:
    """Read the undecided posts of these authors and threads again; return the roots that changed.

    An undecided post takes its author's usual language, else its thread's, else English where a
    word of the lexicon occurs (UNDERSTANDING). `fresh` are the ids whose words are new.
    """
    rows = _undecided(connection, network, authors, roots)
    if not rows:
        return set()
    by_author = _usual(connection, network, post.c.author_key, {r["author_key"] for r in rows})
    by_thread = _usual(connection, network, post.c.root, {r["root"] for r in rows})
    changed = []
    for row in rows:
        usual = by_author.get(row["author_key"], "") or by_thread.get(row["root"], "")
        if usual and usual == row["lang"] and row["id"] not in fresh:
            continue
        text = words(
            Post(network=network, id="", created_at=0.0, text=row["text"], title=row["title"])
        )
        read = reader.read_words(text, _UNDECIDED, usual, brands_of(row))
        if (read.lang, read.compound, read.cues) != (row["lang"], row["compound"], row["cues"]):
            changed.append(
                {"at": row["id"], "l": read.lang, "c": read.compound, "q": read.cues}
                | {"of": network, "root": row["root"]}
            )
    if changed:
        connection.execute(
            sa.update(post)
            .where(post.c.network == sa.bindparam("of"), post.c.id == sa.bindparam("at"))
            .values(lang=sa.bindparam("l"), compound=sa.bindparam("c"), cues=sa.bindparam("q")),
            changed,
        )
    return {row["root"] for row in changed}


def brands_of(row: Mapping[str, str]) -> list[str]:
    """Return the brands that a stored row matched."""
    return [key[2:] for key in row["matched"].split(SEPARATOR) if key.startswith("b:")]


def _undecided(
    connection: Connection, network: str, authors: Iterable[str], roots: Iterable[str]
) -> list[Row]:
    found: dict[str, Row] = {}
    for column, values in ((post.c.author_key, authors), (post.c.root, roots)):
        for part in chunks(value for value in values if value):
            query = sa.select(*_WORDS).where(
                post.c.network == network, column.in_(part), post.c.lang_own == _UNDECIDED
            )
            found |= {row["id"]: dict(row) for row in connection.execute(query).mappings()}
    return list(found.values())


def _usual(
    connection: Connection, network: str, column: sa.Column[str], keys: Iterable[str]
) -> dict[str, str]:
    """Return by key the most frequent decided language; ties go to the first in the alphabet."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for part in chunks(key for key in keys if key):
        query = (
            sa.select(column, post.c.lang_own, sa.func.count())
            .where(
                post.c.network == network,
                column.in_(part),
                post.c.lang_own.not_in((_UNDECIDED, NO_LETTERS)),
            )
            .group_by(column, post.c.lang_own)
        )
        for key, lang, count in connection.execute(query):
            counts[key][lang] += count
    return {key: min(langs, key=lambda lang: (-langs[lang], lang)) for key, langs in counts.items()}
