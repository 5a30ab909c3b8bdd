"""What recorded feeds, repositories, stores and lists hold, worked out a second time."""

from __future__ import annotations

import calendar
import csv
import email.utils
import gzip
import io
import json
import re
import tomllib
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from solisten.connector import Response
from solisten.errors import Unreadable
from solisten.nouns import Post, Visibility

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solisten.nouns import Gone

TABLE = tomllib.loads((Path(__file__).parent / "captures_feeds.toml").read_text("utf-8"))
COUNTED = [
    (network, path, tuple(counts))
    for network, files in TABLE.items()
    if network != "errors"
    for path, counts in files.items()
]
FETCHED = 1_800_000_000.0  # what is undated gets the time at which it was fetched
FOLDERS = {
    "appstore", "forums", "github", "gitlab", "google-alerts", "google-news", "mailinglists", "rss",
    "telegram", "wordpress", "youtube",
}  # fmt: skip
CODE = {  # which show markup as text
    *("rss/feedjira-TenderLovemaking.xml", "rss/kagi-kagi.xml", "rss/reader-relative.atom"),
}
BY_EYE: dict[str, list[str]] = {  # what the second extraction cannot read
    "rss/kagi-malformed_rss_namespaced.xml": [f"https://example.com/entry{n}" for n in (1, 2)],
    "rss/nnw-allthis-partial.json": [
        f"http://leancrew.com/all-this/2017/11/{name}/"
        for name in ("last-thoughts-on-modifier-keys", "my-next-mac")
    ],
    "rss/simplepie-feed-utf16be.xml": ["http://example.net/tests/#1.1"],
    "rss/simplepie-feed-utf16le.xml": ["http://example.net/tests/#1.1"],
    "google-news/handmade-search-rss.xml": ["CBMiAAAA"],
    "mailinglists/mbox--mbox_iso8859_encoding.mbox": [
        "4fce8064d819e07fd80267aaecaf30ef@www.platvoet.de"
    ],
    "mailinglists/mbox--mbox_unknown_encoding.mbox": ["20020823171132.541DB44147@example.com"],
}
Naive = dict[str, tuple[float | None, str, str]]  # id -> time, name of the author, parent or thread


def response_of(path: Path) -> Response:
    """Return a recorded answer with what its .meta.json says."""
    beside = path.with_suffix(".meta.json")
    meta: dict[str, Any] = json.loads(beside.read_bytes()) if beside.exists() else {}
    headers = {name.lower(): str(value) for name, value in meta.get("headers", {}).items()}
    url, status = meta.get("url", ""), meta.get("status", 200)
    return Response(url, status, headers, path.read_bytes(), FETCHED)


def records_of(network: str, response: Response) -> list[Post | Gone]:
    return list(import_module(f"solisten_connectors.{network}").read(response))


@pytest.mark.parametrize(("network", "path", "counts"), COUNTED)
def test_posts_of_a_capture(
    shared: Path, network: str, path: str, counts: tuple[int, int, int]
) -> None:
    records = records_of(network, response_of(shared / "captures" / path))
    posts = [record for record in records if isinstance(record, Post)]
    parents = sum(bool(post.reply_to) for post in posts)
    assert (len(posts), len(records) - len(posts), parents) == counts
    for post in posts:
        assert post.network == network
        assert post.visibility in {Visibility.PUBLIC, Visibility.UNLISTED}
        assert post.id not in {post.reply_to, post.thread, ""}
        assert all(link.startswith(("http://", "https://")) for link in post.links)
        assert not re.search(r"\S@\S+\.\S|\d{1,3}(?:\.\d{1,3}){3}", post.author + post.author_name)
        if network not in {"github", "gitlab", "mailinglist"} and path not in CODE:
            assert not re.search(r"<(?:p|br|div|script)\b[^>]*>", post.text), post.text


@pytest.mark.parametrize(("key", "said"), sorted(TABLE["errors"].items()))
def test_errors_say_why(shared: Path, key: str, said: str) -> None:
    network, _, path = key.partition(":")
    with pytest.raises(Unreadable, match=re.escape(said)):
        records_of(network, response_of(shared / "captures" / path))


def test_every_capture_is_counted(shared: Path) -> None:
    counted = {path for _, path, _ in COUNTED} | {key.partition(":")[2] for key in TABLE["errors"]}
    with (shared / "captures" / "INDEX.tsv").open(encoding="utf-8") as index:
        for row in csv.DictReader(index, delimiter="\t"):
            path = row["path"]
            if path.split("/")[0] in FOLDERS and not path.endswith(".meta.json"):
                assert path in counted


