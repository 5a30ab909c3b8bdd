"""The driver keeps to the protocol, whatever a connector does."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from solisten.collector.driving import MANY, Ending, Records, drive
from solisten.connector import (
    Checkpoint,
    Cursor,
    Listening,
    Request,
    RequestFailed,
    Response,
    Source,
)
from solisten.errors import Unreadable
from solisten.nouns import Post

if TYPE_CHECKING:
    from collections.abc import Mapping

SOURCE = Source("s", "x")


def post(number: int) -> Post:
    return Post(network="x", id=str(number), created_at=0.0)


class Kept:
    """What was saved, in order."""

    def __init__(self) -> None:
        self.batches: list[tuple[int, Mapping[str, Any] | None]] = []
        self.asked: list[str] = []

    async def keep(self, records: Records, cursor: Mapping[str, Any] | None) -> None:
        self.batches.append((len(records), cursor))

    async def ask(self, request: Request) -> Response | None:
        self.asked.append(request.url)
        if request.url == "gone":
            raise RequestFailed("gone", 404)
        if request.url == "over":
            return None
        return Response(request.url, 200, {}, b"x")


def driven(listen: Any, most: int = 10) -> tuple[Ending, Kept]:
    kept = Kept()
    return asyncio.run(drive(listen, SOURCE, {}, kept.ask, kept.keep, most)), kept


def test_posts_go_with_their_checkpoint_and_the_rest_is_left_to_the_end() -> None:
    def listen(_source: Source, _cursor: Cursor) -> Listening:
        answer = yield Request("a")
        assert answer is not None
        yield post(1)
        yield Checkpoint({"a": 1})
        yield post(2)

    ending, kept = driven(listen)
    assert kept.batches == [(1, {"a": 1})]
    assert (ending.complete, [one.id for one in ending.records]) == (True, ["2"])


def test_a_failure_is_thrown_where_it_was_asked_for() -> None:
    def listen(_source: Source, _cursor: Cursor) -> Listening:
        try:
            yield Request("gone")
        except RequestFailed as failure:
            yield post(failure.status or 0)
        yield Request("gone")

    ending, _ = driven(listen)
    assert isinstance(ending.failure, RequestFailed)
    assert not ending.complete
    assert [one.id for one in ending.records] == ["404"]


def test_a_run_has_so_many_requests() -> None:
    closed: list[bool] = []

    def listen(_source: Source, _cursor: Cursor) -> Listening:
        try:
            while True:
                yield Request("a")
        finally:
            closed.append(True)

    ending, kept = driven(listen, most=3)
    assert len(kept.asked) == 3
    assert (ending.complete, ending.failure, closed) == (False, None, [True])


def test_a_stream_ends_with_close() -> None:
    def listen(_source: Source, _cursor: Cursor) -> Listening:
        while True:
            yield Request("over", stream=True)

    ending, kept = driven(listen)
    assert ending.complete
    assert kept.asked == ["over"]


def test_many_records_are_saved_as_they_come() -> None:
    def listen(_source: Source, _cursor: Cursor) -> Listening:
        yield Request("a")
        for number in range(2 * MANY + 5):
            yield post(number)
        yield Checkpoint({"a": 1})

    ending, kept = driven(listen)
    assert kept.batches == [(MANY, None), (MANY, None), (5, {"a": 1})]
    assert ending.complete


@pytest.mark.parametrize("wrong", [None, "text", 7, {"cursor": 1}])
def test_what_is_no_part_of_the_contract_is_a_bug(wrong: Any) -> None:
    def listen(_source: Source, _cursor: Cursor) -> Listening:
        yield wrong

    ending, _ = driven(listen)
    assert isinstance(ending.failure, TypeError)


@pytest.mark.parametrize("error", [Unreadable("a log-in form"), KeyError("x"), ZeroDivisionError()])
def test_whatever_it_raises_what_it_found_before_is_kept(error: Exception) -> None:
    def listen(_source: Source, _cursor: Cursor) -> Listening:
        yield post(1)
        raise error

    ending, _ = driven(listen)
    assert ending.failure is error
    assert len(ending.records) == 1
