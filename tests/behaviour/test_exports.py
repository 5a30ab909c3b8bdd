"""Tables that leave the program: their columns and values, in agreement with the metrics."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from desk import conversation, record

if TYPE_CHECKING:
    from desk import Desk

MENTIONS = (
    "brand,network,channel,id,url,kind,role,created_at,author,text,title,lang,sentiment,"
    "sentiment_label,need,tagged,reply_to,thread,answered_at,answer_seconds,answered_by,"
    "peer_answer_seconds,outcome,rating,likes,shares"
)
METRICS = (
    "brand,metric,metric_version,window_start,window_end,network,channel,period,value,unit,"
    "numerator,denominator,n,ci_low,ci_high,coverage,status"
)


def cells(text: str) -> list[dict[str, str]]:
    """Return the rows of a CSV table."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def objects(text: str) -> list[dict[str, Any]]:
    """Return the rows of JSON lines."""
    return [json.loads(line) for line in text.splitlines()]


def numbers(desk: Desk, *words: str) -> dict[str, dict[str, Any]]:
    """Return the metrics by name."""
    rows = desk.good("metrics", "--brand", "Acme", "--format", "json", *words).json()
    return {row["metric"]: row for row in rows}


def test_the_columns_are_the_contract_s(talk: Desk) -> None:
    for words, columns in (("export mentions", MENTIONS), ("export metrics", METRICS)):
        text = talk.good(*words.split(), "--brand", "Acme").out
        assert text.splitlines()[0] == columns
        assert text.count("\r\n") == text.count("\n")
        lines = talk.good(*words.split(), "--brand", "Acme", "--format", "jsonl").out
        assert {",".join(row) for row in objects(lines)} == {columns}
    text = talk.good("metrics", "--brand", "Acme", "--format", "csv").out
    assert text.splitlines()[0] == METRICS
    assert text == talk.good("export", "metrics", "--brand", "Acme").out


def test_a_need_with_its_answer(talk: Desk) -> None:
    rows = {row["id"]: row for row in objects(exported(talk, "--authors", "raw"))}
    assert rows["p4"] == {
        "brand": "Acme",
        "network": "forum",
        "channel": "",
        "id": "p4",
        "url": "",
        "kind": "post",
        "role": "need",
        "created_at": "2026-01-04T08:00:00Z",
        "author": "userp4",
        "text": "why does my Acme Rockets engine not start?",
        "title": "",
        "lang": "en",
        "sentiment": 0.0,
        "sentiment_label": "neutral",
        "need": "complaint",
        "tagged": False,
        "reply_to": "",
        "thread": "p4",
        "answered_at": "2026-01-04T09:30:00Z",
        "answer_seconds": 5400,
        "answered_by": "acme_care",
        "peer_answer_seconds": None,
        "outcome": "unknown",
        "rating": None,
        "likes": None,
        "shares": None,
    }
    review = rows["r7"]
    assert (review["rating"], review["lang"], review["sentiment"]) == (2.0, "de", None)
    assert (review["sentiment_label"], review["tagged"]) == ("unscored", True)
    assert (review["answer_seconds"], review["answered_by"]) == (43200, "com.acme.app")
    assert rows["p6"]["answered_at"] is rows["p6"]["answer_seconds"] is None


def exported(desk: Desk, *words: str, at: tuple[str, ...] = ()) -> str:
    """Return the mentions as JSON lines."""
    return desk.good(*at, "export", "mentions", "--brand", "Acme", "--format", "jsonl", *words).out


