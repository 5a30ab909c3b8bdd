"""Windows: whole UTC days, rounded outwards with a note, the end exclusive, the past as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from desk import CONFIG, record

if TYPE_CHECKING:
    from desk import Desk, Done

METRICS = ("metrics", "--brand", "Acme", "--format", "json")


def asked(desk: Desk, *words: str) -> tuple[str, str, int]:
    """Return the first day, the first day after, and the mentions of a window."""
    (row,) = [one for one in desk.good(*METRICS, *words).json() if one["metric"] == "mentions"]
    return row["window_start"], row["window_end"], row["value"]


def test_an_import_is_a_record(talk: Desk) -> None:
    assert asked(talk) == ("2025-10-31", "2026-01-29", 32)
    assert asked(talk, "--since", "7d") == ("2026-01-22", "2026-01-29", 8)
    assert asked(talk, "--since", "90d") == ("2025-10-31", "2026-01-29", 32)
    assert asked(talk, "--since", "1d") == ("2026-01-28", "2026-01-29", 2)
    document = talk.good("estimate", "--brand", "Acme", "--format", "json").json()
    assert document["as_of"] == "2026-01-29T00:00:00Z"
    assert document["window"] == {"since": "2025-10-31", "until": "2026-01-29"}


def test_the_window_of_the_configuration(talk: Desk) -> None:
    talk.write("config.toml", f"[window]\ndays = 10\n{CONFIG}")
    assert asked(talk)[:2] == ("2026-01-19", "2026-01-29")
    assert asked(talk, "--until", "2026-01-20")[:2] == ("2026-01-10", "2026-01-20")


def test_the_end_is_exclusive(talk: Desk) -> None:
    assert asked(talk, "--since", "2026-01-03", "--until", "2026-01-05")[2] == 2
    assert asked(talk, "--since", "2026-01-07", "--until", "2026-01-08")[2] == 2  # and a review
    assert asked(talk, "--until", "2026-01-02", "--since", "2026-01-01")[2] == 1
    talk.good("import", talk.records("edge.jsonl", midnight()))
    assert asked(talk, "--since", "2026-01-03", "--until", "2026-01-05")[2] == 3


def midnight() -> list[dict[str, Any]]:
    """Return a mention at the first moment of a day, and one at the first of the day after."""
    return [
        record("start", "Acme Rockets", created_at="2026-01-03T00:00:00Z"),
        record("end", "Acme Rockets", created_at="2026-01-05T00:00:00Z"),
    ]


def test_times_of_day_are_rounded_outwards_with_a_note(talk: Desk) -> None:
    words = ("--since", "2026-01-03T14:00", "--until", "2026-01-04T00:00:01Z")
    assert asked(talk, *words) == ("2026-01-03", "2026-01-05", 2)
    assert talk.good(*METRICS, *words).said == [
        "solisten: --since 2026-01-03T14:00 is rounded outwards to 2026-01-03",
        "solisten: --until 2026-01-04T00:00:01Z is rounded outwards to 2026-01-05",
    ]
    words = ("--since", "2026-01-03T00:30+01:00", "--until", "2026-01-04T00:00Z")
    assert asked(talk, *words)[:2] == ("2026-01-02", "2026-01-04")
    assert len(talk.good(*METRICS, *words).said) == 1
    assert talk.good(*METRICS, "--since", "2026-01-03", "--until", "20260104").said == []


@pytest.mark.parametrize(
    "words",
    [
        ("--since", "2026-13-01"),
        ("--since", "yesterday"),
        ("--since", "0d"),
        ("--since", "-3d"),
        ("--since", "999999d"),
        ("--until", "2026-01-32"),
        ("--until", ""),
        ("--as-of", "noon"),
        ("--since", "2026-01-05", "--until", "2026-01-05"),
        ("--until", "2026-01-05", "--since", "2026-01-06"),
        ("--since", "٣d"),
    ],
)
def test_what_is_no_window_is_2(talk: Desk, words: tuple[str, ...]) -> None:
    done = talk.run(*METRICS, *words)
    assert (done.code, done.out) == (2, "")
    assert "a bug" not in done.err


@pytest.mark.parametrize(
    "words",
    [
        ("--since", "0001-01-01"),
        ("--since", "0001-01-01T00:00+23:59"),
        ("--until", "9999-12-31T23:59:59"),
        ("--until", "9999-12-31T23:59:59-23:59"),
        ("--until", "0001-06-01"),
        ("--since", "99999d", "--until", "0001-06-01"),
        ("--as-of", "0001-01-01"),
        ("--as-of", "9999-12-31T23:59:59-23:59"),
        ("--since", "99999d"),
        ("--as-of", "1960-01-01", "--since", "1950-01-01", "--until", "1970-01-01"),
    ],
)
@pytest.mark.parametrize("command", ["metrics", "export methods"])
def test_the_edges_of_the_calendar_are_no_bug(
    talk: Desk, command: str, words: tuple[str, ...]
) -> None:
    done = talk.run(*command.split(), "--brand", "Acme", *words)
    assert done.code in {0, 2, 3}, done.err
    assert "Traceback" not in done.err


def test_a_moment_in_the_past_hides_what_came_later(talk: Desk) -> None:
    """Looking from a moment gives what a store gives that knows no more yet."""
    moment = "2026-01-15T09:00:00Z"
    first = [row for row in records(talk) if row["created_at"] < moment]
    for row in first:
        if row.get("reply_at", "") >= moment:
            del row["reply_text"], row["reply_at"]
    talk.good(*talk.at("then.db"), "import", talk.records("then.jsonl", first))
    window = ("--since", "2026-01-01", "--until", "2026-01-29", "--as-of", moment)
    for words in (METRICS, ("export", "mentions", "--brand", "Acme", "--authors", "raw")):
        then = talk.good(*talk.at("then.db"), *words, *window).out
        assert talk.good(*words, *window).out == then
    seen = estimated(talk.good("estimate", "--brand", "Acme", "--format", "json", *window))
    was = estimated(
        talk.good(*talk.at("then.db"), "estimate", "--brand", "Acme", "--format", "json", *window)
    )
    assert seen == was
    assert seen["as_of"] == moment
    before = talk.digests()
    talk.good("metrics", "--brand", "Acme", *window)
    assert talk.digests() == before


def records(desk: Desk) -> list[dict[str, Any]]:
    """Return the records of the talk."""
    import json

    return [json.loads(line) for line in (desk.folder / "talk.jsonl").read_text().splitlines()]


def estimated(done: Done) -> dict[str, Any]:
    """Return a document without what names the store it is from."""
    document: dict[str, Any] = done.json()
    return {key: value for key, value in document.items() if key not in {"id", "facts_revision"}}


def test_as_of_before_everything_is_3(talk: Desk) -> None:
    assert talk.run("metrics", "--brand", "Acme", "--as-of", "2026-01-01").code == 3


def test_a_live_brand_s_window_ends_today(talk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    source = '[[source]]\nid = "forum"\nconnector = "rss"\nurl = "https://acme.example/feed"\n'
    talk.write("config.toml", CONFIG + source)
    now = 1_769_860_000.0  # 2026-01-31T11:46:40Z
    monkeypatch.setattr("solisten.cli.time.time", lambda: now)
    assert asked(talk)[:2] == ("2025-11-03", "2026-02-01")
    assert asked(talk, "--since", "7d") == ("2026-01-25", "2026-02-01", 5)
    document = talk.good("estimate", "--brand", "Acme", "--offline", "--format", "json").json()
    assert document["as_of"] == "2026-01-31T11:46:40Z"
    talk.write("config.toml", CONFIG + source.replace("rss", "file"))
    assert asked(talk)[:2] == ("2025-10-31", "2026-01-29")
