"""The views say what the exports and the metrics say, on either database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from stores import ON_POSTGRESQL, looking_into

if TYPE_CHECKING:
    from desk import Desk

WINDOW = ("--since", "2026-01-01", "--until", "2026-02-01")


def rows(desk: Desk, query: str) -> list[dict[str, Any]]:
    """Return what a query finds, moments written as the exports write them."""
    with looking_into(desk.folder / "solisten.db") as connection:
        found = connection.execute(sa.text(query)).mappings()
        return [{name: plain(name, value) for name, value in row.items()} for row in found]


def plain(name: str, value: Any) -> Any:
    """Return a value as JSON has it."""
    if hasattr(value, "strftime"):  # PostgreSQL's moments and dates are none of SQLite's texts
        form = "%Y-%m-%d" if name == "date" else "%Y-%m-%dT%H:%M:%SZ"
        return value.strftime(form)
    if name in {"sentiment", "rating"}:
        return None if value is None else float(value)
    return bool(value) if name in {"tagged", "answered", "is_reply"} else value


def test_mentions_are_the_export_s(talk: Desk) -> None:
    import json

    out = talk.good(
        *("export", "mentions", "--brand", "Acme", "--authors", "raw", "--format", "jsonl"), *WINDOW
    ).out
    exported = [json.loads(line) for line in out.splitlines()]
    found = rows(talk, "select * from mentions where brand = 'Acme' order by created_at, id")
    assert len(found) == len(exported) > 30
    key = lambda row: (row["created_at"], row["id"])  # noqa: E731
    for one, other in zip(sorted(found, key=key), sorted(exported, key=key), strict=True):
        assert {name: value or None for name, value in one.items()} == {
            name: value or None for name, value in other.items()
        }
        assert list(one) == list(other)


@pytest.mark.parametrize(
    ("metric", "query"),
    [
        ("mentions", "select count(*) n from mentions where brand = 'Acme'"),
        ("mentions", "select sum(mentions) n from days where brand = 'Acme'"),
        ("need_response_rate", "select count(*) n from needs where brand = 'Acme'"),
        ("need_response_rate", "select sum(needs) n from days where brand = 'Acme'"),
        ("official_posts", "select count(*) n from official_posts where brand = 'Acme'"),
    ],
)
def test_sums_are_the_metrics_(talk: Desk, metric: str, query: str) -> None:
    words = ("metrics", "--brand", "Acme", "--format", "json", *WINDOW)
    (found,) = [row for row in talk.good(*words).json() if row["metric"] == metric]
    (row,) = rows(talk, query)
    whole = found["value"] if found["denominator"] is None else found["denominator"]
    assert int(row["n"]) == whole


def test_answers_and_dates(talk: Desk) -> None:
    (need,) = rows(talk, "select * from needs where id = 'p4'")
    assert (need["created_at"], need["answered"]) == ("2026-01-04T08:00:00Z", True)
    assert (need["answer_seconds"], need["need"]) == (5400, "complaint")
    dates = [row["date"] for row in rows(talk, "select distinct date from days order by date")]
    assert (dates[0], dates[-1]) == ("2026-01-01", "2026-01-28")
    posts = rows(talk, "select * from posts where author = 'acme_care' order by created_at")
    assert posts[0]["reply_to"] == posts[0]["thread"] == "p1"
    assert rows(talk, "select count(*) n from official_posts where is_reply")[0]["n"] > 20
    assert ON_POSTGRESQL or isinstance(posts[0]["created_at"], str)
