"""Posts older than `[privacy] retention_days` are forgotten, and with them what they led to."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from desk import CONFIG, TOTAL, record
from stores import looking_into

if TYPE_CHECKING:
    from desk import Desk

KEEPING = f"[privacy]\nretention_days = 30\n{CONFIG}"


def ago(days: int, hour: int = 12) -> str:
    """Return a time so many days ago."""
    today = datetime.fromtimestamp(time.time() // 86_400 * 86_400, UTC)
    return (today - timedelta(days=days) + timedelta(hours=hour)).isoformat()


def talk() -> list[dict[str, Any]]:
    """Return 80 days of needs, each answered five days later, some of them reviews."""
    found = []
    for day in range(1, 80):
        found.append(record(f"p{day}", "why is my Acme Rockets engine dead?", created_at=ago(day)))
        answer = {"author": "acme_care", "reply_to": f"p{day}", "kind": "reply"}
        text = "Sorry to hear that. Please turn it off and on again, then tell us, will you? Ana"
        found.append(record(f"a{day}", text, created_at=ago(day - 5), **answer))
        if not day % 9:
            review = {"network": "google-play", "channel": "com.acme.app", "kind": "review"}
            more = {"reply_text": "Sorry", "reply_at": ago(day - 7), "rating": 1, **review}
            found.append(record(f"r{day}", "It is broken", created_at=ago(day), **more))
    return found


def young(one: dict[str, Any]) -> bool:
    """Say whether a record is of the last thirty days."""
    return bool(one["created_at"] >= ago(30, 0))


@pytest.mark.parametrize("command", ["import {none}", "reread"])
def test_what_is_too_old_leaves_no_trace(desk: Desk, command: str) -> None:
    """The tables are those of an import of nothing but the young posts."""
    stone = {"network": "forum", "id": "p70", "deleted": True}
    desk.good("import", desk.records("talk.jsonl", [*talk(), stone]))
    desk.write("config.toml", KEEPING)
    none = desk.records("none.jsonl", [])
    done = desk.good(*command.format(none=none).split())
    old = sum(not young(one) for one in talk()) - 1
    said = f"solisten: {old} posts older than [privacy] retention_days = 30 were forgotten"
    assert said in done.said
    desk.good(
        *desk.at("clean.db"),
        "import",
        desk.records("new.jsonl", [one for one in talk() if young(one)]),
    )
    assert desk.digests() == desk.digests("clean.db")
    assert desk.good(*command.format(none=none).split()).said[:-1] == []


def test_what_is_too_old_is_not_kept_when_it_comes(desk: Desk) -> None:
    desk.write("config.toml", KEEPING)
    new = sum(map(young, talk()))
    done = desk.good("import", desk.records("talk.jsonl", talk()))
    old = f"{len(talk()) - new} posts older than [privacy] retention_days = 30"
    assert done.said == [
        f"solisten: {old} were not kept",
        TOTAL.format(len(talk()), new, 0, 0, 0, 0),
    ]
    with looking_into(desk.folder / "solisten.db") as connection:
        oldest = connection.execute(sa.text("select min(day) from post where not embedded"))
        assert oldest.scalar() == int(time.time()) // 86_400 - 30


def test_a_window_that_begins_before_says_so(desk: Desk) -> None:
    desk.write("config.toml", KEEPING)
    desk.good("import", desk.records("talk.jsonl", talk()))
    long, short = (
        desk.good("estimate", "--brand", "Acme", "--format", "json", *words).json()["warnings"]
        for words in ((), ("--since", "20d"))
    )
    said = "posts older than 30 days are not kept ([privacy] retention_days)"
    assert [one for one in long if one.startswith(said)]
    assert not [one for one in short if one.startswith(said)]
