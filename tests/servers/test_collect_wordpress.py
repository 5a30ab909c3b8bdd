"""WordPress: every article and comment is collected, an edit and a late answer are seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import stores
import wordpress_server
from collecting import Listener
from story import ACCOUNTS, DAY_ONE, DAY_TWO, afterwards, first_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from story import Said
    from wordpress_server import WordPress

pytestmark = pytest.mark.skipif(
    bool(wordpress_server.missing()), reason=wordpress_server.missing() or "installed"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordPress]:
    """Return a blog on which the first day was told."""
    found = wordpress_server.start(tmp_path_factory.mktemp("wordpress"))
    try:
        found.tell(first_day())
        yield found
    finally:
        found.running.stop()


@pytest.fixture(scope="module")
def listener(server: WordPress, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listener]:
    """Return a folder that collects the blog."""
    found = Listener(tmp_path_factory.mktemp("listener"))
    found.configure(
        port=server.port,
        network="wordpress",
        official=str(server.authors["acmehelp"]),
        connector="wordpress",
        url=server.url,
        options="",
    )
    yield found
    stores.forget(found.folder)


def shown(server: WordPress, posts: Sequence[Said]) -> dict[str, tuple[object, ...]]:
    """Return what the network says of posts: author, name, time, parent, words, by id."""
    return {
        server.uri(one.key, one.root): (
            str(server.authors[one.author]),
            ACCOUNTS[one.author],
            one.t,
            server.uri(one.parent, one.root) if one.parent else "",
            one.text,
        )
        for one in posts
    }


def kept(listener: Listener) -> dict[str, tuple[object, ...]]:
    """Return the same of what is stored."""
    rows = listener.rows("select id, author, author_name, t, parent, text from post")
    return {row.pop("id"): tuple(row.values()) for row in rows}


def the_first_day(server: WordPress, listener: Listener) -> None:
    """Collect everything told, post by post, and nothing twice."""
    report = listener.collect(DAY_ONE)
    assert kept(listener) == shown(server, first_day())
    assert (report.new, report.changed) == (69, 0)
    again = listener.collect(DAY_ONE + 60)
    assert (again.new, again.changed) == (0, 0)


def the_second_day(server: WordPress, listener: Listener) -> None:
    """See a new need, a late answer and an edit; the interface does not tell what was deleted."""
    server.go_on()
    report = listener.collect(DAY_TWO)
    assert (report.new, report.changed) == (2, 1)
    assert kept(listener) == shown(server, afterwards(first_day(), deletions=False))
    again = listener.collect(DAY_TWO + 60)
    assert (again.new, again.changed) == (0, 0)


def a_feed_that_did_not_change(server: WordPress, tmp_path: Path) -> None:
    """Collect the feed of articles, which holds ten; its own log tells what it answered."""
    listener = Listener(tmp_path)
    listener.configure(
        port=server.port,
        network="rss",
        official="Acme Support",
        connector="rss",
        url=f"{server.url}/feed/",
        options="comments = false",
    )
    assert listener.collect(DAY_TWO).new == 10
    assert listener.collect(DAY_TWO + 60).state == "unchanged"
    logs = [path.read_text() for path in sorted(server.running.folder.glob("*.log"))]
    told = [line for line in logs[-1].splitlines() if line.endswith("GET /feed/")]
    assert [line.split()[0] for line in told] == ["200", "304"]
    stores.forget(tmp_path)


def test_two_days_are_collected_post_by_post(
    server: WordPress, listener: Listener, tmp_path: Path
) -> None:
    """One test, since the second day follows the first."""
    the_first_day(server, listener)
    the_second_day(server, listener)
    a_feed_that_did_not_change(server, tmp_path)
