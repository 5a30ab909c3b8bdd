"""A source that does everything wrong ends within its limits, with a reason; the others go on."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

import pytest
import stores
from collector_desk import Table, source
from fault_server import FaultServer, running

from solisten.store import schema
from solisten.web import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from solisten.collector.running import Report

SECONDS = 4.0
LIMITS = Limits(seconds=SECONDS, bytes=5_000_000, retries=2)
PRIVATE = "inside.example"
LINK_LOCAL = "metadata.example"


class Fault(NamedTuple):
    """A path, how its run ends, and a part of the reason."""

    path: str
    kind: str
    reason: str = ""


FAULTS = {
    "asked to wait": Fault("/wait-long", "throttled", "429"),
    "asked to wait, it does not say how long": Fault("/wait-odd", "throttled", "429"),
    "overloaded": Fault("/overloaded", "throttled", "503"),
    "error": Fault("/status-500", "server", "500"),
    "bad gateway": Fault("/status-502", "server", "502"),
    "gone": Fault("/status-404", "gone", "404"),
    "gone for good": Fault("/status-410", "gone", "410"),
    "log in": Fault("/status-401", "denied", "401"),
    "forbidden": Fault("/status-403", "denied", "403"),
    "teapot": Fault("/status-418", "unreadable", "418"),
    "redirects in a circle": Fault("/loop", "unreadable", "10 times"),
    "redirects without end": Fault("/chain", "unreadable", "10 times"),
    "leads to link-local": Fault(
        "/to?url=http://169.254.169.254/latest", "refused_address", "link-local"
    ),
    "leads to a name of this machine": Fault(
        "/to-home?url=http://localhost.example:{port}/canary", "refused_address", "loopback"
    ),
    "leads to a name inside": Fault(
        f"/to-inside?url=http://{PRIVATE}:{{port}}/canary", "refused_address", "private"
    ),
    "leads to a file": Fault("/to-file?url=file:///etc/passwd", "refused_address", "https alone"),
    "leads to another port": Fault("/to-port?url=http://127.0.0.1:22/", "refused_address", "22"),
    "cut off": Fault("/truncated", "network"),
    "a wrong length": Fault("/bad-length", "network"),
    "a wrong chunk": Fault("/bad-chunk", "network"),
    "a connection that is reset": Fault("/reset", "network"),
    "no HTTP": Fault("/no-http", "network"),
    "headers without end": Fault("/header-flood", "network"),
    "drips": Fault("/drip", "timeout"),
    "a slow head": Fault("/slow-head", "timeout"),
    "silence": Fault("/silent", "timeout"),
    "an endless body": Fault("/endless", "too_large", "5000000 bytes"),
    "a bomb": Fault("/bomb", "too_large"),
    "a bomb in a bomb": Fault("/bomb-in-bomb", "too_large"),
    "damaged gzip": Fault("/damaged-gzip", "unreadable", "gzip"),
    "a coding nobody asked for": Fault("/other-coding", "unreadable", "br"),
    "unchanged, though nothing was known": Fault("/unchanged-always", "unreadable", "304"),
    "a web page": Fault("/page", "unreadable", "web page"),
    "nothing": Fault("/empty", "unreadable"),
}
"""The faults that end a run; those that a reader forgives are in FORGIVEN."""
FORGIVEN = {
    "billion laughs": "/laughs",
    "an external entity": "/entity",
    "wrong encoding": "/wrong-encoding",
    "zero bytes": "/nulls",
    "flapping": "/flapping",
    "asked to wait a little": "/wait-seconds",
    "asked to wait until a date": "/wait-date",
}
GOOD = [f"good-{number}" for number in range(5)]


class Ran(NamedTuple):
    """What a run over all the faults left."""

    table: Table
    server: FaultServer
    reports: Mapping[str, Report]
    seconds: float


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    """Collect every fault and the good ones in one run."""
    table = Table(tmp_path_factory.mktemp("faults"), limits=LIMITS)
    table.names |= {
        PRIVATE: ["10.0.0.5"],
        "localhost.example": ["127.0.0.9", "::1", "0.0.0.0"],
    }
    with running() as server:
        paths = {name: fault.path for name, fault in FAULTS.items()} | FORGIVEN
        paths |= {name: f"/{name}" for name in GOOD}
        # Each has a host of its own: what one host asks for holds for all that is asked of it.
        names = [f"host{number}.example" for number in range(len(paths) + 2)]
        table.names |= {key: ["127.0.0.1"] for key in names}
        urls = [f"http://{name}:{server.port}" for name in names]
        sources = [
            source(name, url + path.format(port=server.port))
            for url, (name, path) in zip(urls, paths.items(), strict=False)
        ]
        sources += [
            source("the same cursor", urls[-2], "bluesky", accounts=["x.example"]),
            source("cut JSON", urls[-1], "mastodon", hashtags=["cut"]),
        ]
        table.write(server.port, *sources, seconds=SECONDS)
        began = time.monotonic()
        reports = table.collect()
        yield Ran(table, server, reports, time.monotonic() - began)
    stores.forget(table.folder)


@pytest.mark.parametrize("name", FAULTS)
def test_it_ends_with_a_recorded_reason(ran: Ran, name: str) -> None:
    fault, report = FAULTS[name], ran.reports[name]
    assert (report.state, report.failure) == ("failed", fault.kind), report.reason
    assert fault.reason in report.reason
    stored = next(row for row in ran.table.rows(schema.source) if row.id == name)
    assert (stored.failure, stored.reason) == (report.failure, report.reason)
    assert stored.failures == 1
    assert not stored.owner
    assert stored.due > ran.table.clock.now() - 3600


@pytest.mark.parametrize("name", FORGIVEN)
def test_what_can_be_read_is_read(ran: Ran, name: str) -> None:
    assert ran.reports[name].failure in {"", "unreadable"}, ran.reports[name].reason
    if name not in {"billion laughs", "an external entity", "zero bytes"}:
        assert ran.reports[name].state == "read"


def test_more_than_25_faults_are_tried() -> None:
    assert len(FAULTS) + len(FORGIVEN) >= 25


def test_a_cursor_that_never_moves_ends(ran: Ran) -> None:
    report = ran.reports["the same cursor"]
    assert report.asked <= 4
    assert report.new == 1


def test_json_that_is_cut_off_is_unreadable(ran: Ran) -> None:
    assert ran.reports["cut JSON"].failure == "unreadable"


def test_the_others_go_on(ran: Ran) -> None:
    for name in GOOD:
        assert ran.reports[name].state == "read"
        assert {f"{name}-{i}" for i in range(3)} <= set(ran.table.posts())


def test_nothing_that_is_refused_was_reached(ran: Ran) -> None:
    assert not ran.server.asked("/canary")
    assert {hit.host for hit in ran.server.hits} == {"127.0.0.1"}


def test_everything_ends_within_its_limits(ran: Ran) -> None:
    assert ran.seconds < 40


def test_retries_are_few_and_patient(ran: Ran) -> None:
    assert len(ran.server.asked("/status-500")) == 1 + LIMITS.retries
    assert len(ran.server.asked("/silent")) == 2
    assert len(ran.server.asked("/status-403")) == 1
    assert len(ran.server.asked("/wait-long")) == 1


def test_who_wants_to_be_left_alone_is(ran: Ran) -> None:
    before = len(ran.server.asked("/wait-long"))
    again = ran.table.collect("asked to wait")
    assert again == {}
    assert len(ran.server.asked("/wait-long")) == before