@pytest.mark.parametrize("window", [(), ("--since", "2026-01-10", "--until", "2026-01-17")])
def test_mentions_add_up_to_the_metrics(talk: Desk, window: tuple[str, ...]) -> None:
    rows = objects(exported(talk, "--authors", "raw", *window))
    found = numbers(talk, *window)
    answered = [row for row in rows if row["answered_at"]]
    needs = [row for row in rows if row["need"]]
    labels = [row["sentiment_label"] for row in rows]
    positive, negative = labels.count("positive"), labels.count("negative")
    assert found["mentions"]["value"] == len(rows)
    authors = {(row["network"], row["author"]) for row in rows}
    assert found["mentioning_authors"]["value"] == len(authors)
    assert found["mention_response_rate"]["numerator"] == len(answered)
    assert found["mention_response_rate"]["denominator"] == len(rows)
    assert found["need_response_rate"]["denominator"] == len(needs)
    assert found["need_response_rate"]["numerator"] == len([r for r in needs if r["answered_at"]])
    assert found["unscored_share"]["numerator"] == labels.count("unscored")
    assert found["net_sentiment"]["value"] == (positive - negative) / (positive + negative)
    latencies = sorted(row["answer_seconds"] for row in answered)
    middle = (latencies[(len(latencies) - 1) // 2] + latencies[len(latencies) // 2]) / 2
    assert found["first_response_seconds_p50"]["value"] == middle


def test_authors_are_pseudonyms_that_stay(talk: Desk) -> None:
    first = exported(talk)
    assert "userp" not in first
    assert all(len(row["author"]) == 16 for row in objects(first) if row["author"])
    assert exported(talk) == first
    other = talk.at("other.db")
    talk.good(*other, "import", "talk.jsonl")
    assert exported(talk, at=other) != first  # another store has another secret
    assert "userp" in exported(talk, "--authors", "raw")


def test_unknown_is_empty_and_never_0(desk: Desk) -> None:
    desk.good("import", desk.records("x.jsonl", [record(1, "Acme Rockets")]))
    rows = {
        row["metric"]: row for row in cells(desk.good("export", "metrics", "--brand", "Acme").out)
    }
    for name in ("response_rate", "first_response_seconds_p50", "conversation_rate"):
        assert rows[name]["value"] == ""
        assert rows[name]["status"] in {"insufficient", "unknown"}
    assert rows["mentions"]["value"] == "1"


def test_a_table_beside_its_methods(talk: Desk) -> None:
    done = talk.good("export", "mentions", "--brand", "Acme", "--output", "acme.csv")
    assert done.out == ""
    shown = talk.good("export", "mentions", "--brand", "Acme").out
    assert (talk.folder / "acme.csv").read_bytes().decode() == shown
    methods = cells((talk.folder / "acme.methods.csv").read_text())
    assert {"Time frame", "Search parameters", "Model"} <= {row["section"] for row in methods}


def test_parquet_holds_the_same(talk: Desk) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    for name in ("mentions", "metrics", "findings", "estimates"):
        talk.good("export", name, "--brand", "Acme", "--format", "parquet", "--output", "t.parquet")
        table = parquet.read_table(talk.folder / "t.parquet")
        rows = objects(talk.good("export", name, "--brand", "Acme", "--format", "jsonl").out)
        assert table.num_rows == len(rows)
        assert table.column_names == list(rows[0])


def test_an_import_takes_an_export_back(talk: Desk) -> None:
    text = talk.good("export", "mentions", "--brand", "Acme", "--authors", "raw").out
    talk.write("back.csv", text)
    talk.good(*talk.at("back.db"), "import", "back.csv")
    again = talk.good(
        *talk.at("back.db"), "export", "mentions", "--brand", "Acme", "--authors", "raw"
    ).out
    kept = ("id", "author", "text", "created_at", "kind", "rating", "lang", "sentiment", "need")
    one, other = ([[row[name] for name in kept] for row in cells(part)] for part in (text, again))
    assert other == one


def test_findings_are_those_of_the_estimate(talk: Desk) -> None:
    document = talk.good("estimate", "--brand", "Acme", "--format", "json").json()
    rows = objects(talk.good("export", "findings", "--brand", "Acme", "--format", "jsonl").out)
    assert [(row["indicator"], row["k"], row["n"], row["verdict"]) for row in rows] == [
        (one["indicator"], one["k"], one["n"], one["verdict"]) for one in document["findings"]
    ]
    (kept,) = objects(talk.good("export", "estimates", "--brand", "Acme", "--format", "jsonl").out)
    assert (kept["estimate"], kept["level"]) == (str(document["id"]), document["level"])


GROUPS = {
    "total": {""},
    "network": {"forum", "google-play"},
    "channel": {"", "com.acme.app"},
    "month": {"2026-01"},
    "week": {f"2026-W0{week}" for week in range(1, 6)},
    "day": {f"2026-01-{day:02}" for day in range(1, 29)},
    "lang": {"en", "de"},
    "rating": {"none", "2"},
    "topic": {"model rocketry"},
}


@pytest.mark.parametrize("by", GROUPS)
def test_groups_have_one_row_a_metric_and_add_up(talk: Desk, by: str) -> None:
    window = ("--since", "2026-01-01", "--until", "2026-01-29")
    rows = talk.good("metrics", "--brand", "Acme", "--by", by, "--format", "json", *window).json()
    column = by if by in {"network", "channel"} else "period"
    named = [(row["metric"], row["network"], row["channel"], row["period"]) for row in rows]
    assert len(named) == len(set(named))
    assert {row[column] for row in rows} == GROUPS[by]
    mentions = sum(row["value"] for row in rows if row["metric"] == "mentions")
    expected = sum(1 for row in conversation() if "Acme" in row["text"] or "rating" in row)
    if by == "topic":
        return
    assert mentions == expected
    answered = sum(row["numerator"] for row in rows if row["metric"] == "mention_response_rate")
    assert answered == numbers(talk, *window)["mention_response_rate"]["numerator"]
    shown = talk.good("metrics", "--brand", "Acme", "--by", by, *window).out
    assert all(part in shown for part in GROUPS[by])
