"""Politeness, proved from the server's log."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from collector_desk import Table, source
from fault_server import FaultServer, Reply, feed, running
from stores import fresh

from solisten.store import schema, sources
from solisten.store.sources import Outcome, Place
from solisten.web import Limits, Manners

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with running() as server:
        yield server


def test_a_host_is_asked_by_few_at_once_and_with_pauses(table: Table, server: FaultServer) -> None:
    table.write(server.port, *(source(f"s{n}", f"{server.url}/good-{n}") for n in range(10)))
    pause = 0.08
    table.manners = Manners(at_once=2, pause=pause)
    table.clock.real = True
    assert len(table.collect()) == 10
    times = [hit.at for hit in server.hits]
    assert times[-1] - times[0] > 9 * pause / 2  # a busy machine hands some over late
    assert server.busy <= 2


def test_it_says_who_asks_and_what_it_understands(table: Table, server: FaultServer) -> None:
    table.write(server.port, source("s", f"{server.url}/good"))
    table.collect()
    (hit,) = server.hits
    assert hit.headers["user-agent"].startswith("Solisten/")
    assert "me@acme.example" in hit.headers["user-agent"]
    assert hit.headers["accept-encoding"] == "gzip, deflate"
    assert "cookie" not in hit.headers


@pytest.mark.parametrize("path", ["/wait-seconds", "/wait-date"])
def test_it_waits_as_long_as_it_is_asked_to(table: Table, server: FaultServer, path: str) -> None:
    table.write(server.port, source("s", server.url + path))
    assert table.collect()["s"].state == "read"
    assert sum(table.clock.slept) >= 1.0
    assert len(server.hits) == 2


def test_what_one_is_told_holds_for_all_of_its_host(table: Table, server: FaultServer) -> None:
    table.write(
        server.port,
        source("first", f"{server.url}/wait-long"),
        *(source(f"s{n}", f"{server.url}/good-{n}") for n in range(3)),
    )
    table.manners = Manners(at_once=1, pause=0.0)
    table.collect("first")
    reports = table.collect()
    assert "first" not in reports  # it rests until then
    table.clock.ahead += 4_000
    assert table.collect()["first"].failure == "throttled"


def test_a_used_up_limit_is_waited_for(table: Table, server: FaultServer) -> None:
    table.write(
        server.port,
        source("a", f"{server.url}/used-up"),
        source("b", f"{server.url}/good"),
    )
    table.manners = Manners(at_once=1, pause=0.0)
    reports = table.collect()
    assert {report.state for report in reports.values()} == {"read"}
    assert any(wait > 5 for wait in table.clock.slept)


def test_a_host_that_fails_is_left_alone(table: Table, server: FaultServer) -> None:
    sources = [source(f"s{n}", f"{server.url}/status-500?{n}") for n in range(12)]
    table.write(server.port, *sources)
    table.manners = Manners(at_once=1, pause=0.0, failures=4, rest=1000.0)
    reports = table.collect()
    assert len(server.hits) == 4
    assert {report.failure for report in reports.values()} == {"server"}
    assert sum("left alone" in report.reason for report in reports.values()) >= 8


def test_failing_sources_are_asked_ever_less_often(table: Table, server: FaultServer) -> None:
    table.write(server.port, source("s", f"{server.url}/status-404", every="1h"))
    waits = []
    for _ in range(7):
        table.collect()
        (row,) = table.rows(schema.source)
        waits.append(row.due - row.asked_at)
    assert waits == sorted(waits)
    assert waits[0] <= 3_700
    assert waits[-1] == 86_400


def test_only_what_is_due_is_asked(table: Table, server: FaultServer) -> None:
    table.write(server.port, source("s", f"{server.url}/good", every="1h"))
    table.collect()
    assert table.collect(only_due=True) == {}
    table.clock.ahead += 3_700
    assert table.collect(only_due=True)["s"].state == "unchanged"


def test_a_clock_that_was_years_ahead_leaves_nothing_for_later(
    table: Table, server: FaultServer
) -> None:
    """What it noted as due lies years away, and so does the end of a rest that was asked for."""
    table.limits, table.clock.real = Limits(retries=0, patience=0.0), True
    table.clock.ahead = 10 * 365 * 86_400.0
    names = ("good", "wait-seconds")
    table.write(server.port, *(source(one, f"{server.url}/{one}", every="1h") for one in names))
    states = [table.collect(one, only_due=True)[one].state for one in names]
    assert states == ["read", "failed"]
    assert table.collect(only_due=True) == {}
    table.clock.ahead = 0.0
    states = [table.collect(one, only_due=True)[one].state for one in names]
    assert states == ["unchanged", "read"]
    assert table.collect(only_due=True) == {}


def test_robots_are_asked_for_pages_made_for_people(table: Table, server: FaultServer) -> None:
    table.write(server.port, source("list", f"{server.url}/private/users/", "mailinglist"))
    report = table.collect()["list"]
    assert report.failure == "denied"
    assert "robots.txt" in report.reason
    assert [hit.path for hit in server.hits] == ["/robots.txt"]


def test_feeds_are_made_for_programs(table: Table, server: FaultServer) -> None:
    server.pages["/private/feed"] = lambda _: Reply(200, b"<rss><channel></channel></rss>")
    table.write(server.port, source("feed", f"{server.url}/private/feed"))
    assert table.collect()["feed"].failure == ""
    assert not server.asked("/robots.txt")


def test_unchanged_answers_are_not_sent_twice(table: Table, server: FaultServer) -> None:
    table.write(server.port, source("s", f"{server.url}/good"))
    assert table.collect()["s"].new == 3
    again = table.collect()["s"]
    assert (again.state, again.found) == ("unchanged", 0)
    assert server.hits[1].headers["if-none-match"] == '"1"'


def test_an_equal_body_is_unchanged_without_an_etag(table: Table, server: FaultServer) -> None:
    server.pages["/plain"] = lambda _: Reply(200, feed("plain"))
    table.write(server.port, source("s", f"{server.url}/plain"))
    assert table.collect()["s"].new == 3
    assert table.collect()["s"].state == "unchanged"


def test_other_options_read_an_equal_answer_anew(table: Table, server: FaultServer) -> None:
    table.write(server.port, source("s", f"{server.url}/good"))
    table.collect()
    table.write(server.port, source("s", f"{server.url}/good", days=7))
    assert table.collect()["s"].found == 3
    assert "if-none-match" not in server.hits[1].headers


def test_a_version_counts_only_once_its_posts_are_saved(table: Table, server: FaultServer) -> None:
    """A run that fails after a good answer asks for all of it again."""
    body = [b"<html>log in</html>"]
    server.pages["/x"] = lambda _: Reply(200, body[0], {"ETag": '"same"'})
    table.write(server.port, source("s", f"{server.url}/x"))
    assert table.collect()["s"].failure == "unreadable"
    body[0] = feed("x")
    assert table.collect()["s"].new == 3
    assert "if-none-match" not in server.hits[1].headers


def test_cookies_are_neither_kept_nor_sent(table: Table, server: FaultServer) -> None:
    body = feed("x")
    server.pages["/x"] = lambda _: Reply(200, body, {"Set-Cookie": "a=1; Path=/"})
    table.write(server.port, source("a", f"{server.url}/x"), source("b", f"{server.url}/x"))
    table.manners = Manners(at_once=1, pause=0.0)
    table.collect()
    assert [hit.headers.get("cookie") for hit in server.hits] == [None, None]


def test_a_host_stays_a_minute_with_the_process_that_asked_it_last() -> None:
    places = [Place(id_, "rss", f"http://{host}/{id_}", host) for id_, host in ("ax", "bx", "cy")]

    def take(process: str, now: int, most: int = 9) -> list[str]:
        found = sources.claim(
            writing,
            ("a", "b", "c"),
            owner=f"{process}:1",
            process=process,
            now=now,
            until=now + 120,
            most=most,
            only_due=False,
        )
        return [lease.source for lease in found]

    with closing(fresh()) as database, database.writing() as writing:
        sources.register(writing, places)
        assert take("one", 1_000, most=1) == ["a"]
        assert sources.soonest(writing, ("a", "b"), "two", 1_000) is None
        assert take("two", 1_000) == ["c"]
        sources.finish(writing, "a", Outcome(at=1_010, due=1_010))
        assert take("two", 1_060) == []
        assert take("one", 1_060, most=1) == ["b"]
        throttled = Outcome(at=1_065, due=1_500, resting_until=1_500, failure="throttled")
        sources.finish(writing, "b", throttled)
        assert take("two", 1_400) == ["c"], "who was told to wait knows until when"
        assert take("two", 1_600) == ["c", "a", "b"]
