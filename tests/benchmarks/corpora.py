"""Real texts for the benchmarks: each text once, as post records that any script can read."""

from __future__ import annotations

import csv
import gzip
import io
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FEEDS, HOSTILE = {".xml", ".rss", ".atom", ".rdf"}, "hostile-feeds"
_LONE_RETURN = re.compile(r"\r(?!\n)")


class Record(NamedTuple):
    """Hold one post as the CSV spells it."""

    network: str
    channel: str
    id: str
    kind: str
    created_at: str
    author: str
    text: str
    reply_to: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """Hold the posts of one kind of place, the brands that are spoken of there, their settings."""

    name: str
    records: list[Record]
    words: tuple[str, ...]
    config: str


AIRLINES = {
    "United": "united",
    "US Airways": "USAirways",
    "American": "AmericanAir",
    "Southwest": "SouthwestAir",
    "Delta": "Delta",
    "Virgin America": "VirginAmerica",
}
APPS = {
    "Akudo": "akudo.technologies",
    "Freo": "com.freo.save.banking.app",
    "Instantpay": "com.instantpay.in",
    "MobiKwik": "com.mobikwik_new",
    "Niyo": "com.niyo.equitassavingsaccount",
    "Greenlight": "me.greenlight",
}


def corpora(folder: Path) -> Iterator[Corpus]:
    """Yield tweets to airlines, a brand's care on Twitter, app reviews with owners' answers."""
    brands = "".join(
        f'[[brand]]\nname = "{name}"\nquery = "\\"{name}\\" OR {account}"\n'
        f'official = ["twitter:{account}"]\n'
        for name, account in AIRLINES.items()
    )
    yield Corpus("tweets", _once(_airlines(folder)), tuple(AIRLINES.values()), brands)
    care = '[[brand]]\nname = "Spotify"\nquery = "spotify"\nofficial = ["twitter:SpotifyCares"]\n'
    yield Corpus("care", _once(_care(folder)), ("spotify",), care)
    hosts = "".join(
        f'[[brand]]\nname = "{name}"\nquery = "{name}"\nhosts = ["google-play:{app}"]\n'
        f'official = ["google-play:{app}"]\n'
        for name, app in APPS.items()
    )
    yield Corpus("reviews", _once(_reviews(folder)), tuple(APPS), hosts)


def part(corpus: Corpus, most: int) -> Corpus:
    """Return the corpus with its first posts in time alone, so that answers stay beside posts."""
    records = sorted(corpus.records, key=lambda record: record.created_at)[:most]
    return replace(corpus, records=records)


def write_csv(records: Iterable[Record], path: Path) -> None:
    """Write records as CSV with the names of post records as header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(Record._fields)
        rows.writerows(records)


def write_feeds(records: Iterable[Record], folder: Path, size: int = 100) -> None:
    """Write records as RSS feeds of `size` items; whom a post answers is lost, as in most feeds."""
    folder.mkdir()
    rest = list(records)
    for number, start in enumerate(range(0, len(rest), size)):
        items = "".join(map(_item, rest[start : start + size]))
        (folder / f"{number:05}.xml").write_text(
            '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Posts</title>'
            f"<link>https://posts.example/</link><description>Posts</description>{items}"
            "</channel></rss>",
            encoding="utf-8",
        )


def copy_feeds(captures: Path, folder: Path) -> int:
    """Copy the feeds that were recorded, each with posts that none before it has; count those."""
    from solisten.errors import Unreadable
    from solisten.pipeline.saved import saved_response
    from solisten_connectors.rss import read

    folder.mkdir()
    known: set[str] = set()
    for path in sorted(captures.rglob("*")):
        if path.suffix not in FEEDS or HOSTILE in path.parts:
            continue
        try:
            ids = {record.id for record in read(saved_response(path, None))}
        except Unreadable:
            continue
        if not ids <= known:
            (folder / f"{len(known):05}.xml").write_bytes(path.read_bytes())
        known |= ids
    return len(known)


def _item(record: Record) -> str:
    at = datetime.fromisoformat(record.created_at)
    return (
        f"<item><title>{escape(record.text[:40])}</title>"
        f"<link>https://posts.example/{record.id}</link><guid>{record.id}</guid>"
        f"<pubDate>{at:%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
        f"<dc:creator>{escape(record.author)}</dc:creator>"
        f"<description>{escape(escape(record.text))}</description></item>\n"
    )


def _once(records: Iterable[Record]) -> list[Record]:
    """Keep the first post of each text."""
    found: dict[str, Record] = {}
    for record in records:
        text = "".join(char for char in record.text if char.isprintable() or char == "\n")
        if text.strip():
            found.setdefault(text, record._replace(text=text))
    return list(found.values())


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a gzipped CSV; a bare carriage return inside a cell ends no row."""
    text = gzip.decompress(path.read_bytes()).decode("utf-8-sig", "replace")
    yield from csv.DictReader(io.StringIO(_LONE_RETURN.sub(" ", text), newline=""), restval="")


def _airlines(folder: Path) -> Iterator[Record]:
    for number, row in enumerate(rows_of(folder / "airline_tweets" / "Tweets.csv.gz")):
        at = datetime.strptime(row["tweet_created"], "%m/%d/%Y %H:%M").replace(tzinfo=UTC)
        yield Record("twitter", "", str(number), "post", _iso(at), row["name"], row["text"], "")


def _care(folder: Path) -> Iterator[Record]:
    for name in ("support_requests.csv.gz", "SpotifyCares.csv.gz"):
        for row in rows_of(folder / "twcs_spotify" / name):
            parent = row["in_response_to_tweet_id"]
            yield Record(
                "twitter",
                "",
                row["tweet_id"],
                "reply" if parent else "post",
                _iso(datetime.strptime(row["created_at"], "%a %b %d %H:%M:%S %z %Y")),
                row["author_id"],
                row["text"],
                str(int(float(parent))) if parent else "",
            )


def _reviews(folder: Path) -> Iterator[Record]:
    for app in APPS.values():
        for path in sorted((folder / "gplay_fintech" / app).glob("*.csv.gz")):
            for row in rows_of(path):
                id_, at = row["reviewId"], row["at"].replace(" ", "T") + "Z"
                author, place = row["userName"], ("google-play", app)
                yield Record(*place, id_, "review", at, author, row["content"], "")
                if row["replyContent"]:
                    at = row["repliedAt"].replace(" ", "T") + "Z"
                    answer = (f"{id_}-a", "reply", at, app, row["replyContent"], id_)
                    yield Record(*place, *answer)


def _iso(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
