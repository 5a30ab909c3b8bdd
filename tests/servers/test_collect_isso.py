"""The feeds of comments under two pages: each once, an edit, a late answer, a 304 for no news."""

from __future__ import annotations

from typing import TYPE_CHECKING

import isso_server
from collecting import agree, nothing_new, the_first_day
from story import DAY_TWO, afterwards, first_day

if TYPE_CHECKING:
    from collecting import Listener, Server

SERVER = isso_server


def test_two_days_are_collected_post_by_post(server: Server, listener: Listener) -> None:
    """One test, since the second day follows the first."""
    the_first_day(server, listener)
    server.go_on()
    found = listener.collect(DAY_TWO)
    assert (found.new, found.changed) == (2, 1)
    agree(server, listener, afterwards(first_day(), deletions=False))  # a feed tells of none
    assert nothing_new(listener, DAY_TWO + 60).states == {"unchanged"}