FIELDS = [
    (network, path)
    for network, path, counts in COUNTED
    if counts[0] and not re.search(r"rss/(?:feedparser|reader-(?:full|invalid)|nfp-saxerror)", path)
]


@pytest.mark.parametrize(("network", "path"), FIELDS)
def test_fields_of_a_capture(shared: Path, network: str, path: str) -> None:
    response = response_of(shared / "captures" / path)
    read = {post.id: post for post in records_of(network, response) if isinstance(post, Post)}
    if path in BY_EYE:
        assert list(read) == BY_EYE[path]
        return
    naive = _naive(network, response)
    assert naive.keys() <= read.keys()
    unnamed = [key for key in read.keys() - naive.keys() if not re.fullmatch("[0-9a-f]{16}", key)]
    assert not unnamed
    for key, (created, author, parent) in naive.items():
        post = read[key]
        if created is not None:
            assert abs(post.created_at - created) < 1, key
        said = {post.author, post.author_name}
        assert author in said or (not author and said in ({""}, {post.author, ""})), (key, author)
        assert parent in {post.reply_to, post.thread}, key


def _naive(network: str, response: Response) -> Naive:
    body = response.body
    if body.startswith(b"\x1f\x8b"):
        body = gzip.decompress(body)
    if network == "mailinglist":
        return dict(_mails(body))
    if network == "telegram":
        return dict(_messages(body.decode()))
    if body.lstrip()[:1] in {b"{", b"["}:
        return dict(_JSON[network](body, response.url))
    return dict(_entries(network, body))


def _iso(value: str) -> float:
    found = datetime.fromisoformat(value)
    return found.replace(tzinfo=found.tzinfo or UTC).timestamp()


def _entries(network: str, body: bytes) -> Iterator[tuple[str, tuple[float | None, str, str]]]:
    """Yield what feedparser, the reference for feeds, finds; names without their mailboxes."""
    import feedparser

    xml = re.sub(rb"\A\s*<!--.*?-->\s*", b"", body, flags=re.DOTALL)
    parsed = feedparser.parse(io.BytesIO(xml), sanitize_html=False, resolve_relative_uris=False)
    inherited = dict.get(dict.get(parsed.feed, "author_detail") or {}, "name") or ""
    for entry in parsed.entries:
        name = dict.get(entry, "id") or dict.get(entry, "link") or ""
        dates = (f"{key}_parsed" for key in ("published", "updated", "created"))
        date = next((dict.get(entry, key) for key in dates if dict.get(entry, key)), None)
        names = [dict.get(one, "name", "") for one in dict.get(entry, "authors") or [{}]]
        author = " ".join(
            (names[0] or (inherited if parsed.version.startswith("atom") else "")).split()
        )
        parent = ""
        if network == "youtube":
            name = name.removeprefix("yt:video:")
        elif "viewtopic.php" in name:
            parent = re.sub(r"&p=.*", "", name) if "Re: " in entry.title else ""
        elif "#comment-" in name:
            answered = re.search(r"In reply to <a href=\"[^\"]*#(comment-\d+)", str(entry))
            parent = (
                f"{name.partition('#')[0]}#{answered[1]}" if answered else name.partition("#")[0]
            )
        if name and not name.startswith("javascript:"):
            author = author.removeprefix("/u/")
            known = re.fullmatch(r"[^@\s]*", author) or " " in author
            yield name, (calendar.timegm(date) if date else None, author if known else "", parent)


def _mails(body: bytes) -> Iterator[tuple[str, tuple[float | None, str, str]]]:
    begun = body.startswith(b"From ")
    for raw in re.split(rb"(?:\A|\n)From [^\n]*\d\d:\d\d[^\n]*\n", body)[1 if begun else 0 :]:
        mail = email.message_from_bytes(raw)
        name = str(mail["Message-ID"] or "").strip("<> \n")
        try:
            date = email.utils.parsedate_to_datetime(str(mail["Date"]))
            created = date.replace(tzinfo=date.tzinfo or UTC).timestamp()
        except (TypeError, ValueError):
            created = None
        said = str(email.header.make_header(email.header.decode_header(_plain(mail["From"]))))
        author = re.findall(r"\((.*)\)$|^\"?([^\"<@]+?)\"? <", said)
        parents = re.findall(r"<([^<>\s]+@[^<>\s]+)>", str(mail["In-Reply-To"] or ""))
        shown = (author[0][0] or author[0][1]) if author else ""
        if name:
            dated = created if "4CF64D10" not in name else None  # one id, several dates
            yield name, (dated, shown, parents[0] if parents else "")


def _plain(value: object) -> str:
    return str(value) if isinstance(value, str) else ""


