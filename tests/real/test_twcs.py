"""Customer care on Twitter: two half records that meet by id, in whatever order they come.

The inbound file holds later tweets too; the outbound one stops at tweet 886687. So the answered
share means something only up to there, and only for people who were in a conversation anyway.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from real_command import Desk

if TYPE_CHECKING:
    from pathlib import Path

LAST_OUTBOUND = 886687
SIGNED = re.compile(r"/[A-Z]{1,3}\d?(?:\s+https?://\S+)*\s*\Z")


@dataclass(frozen=True, slots=True)
class Tweet:
    """A tweet as its row says it."""

    id: str
    author: str
    at: int
    text: str
    parent: str


@dataclass(frozen=True, slots=True)
class Talk:
    """Both files, read here and imported in both orders."""

    inbound: dict[str, Tweet]
    outbound: dict[str, Tweet]
    first: Desk
    second: Desk
    said: tuple[str, str]
    mentions: dict[str, dict[str, Any]]


def tweets(path: Path) -> dict[str, Tweet]:
    """Read a file; a bare carriage return inside a cell does not end its row."""
    text = gzip.decompress(path.read_bytes()).decode("utf-8-sig")
    mended = re.sub(r"\r(?!\n)", "\N{LINE SEPARATOR}", text)
    found = {}
    for row in csv.DictReader(io.StringIO(mended, newline="")):
        parent = row["in_response_to_tweet_id"]
        found[row["tweet_id"]] = Tweet(
            id=row["tweet_id"],
            author=row["author_id"],
            at=int(datetime.strptime(row["created_at"], "%a %b %d %H:%M:%S %z %Y").timestamp()),
            text=row["text"],
            parent=str(int(float(parent))) if parent else "",
        )
    return found


@pytest.fixture(scope="module")
def talk(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Talk:
    folder = shared / "datasets" / "twcs_spotify"
    ours, theirs = folder / "SpotifyCares.csv.gz", folder / "support_requests.csv.gz"
    desks, said = [], []
    for files in ((ours, theirs), (theirs, ours)):
        desk = Desk.of(
            tmp_path_factory.mktemp("spotify"), "Spotify", 'official = ["twitter:SpotifyCares"]'
        )
        said.append(desk.run("import", *files, "--preset", "twcs")[1])
        desks.append(desk)
    asked = ("--brand", "Spotify", "--since", "2010-01-01", "--authors", "raw", "--format", "jsonl")
    lines = desks[0].run("export", "mentions", *asked)[0].splitlines()
    mentions = {one["id"]: one for one in map(json.loads, lines)}
    return Talk(tweets(theirs), tweets(ours), desks[0], desks[1], (said[0], said[1]), mentions)


def digests(desk: Desk) -> object:
    return json.loads(desk.run("status", "--json")[0])["tables"]


def test_either_order_leaves_the_same_tables_and_metrics(talk: Talk) -> None:
    assert digests(talk.first) == digests(talk.second)
    assert talk.first.metrics() == talk.second.metrics()
    assert {**talk.first.estimate(), "id": 0} == {**talk.second.estimate(), "id": 0}


def test_every_row_is_read_the_cut_ones_too(talk: Talk) -> None:
    rows = len(talk.inbound) + len(talk.outbound)
    assert rows == 15_096 + 10_986
    for said in talk.said:
        assert f"read {rows}, new {rows}, changed 0, unchanged 0, rejected 0" in said


def test_the_customers_tweets_are_the_mentions(talk: Talk) -> None:
    assert talk.mentions.keys() == talk.inbound.keys()
    assert all(mention["tagged"] for mention in talk.mentions.values())


def test_replies_are_linked_by_id(talk: Talk) -> None:
    for id_, mention in talk.mentions.items():
        assert (mention["reply_to"] or "") == talk.inbound[id_].parent
    answers: dict[str, list[Tweet]] = {}
    for tweet in talk.outbound.values():
        answers.setdefault(tweet.parent, []).append(tweet)
    named = 0
    for id_, mention in talk.mentions.items():
        asked = talk.inbound[id_]
        direct = min((one.at for one in answers.get(id_, ())), default=None)
        if mention["answered_at"] is None:
            assert direct is None, id_
            continue
        moment = int(datetime.fromisoformat(mention["answered_at"]).timestamp())
        assert mention["answered_by"] == "SpotifyCares"
        assert mention["answer_seconds"] == moment - asked.at
        if moment != direct:
            named += 1
            assert beside(talk, asked, moment), id_
    assert named < 0.01 * len(answers)


def beside(talk: Talk, asked: Tweet, moment: int) -> bool:
    """Tell whether an answer of that moment names the asker under the tweet they replied to."""
    return any(
        tweet.at == moment and tweet.parent == asked.parent and f"@{asked.author}" in tweet.text
        for tweet in talk.outbound.values()
    )


def test_agents_sign(talk: Talk) -> None:
    row = talk.first.totals()["signed_reply_share"]
    replies = [one for one in talk.outbound.values() if one.parent not in {"", *talk.outbound}]
    signed = sum(bool(SIGNED.search(one.text)) for one in replies)
    assert abs(int(row["denominator"]) - len(replies)) <= 20  # parts "2/2" that still answer
    assert float(row["value"]) == pytest.approx(signed / len(replies), abs=0.002)
    assert float(row["value"]) > 0.97


def test_nobody_is_answered_above_the_last_outbound_tweet(talk: Talk) -> None:
    assert max(map(int, talk.outbound)) == LAST_OUTBOUND
    answered = {id_ for id_, one in talk.mentions.items() if one["answered_at"] is not None}
    below = {id_ for id_ in talk.inbound if int(id_) <= LAST_OUTBOUND}
    assert len(answered & below) / len(below) > 0.75
    assert len(answered - below) < 0.002 * len(talk.inbound)
    total = talk.first.totals()["mention_response_rate"]
    assert float(total["value"]) < 0.25  # an artefact of the cut, which only the analyst can know
