"""Listings that show the newest first, read so that no gap is ever forgotten (DESIGN 5)."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, TypeVar
from urllib.parse import urlencode

from solisten.connector import Checkpoint, Cursor, Request, RequestFailed, Response, Source
from solisten.nouns import Gone, Post

DAYS_BACK = 90  # how far a first run reads back, unless the source's `days` says otherwise
DAY = 86400.0
LOST = frozenset({400, 404, 410, 422})  # statuses that say a place in a listing is no more

_T = TypeVar("_T")
Steps: TypeAlias = Generator[Request | Post | Gone | Checkpoint, Response | None, _T]


@dataclass(frozen=True, slots=True)
class Page:
    """Hold one page: its records, (id, time) of its own entries, and where the older ones begin.

    `older` is what `ask` of the next page needs; "" says that this is the last page. `pause`: the
    network asks not to go on in this run.
    """

    records: tuple[Post | Gone, ...]
    entries: tuple[tuple[str, float], ...] = ()
    older: str = ""
    pause: bool = False


Ask: TypeAlias = Callable[[str], Request]
PageOf: TypeAlias = Callable[[Response], Page]


@dataclass(frozen=True, slots=True)
class _Stop:
    """Say where to stop: at what was the newest before, or where a first run has read enough."""

    newest: str = ""
    at: float | None = None
    days: float = DAYS_BACK
    sortable: bool = False


def newest_first(
    key: str,
    cursor: Cursor,
    ask: Ask,
    page_of: PageOf,
    *,
    days: float = DAYS_BACK,
    sortable: bool = False,
) -> Steps[None]:
    """Read a listing from its newest entry down to the newest of the run before.

    An open gap of an earlier run is closed first. `cursor[key]` holds `newest` (id), `at` (its
    time) and, while there is one, `gap`: where the older entries begin, and the id and time that
    close it. `sortable`: ids grow with time (compared by length, then text), so that odd dates do
    not matter. A place in the listing that is no more closes its gap: it cannot be asked for.
    News is asked for only when no gap is open.
    """
    state = dict(cursor[key]) if isinstance(cursor.get(key), Mapping) else {}
    if gap := state.get("gap"):
        older, newest, at = gap
        stop = _Stop(newest, at, days, sortable)
        try:
            state = yield from _down(key, state, older, stop, ask, page_of)
        except RequestFailed as failure:
            if failure.status not in LOST:
                raise
            state = {**state, "gap": None}
            yield Checkpoint({key: state})
        if state.get("gap"):
            return
    stop = _Stop(str(state.get("newest", "")), state.get("at"), days, sortable)
    yield from _down(key, state, "", stop, ask, page_of)


def explained(steps: Steps[_T], remedy: str) -> Steps[_T]:
    """Go through the steps; a refusal gets a note that says what to do."""
    try:
        return (yield from steps)
    except RequestFailed as failure:
        if failure.kind == "denied":
            failure.add_note(remedy)
        raise


def days_of(source: Source) -> float:
    """Return how many days back a first run reads: the source's `days`, else 90.

    >>> days_of(Source("a", "b", options={"days": 7})), days_of(Source("a", "b"))
    (7.0, 90.0)
    """
    days = source.options.get("days", DAYS_BACK)
    return float(days) if isinstance(days, int | float) and days > 0 else float(DAYS_BACK)


def _down(
    key: str, state: Mapping[str, Any], older: str, stop: _Stop, ask: Ask, page_of: PageOf
) -> Steps[dict[str, Any]]:
    """Read page after page from `older` down to `stop`; a checkpoint after each."""
    current, asked, fresh = dict(state), {older}, not older
    while True:
        request = ask(older)
        if older:  # the page may have been seen by a run that was cut off before it said so
            request = replace(request, headers={**request.headers, "cache-control": "no-cache"})
        response = yield request
        if response is None:
            return current
        if response.unchanged:
            if older:  # what has not changed since was read then, and what is older before it
                current["gap"] = None
                yield Checkpoint({key: dict(current)})
            return current
        page = page_of(_located(response, request))
        yield from page.records
        if fresh and page.entries:
            fresh = False
            newest, at = _newest(page, stop)
            current |= {"newest": newest, "at": at}
        # A place that was asked for before is a listing that never ends.
        closed = not page.older or page.older in asked or _reached(page, stop, response.fetched_at)
        older = page.older
        asked.add(older)
        if fresh and not closed:
            continue  # a first page that only names the next one is no place to go on from
        current["gap"] = None if closed else [older, stop.newest, stop.at]
        yield Checkpoint({key: dict(current)})
        if closed or page.pause:
            return current


def _located(response: Response, request: Request) -> Response:
    """Return the answer under its whole address: what was asked for tells what it holds."""
    if not request.params or "?" in response.url:
        return response
    return replace(response, url=f"{response.url}?{urlencode(request.params)}")


def _newest(page: Page, stop: _Stop) -> tuple[str, float]:
    """Return the newest entry, never one older than what was the newest before."""
    if stop.sortable:
        first = max(page.entries, key=lambda entry: _size(entry[0]))
        before = (stop.newest, stop.at or 0.0)
        return first if _size(first[0]) >= _size(stop.newest) else before
    first = max(page.entries, key=lambda entry: entry[1])
    return first if stop.at is None or first[1] >= stop.at else (stop.newest, stop.at)


def _reached(page: Page, stop: _Stop, now: float | None) -> bool:
    if not page.entries:
        return False
    if stop.newest:
        if stop.sortable:
            return any(_size(name) <= _size(stop.newest) for name, _ in page.entries)
        ended = stop.at is not None and min(at for _, at in page.entries) < stop.at
        return ended or any(name == stop.newest for name, _ in page.entries)
    youngest = max(at for _, at in page.entries)
    return now is not None and youngest < now - stop.days * DAY


def _size(name: str) -> tuple[int, str]:
    return len(name), name
