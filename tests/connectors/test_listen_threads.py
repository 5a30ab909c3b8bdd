"""How listening finds out who answers whom, where a listing alone does not tell."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from social_driver import Store, drive

from solisten.connector import Request, RequestFailed, Response, Source

NOW = 1_777_700_000.0


def answered(request: Request, value: Any) -> Response:
    return Response(request.url, 200, {}, json.dumps(value).encode(), NOW)


def test_discourse_links_answers_across_the_pages_of_a_topic() -> None:
    def post(number: int) -> dict[str, Any]:
        return {
            "id": 500 + number * 3,
            "topic_id": 7,
            "post_number": number,
            "reply_to_post_number": {44: 3, 45: 44}.get(number),
            "post_type": 1,
            "username": "ana",
            "cooked": "x",
            "created_at": f"2026-05-01T10:{number:02}:00Z",
        }

    asked: list[str] = []

    def server(request: Request) -> Response:
        asked.append(urlsplit(request.url).path + str(sorted(request.params.items())))
        if urlsplit(request.url).path == "/posts.json":
            shown = [44, 45] if not request.params else []
            return answered(request, {"latest_posts": [post(n) for n in reversed(shown)]})
        page = int(request.params.get("page", "1"))
        numbers = [n for n in range(1, 46) if (n - 1) // 20 + 1 == page]
        stream = [500 + n * 3 for n in range(1, 46) if n != 17]  # one was deleted: no place tells
        posts = [post(n) for n in numbers if n != 17]
        told = {"id": 7, "title": "T", "highest_post_number": 45, "chunk_size": 19}
        return answered(request, told | {"post_stream": {"posts": posts, "stream": stream}})

    store = Store()
    drive(Source("s", "discourse", "https://f.example"), store, server, 40)
    assert len(store.posts) == 44
    assert store.posts["632"].reply_to == "509"  # 44 answers 3, two pages before
    assert store.posts["635"].reply_to == "632"
    assert {one.thread for one in store.posts.values()} == {"", "503"}
    assert len([path for path in asked if path.startswith("/t/")]) == 3


def test_mastodon_takes_parents_from_contexts() -> None:
    def status(name: str, above: str | None = None) -> dict[str, Any]:
        return {
            "id": name,
            "uri": f"https://far.example/notes/{name}",
            "visibility": "public",
            "content": "x",
            "created_at": "2026-05-01T10:00:00Z",
            "account": {"id": name, "acct": f"u{name}@far.example"},
            "in_reply_to_id": above,
            "in_reply_to_account_id": above,
            "replies_count": 1,
        }

    asked: list[str] = []

    def server(request: Request) -> Response:
        asked.append(urlsplit(request.url).path)
        if "/timelines/" in request.url:
            return answered(request, [status("13", "12")])
        if "/13/" in request.url:
            above = [status("11"), status("12", "11")]
            return answered(request, {"ancestors": above, "descendants": []})
        below = [status("12", "11"), status("13", "12"), status("14", "11")]
        return answered(request, {"ancestors": [], "descendants": below})

    store = Store()
    source = Source("s", "mastodon", "https://s.example", {"hashtags": "acme"})
    drive(source, store, server, 40)
    far = "https://far.example/notes/"
    told = {
        one.id.removeprefix(far): one.reply_to.removeprefix(far) for one in store.posts.values()
    }
    assert told == {"11": "", "12": "11", "13": "12", "14": "11"}
    assert {one.thread.removeprefix(far) for one in store.posts.values()} == {"", "11"}
    assert asked[1:] == ["/api/v1/statuses/13/context", "/api/v1/statuses/11/context"]


def test_bluesky_searches_are_signed_in_and_say_what_helps() -> None:
    seen: list[Request] = []

    def server(request: Request) -> Response:
        seen.append(request)
        if "createSession" in request.url:
            return answered(request, {"accessJwt": "secret"})
        return answered(request, {"posts": []})

    options = {"search": "acme", "identifier": "me.example", "password": "env:APP"}
    drive(Source("s", "bluesky", "", options), Store(), server, 9)
    assert seen[0].json == {"identifier": "me.example", "password": "env:APP"}
    assert seen[1].url.startswith("https://bsky.social/xrpc/app.bsky.feed.searchPosts")
    assert seen[1].headers["authorization"] == "Bearer secret"

    def closed(_request: Request) -> Response:
        raise RequestFailed("denied", 403)

    try:
        drive(Source("s", "bluesky", "", {"search": "acme"}), Store(), closed, 9)
    except RequestFailed as failure:
        notes = getattr(failure, "__notes__", [])
    assert any("app password" in note for note in notes)


def test_bluesky_stream_keeps_what_is_asked_for() -> None:
    def frame(did: str, text: str, second: int) -> dict[str, Any]:
        record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": "2026-05-01T10:00:00Z"}
        commit = {"operation": "create", "collection": "app.bsky.feed.post", "record": record}
        commit["rkey"] = f"k{second}"
        return {
            "did": did,
            "time_us": (1_777_600_000 + second) * 10**6,
            "kind": "commit",
            "commit": commit,
        }

    def server(request: Request) -> Response:
        if "resolveHandle" in request.url:
            return answered(request, {"did": "did:plc:a"})
        if request.stream:
            frames = [frame("did:plc:a", "hello", 1), frame("did:plc:b", "I like Acme", 2)]
            frames.append(frame("did:plc:c", "nothing", 3))
            body = b"\n".join(json.dumps(one).encode() for one in frames)
            return Response(request.url, 200, {}, body, NOW)
        return answered(request, {"feed": []})

    store = Store()
    options = {"accounts": "acme.example", "words": ["ACME"], "live": True}
    drive(Source("s", "bluesky", "", options), store, server, 5)
    assert {one.author for one in store.posts.values()} == {"acme.example", "did:plc:b"}
    assert store.cursor["live"] == (1_777_600_003) * 10**6


def test_reddit_without_a_key_reads_feeds() -> None:
    entry = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><author><name>/u/ana</name></author>'
        '<category term="acme"/><content type="html">&lt;!-- SC_OFF --&gt;&lt;p&gt;Hi&lt;/p&gt;'
        "&lt;!-- SC_ON --&gt;</content><id>t1_b</id><updated>2026-05-01T10:00:00+00:00</updated>"
        '<link href="https://www.reddit.com/r/acme/comments/a/x/b/"/><title>t</title></entry></feed>'
    )
    asked: list[str] = []

    def server(request: Request) -> Response:
        asked.append(urlsplit(request.url).path)
        return Response(request.url, 200, {}, entry.encode(), NOW)

    store = Store()
    drive(Source("s", "reddit", "", {"subreddits": "acme"}), store, server, 9)
    (post,) = store.posts.values()
    assert (post.author, post.text, post.thread, post.channel) == ("ana", "Hi", "t3_a", "acme")
    assert asked == ["/r/acme/new.rss", "/r/acme/comments.rss", "/comments/a/.rss"]


def test_an_answer_that_vanishes_is_asked_for_before_it_is_called_deleted() -> None:
    def view(name: str, root: str = "") -> dict[str, Any]:
        uri = "at://did:plc:a/app.bsky.feed.post/"
        record = {"text": "x", "createdAt": "2026-05-02T05:00:00Z"}
        if root:
            record["reply"] = {"root": {"uri": uri + root}, "parent": {"uri": uri + root}}  # type: ignore[assignment]
        return {
            "uri": uri + name,
            "author": {"did": "did:plc:a"},
            "record": record,
            "replyCount": 2,
        }

    hour = 0.0

    def server(request: Request) -> Response:
        name = request.params.get("uri", "").rpartition("/")[2]
        value: dict[str, Any] = {"feed": [{"post": view("a")}]}
        if name in {"b", "c"}:
            if name == "b":
                raise RequestFailed("unreadable", 400)
            value = {"thread": {"post": view("c", "a")}}
        elif name:
            below = [] if hour else [view("b", "a"), view("c", "a")]
            value = {"thread": {"post": view("a"), "replies": [{"post": one} for one in below]}}
        body = json.dumps(value).encode()
        return Response(request.url, 200, {}, body, NOW + 3600 * hour)

    store = Store()
    source = Source("s", "bluesky", "", {"accounts": "a.example"})
    drive(source, store, server, 9)
    assert len(store.posts) == 3
    hour = 5.0
    drive(source, store, server, 9)
    assert store.gone == {"at://did:plc:a/app.bsky.feed.post/b"}


def test_a_thread_is_asked_for_again_where_its_listing_has_no_news() -> None:
    """A quiet hashtag, and hours later an answer without it."""
    hour, asked = [0.0], []

    def server(request: Request) -> Response:
        path, now = urlsplit(request.url).path, NOW + 3600 * hour[0]
        asked.append(path)
        if path.endswith("/context"):
            return Response(request.url, 200, {}, b'{"ancestors": [], "descendants": []}', now)
        if hour[0]:
            return Response(request.url, 304, {}, b"", now, unchanged=True)
        one = {
            "id": "7",
            "uri": "https://m.example/7",
            "created_at": "2026-05-02T05:33:20Z",
            "content": "acme?",
            "visibility": "public",
            "account": {"acct": "ana", "url": "https://m.example/@ana"},
        }
        return Response(request.url, 200, {}, json.dumps([one]).encode(), now)

    store, source = Store(), Source("s", "mastodon", "https://m.example", {"hashtags": ["acme"]})
    for hours, contexts in ((0.0, 0), (1.5, 1), (2.0, 1), (5.0, 2)):
        hour[0] = hours
        drive(source, store, server, 40)
        assert sum(path.endswith("/context") for path in asked) == contexts


@pytest.mark.no_cover
def test_a_first_run_that_finds_many_threads_forgets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that wait to be asked for are all remembered; those that rest make room."""
    monkeypatch.setattr("solisten_connectors._threads.MOST", 300)
    stories: list[dict[str, Any]] = [
        {"objectID": str(n), "created_at_i": int(NOW) - 86_400 - n, "title": "x", "author": "ana"}
        | {"num_comments": 1, "_tags": ["story"]}
        for n in range(1, 331)
    ]
    asked: set[str] = set()

    def server(request: Request) -> Response:
        path = urlsplit(request.url).path
        if "/items/" in path:
            asked.add(path.rpartition("/")[2])
            return answered(request, {"id": int(path.rpartition("/")[2]), "children": []})
        older = int(request.params.get("numericFilters", f"<={NOW:.0f}").partition("<=")[2])
        found = [one for one in stories if one["created_at_i"] <= older][:100]
        return answered(request, {"hits": found, "hitsPerPage": 100})

    store = Store()
    for _ in range(6):
        drive(Source("s", "hackernews", "", {"search": ["x"]}), store, server, 100)
    assert len(store.posts) == len(asked) == 330
    assert len(store.cursor["threads"]) == 300
