"""Real exports, counted against the csv module row by row."""

from __future__ import annotations

import csv
import gzip
import io
from typing import TYPE_CHECKING

import pytest

from solisten.nouns import Kind, Post
from solisten.records import Options, Rejected, read_file

if TYPE_CHECKING:
    from pathlib import Path

BRANDS = (
    "akudo.technologies",
    "com.freo.save.banking.app",
    "com.instantpay.in",
    "com.mobikwik_new",
    "com.niyo.equitassavingsaccount",
    "me.greenlight",
)


def raw(path: Path) -> list[dict[str, str]]:
    body = path.read_bytes()
    text = (gzip.decompress(body) if path.suffix == ".gz" else body).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def read(path: Path, preset: str) -> tuple[list[Post], list[Rejected]]:
    rows = list(read_file(path, Options(preset=preset)))
    posts = [row for row in rows if isinstance(row, Post)]
    rejected = [row for row in rows if isinstance(row, Rejected)]
    assert len(posts) + len(rejected) == len(rows)
    return posts, rejected


@pytest.mark.parametrize("brand", BRANDS)
def test_google_play(shared: Path, brand: str) -> None:
    paths = sorted((shared / "datasets" / "gplay_fintech" / brand).glob("*.csv.gz"))
    assert paths
    for path in paths:
        expected = raw(path)
        posts, rejected = read(path, "google-play")
        assert not rejected
        assert [post.id for post in posts] == [row["reviewId"] for row in expected]
        assert [post.text for post in posts] == [row["content"] for row in expected]
        assert [post.rating for post in posts] == [float(row["score"]) for row in expected]
        answered = [bool(row["replyContent"].strip()) for row in expected]
        assert [post.reply_text is not None for post in posts] == answered
        assert all(post.kind is Kind.REVIEW and post.created_at > 1e9 for post in posts)


def test_real_cricket_has_a_mark_and_one_more_column(shared: Path) -> None:
    path = shared / "datasets" / "gplay_realcricket" / "app_reviews.csv"
    posts, rejected = read(path, "google-play")
    assert [post.id for post in posts] == [row["reviewId"] for row in raw(path)]
    assert not rejected


def test_firefox_by_the_console_s_columns(shared: Path) -> None:
    path = shared / "datasets" / "gplay_firefox2018" / "experiment1-replies-reviews.csv.gz"
    expected = raw(path)
    posts, rejected = read(path, "google-play")
    assert len(posts) == len(expected) == 490
    assert not rejected
    for post, row in zip(posts, expected, strict=True):
        assert post.id == row["id"]
        assert post.created_at == int(row["Review Submit Millis Since Epoch"]) // 1000
        assert post.reply_at == int(row["Developer Reply Millis Since Epoch"]) // 1000
        assert post.lang == row["Reviewer Language"]
        assert post.channel == "org.mozilla.firefox"


@pytest.mark.parametrize(
    "name",
    [
        "twcs_outbound/AppleSupport.csv.gz",
        "twcs_outbound/AskRBC.csv",
        "twcs_outbound/McDonalds.csv.gz",
        "twcs_spotify/SpotifyCares.csv.gz",
        "twcs_sample/sample.csv",
    ],
)
def test_twcs(shared: Path, name: str) -> None:
    path = shared / "datasets" / name
    expected = raw(path)
    posts, rejected = read(path, "twcs")
    assert not rejected
    assert [post.id for post in posts] == [row["tweet_id"] for row in expected]
    assert [post.author for post in posts] == [row["author_id"] for row in expected]
    replied = [row["in_response_to_tweet_id"].removesuffix(".0") for row in expected]
    assert [post.reply_to for post in posts] == replied
    assert not any("&amp;" in post.text or "&gt;" in post.text for post in posts)


def test_the_inbound_file_has_cut_rows_which_are_mended(shared: Path) -> None:
    """Its writer left bare carriage returns in unquoted cells: pandas sees 7 rows torn in two."""
    path = shared / "datasets" / "twcs_spotify" / "support_requests.csv.gz"
    whole = {
        row["tweet_id"]: row["in_response_to_tweet_id"]
        for row in raw(path)
        if (row["in_response_to_tweet_id"] or "").endswith(".0")
    }
    posts, rejected = read(path, "twcs")
    assert len(posts) == 15_096
    assert not rejected
    found = {post.id: post.reply_to for post in posts}
    assert len(found) == 15_096
    assert all(found[one] == parent.removesuffix(".0") for one, parent in whole.items())
    assert all(post.kind is Kind.REPLY for post in posts)
