"""How listening to feeds and their kin goes on after every interruption: no post is missed."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import Any

import pytest
from feed_servers import NETWORKS, World, at, refused
from listen_driver import Saved, drive

from solisten.connector import Request, RequestFailed, Response, Source
from solisten.errors import Unreadable


def source_of(network: str, **more: Any) -> Source:
    _, url, options, _ = NETWORKS[network]
    return Source("s", network, url, {**options, **more})


def names_of(network: str, numbers: range) -> set[str]:
    return {NETWORKS[network][3](i) for i in numbers}


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("most", [2, 5, 13])
def test_nothing_is_missed_however_short_the_runs(network: str, most: int) -> None:
    world, saved = World(now=73), Saved()
    server, source = partial(NETWORKS[network][0], world), source_of(network)
    for grown in [0, 4, 11, 0, 1, 6]:
        world.now += grown
        drive(network, source, server, saved, most)
    expected = names_of(network, range(1, world.now + 1))
    for _ in range(60):
        if expected <= saved.posts.keys():
            break
        drive(network, source, server, saved, most)
    assert expected <= saved.posts.keys()
    gaps = [one.get("gap") for one in saved.cursor.values() if isinstance(one, dict)]
    assert not any(gaps) or most == 2


@pytest.mark.parametrize("network", sorted(NETWORKS))
def test_news_alone_is_asked_for_once_all_is_read(network: str) -> None:
    world, saved = World(now=60), Saved()
    server, source = partial(NETWORKS[network][0], world), source_of(network)
    for _ in range(20):
        drive(network, source, server, saved)
    before, world.now = len(saved.asked), 63
    drive(network, source, server, saved)
    assert names_of(network, range(61, 64)) <= saved.posts.keys()
    assert len(saved.asked) - before <= 10


@pytest.mark.parametrize("network", sorted(NETWORKS))
def test_a_checkpoint_is_never_ahead_of_what_is_saved(network: str) -> None:
    world = World(now=45)
    for most in range(1, 12):
        saved = Saved()
        server = partial(NETWORKS[network][0], world)
        drive(network, source_of(network), server, saved, most)
        drive(network, source_of(network), server, saved)
        drive(network, source_of(network), server, saved)
        assert names_of(network, range(1, 46)) <= saved.posts.keys(), most


@pytest.mark.parametrize("network", sorted(NETWORKS))
def test_an_unchanged_answer_is_no_news(network: str) -> None:
    def unchanged(request: Request) -> Response:
        return Response(request.url, 304, unchanged=True)

    saved = Saved()
    assert drive(network, source_of(network), unchanged, saved, 20)
    assert not saved.posts


@pytest.mark.parametrize("network", sorted(NETWORKS.keys() - {"wordpress"}))
def test_a_refusal_ends_the_run(network: str) -> None:
    with pytest.raises(RequestFailed):
        drive(network, source_of(network), refused, Saved())


@pytest.mark.parametrize("network", ["github", "gitlab", "youtube"])
def test_a_refusal_says_what_to_do(network: str) -> None:
    with pytest.raises(RequestFailed) as failed:
        drive(network, source_of(network), refused, Saved())
    assert "env:NAME" in failed.value.__notes__[0]


def test_comments_of_a_feed_are_asked_for_when_there_are_more() -> None:
    world, saved = World(now=9), Saved()
    server, source = partial(NETWORKS["rss"][0], world), source_of("rss")
    drive("rss", source, server, saved)
    told = {name for name in saved.posts if "#comment" in name}
    assert told == {f"https://s.example/?p={i}#comment-1" for i in (2, 5, 8)}
    before = len(saved.asked)
    drive("rss", source, server, saved)
    assert len(saved.asked) == before + 1  # nobody has written any more
    drive("rss", source_of("rss", comments=False), server, Saved())


def test_a_feed_of_comments_that_is_gone_is_no_failure() -> None:
    world, saved = World(now=9), Saved()

    def server(request: Request) -> Response:
        if "/comments/" in request.url:
            raise RequestFailed("gone", 404)
        return NETWORKS["rss"][0](world, request)

    assert drive("rss", source_of("rss"), server, saved)
    assert len(saved.posts) == 9


def test_undated_entries_keep_the_time_at_which_they_were_first_seen() -> None:
    body = b"<rss><channel><item><guid>7</guid><title>x</title></item></channel></rss>"
    saved, times = Saved(), iter([at(100), at(200)])

    def server(request: Request) -> Response:
        return Response(request.url, 200, {}, body, next(times))

    for _ in range(2):
        drive("rss", source_of("rss"), server, saved)
    assert saved.posts["7"].created_at == at(100)


def test_replies_are_read_to_their_last_page() -> None:
    world, saved = World(now=9), Saved()
    drive("youtube", source_of("youtube"), partial(NETWORKS["youtube"][0], world), saved)
    replies = {name for name in saved.posts if "." in name}
    assert replies == {f"c{i}.r{page}" for i in (2, 5, 8) for page in (1, 2)}
    assert {request.auth for request in saved.asked} == {"query:key"}


def test_discussions_of_an_issue_are_asked_for_once_a_change() -> None:
    world, saved = World(now=9), Saved()
    server, source = partial(NETWORKS["gitlab"][0], world), source_of("gitlab")
    drive("gitlab", source, server, saved)
    assert {f"gitlab.com/Note/{i}" for i in (20, 50, 80)} <= saved.posts.keys()
    drive("gitlab", source, server, saved)
    asked = [request.url for request in saved.asked if "discussions" in request.url]
    assert len(asked) <= 6


def test_a_closed_wordpress_is_read_by_its_feeds() -> None:
    feed = (
        b"<rss><channel><item><guid isPermaLink='false'>https://s.example/?p=7</guid><title>x"
        b"</title><pubDate>Fri, 01 May 2026 09:00:00 GMT</pubDate></item></channel></rss>"
    )

    def server(request: Request) -> Response:
        if not request.url.endswith("/feed/"):
            raise RequestFailed("denied", 401)
        return Response(request.url, 200, {}, feed, at(9))

    saved = Saved()
    assert drive("wordpress", source_of("wordpress"), server, saved)
    assert list(saved.posts) == ["s.example/?p=7"]


def test_a_private_repository_is_refused() -> None:
    def server(request: Request) -> Response:
        return Response(request.url, 200, {}, b'{"node_id": "R", "private": true}', at(1))

    with pytest.raises(Unreadable, match="private"):
        drive("github", source_of("github", token="env:T"), server, Saved())


def test_discussions_go_on_where_one_answer_ends() -> None:
    def comment(n: int) -> str:
        return f'{{"id": "C{n}", "body": "x", "createdAt": "2026-05-01T09:00:0{n}Z"}}'

    def server(request: Request) -> Response:
        if "graphql" not in request.url:
            return Response(request.url, 200, {}, b"[]", at(1))
        after = request.json["variables"]["after"]
        if "id" in request.json["variables"]:
            inside = (
                '"node": {"__typename": "Discussion", "id": "D", "repository": {"nameWithOwner":'
                f' "acme/app"}}, "comments": {{"pageInfo": {{"hasNextPage": false}}, "nodes":'
                f" [{comment(2)}]}}}}"
            )
        else:
            assert after is None
            inside = (
                '"repository": {"nameWithOwner": "acme/app", "discussions": {"pageInfo": {},'
                ' "nodes": [{"id": "D", "title": "t", "number": 1, "createdAt":'
                ' "2026-05-01T09:00:00Z", "updatedAt": "2026-05-01T09:00:00Z", "answer":'
                f' {{"id": "C1"}}, "comments": {{"pageInfo": {{"hasNextPage": true, "endCursor":'
                f' "x"}}, "nodes": [{comment(1)}]}}}}]}}}}'
            )
        return Response(request.url, 200, {}, f'{{"data": {{{inside}}}}}'.encode(), at(1))

    saved = Saved()
    drive("github", source_of("github", token="env:T"), server, saved)
    assert list(saved.posts) == ["D", "C1", "C2"]
    assert saved.posts["C1"].accepted
    assert saved.posts["C2"].thread == "D"
    assert saved.posts["C2"].channel == "acme/app"


def test_a_full_search_for_news_is_asked_for_day_by_day() -> None:
    day = 86400

    def server(request: Request) -> Response:
        query = request.params["q"]
        first = 0 if "when:" in query else int(at(0) // day)
        items = "".join(
            f"<item><guid>{query[-21:]}{i}</guid><title>x</title><pubDate>2026-05-01T09:00:00Z"
            "</pubDate></item>"
            for i in range(100 if not first or "before" not in query else 3)
        )
        body = f"<rss><channel>{items}</channel></rss>".encode()
        return Response(request.url, 200, {}, body, at(0))

    saved = Saved()
    source = Source("s", "googlenews", "", {"query": "acme", "days": 5, "language": "de-AT"})
    assert drive("googlenews", source, server, saved)
    assert len(saved.asked) == 6
    assert saved.asked[0].params["ceid"] == "AT:de"
    assert saved.cursor["query:acme"] == "2026-04-30"
    drive("googlenews", source, server, saved)
    assert "after:2026-04-30" in saved.asked[6].params["q"]


def test_a_telegram_channel_without_preview_is_an_error() -> None:
    def server(request: Request) -> Response:
        return Response(request.url, 200, {}, b'<div class="tgme_page_title">x</div>', at(1))

    with pytest.raises(Unreadable, match="no preview"):
        drive("telegram", source_of("telegram"), server, Saved())


def test_hyperkitty_is_asked_for_month_by_month() -> None:
    mail = (
        b"From ana@acme.example Fri May  1 09:00:00 2026\nFrom: Ana <ana@acme.example>\n"
        b"Date: Fri, 1 May 2026 09:00:00 +0000\nMessage-ID: <1@b>\n\nx\n"
    )

    def server(request: Request) -> Response:
        body = mail if "export" in request.url else b"<html><title>users</title></html>"
        return Response(request.url, 200, {}, body, at(0))

    saved = Saved()
    url = "https://lists.acme.example/archives/list/users@lists.acme.example/"
    source = Source("s", "mailinglist", url, {"days": 60})
    assert drive("mailinglist", source, server, saved)
    assert saved.posts["1@b"].channel == "users"
    assert [request.params.get("start") for request in saved.asked] == [
        None,
        "2026-03-02",
        "2026-04-02",
    ]


@pytest.mark.parametrize(
    ("network", "url"), [("youtube", "https://www.youtube.com/@acme"), ("youtube", "")]
)
def test_what_needs_a_key_says_so(network: str, url: str) -> None:
    source = Source("s", network, url, {} if url else {"search": "acme"})
    with pytest.raises(Unreadable):
        next(import_module(f"solisten_connectors.{network}").listen(source, {}))
