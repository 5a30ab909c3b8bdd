"""What recorded answers of social networks hold, worked out a second time and by eye."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import UTC, datetime
from html import unescape
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from solisten.connector import Response
from solisten.errors import Unreadable
from solisten.nouns import Gone, Post, Visibility

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = tomllib.loads((Path(__file__).parent / "captures_social.toml").read_text("utf-8"))
COUNTED = [
    (network, name, tuple(counts))
    for network, files in TABLE.items()
    if network != "errors"
    for name, counts in files.items()
]
# Hand-made questions and answers share ids, as real ones never do.
FIELDS = [(n, f) for n, f, counts in COUNTED if counts[0] and not f.startswith("handmade-question")]
Naive = tuple[str, str, float, str | None]  # id, author, time, parent (None: cannot be told)


def response_of(path: Path) -> Response:
    """Return a recorded answer with what its .meta.json says."""
    meta: dict[str, Any] = {}
    beside = path.with_suffix(".meta.json")
    if beside.exists():
        meta = json.loads(beside.read_bytes())
    headers = {name.lower(): value for name, value in meta.get("headers", {}).items()}
    body = path.read_bytes()
    return Response(meta.get("url", ""), meta.get("status", 200), headers, body)


def records_of(network: str, response: Response) -> list[Post | Gone]:
    """Return what the connector reads."""
    return list(import_module(f"solisten_connectors.{network}").read(response))


@pytest.mark.parametrize(("network", "name", "counts"), COUNTED)
def test_posts_of_a_capture(
    shared: Path, network: str, name: str, counts: tuple[int, int, int]
) -> None:
    response = response_of(shared / "captures" / network / name)
    records = records_of(network, response)
    posts = [record for record in records if isinstance(record, Post)]
    gone = len(records) - len(posts)
    assert (len(posts), gone, sum(bool(post.reply_to) for post in posts)) == counts
    for post in posts:
        assert post.network == network
        assert post.visibility in {Visibility.PUBLIC, Visibility.UNLISTED}
        if network not in {"reddit", "lemmy"}:  # Markdown may show markup
            assert not re.search(r"<(?:p|br|a|div|span)\b[^>]*>", post.text), post.text
        assert not re.search(r"&(?:amp|lt|gt|quot|#\d+);", post.title), post.title
        if not name.startswith("handmade-question"):  # in which questions and answers share ids
            assert post.id not in {post.reply_to, post.thread}
        assert all(link.startswith(("http://", "https://")) for link in post.links)
        assert "@" not in post.author or network in {"mastodon", "lemmy", "activitypub"}


@pytest.mark.parametrize(("network", "name"), FIELDS)
def test_fields_of_a_capture(shared: Path, network: str, name: str) -> None:
    response = response_of(shared / "captures" / network / name)
    read = {
        post.id: (post.author, post.created_at, post.reply_to)
        for post in records_of(network, response)
        if isinstance(post, Post) and not post.repost_of
    }
    naive = {one[0]: one[1:] for one in NAIVE[network](response)}
    assert set(read) == set(naive)
    for key, (author, created, parent) in naive.items():
        assert read[key][0] == author, key
        assert read[key][1] == pytest.approx(created, abs=1e-6), key
        if parent is not None:
            assert read[key][2] == parent, key


@pytest.mark.parametrize(("name", "said"), sorted(TABLE["errors"].items()))
def test_errors_say_why(shared: Path, name: str, said: str) -> None:
    response = response_of(shared / "captures" / name)
    with pytest.raises(Unreadable, match=re.escape(said)):
        records_of(name.partition("/")[0], response)


def test_every_capture_is_counted(shared: Path) -> None:
    counted = {f"{network}/{name}" for network, name, _ in COUNTED} | set(TABLE["errors"])
    for network in sorted(TABLE.keys() - {"errors"}):
        for path in (shared / "captures" / network).iterdir():
            name = f"{network}/{path.name}"
            known = (
                name.endswith(".meta.json") or "/lexicon-" in name or "/handmade-bigbone" in name
            )
            assert known or name in counted, name


def _documents(response: Response) -> list[Any]:
    try:
        return [json.loads(response.body)]
    except ValueError:
        found = []
        for line in response.body.split(b"\n"):
            try:
                found.append(json.loads(line))
            except ValueError:
                continue
        return found


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from _objects(one)
    elif isinstance(value, list):
        for one in value:
            yield from _objects(one)


def _in(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    return found[1] if found else ""


def _time(text: str) -> float:
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _mastodon(response: Response) -> Iterator[Naive]:
    host = urlsplit(response.url).netloc
    every = [one for one in _objects(_documents(response)) if "visibility" in one]
    known = {one["id"]: one["uri"] for one in every}
    for one in every:
        if one["visibility"] in {"public", "unlisted"} and not one["reblog"]:
            acct = one["account"]["acct"]
            own_host = host or urlsplit(one["account"]["url"]).netloc
            author = acct if "@" in acct else f"{acct}@{own_host}"
            above = one["in_reply_to_id"]
            yield one["uri"], author, _time(one["created_at"]), known.get(above) if above else ""


def _bluesky(response: Response) -> Iterator[Naive]:
    for one in _objects(_documents(response)):
        record = one.get("record") or one.get("value")
        uri = one.get("uri", "")
        if "commit" in one and one["commit"]["operation"] == "create":
            record = one["commit"]["record"]
            uri = f"at://{one['did']}/{one['commit']['collection']}/{one['commit']['rkey']}"
        asks = json.dumps(one.get("author", {}).get("labels", []))
        if "/app.bsky.feed.post/" in uri and record and "!no-unauthenticated" not in asks:
            author = one.get("author", {}).get("handle") or uri.split("/")[2]
            parent = record.get("reply", {}).get("parent", {}).get("uri", "")
            yield uri, author, _time(record["createdAt"]), parent


def _reddit(response: Response) -> Iterator[Naive]:
    if response.body.startswith(b"<?xml"):
        for entry in response.body.decode().split("<entry>")[1:]:
            author = _in(entry, r"<name>/u/([^<]+)</name>")
            times = re.findall(r"<(?:published|updated)>([^<]+)<", entry)
            yield _in(entry, r"<id>(t\d_\w+)</id>"), author, _time(times[-1]), ""
        return
    crossed = [
        {"kind": "t3", "data": inner}
        for one in _objects(_documents(response))
        for inner in one.get("crosspost_parent_list") or []
    ]
    for one in [*_objects(_documents(response)), *crossed]:
        if one.get("kind") in {"t1", "t3", "LiveUpdate"}:
            data = one["data"]
            text = data.get("body", data.get("selftext"))
            if data["author"] != "[deleted]" or text != "[deleted]":
                author = "" if data["author"] == "[deleted]" else data["author"]
                yield data["name"], author, data["created_utc"], data.get("parent_id", "")


def _hackernews(response: Response) -> Iterator[Naive]:
    if response.body.startswith(b"<rss"):
        for item in response.body.decode().split("<item>")[1:]:
            date = _in(item, r"<pubDate>([^<]+)</pubDate>")
            when = datetime.strptime(date, "%a, %d %b %Y %H:%M:%S %z")
            yield _in(item, r"<comments>[^<]*id=(\d+)<"), "", when.timestamp(), ""
        return
    for one in _objects(_documents(response)):
        if ("objectID" in one or "type" in one) and (one.get("author") or one.get("by")):
            name = str(one.get("objectID", one.get("id")))
            parent = str(one.get("parent") or one.get("parent_id") or "")
            yield (
                name,
                one.get("by") or one["author"],
                one.get("time") or one["created_at_i"],
                parent,
            )


def _discourse(response: Response) -> Iterator[Naive]:
    posts = [one for one in _objects(_documents(response)) if "post_number" in one]
    ids = {(one["topic_id"], one["post_number"]): str(one.get("id")) for one in posts}
    for one in posts:
        number, above = one["post_number"], one["reply_to_post_number"] or 1
        parent = "" if number == 1 else ids.get((one["topic_id"], above))
        name = str(one.get("post_id") or one["id"])
        yield name, one["username"], _time(one["created_at"]), parent


def _lobsters(response: Response) -> Iterator[Naive]:
    story = ""
    for one in _objects(_documents(response)):
        story = one["short_id"] if "title" in one else story
        if not one.get("is_deleted"):
            author = one.get("submitter_user") or one["commenting_user"]
            above = one.get("parent_comment") or (story if "comment" in one else "")
            yield one["short_id"], author, _time(one["created_at"]), above


def _activitypub(response: Response) -> Iterator[Naive]:
    for one in _objects(_documents(response)):
        if one.get("type") in {"Note", "Page", "Article", "Event", "Video"} and "id" in one:
            author = one["attributedTo"]
            author = author if isinstance(author, str) else author[0]["id"]
            yield one["id"], author, _time(one["published"]), one.get("inReplyTo") or ""


def _lemmy(response: Response) -> Iterator[Naive]:
    def named(url: str) -> str:
        return f"{url.rpartition('/')[2]}@{urlsplit(url).netloc}"

    if b'"type"' in response.body:
        for name, author, at, parent in _activitypub(response):
            yield name, named(author), at, parent
        return
    views = [one for one in _objects(_documents(response)) if "creator" in one]
    ids = {str(one["comment"]["id"]): one["comment"]["ap_id"] for one in views if "comment" in one}
    for one in views:
        own = one.get("comment") or one["post"]
        above = own.get("path", "0").split(".")[-2:-1]
        parent = ids.get(above[0], one["post"]["ap_id"]) if above else ""
        if not own["deleted"] and not own["removed"]:
            yield own["ap_id"], named(one["creator"]["actor_id"]), _time(own["published"]), parent


def _stackexchange(response: Response) -> Iterator[Naive]:
    if response.body.startswith(b"<?xml"):
        for entry in unescape(response.body.decode()).split("<entry>")[1:]:
            author, root = _in(entry, r"/users/(\d+)<"), _in(entry, r"questions/(\d+)/-/")
            created = _time(_in(entry, r"<published>([^<]+)<"))
            yield _in(entry, r"<id>\S+?(\d+)</id>"), author, created, root
        return
    for one in _objects(_documents(response)):
        if "owner" in one and "comment_id" in one:
            name, parent = f"comment{one['comment_id']}", str(one["post_id"])
        elif "owner" in one:
            answer = one.get("answer_id")
            name, parent = str(answer or one["question_id"]), str(one["question_id"])
            parent = parent if answer else ""
        else:
            continue
        yield name, str(one["owner"]["user_id"]), one["creation_date"], parent


NAIVE = {
    "mastodon": _mastodon,
    "bluesky": _bluesky,
    "reddit": _reddit,
    "hackernews": _hackernews,
    "discourse": _discourse,
    "lobsters": _lobsters,
    "activitypub": _activitypub,
    "lemmy": _lemmy,
    "stackexchange": _stackexchange,
}
