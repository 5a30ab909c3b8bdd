"""A server of the Mastodon API: everything told there is collected, and what changes is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mastodon_server
import pytest
import stores
from collecting import Listener
from story import DAY_ONE, DAY_TWO, LATER, afterwards, first_day, waits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mastodon_server import Mastodon
    from story import Said

pytestmark = pytest.mark.skipif(
    not mastodon_server.PROGRAM.exists(), reason="mastodon_mock is not installed"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mastodon]:
    """Return a server on which the first day was told."""
    found = mastodon_server.start(tmp_path_factory.mktemp("mastodon"))
    try:
        found.tell(first_day())
        yield found
    finally:
        found.running.stop()


@pytest.fixture(scope="module")
def listener(server: Mastodon, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listener]:
    """Return a folder that collects two hashtags and their conversations."""
    found = Listener(tmp_path_factory.mktemp("listener"))
    found.configure(
        port=server.port,
        network="mastodon",
        official=f"@{server.author('acmehelp')}",
        connector="mastodon",
        url=server.url,
        options='hashtags = ["acme", "globex"]',
    )
    yield found
    stores.forget(found.folder)


def shown(server: Mastodon, posts: Sequence[Said]) -> dict[str, tuple[object, ...]]:
    """Return what the network says of posts: author, time, parent, words, by id."""
    return {
        server.uris[one.key]: (
            server.author(one.author),
            one.t,
            server.uris.get(one.parent, ""),
            one.text,
        )
        for one in posts
    }


def kept(listener: Listener) -> dict[str, tuple[object, ...]]:
    """Return the same of what is stored."""
    rows = listener.rows("select id, author, t, parent, text from post")
    return {row["id"]: (row["author"], row["t"], row["parent"], row["text"]) for row in rows}


def the_first_day(server: Mastodon, listener: Listener) -> None:
    """Collect everything told, post by post, and nothing twice."""
    report = listener.collect(DAY_ONE)
    assert kept(listener) == shown(server, first_day())
    assert (report.new, report.changed) == (69, 0)
    again = listener.collect(DAY_ONE + 60)
    assert (again.new, again.changed) == (0, 0)
    assert needs(listener) == waits(first_day())


def needs(listener: Listener) -> list[int | None]:
    """Return how long each of Acme's needs waited."""
    rows = listener.rows("select answer_seconds from needs where brand = 'Acme'")
    found = [row["answer_seconds"] for row in rows]
    return sorted(found, key=lambda wait: (wait is None, wait or 0))


def the_second_day(server: Mastodon, listener: Listener) -> None:
    """See a new need, a late answer, an edit and two deletions."""
    server.go_on({one.key: one.author for one in first_day()})
    listener.collect(DAY_TWO)
    told = afterwards(first_day(), deletions=False)
    assert kept(listener) == shown(server, told)
    listener.collect(LATER)
    live = afterwards(first_day())
    assert kept(listener) == shown(server, live)
    assert needs(listener) == waits(live)
    again = listener.collect(LATER + 60)
    assert (again.new, again.changed) == (0, 0)


def test_two_days_are_collected_post_by_post(server: Mastodon, listener: Listener) -> None:
    """One test, since the second day follows the first."""
    the_first_day(server, listener)
    the_second_day(server, listener)
