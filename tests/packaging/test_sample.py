"""The shipped sample is what its README says: invented, dated, varied, readable."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from packaging_places import ROOT

from solisten.config import load
from solisten.nouns import Gone, Kind, Post
from solisten.records import Options, read_file

SAMPLE = ROOT / "src" / "solisten" / "sample"
HOST = re.compile(r"https?://([^/\s]+)")


@pytest.fixture(scope="module")
def rows() -> list[object]:
    """Return every row of the sample, as the import reads it."""
    return list(read_file(SAMPLE / "posts.jsonl", Options()))


@pytest.fixture(scope="module")
def posts(rows: list[object]) -> list[Post]:
    """Return the posts, the newest version of each."""
    return list({(row.network, row.id): row for row in rows if isinstance(row, Post)}.values())


def day(text: str) -> float:
    """Return the start of a day in epoch seconds."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def test_every_row_can_be_read(rows: list[object]) -> None:
    assert Counter(type(row) for row in rows).keys() == {Post, Gone}


def test_it_spans_twenty_six_weeks(posts: list[Post]) -> None:
    times = [post.created_at for post in posts]
    assert day("2026-04-20") <= min(times) < day("2026-04-21")
    assert day("2026-10-18") <= max(times) < day("2026-10-19")


def test_it_holds_a_few_hundred_posts_of_many_people(posts: list[Post]) -> None:
    assert 400 <= len(posts) <= 600
    assert len({(post.network, post.author) for post in posts}) >= 120


def test_it_holds_four_networks_and_two_languages(posts: list[Post]) -> None:
    networks = Counter(post.network for post in posts)
    assert min(networks[name] for name in ("mastodon", "bluesky", "discourse", "google-play")) >= 30
    languages = Counter(post.lang for post in posts)
    assert min(languages["en"], languages["de"]) >= 70


def test_it_holds_edits_and_deletions(rows: list[object]) -> None:
    edited = [row for row in rows if isinstance(row, Post) and row.edited_at is not None]
    assert len(edited) == 4
    assert sum(isinstance(row, Gone) for row in rows) == 2


def test_no_two_people_say_the_same(posts: list[Post]) -> None:
    """What repeats is meant to: an automatic reply, canned thanks, a joke told twice."""
    said = [post.text for post in posts if post.kind is not Kind.REPOST]
    again = {text for text, times in Counter(said).items() if times > 1}
    assert {text.partition("!")[0] for text in again} == {
        "Thanks for writing",
        "because of the humming",
    }


def test_every_host_is_invented() -> None:
    for path in (SAMPLE / "posts.jsonl", SAMPLE / "config.toml"):
        for host in HOST.findall(path.read_text(encoding="utf-8")):
            assert host.endswith(".example"), f"{path.name}: {host}"


def test_the_example_configuration_describes_the_same_brands() -> None:
    example = ROOT / "config.example.toml"
    mine, shown = (load(Path(path)) for path in (SAMPLE / "config.toml", example))
    for field in ("name", "query", "official", "not_official", "staff", "hosts", "domains"):
        assert [getattr(b, field) for b in mine.brands] == [getattr(b, field) for b in shown.brands]
    assert mine.topics == shown.topics
