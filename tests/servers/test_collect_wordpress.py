"""WordPress: every article and comment is collected, an edit and a late answer are seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import stores
import wordpress_server
from collecting import Listened, Listener, Source, agree, nothing_new, the_first_day
from story import DAY_TWO, afterwards, first_day

if TYPE_CHECKING:
    from pathlib import Path

    from collecting import Server

SERVER = wordpress_server


def test_two_days_are_collected_post_by_post(
    server: Server, listener: Listener, tmp_path: Path
) -> None:
    """One test, since the second day follows the first."""
    the_first_day(server, listener)
    server.go_on()
    found = listener.collect(DAY_TWO)
    assert (found.new, found.changed) == (2, 1)
    agree(server, listener, afterwards(first_day(), deletions=False))  # it tells of none
    nothing_new(listener, DAY_TWO + 60)
    a_feed_that_did_not_change(server, tmp_path)


def a_feed_that_did_not_change(server: Server, folder: Path) -> None:
    """Collect the feed of articles, which holds ten; the server's log tells of its answers."""
    listener, blog = Listener(folder), server.listened()
    feed = Source("rss", f"{blog.sources[0].url}/feed/", "comments = false")
    listener.configure(Listened("rss", blog.port, {"Acme": "Acme Support"}, (feed,)))
    assert listener.collect(DAY_TWO).new == 10
    assert listener.collect(DAY_TWO + 60).states == {"unchanged"}
    logs = [path.read_text() for path in sorted(server.running.folder.glob("*.log"))]
    told = [line for line in logs[-1].splitlines() if line.endswith("GET /feed/")]
    assert [line.split()[0] for line in told] == ["200", "304"]
    stores.forget(folder)
