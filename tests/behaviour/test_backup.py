"""A backup is a SQLite file that is used like any other, whatever database it was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk import TOTAL, conversation, sqlite_digests

if TYPE_CHECKING:
    from desk import Desk


def test_records_are_whole_after_a_backup(talk: Desk) -> None:
    talk.good("db", "backup", "copy.db")
    assert sqlite_digests(talk.folder / "copy.db") == talk.digests()
    out = talk.good("--db", "sqlite:///copy.db", "metrics", "--brand", "Acme").out
    assert out == talk.good("metrics", "--brand", "Acme").out
    again = talk.good("--db", "sqlite:///copy.db", "import", "talk.jsonl")
    assert again.said[-1] == TOTAL.format(len(conversation()), 0, 0, len(conversation()), 0, 0)
