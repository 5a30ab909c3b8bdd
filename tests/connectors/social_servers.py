"""Small servers of each network, in which one post is written a minute."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from solisten.connector import Request, RequestFailed, Response

if TYPE_CHECKING:
    from collections.abc import Callable

T0 = 1_777_600_000.0
STEP = 60.0


@dataclass
class World:
    """Post number i was written i minutes after T0; `now` of them can be seen."""

    now: int
    lost: set[int] = field(default_factory=set)

    def below(self, top: float, size: int) -> list[int]:
        """Return the newest `size` numbers below `top`, newest first."""
        numbers = [i for i in range(self.now, 0, -1) if i < top]
        return numbers[:size]


def at(i: int) -> float:
    return T0 + STEP * i


def iso(i: int) -> str:
    return datetime.fromtimestamp(at(i), UTC).isoformat().replace("+00:00", "Z")


def _answer(world: World, url: str, value: Any, link: str = "") -> Response:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return Response(url, 200, {"link": link} if link else {}, body, at(world.now) + 1)


def _params(request: Request) -> dict[str, str]:
    asked = parse_qs(urlsplit(request.url).query)
    return {key: values[0] for key, values in asked.items()} | dict(request.params)


def mastodon(world: World, request: Request) -> Response:
    path, params = urlsplit(request.url).path, _params(request)
    account = {"id": "7", "acct": "ana", "url": "https://s.example/@ana"}

    def status(i: int) -> dict[str, Any]:
        uri = f"https://s.example/users/ana/statuses/{i}"
        return {
            "id": str(i), "uri": uri, "account": account, "visibility": "public",
            "content": "x", "created_at": iso(i), "replies_count": i % 3,
        }  # fmt: skip

    if "/context" in path:
        number = int(path.split("/")[-2])
        if number in world.lost:
            raise RequestFailed("gone", 404)
        reply = status(100_000 + number) | {
            "in_reply_to_id": str(number),
            "created_at": iso(number),
        }
        below = [reply] if number < 100_000 else []
        return _answer(world, request.url, {"ancestors": [], "descendants": below})
    found = world.below(float(params.get("max_id", 1e9)), 10)
    last = found[-1] if found else 0
    link = f'<https://s.example/x?max_id={last}>; rel="next", <https://s.example/y>; rel="prev"'
    return _answer(world, request.url, [status(i) for i in found], link if found else "")


def bluesky(world: World, request: Request) -> Response:
    params = _params(request)

    def view(i: int) -> dict[str, Any]:
        return {
            "uri": f"at://did:plc:a/app.bsky.feed.post/{i}",
            "author": {"did": "did:plc:a", "handle": "a.example"},
            "record": {"$type": "app.bsky.feed.post", "text": "x", "createdAt": iso(i)},
            "indexedAt": iso(i), "replyCount": i % 3,
        }  # fmt: skip

    if "getPostThread" in request.url:
        number = int(params["uri"].rpartition("/")[2])
        if number in world.lost:
            raise RequestFailed("unreadable", 400)
        return _answer(world, request.url, {"thread": {"post": view(number), "replies": []}})
    found = world.below(float(params.get("cursor", 1e9)), 10)
    page: dict[str, Any] = {"feed": [{"post": view(i)} for i in found]}
    return _answer(world, request.url, page | ({"cursor": str(found[-1])} if found else {}))


def hackernews(world: World, request: Request) -> Response:
    params = _params(request)
    if "/items/" in request.url:
        number = int(request.url.rpartition("/")[2])
        if number in world.lost:
            raise RequestFailed("gone", 404)
        return _answer(
            world,
            request.url,
            {
                "id": number,
                "type": "story",
                "author": "a",
                "title": "x",
                "created_at_i": int(at(number)),
                "children": [],
            },
        )
    top = params.get("numericFilters", "created_at_i<=9e9").partition("<=")[2]
    found = [i for i in world.below(1e9, world.now) if at(i) <= float(top)][:10]
    hits = [
        {
            "objectID": str(i),
            "author": "a",
            "title": "x",
            "created_at_i": int(at(i)),
            "_tags": ["story"],
            "num_comments": i % 3,
        }
        for i in found
    ]
    return _answer(world, request.url, {"hits": hits, "hitsPerPage": 10})


def reddit(world: World, request: Request) -> Response:
    path, params = urlsplit(request.url).path, _params(request)

    def thing(i: int) -> dict[str, Any]:
        return {
            "kind": "t3",
            "data": {
                "name": f"t3_{i:06d}",
                "id": f"{i:06d}",
                "author": "a",
                "title": "x",
                "created_utc": at(i),
                "subreddit": "acme",
                "is_self": True,
                "selftext": "y",
            },
        }

    if "access_token" in path:
        return _answer(world, request.url, {"access_token": "secret"})
    assert request.headers["authorization"] == "bearer secret"
    if path.startswith("/comments/"):
        number = int(path.rpartition("/")[2])
        if number in world.lost:
            raise RequestFailed("gone", 404)
        listing = {"kind": "Listing", "data": {"children": [thing(number)]}}
        return _answer(world, request.url, [listing, {"kind": "Listing", "data": {"children": []}}])
    found = world.below(float(params.get("after", "t3_999999")[3:]), 10) if "/new" in path else []
    data = {
        "children": [thing(i) for i in found],
        "after": f"t3_{found[-1]:06d}" if found else None,
    }
    return _answer(world, request.url, {"kind": "Listing", "data": data})


def discourse(world: World, request: Request) -> Response:
    path, params = urlsplit(request.url).path, _params(request)

    def post(i: int) -> dict[str, Any]:
        return {
            "id": i,
            "topic_id": 1000 + i,
            "post_number": 1,
            "cooked": "x",
            "username": "a",
            "created_at": iso(i),
            "post_type": 1,
        }

    if path.startswith("/t/"):
        number = int(path[3:].partition(".")[0]) - 1000
        if number in world.lost:
            raise RequestFailed("gone", 404)
        stream = {"posts": [post(number)], "stream": [number]}
        return _answer(world, request.url, {"id": 1000 + number, "post_stream": stream})
    found = world.below(float(params.get("before", 1e9)), 10)
    return _answer(world, request.url, {"latest_posts": [post(i) for i in found]})


def lemmy(world: World, request: Request) -> Response:
    params = _params(request)

    def view(i: int) -> dict[str, Any]:
        return {
            "post": {
                "id": i,
                "ap_id": f"https://l.example/post/{i}",
                "name": "x",
                "published": iso(i),
            },
            "creator": {"name": "a", "actor_id": "https://l.example/u/a"},
            "community": {"name": "c", "actor_id": "https://l.example/c/c"},
            "counts": {"comments": i % 3, "upvotes": 1},
        }  # fmt: skip

    if "/comment/list" in request.url:
        if int(params["post_id"]) in world.lost:
            raise RequestFailed("gone", 404)
        return _answer(world, request.url, {"comments": []})
    found = world.below(float(params.get("page_cursor", "P1e9")[1:]), 10)
    page: dict[str, Any] = {"posts": [view(i) for i in found]}
    return _answer(world, request.url, page | ({"next_page": f"P{found[-1]}"} if found else {}))


def lobsters(world: World, request: Request) -> Response:
    path = urlsplit(request.url).path

    def story(i: int) -> dict[str, Any]:
        return {
            "short_id": f"s{i}",
            "title": "x",
            "created_at": iso(i),
            "submitter_user": "a",
            "comment_count": i % 3,
        }

    if path.startswith("/s/"):
        number = int(path[4:].partition(".")[0])
        if number in world.lost:
            raise RequestFailed("gone", 404)
        return _answer(world, request.url, story(number) | {"comments": []})
    page = int(path.rpartition("/")[2].partition(".")[0]) if "/page/" in path else 1
    found = world.below(1e9, world.now)[(page - 1) * 25 : page * 25]
    return _answer(world, request.url, [story(i) for i in found])


def stackexchange(world: World, request: Request) -> Response:
    params = _params(request)
    if "/answers" in request.url:
        return _answer(world, request.url, {"items": [], "has_more": False})
    top = float(params.get("todate", 9e9))
    numbers = [i for i in world.below(1e9, world.now) if at(i) <= top]
    items = [
        {
            "question_id": i,
            "title": "x",
            "body": "y",
            "creation_date": int(at(i)),
            "owner": {"user_id": 3},
            "answer_count": 0,
        }
        for i in numbers[:10]
    ]
    return _answer(world, request.url, {"items": items, "has_more": len(numbers) > 10})


def activitypub(world: World, request: Request) -> Response:
    url = f"{request.url}?{urlencode(_params(request))}" if request.params else request.url
    split = urlsplit(url)
    if split.path == "/users/ana":
        return _answer(
            world, url, {"type": "Person", "id": url, "outbox": "https://s.example/outbox"}
        )

    def note(i: int) -> dict[str, Any]:
        return {
            "type": "Note",
            "id": f"https://s.example/notes/{i}",
            "attributedTo": "https://s.example/users/ana",
            "published": iso(i),
            "content": "x",
            "to": "as:Public",
        }

    if split.path.startswith("/notes/"):
        number = int(split.path.rpartition("/")[2])
        if number in world.lost:
            raise RequestFailed("gone", 404)
        return _answer(world, url, note(number))
    if not split.query:
        first = "https://s.example/outbox?top=1000000"
        return _answer(world, url, {"type": "OrderedCollection", "id": url, "first": first})
    found = world.below(float(parse_qs(split.query)["top"][0]), 10)
    items = [{"type": "Create", "object": note(i), "to": "as:Public"} for i in found]
    page: dict[str, Any] = {"type": "OrderedCollectionPage", "orderedItems": items}
    return _answer(
        world, url, page | ({"next": f"https://s.example/outbox?top={found[-1]}"} if found else {})
    )


NETWORKS: dict[
    str, tuple[Callable[[World, Request], Response], dict[str, Any], Callable[[int], str]]
] = {
    "mastodon": (
        mastodon,
        {"hashtags": ["acme"]},
        lambda i: f"https://s.example/users/ana/statuses/{i}",
    ),
    "bluesky": (
        bluesky,
        {"accounts": ["a.example"]},
        lambda i: f"at://did:plc:a/app.bsky.feed.post/{i}",
    ),
    "hackernews": (hackernews, {"search": "acme"}, str),
    "reddit": (reddit, {"subreddits": ["acme"], "client_id": "env:ID"}, lambda i: f"t3_{i:06d}"),
    "discourse": (discourse, {}, str),
    "lemmy": (lemmy, {"communities": ["c@l.example"]}, lambda i: f"https://l.example/post/{i}"),
    "lobsters": (lobsters, {}, lambda i: f"s{i}"),
    "stackexchange": (stackexchange, {"tags": ["acme"]}, str),
    "activitypub": (
        activitypub,
        {"accounts": ["https://s.example/users/ana"]},
        lambda i: f"https://s.example/notes/{i}",
    ),
}
