"""A server of the Mastodon API: everything told there is collected, and what changes is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mastodon_server
from collecting import agree, nothing_new, the_first_day
from story import DAY_TWO, LATER, afterwards, first_day

if TYPE_CHECKING:
    from collecting import Listener, Server

SERVER = mastodon_server


def test_two_days_are_collected_post_by_post(server: Server, listener: Listener) -> None:
    """One test, since the second day follows the first."""
    the_first_day(server, listener)
    server.go_on()
    listener.collect(DAY_TWO)
    told = afterwards(first_day(), deletions=False)
    agree(server, listener, told)
    listener.collect(LATER)
    agree(server, listener, afterwards(first_day()))
    nothing_new(listener, LATER + 60)
