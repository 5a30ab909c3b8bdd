"""The feed of comments under a page: each once, an edit, a late answer, a 304 for no news."""

from __future__ import annotations

from typing import TYPE_CHECKING

import isso_server
import pytest
import stores
from collecting import Listener
from story import ACCOUNTS, DAY_ONE, DAY_TWO, afterwards, first_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from isso_server import Isso
    from story import Said

pytestmark = pytest.mark.skipif(not isso_server.PROGRAM.exists(), reason="isso is not installed")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Isso]:
    """Return a server on which the first day was told."""
    found = isso_server.start(tmp_path_factory.mktemp("isso"))
    try:
        found.tell(first_day())
        yield found
    finally:
        found.running.stop()


@pytest.fixture(scope="module")
def listener(server: Isso, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listener]:
    """Return a folder that collects the comments under one page."""
    found = Listener(tmp_path_factory.mktemp("listener"))
    found.configure(
        port=server.port,
        network="rss",
        official="Acme Support",
        connector="rss",
        url=server.feed("/acme/"),
        options="",
    )
    yield found
    stores.forget(found.folder)


def shown(server: Isso, posts: Sequence[Said]) -> dict[str, tuple[object, ...]]:
    """Return what the feed says of posts: author, time, what it hangs on, words, by id."""

    def uri(number: int | None) -> str:
        return f"tag:127.0.0.1:{server.port},2018:/isso/1/{number}" if number else ""

    return {
        uri(server.ids[one.key]): (
            ACCOUNTS[one.author],
            one.t,
            uri(server.above[one.key]),
            one.text,
        )
        for one in posts
        if server.pages[one.key] == "/acme/"
    }


def kept(listener: Listener) -> dict[str, tuple[object, ...]]:
    """Return the same of what is stored."""
    rows = listener.rows("select id, author, t, parent, text from post")
    return {row.pop("id"): tuple(row.values()) for row in rows}


def the_first_day(server: Isso, listener: Listener) -> None:
    """Collect everything told, post by post, and nothing twice."""
    assert listener.collect(DAY_ONE).new == 63
    assert kept(listener) == shown(server, first_day())
    again = listener.collect(DAY_ONE + 60)
    assert (again.state, again.new, again.changed) == ("unchanged", 0, 0)


def the_second_day(server: Isso, listener: Listener) -> None:
    """See a new need, a late answer and an edit; a feed does not tell what was deleted."""
    server.go_on({one.key: one.author for one in first_day()})
    report = listener.collect(DAY_TWO)
    assert (report.new, report.changed) == (2, 1)
    found, told = kept(listener), shown(server, afterwards(first_day(), deletions=False))
    assert {id_: row[0:1] + row[2:] for id_, row in found.items()} == {
        id_: row[0:1] + row[2:] for id_, row in told.items()
    }
    moved = [id_ for id_ in told if found[id_][1] != told[id_][1]]
    assert len(moved) <= 1  # the feed knows one time only: that of the edit
    assert listener.collect(DAY_TWO + 60).state == "unchanged"


def test_two_days_are_collected_post_by_post(server: Isso, listener: Listener) -> None:
    """One test, since the second day follows the first."""
    the_first_day(server, listener)
    the_second_day(server, listener)
