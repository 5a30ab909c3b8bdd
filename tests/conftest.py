"""What every test may ask for."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import postgres_server
import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

# CI draws the same examples every time: what fails there fails at home too.
settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")

# What a shell starts in the background ignores Ctrl-C, and so does all that it starts itself.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# They read much, or draw many examples: each line of theirs is passed in other tests, too.
UNTRACED = (
    *("connectors/test_captures_", "connectors/test_fuzz_", "connectors/test_hostile_"),
    *("estimate/test_advice", "estimate/test_monotone", "estimate/test_sensitivity"),
    *("query/test_folding_texts", "query/test_matching_naive"),
    *("real/", "records/test_record_data_sets", "records/test_record_round_trip"),
    *("reference/", "simulation/", "store/test_both_engines", "store/test_threads_that_join"),
)

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run what reads much without the tracer of coverage, which would take as long again."""
    tests = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(tests):
            place = item.path.relative_to(tests).as_posix()
            if place.startswith(UNTRACED):
                item.add_marker("no_cover")


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """Make what an untraced test needs without the tracer, too."""
    with _untraced(item):
        yield


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Take the tracer away: of the two in a worker, pytest-cov pauses only one."""
    with _untraced(item):
        yield


@contextmanager
def _untraced(item: pytest.Item) -> Iterator[None]:
    tracer = sys.gettrace()
    if tracer is None or item.get_closest_marker("no_cover") is None:
        yield
        return
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracer)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real captures and data sets, or skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared captures and data sets are not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def postgres() -> postgres_server.Server:
    """Return a PostgreSQL server of the tests' own, or skip where there is none to start."""
    if reason := postgres_server.missing():
        pytest.skip(reason)
    return postgres_server.server()
