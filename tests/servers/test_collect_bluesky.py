"""A PDS and an AppView: every post of the accounts and their threads, and what is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import bluesky_server
import stores
from collecting import Listener, agree, nothing_new, the_first_day
from story import DAY_ONE, DAY_TWO, LATER, Said, afterwards, first_day

if TYPE_CHECKING:
    from pathlib import Path

    from bluesky_server import Bluesky
    from collecting import Server

SERVER = bluesky_server


def test_two_days_are_collected_post_by_post(
    server: Server, listener: Listener, tmp_path: Path
) -> None:
    """One test, since the second day follows the first."""
    the_first_day(server, listener)
    server.go_on()
    listener.collect(DAY_TWO)
    listener.collect(LATER)
    agree(server, listener, afterwards(first_day(), edits=False))
    nothing_new(listener, LATER + 60)
    a_long_feed(cast("Bluesky", server), tmp_path)


def a_long_feed(network: Bluesky, folder: Path) -> None:
    """Read two pages to their end, and nothing when asked again."""
    listener = Listener(folder)
    network.sign_up("dora", "")
    posts = [
        Said(f"d{age}", "dora", f"Acme tea number {age}", DAY_ONE - age, root=f"d{age}")
        for age in range(1, 131)
    ]
    network.tell(posts)
    listener.configure(network.accounts(["dora"], {"Acme": "acmehelp.test"}))
    found = listener.collect(DAY_ONE)
    assert (found.new, found.asked) == (len(posts), 3)  # an empty page is the end
    assert listener.kept() == network.shown(posts)
    nothing_new(listener, DAY_ONE + 60)
    stores.forget(folder)