def _messages(page: str) -> Iterator[tuple[str, tuple[float | None, str, str]]]:
    owner = re.search(r"og:title\" content=\"([^\"]+)", page)
    assert owner
    for block in page.split("data-post=")[1:]:
        name = block.split('"')[1]
        when = re.search(r"<time datetime=\"([^\"]+)\"", block)
        assert when
        yield name, (_iso(when[1]), owner[1], "")


def _json_feed(body: bytes, _url: str) -> Iterator[tuple[str, tuple[float | None, str, str]]]:
    try:
        feed = json.loads(body)
    except ValueError:
        return
    if "rss" in feed:
        for item in feed["rss"]["channel"]["item"]:
            date = email.utils.parsedate_to_datetime(item["pubDate"]).timestamp()
            yield item["guid"], (date, "", "")
        return
    for item in feed["items"]:
        writers = item.get("authors") or [item.get("author") or {}]
        inherited = feed.get("authors") or [feed.get("author") or {}]
        author = writers[0].get("name") or inherited[0].get("name") or ""
        date = item.get("date_published") or item.get("date_modified")
        yield str(item["id"]), (_iso(date) if date else None, author, "")


def _github(body: bytes, url: str) -> Iterator[tuple[str, tuple[float | None, str, str]]]:
    answer = json.loads(body)
    found = answer.get("items", [answer]) if isinstance(answer, dict) else answer
    for item in found:
        if item.get("event", "commented") == "commented" and "body" in item:
            issue = "title" in item
            on = item.get("issue_url") or re.sub(r"/comments(/\d+)?(\?.*)?$", "", url)
            on = "" if issue or not re.search(r"/issues/\d+$", on) else on
            name = re.sub(r"/pulls/", "/issues/", item["url"]) if issue else str(item["id"])
            yield name, (_iso(item["created_at"]), item["user"]["login"], on)


def _gitlab(body: bytes, _url: str) -> Iterator[tuple[str, tuple[float | None, str, str]]]:
    answer = json.loads(body)
    for item in answer if isinstance(answer, list) else [answer]:
        if item.get("system"):
            continue
        note = "noteable_id" in item
        name = f"gitlab.com/{'Note' if note else 'Issue'}/{item['id']}"
        parent = f"gitlab.com/Issue/{item['noteable_id']}" if note else ""
        yield name, (_iso(item["created_at"]), item["author"]["username"], parent)


def _wordpress(body: bytes, _url: str) -> Iterator[tuple[str, tuple[float | None, str, str]]]:
    answer = json.loads(re.sub(r",(\s*[}\]])", r"\1", body.decode()))
    if isinstance(answer, list):
        for item in answer:
            site = f"{item['link'].split('/')[2]}/?p={item['post']}"
            parent = f"{site}#comment-{item['parent']}" if item["parent"] else site
            created = _iso(item["date_gmt"])
            yield f"{site}#comment-{item['id']}", (created, item["author_name"], parent)
        return
    for item in answer.get("comments", []):
        name = f"/?p={item['post']['ID']}"
        yield f"{name}#comment-{item['ID']}", (_iso(item["date"]), item["author"]["name"], name)
    cards = [card["data"] for card in answer.get("cards", []) if card["type"] == "post"]
    for item in answer.get("posts", cards):
        name = f"{item['URL'].split('/')[2]}/?p={item['ID']}"
        yield name, (_iso(item["date"]), item["author"]["name"], "")


def _youtube(body: bytes, _url: str) -> Iterator[tuple[str, tuple[float | None, str, str]]]:
    answer = json.loads(body)
    for item in answer.get("items", [answer]):
        own = item.get("snippet", {})
        top = own.get("topLevelComment")
        inside = item.get("replies", {}).get("comments", [])
        for one in [top, *inside] if top else [item]:
            said = one["snippet"]
            name = one["id"]["videoId"] if isinstance(one["id"], dict) else one["id"]
            author = said.get("authorDisplayName") or said["channelTitle"]
            parent = said.get("parentId") or (
                said.get("videoId", "") if "textDisplay" in said else ""
            )
            yield name, (_iso(said["publishedAt"]), author, parent)


def _appstore(body: bytes, _url: str) -> Iterator[tuple[str, tuple[float | None, str, str]]]:
    for item in json.loads(body)["feed"]["entry"]:
        yield item["id"]["label"], (None, item["author"]["name"]["label"], "")


_JSON = {
    "rss": _json_feed, "github": _github, "gitlab": _gitlab, "wordpress": _wordpress,
    "youtube": _youtube, "appstore": _appstore,
}  # fmt: skip
