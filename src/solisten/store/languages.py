"""The language of posts too short to show it, from their author's and thread's usual one."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import sqlalchemy as sa

from solisten.nouns import Post
from solisten.reading.clean import cleaned, words
from solisten.reading.language import NO_LETTERS
from solisten.reading.posts import Wording
from solisten.store.bulk import among, update
from solisten.store.rows import brands_in
from solisten.store.schema import post

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy.engine import Connection

    from solisten.reading.posts import Reader
    from solisten.store.rows import Row

_UNDECIDED = ""


def settle_languages(
    connection: Connection,
    reader: Reader,
    network: str,
    authors: Collection[str],
    roots: Collection[str],
    fresh: Mapping[str, Row],
) -> set[str]:
    """Read the undecided posts of these authors and threads again; return the roots that changed.

    An undecided post takes its author's usual language, else its thread's, else English where a
    word of the lexicon occurs (UNDERSTANDING). `fresh` are the rows whose words are new, by id;
    they are changed in place, too.
    """
    undecided = _undecided(connection, network, authors, roots)
    if not undecided:
        return set()
    writers, threads = zip(*((author, root) for author, root, _ in undecided.values()), strict=True)
    by_author = _usual(connection, network, post.c.author_key, writers)
    by_thread = _usual(connection, network, post.c.root, threads)
    usual = {}
    for id_, (author, root, lang) in undecided.items():
        spoken = by_author.get(author, "") or by_thread.get(root, "")
        if id_ in fresh or not spoken or spoken != lang:
            usual[id_] = spoken
    changed = _read_again(connection, reader, network, usual) if usual else []
    update(connection, post, ("lang", "compound", "cues"), changed)
    for *read, _, id_ in changed:
        if id_ in fresh:
            fresh[id_].update(zip(("lang", "compound", "cues"), read, strict=True))
    return {undecided[id_][1] for *_, id_ in changed}


def _undecided(
    connection: Connection, network: str, authors: Iterable[str], roots: Iterable[str]
) -> dict[str, tuple[str, str, str]]:
    """Return author, root and present language of the undecided posts, by their id."""
    found: dict[str, tuple[str, str, str]] = {}
    for column, values in ((post.c.author_key, authors), (post.c.root, roots)):
        wanted = set(values) - {""}
        if not wanted:
            continue
        query = sa.select(post.c.id, post.c.author_key, post.c.root, post.c.lang).where(
            post.c.network == network,
            among(connection, column, wanted),
            post.c.lang_own == _UNDECIDED,
        )
        for id_, author, root, lang in connection.execute(query).all():
            found[id_] = (author, root, lang)
    return found


def _read_again(
    connection: Connection, reader: Reader, network: str, usual: dict[str, str]
) -> list[tuple[str, int | None, int, str, str]]:
    """Read posts in what is usual where they stand; return the values and keys of those changed."""
    query = sa.select(
        post.c.id,
        post.c.title,
        post.c.text,
        post.c.matched,
        post.c.lang,
        post.c.compound,
        post.c.cues,
    ).where(post.c.network == network, among(connection, post.c.id, usual))
    found = connection.execute(query).all()
    wordings = []
    for id_, title, text, matched, *_ in found:
        own = words(Post(network=network, id=id_, created_at=0.0, text=text, title=title))
        wordings.append(Wording(cleaned(own), _UNDECIDED, usual[id_], brands_in(matched)))
    return [
        (*read, network, id_)
        for read, (id_, _, _, _, *before) in zip(reader.read_words(wordings), found, strict=True)
        if list(read) != before
    ]


def _usual(
    connection: Connection, network: str, column: sa.Column[str], keys: Iterable[str]
) -> dict[str, str]:
    """Return by key the most frequent decided language; ties go to the first in the alphabet."""
    wanted = set(keys) - {""}
    if not wanted:
        return {}
    query = (
        sa.select(column, post.c.lang_own, sa.func.count())
        .where(
            post.c.network == network,
            among(connection, column, wanted),
            post.c.lang_own.not_in((_UNDECIDED, NO_LETTERS)),
        )
        .group_by(column, post.c.lang_own)
    )
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for key, lang, count in connection.execute(query).all():
        counts[key][lang] += count
    return {key: min(langs, key=lambda lang: (-langs[lang], lang)) for key, langs in counts.items()}
