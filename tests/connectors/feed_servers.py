"""Small servers of feeds, repositories, stores and lists, where one post is written a minute."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from solisten.connector import Request, RequestFailed, Response

if TYPE_CHECKING:
    from collections.abc import Callable

T0 = 1_777_600_000.0
STEP = 60.0
SIZE = 10  # entries a page


@dataclass
class World:
    """Post number i was written i minutes after T0; `now` of them can be seen."""

    now: int

    def page(self, number: int) -> list[int]:
        newest = range(self.now, 0, -1)
        return list(newest[(number - 1) * SIZE : number * SIZE])

    def more(self, number: int) -> bool:
        return self.now > number * SIZE


def at(i: int) -> float:
    return T0 + STEP * i


def iso(i: int) -> str:
    return datetime.fromtimestamp(at(i), UTC).isoformat().replace("+00:00", "Z")


def _answer(world: World, request: Request, value: Any, **headers: str) -> Response:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    url = f"{request.url}?{urlencode(request.params)}" if request.params else request.url
    names = {name.replace("_", "-"): said for name, said in headers.items()}
    return Response(url, 200, names, body, at(world.now) + 1)


def _params(request: Request) -> dict[str, str]:
    asked = parse_qs(urlsplit(request.url).query)
    return {key: values[0] for key, values in asked.items()} | dict(request.params)


def _number(request: Request) -> int:
    return int(_params(request).get("page", 1))


def rss(world: World, request: Request) -> Response:
    number = _number(request)
    if "comments" in request.url:
        name = request.url.rpartition("/")[2]
        entry = (
            f"<item><title>By: Bo</title><guid>https://s.example/?p={name}#comment-1</guid>"
            f"<pubDate>{iso(int(name))}</pubDate><description>x</description></item>"
        )
        return _answer(world, request, f"<rss><channel>{entry}</channel></rss>".encode())
    entries = "".join(
        f"<entry><id>https://s.example/?p={i}</id><title>x</title><published>{iso(i)}</published>"
        f'<link rel="replies" type="application/atom+xml" href="https://s.example/comments/{i}"/>'
        f"<thr:total>{i % 3 // 2}</thr:total></entry>"
        for i in world.page(number)
    )
    older = f'<link rel="next" href="https://s.example/feed?page={number + 1}"/>'
    inside = f"{older if world.more(number) else ''}{entries}"
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom">{inside}</feed>'
    return _answer(world, request, feed.encode())


def wordpress(world: World, request: Request) -> Response:
    number = _number(request)
    kind = urlsplit(request.url).path.rpartition("/")[2]
    if kind == "comments":
        return _answer(world, request, [])
    found = [
        {
            "id": i, "date_gmt": iso(i)[:-1], "modified_gmt": iso(i)[:-1], "status": "publish",
            "link": f"https://s.example/{i}/", "title": {"rendered": "x"},
            "content": {"rendered": "<p>y</p>"}, "type": "post", "author": 1,
        }
        for i in world.page(number)
    ]  # fmt: skip
    link = f'<https://s.example/wp-json/wp/v2/posts?page={number + 1}>; rel="next"'
    return _answer(world, request, found, link=link if world.more(number) else "")


def youtube(world: World, request: Request) -> Response:
    params = _params(request)
    if request.url.endswith("/comments"):
        top = params["parentId"]
        reply = {
            "kind": "youtube#comment", "id": f"{top}.r{params.get('pageToken', '1')}",
            "snippet": {"publishedAt": iso(1), "textOriginal": "r", "parentId": top},
        }  # fmt: skip
        more = {} if "pageToken" in params else {"nextPageToken": "2"}
        return _answer(
            world, request, {"kind": "youtube#commentListResponse", "items": [reply]} | more
        )
    if request.url.endswith("/playlistItems"):
        return _answer(world, request, {"kind": "youtube#playlistItemListResponse", "items": []})
    number = int(params.get("pageToken", 1))
    items = [
        {
            "kind": "youtube#commentThread", "id": f"c{i}",
            "snippet": {
                "videoId": "v", "totalReplyCount": i % 3 // 2,
                "topLevelComment": {
                    "id": f"c{i}",
                    "snippet": {"publishedAt": iso(i), "textOriginal": "x", "videoId": "v"},
                },
            },
        }
        for i in world.page(number)
    ]  # fmt: skip
    page: dict[str, Any] = {"kind": "youtube#commentThreadListResponse", "items": items}
    more = {"nextPageToken": str(number + 1)} if world.more(number) else {}
    return _answer(world, request, page | more)


def github(world: World, request: Request) -> Response:
    number, path = _number(request), urlsplit(request.url).path
    if not path.endswith("/issues"):
        return _answer(world, request, [])
    found = [
        {
            "id": 1000 + i, "number": i, "title": "x", "body": "y", "user": {"login": "ana"},
            "url": f"https://api.github.com/repos/acme/app/issues/{i}", "node_id": f"I{i}",
            "created_at": iso(i), "updated_at": iso(i), "html_url": f"https://github.com/acme/app/issues/{i}",
        }
        for i in world.page(number)
    ]  # fmt: skip
    link = f'<https://api.github.com/repos/acme/app/issues?page={number + 1}>; rel="next"'
    return _answer(world, request, found, link=link if world.more(number) else "")


def gitlab(world: World, request: Request) -> Response:
    number, path = _number(request), urlsplit(request.url).path
    if path.endswith("/discussions"):
        issue = int(path.split("/")[-2])
        note = {
            "id": issue * 10, "noteable_type": "Issue", "noteable_id": issue, "body": "n",
            "created_at": iso(issue), "author": {"username": "bo"},
        }  # fmt: skip
        return _answer(world, request, [{"id": "d", "individual_note": True, "notes": [note]}])
    found = [
        {
            "id": i, "iid": i, "project_id": 1, "title": "x", "created_at": iso(i),
            "updated_at": iso(i), "user_notes_count": i % 3 // 2, "author": {"username": "ana"},
            "web_url": f"https://gitlab.com/acme/app/-/issues/{i}",
        }
        for i in world.page(number)
    ]  # fmt: skip
    return _answer(world, request, found, x_next_page=str(number + 1) if world.more(number) else "")


def appstore(world: World, request: Request) -> Response:
    number = int(request.url.partition("page=")[2].partition("/")[0])
    entries = "".join(
        f"<entry><updated>{iso(i)}</updated><id>{i}</id><title>x</title><im:rating>4</im:rating>"
        f'<content type="text">y</content><author><name>Ana</name></author></entry>'
        for i in world.page(number)
    )
    last = number if not world.more(number) else number + 1
    older = f'<link rel="next" href="https://itunes.apple.com/us/rss/customerreviews/page={last}/id=1/xml"/>'
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:im="http://itunes.apple.com/rss">{older}{entries}</feed>'
    return _answer(world, request, feed.encode())


def telegram(world: World, request: Request) -> Response:
    before = int(_params(request).get("before", world.now + 1))
    found = [i for i in range(world.now, 0, -1) if i < before][:SIZE]
    blocks = "".join(
        f'<div class="tgme_widget_message" data-post="acme/{i}">'
        f'<div class="tgme_widget_message_text js-message_text">x</div>'
        f'<time datetime="{iso(i)}"></time></div>'
        for i in reversed(found)
    )
    prev = f'<link rel="prev" href="/s/acme?before={found[-1]}">' if found and found[-1] > 1 else ""
    return _answer(world, request, f'{prev}<div class="tgme_channel_info"></div>{blocks}'.encode())


def mailinglist(world: World, request: Request) -> Response:
    """Serve an archive in which ten mails are a month, the last of which goes on."""
    months = range(1, world.now // SIZE + 2)
    year, month = divmod(months[-1], 12)
    today = datetime(2020 + year, month + 1, 15, tzinfo=UTC).timestamp()
    if request.url.endswith("/"):
        links = "".join(
            f'<a href="{2020 + n // 12}-{_MONTHS[n % 12]}.txt.gz">x</a>' for n in reversed(months)
        )
        page = f"<title>The Archives</title>{links}".encode()
        return Response(request.url, 200, {}, page, today)
    asked, _, name = request.url.rpartition("/")[2].removesuffix(".txt.gz").partition("-")
    n = (int(asked) - 2020) * 12 + _MONTHS.index(name)
    mails = "".join(
        f"From ana at acme.example  Fri May  1 09:00:00 2026\nFrom: ana at acme.example (Ana)\n"
        f"Date: {iso(i)}\nMessage-ID: <{i}@acme.example>\nSubject: x\n\nhello\n\n"
        for i in range((n - 1) * SIZE, n * SIZE)
        if 0 < i <= world.now
    )
    return Response(request.url, 200, {}, mails.encode(), today)


_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)

NETWORKS: dict[
    str, tuple[Callable[[World, Request], Response], str, dict[str, Any], Callable[[int], str]]
] = {
    "rss": (rss, "https://s.example/feed", {}, lambda i: f"https://s.example/?p={i}"),
    "wordpress": (wordpress, "https://s.example", {}, lambda i: f"s.example/?p={i}"),
    "youtube": (youtube, "", {"channels": ["UC" + "a" * 22], "key": "env:KEY"}, lambda i: f"c{i}"),
    "github": (
        github, "", {"repos": ["acme/app"]},
        lambda i: f"https://api.github.com/repos/acme/app/issues/{i}",
    ),
    "gitlab": (gitlab, "", {"projects": ["acme/app"]}, lambda i: f"gitlab.com/Issue/{i}"),
    "appstore": (appstore, "", {"apps": ["12345"]}, str),
    "telegram": (telegram, "", {"channels": ["acme"]}, lambda i: f"acme/{i}"),
    "mailinglist": (
        mailinglist, "https://s.example/pipermail/users/", {"days": 4000},
        lambda i: f"{i}@acme.example",
    ),
}  # fmt: skip


def refused(_request: Request) -> Response:
    raise RequestFailed("denied", 403)
