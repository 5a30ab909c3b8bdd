"""What every test of a server asks for; its module names the server's own as `SERVER`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import stores
from collecting import Listener, Server
from story import first_day

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Return a server on which the first day was told, or skip where it is not installed."""
    if reason := request.module.SERVER.missing():
        pytest.skip(reason)
    found: Server = request.module.SERVER.start(tmp_path_factory.mktemp("server"))
    try:
        found.tell(first_day())
        yield found
    finally:
        found.running.stop()


@pytest.fixture(scope="module")
def listener(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listener]:
    """Return a folder that collects what is told there."""
    found = Listener(tmp_path_factory.mktemp("listener"))
    found.configure(server.listened())
    yield found
    stores.forget(found.folder)
