"""A thread gets another root when its opener arrives late: hundreds at once, none twice."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from stores import fresh

from solisten.config import load
from solisten.nouns import Kind, Post
from solisten.store.digest import digests
from solisten.store.save import Lens, lens_of, save
from solisten.store.threads import THREADS_AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

CONFIG = """
[[brand]]
name = "Acme"
query = "acme"
official = ["forum:acme"]
"""


def digest(lens: Lens, batches: Sequence[Sequence[Post]]) -> Mapping[str, object]:
    with closing(fresh()) as database, database.writing() as connection:
        for batch in batches:
            save(connection, lens, batch)
        return dict(digests(connection))


def test_openers_that_come_after_their_answers(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, encoding="utf-8")
    lens = lens_of(load(path))
    numbers = range(THREADS_AT_ONCE * 3 // 5)
    # "b" before "c": the roots that threads get are read long before those that they lose.
    openers = [
        Post(network="forum", id=f"b{n:04}", author=f"u{n}", created_at=1e9, text="Acme is broken?")
        for n in numbers
    ]
    answers = [
        Post(
            network="forum",
            id=f"c{n:04}",
            author="acme",
            created_at=1e9 + 60,
            text=f"Try the door, number {n}.",
            kind=Kind.REPLY,
            reply_to=f"b{n:04}",
        )
        for n in numbers
    ]
    assert digest(lens, [answers, openers]) == digest(lens, [openers, answers])
