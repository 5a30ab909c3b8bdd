"""Levels over time: a replay with hold, and the cause of every change between printed estimates."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from desk import CONFIG, Desk, saved
from stores import copy, url_of

from solisten.cli.context import Context
from solisten.pipeline.recalling import history

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HISTORY = ("history", "--brand", "Acme")
ESTIMATE = ("estimate", "--brand", "Acme")
START = datetime(2025, 6, 2, tzinfo=UTC)  # a Monday
WEEKS, SILENT = 30, 15


def awakening() -> Iterator[dict[str, Any]]:
    """Yield 30 weeks of questions; from the 16th on nearly everyone gets an answer."""
    for week in range(WEEKS):
        for number in range(10):
            at = START + timedelta(weeks=week, hours=15 * number)
            yield _post(f"q{week}.{number}", at, f"user{number}", "why does my Acme Rockets fail?")
            if week >= SILENT and number % 5:
                answer = f"Hi, please turn valve {week} to {number} and tell us. Ana"
                later = at + timedelta(hours=2)
                parent = f"q{week}.{number}"
                yield _post(f"a{week}.{number}", later, "acme_care", answer, reply_to=parent)
        for number in range(2):
            at = START + timedelta(weeks=week, days=3, hours=number)
            yield _post(f"o{week}.{number}", at, "acme_care", f"A rocket tip for week {week}")


def _post(number: str, at: datetime, author: str, text: str, **more: str) -> dict[str, Any]:
    parent = more.get("reply_to", "")
    tagged = "@acme_care " if not parent and author != "acme_care" else ""
    return {
        "network": "forum",
        "id": number,
        "created_at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "author": author,
        "text": tagged + text,
        **({"thread": parent, "kind": "reply"} if parent else {}),
        **more,
    }


@pytest.fixture(scope="module")
def awake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(tmp_path_factory.mktemp("awake"), awakening())


@pytest.fixture(scope="module")
def weeks(awake: Path) -> list[dict[str, Any]]:
    place = Context(awake.parent / "config.toml", url_of(awake), 0.0)
    found: list[dict[str, Any]] = history(place, brand="Acme", model="solis").document["weeks"]
    return found


@pytest.fixture
def risen(desk: Desk, awake: Path) -> Desk:
    copy(awake, desk.folder / "solisten.db")
    return desk


def test_the_published_level_rises_once_the_brand_answers_and_says_why(
    weeks: list[dict[str, Any]],
) -> None:
    assert [one["week_end"] for one in weeks] == sorted({one["week_end"] for one in weeks})
    assert all(datetime.fromisoformat(one["week_end"]).weekday() == 6 for one in weeks)
    levels = [one["published"] for one in weeks]
    assert levels[0] == 2
    assert levels[-1] >= 3
    rises = [new for old, new in pairwise(weeks) if new["published"] > 2]
    first = rises[0]
    assert any("response_rate" in why and " became " in why for why in first["why"])
    assert [one for one in weeks if one["why"]] == [
        new for old, new in pairwise(weeks) if old["published"] != new["published"]
    ]


def test_one_good_week_does_not_move_the_published_level(weeks: list[dict[str, Any]]) -> None:
    own = next(at for at, one in enumerate(weeks) if one["level"] > 2)
    published = next(at for at, one in enumerate(weeks) if one["published"] > 2)
    assert weeks[own]["published"] == 2
    assert published > own


def test_a_thin_record_looks_back_twice_as_far(weeks: list[dict[str, Any]]) -> None:
    def days(one: dict[str, Any]) -> int:
        return (datetime.fromisoformat(one["until"]) - datetime.fromisoformat(one["since"])).days

    assert {days(one) for one in weeks} == {90, 180}
    for one in weeks:
        assert days(one) == 90 or weeks.index(one) < WEEKS - SILENT


def test_every_cause_of_a_change_between_printed_estimates_is_named(risen: Desk) -> None:
    risen.good(*ESTIMATE)
    risen.good(*ESTIMATE, "--since", "2025-10-01")
    newer = [_post("new", START + timedelta(weeks=WEEKS - 1), "zoe", "Acme Rockets, why?")]
    risen.good("import", risen.records("new.jsonl", newer))
    risen.good(*ESTIMATE)
    gone = [{"network": "forum", "id": "q28.0", "deleted": True}]
    risen.good("import", risen.records("gone.jsonl", gone))
    risen.good(*ESTIMATE)
    edited = [{**newer[0], "text": "@acme_care all is well", "edited_at": "2026-02-01T00:00:00Z"}]
    risen.good("import", risen.records("edited.jsonl", edited))
    risen.good(*ESTIMATE)
    risen.write("config.toml", CONFIG.replace('"acme rockets"', '"acme rocket"'))
    risen.good(*ESTIMATE)
    risen.write("config.toml", f"{risen_config(risen)}\n[model]\nbars = {{ response_rate = 0.99 }}")
    risen.good(*ESTIMATE)
    other = [_post("m", START + timedelta(weeks=WEEKS - 1), "ana", "acme rocket broke")]
    risen.good("import", risen.records("m.jsonl", [{**other[0], "network": "mastodon"}]))
    risen.good(*ESTIMATE)
    found = risen.good(*HISTORY, "--format", "json").json()["estimates"]
    kinds = [{cause["kind"] for cause in one["causes"]} for one in found]
    assert kinds == [
        set(),
        {"window"},
        {"window", "posts"},
        {"deletions"},
        {"posts"},
        {"config"},
        {"rules"},
        {"posts", "coverage"},
    ]
    rules = found[6]["causes"][0]["text"]
    assert "bar: response_rate" in rules
    assert "on the earlier counts alone" in rules
    text = risen.good(*HISTORY).out
    for told in ("+1 posts stored", "+1 deleted posts", "were edited", "mastodon is new"):
        assert told in text


def risen_config(desk: Desk) -> str:
    """Return the configuration as it stands."""
    return (desk.folder / "config.toml").read_text()


def test_the_text_is_drawn_in_eighty_columns(risen: Desk) -> None:
    risen.good(*ESTIMATE)
    lines = risen.good(*HISTORY).out.splitlines()
    assert lines[0].startswith("Published: stage ")
    assert all(len(line) <= 80 for line in lines)
    drawn = [line for line in lines if "│" in line]
    assert len(drawn) == 10
    assert all(sign in "".join(drawn) for sign in "█░")
    assert any(line.lstrip().startswith("Aug 2025") for line in lines)


def test_csv_has_a_row_for_every_week_and_every_estimate(
    risen: Desk, weeks: list[dict[str, Any]]
) -> None:
    risen.good(*ESTIMATE)
    rows = list(csv.DictReader(io.StringIO(risen.good(*HISTORY, "--format", "csv").out)))
    assert [one["row"] for one in rows] == ["week"] * len(weeks) + ["estimate"]
    assert [one["published"] for one in rows[:-1]] == [str(one["published"]) for one in weeks]
    assert rows[-1]["estimate"] == "1"


def test_a_checklist_s_history_counts_what_is_met(risen: Desk) -> None:
    done = risen.good(*HISTORY, "--model", "owyang", "--format", "json").json()
    assert done["published"] is None
    assert all(one["met"] + one["not_met"] + one["not_observable"] == 10 for one in done["weeks"])
    assert "of 10 met" in risen.good(*HISTORY, "--model", "owyang").out


def test_the_document_says_what_stands_and_the_replay_is_a_function_of_the_store(
    risen: Desk, weeks: list[dict[str, Any]]
) -> None:
    risen.good("reread")
    document = risen.good(*HISTORY, "--format", "json").json()
    assert document["weeks"] == weeks
    assert document["schema"] == "solisten.history/1"
    assert document["published"] == weeks[-1]["published"]
    since = next(one for one in weeks if one["published"] == document["published"])
    assert document["published_since"] == since["until"]


def test_nobody_s_history_ends_with_three_and_a_wrong_name_with_two(risen: Desk) -> None:
    assert risen.run("history", "--brand", "Globex").code == 3
    assert risen.run("history", "--brand", "Acmee").code == 2
    assert risen.run(*HISTORY, "--model", "soliss").code == 2
