"""The same posts leave the same rows on SQLite and on PostgreSQL, strange ones too."""

from __future__ import annotations

import json
from contextlib import closing
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from stores import empty_url

from solisten.config import load
from solisten.nouns import Gone, Kind, Post
from solisten.records import Options, read_file
from solisten.store.copies import copy_rows
from solisten.store.database import IN_MEMORY, Connection, Database, open_database
from solisten.store.digest import digests
from solisten.store.reread import reread_all
from solisten.store.save import Lens, lens_of, save
from solisten.store.state import get

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from postgres_server import Server

CONFIG = """
[[brand]]
name = "Acme"
query = "acme"
official = ["forum:acme"]
hosts = ["forum:help"]
topics = ["rockets"]
[[topic]]
name = "rockets"
query = "rocket"
"""


@pytest.fixture
def both(postgres: Server) -> Iterator[tuple[Database, Database]]:
    """Return an empty database of each kind."""
    assert postgres.process.poll() is None
    with closing(open_database(IN_MEMORY)) as one, closing(open_database(empty_url())) as other:
        yield one, other


def kept(database: Database, lens: Lens, records: Iterable[Post | Gone]) -> dict[str, str]:
    """Save records and return the digests of the tables."""
    with database.writing() as connection:
        save(connection, lens, records)
    with database.reading() as connection:
        return digests(connection)


def reread(database: Database, lens: Lens) -> dict[str, str]:
    """Read everything again and return the digests of the tables."""
    with database.writing() as connection:
        reread_all(connection, lens, nowhere)
        return digests(connection)


def nowhere(_done: int, _total: int | None = None) -> None:
    """Show nothing."""


def sample(tmp_path: Path) -> tuple[Lens, list[Post | Gone]]:
    """Return the shipped sample."""
    folder = files("solisten.sample")
    (tmp_path / "config.toml").write_text((folder / "config.toml").read_text())
    (tmp_path / "posts.jsonl").write_text((folder / "posts.jsonl").read_text())
    found = read_file(tmp_path / "posts.jsonl", Options(), nowhere)
    records = [one for one in found if isinstance(one, Post | Gone)]
    return lens_of(load(tmp_path / "config.toml")), records


def strange() -> list[Post | Gone]:
    """Return posts whose ids sort by bytes alone, are very long, or hold what is no character."""
    ids = ["a", "B", "b", "A", "_", "-", "ä", "Z", "é", "日", "🫖", "a b", "a-b", "a_b", "ab", "%s"]
    posts: list[Post | Gone] = [
        Post(network="forum", id=id_, author=f"{id_}er", created_at=1e9, text=f"acme {id_} broke?")
        for id_ in ids
    ]
    for number, parent in enumerate(ids):
        posts.append(
            Post(
                network="forum",
                id=f"re {number}",
                author="acme",
                created_at=1e9 + 60 * number,
                text=f"Try this, @{parent}er and @{'n' * 3_000}",
                kind=Kind.REPLY,
                reply_to=parent,
            )
        )
    noise = "".join(json.dumps([number * 7919 % 104_729]) for number in range(900))
    for number in range(3):
        long = f"{noise}{number}"
        posts += [
            Post(network="forum", id=long, author=long, channel=long, created_at=1e9, text="acme?"),
            Post(
                network="forum",
                id=f"{long}r",
                author="acme",
                created_at=1e9 + 9,
                text="So sorry",
                reply_to=long,
                thread=long,
            ),
        ]
    posts += [
        Post(
            network="forum",
            id=f"x{n}",
            author="acme",
            created_at=1e9 + n,
            text=f"{n} hm",
            thread="a",
        )
        for n in range(150)
    ]
    return [
        *posts,
        Post(network="forum", id="nul\0", author="\ud83d", created_at=1e9, text="acme \0 \udc00"),
        Post(network="forum", id="big", created_at=-1e11, text="acme", likes=2**62, rating=4.1),
        Gone(network="forum", id="B", deleted_at=1e9),
        Gone(network="forum", id=f"{noise}1"),
    ]


def test_the_sample_leaves_the_same_rows(both: tuple[Database, Database], tmp_path: Path) -> None:
    lens, records = sample(tmp_path)
    one, other = (kept(database, lens, records) for database in both)
    assert one == other
    assert reread(both[1], lens) == one


def test_strange_posts_leave_the_same_rows_in_any_order(
    both: tuple[Database, Database], tmp_path: Path
) -> None:
    (tmp_path / "config.toml").write_text(CONFIG)
    lens = lens_of(load(tmp_path / "config.toml"))
    one = kept(both[0], lens, strange())
    assert kept(both[1], lens, reversed(strange())) == one
    assert reread(both[1], lens) == one
    assert reread(both[0], lens) == one


def test_a_copy_of_every_row(both: tuple[Database, Database], tmp_path: Path) -> None:
    lens, records = sample(tmp_path)
    kept(both[0], lens, records)
    with both[0].reading() as source, both[1].writing() as target:
        copy_rows(source, target)
    assert told(both[0]) == told(both[1])


def told(database: Database) -> Sequence[object]:
    """Return what a database holds, as far as it is compared."""
    with database.reading() as connection:
        return [digests(connection), get(connection, "sequence")]


def test_a_reader_sees_one_state(both: tuple[Database, Database], tmp_path: Path) -> None:
    lens, records = sample(tmp_path)
    with both[1].reading() as reader:
        before = digests(reader)
        kept(both[1], lens, records[:50])
        assert digests(reader) == before
    with both[1].reading() as reader:
        assert digests(reader) != before


def test_texts_are_in_order_of_bytes(both: tuple[Database, Database]) -> None:
    assert [words(database) for database in both] == [["A", "B", "_", "a", "b", "ä"]] * 2


def words(database: Database) -> list[str]:
    """Return texts as the database sorts them."""
    with database.writing() as connection:
        return sorted_by(connection, ["a", "B", "ä", "_", "A", "b"])


def sorted_by(connection: Connection, texts: Sequence[str]) -> list[str]:
    """Let a column sort texts."""
    for text in texts:
        connection.exec_driver_sql(f"insert into spammer values ('forum', '{text}')")
    query = "select author_key from spammer order by author_key"
    return list(connection.exec_driver_sql(query).scalars())
