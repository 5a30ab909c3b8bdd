"""What an import keeps, and what it must not: private posts, first texts, deleted words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from desk import TOTAL, conversation, record
from stores import ON_POSTGRESQL, looking_into, only_sqlite

if TYPE_CHECKING:
    from desk import Desk

SECRET = "xylophonequartz"
ASK = "Acme Rockets: why does it not start?"


def rows(desk: Desk, table: str, where: str = "1 = 1") -> list[dict[str, Any]]:
    """Return the rows of a table."""
    with looking_into(desk.folder / "solisten.db") as connection:
        found = connection.execute(sa.text(f"select * from {table} where {where}")).mappings()
        return [dict(row) for row in found]


def written(desk: Desk) -> bytes:
    """Return every byte that SQLite left on the disk, its log of changes too."""
    files = sorted(desk.folder.glob("solisten.db*"))
    assert files or ON_POSTGRESQL  # a server keeps its pages until it sweeps them
    return b"".join(path.read_bytes() for path in files)


@pytest.mark.parametrize("visibility", ["private", "direct", "followers", "whisper", "PRIVATE"])
def test_what_is_not_public_is_never_written(desk: Desk, visibility: str) -> None:
    private = record(
        "secret",
        f"Acme Rockets {SECRET}",
        author=f"{SECRET}-author",
        title=SECRET,
        visibility=visibility,
        reply_text=SECRET,
    )
    done = desk.good("import", desk.records("x.jsonl", [record(1), private]))
    assert done.said == [TOTAL.format(2, 1, 0, 0, 0, 1)]
    assert SECRET.encode() not in written(desk)
    assert [row["id"] for row in rows(desk, "post")] == ["1"]


def test_the_same_file_again_adds_nothing(talk: Desk) -> None:
    count = len(conversation())
    before = talk.digests()
    shown = talk.good("metrics", "--brand", "Acme", "--format", "csv").out
    for _ in range(2):
        done = talk.good("import", "talk.jsonl")
        assert done.said == [TOTAL.format(count, 0, 0, count, 0, 0)]
        assert done.out == ""
    assert talk.digests() == before
    assert talk.good("metrics", "--brand", "Acme", "--format", "csv").out == shown


def test_the_same_file_named_twice(desk: Desk) -> None:
    path = desk.records("x.jsonl", [record(1), record(1), record(2)])
    assert desk.good("import", path, path).said == [TOTAL.format(6, 2, 0, 4, 0, 0)]


def test_versions_of_one_age_end_as_they_ended(desk: Desk) -> None:
    """A file may hold a post twice, crawled at two times; the later row stands, as before."""
    twice = [record(1, likes=1), record(1, likes=5), record(2, reply_text="Sorry"), record(2)]
    path = desk.records("x.jsonl", twice)
    assert desk.good("import", path).said == [TOTAL.format(4, 2, 2, 0, 0, 0)]
    before = desk.good("status", "--json").out
    assert desk.good("import", path).said == [TOTAL.format(4, 0, 0, 4, 0, 0)]
    assert desk.good("status", "--json").out == before
    assert [row["likes"] for row in rows(desk, "post")] == [5, None]
    one, other = (desk.records(f"{n}.jsonl", [twice[n]]) for n in (0, 1))
    assert desk.good("import", one).said == [TOTAL.format(1, 0, 1, 0, 0, 0)]
    assert desk.good("import", one, other).said == [TOTAL.format(2, 0, 1, 1, 0, 0)]


def test_any_order_gives_the_same_tables(talk: Desk) -> None:
    backwards = talk.records("back.jsonl", reversed(conversation()))
    talk.good(*talk.at("back.db"), "import", backwards)
    assert talk.digests("back.db") == talk.digests()


def test_an_edit_replaces_the_text(desk: Desk) -> None:
    desk.good("import", desk.records("x.jsonl", [record(1, f"{ASK} {SECRET}", author="ana")]))
    edited = record(1, ASK, author="ana", edited_at="2026-01-20T10:00:00Z")
    done = desk.good("import", desk.records("y.jsonl", [edited]))
    assert done.said == [TOTAL.format(1, 0, 1, 0, 0, 0)]
    (row,) = rows(desk, "post")
    assert (row["text"], row["edited_at"]) == (ASK, 1768903200)
    assert SECRET not in desk.good("export", "mentions", "--brand", "Acme").out
    older = record(1, "Acme Rockets: the first", edited_at="2026-01-19T10:00:00Z")
    assert desk.good("import", desk.records("z.jsonl", [older])).said == [
        TOTAL.format(1, 0, 0, 1, 0, 0)
    ]
    assert rows(desk, "post")[0]["text"] == ASK


@only_sqlite
def test_an_edit_leaves_nothing_of_the_first_text_on_the_disk(desk: Desk) -> None:
    desk.good("import", desk.records("x.jsonl", [record(1, f"{ASK} {SECRET}"), record(2)]))
    edited = record(1, ASK, edited_at="2026-01-20T10:00:00Z")
    desk.good("import", desk.records("y.jsonl", [edited]))
    assert SECRET.encode() not in written(desk)


def test_a_deletion_keeps_what_it_may_and_no_word(desk: Desk) -> None:
    gone = record(
        "gone",
        f"{ASK} {SECRET}",
        author=f"{SECRET}-author",
        author_name=SECRET,
        title=f"{SECRET} title",
        channel="help",
        created_at="2026-01-05T10:00:00Z",
        reply_text=f"{SECRET} answer",
    )
    reply = record("reply", "Acme Rockets is down here too", reply_to="gone", thread="gone")
    desk.good("import", desk.records("x.jsonl", [gone, reply, *conversation()]))
    desk.good("estimate", "--brand", "Acme")
    stone = {"network": "forum", "id": "gone", "deleted": True, "created_at": "2026-01-09"}
    done = desk.good("import", desk.records("y.jsonl", [stone]))
    assert done.said == [TOTAL.format(1, 0, 1, 0, 0, 0)]
    (kept,) = rows(desk, "gone")
    assert {name: kept[name] for name in ("network", "id", "channel", "day", "needs")} == {
        "network": "forum",
        "id": "gone",
        "channel": "help",
        "day": 20458,
        "needs": "Acme",
    }
    assert set(kept) == {"network", "id", "channel", "day", "deleted_at", "needs"}
    assert rows(desk, "post", "id like 'gone%'") == []
    assert rows(desk, "post", "id = 'reply'")[0]["parent"] == "gone"
    for table in ("mention", "official", "named", "seen_day"):
        assert SECRET not in str(rows(desk, table))
    assert SECRET.encode() not in written(desk)


def test_a_deletion_is_for_ever_and_becomes_a_warning(desk: Desk) -> None:
    desk.good("import", desk.records("x.jsonl", [record("gone", ASK), *conversation()]))
    before = desk.good("metrics", "--brand", "Acme", "--format", "json").json()
    stone = desk.records("y.jsonl", [{"network": "forum", "id": "gone", "deleted": True}])
    desk.good("import", stone)
    again = desk.good("import", desk.records("x.jsonl", [record("gone", ASK)]))
    assert again.said == [TOTAL.format(1, 0, 0, 1, 0, 0)]
    assert desk.good("import", stone).said == [TOTAL.format(1, 0, 0, 1, 0, 0)]
    after = desk.good("metrics", "--brand", "Acme", "--format", "json").json()
    assert (before[0]["value"], after[0]["value"]) == (29 + 4, 28 + 4)
    document = desk.good("estimate", "--brand", "Acme", "--format", "json").json()
    assert [one for one in document["warnings"] if one.startswith("1 needs were deleted")]


def test_the_counts_of_a_mixed_file(desk: Desk) -> None:
    mixed = [record(1), record(2, visibility="direct"), record(""), record(1, "edited"), record(3)]
    mixed[3]["edited_at"] = "2026-02-01T00:00:00Z"
    done = desk.good("import", desk.records("x.jsonl", mixed))
    assert done.said[-1] == TOTAL.format(5, 2, 1, 0, 1, 1)


def test_json_logs_are_one_object_a_line(desk: Desk) -> None:
    import json

    done = desk.good("--json-logs", "import", desk.records("x.jsonl", [record(1), record("")]))
    told = [json.loads(line) for line in done.said]
    assert [one["level"] for one in told] == ["warning", "info"]
    assert told[-1]["message"] == TOTAL.format(2, 1, 0, 0, 1, 0)


def test_an_id_that_looks_like_an_answer_s_is_its_own_post(desk: Desk) -> None:
    path = desk.records("x.jsonl", [record("a", ASK), record("a#answer", ASK)])
    assert desk.good("import", path).said == [TOTAL.format(2, 2, 0, 0, 0, 0)]
    assert desk.good("import", path).said == [TOTAL.format(2, 0, 0, 2, 0, 0)]
    assert len(rows(desk, "post")) == 2
