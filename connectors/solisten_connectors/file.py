"""Files of post records, JSON Lines, CSV or Parquet, at an address."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from solisten.connector import Cursor, Listening, Request, Response, Source, connector
from solisten.errors import FileError, Unreadable
from solisten.nouns import Gone, Post

# The one connector that may import it: post records are this network's only format.
from solisten.records import Options, Rejected, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NETWORK = "file"  # of a record that names none


def read(response: Response) -> Iterator[Post | Gone]:
    """Yield the posts and deletions of a file of records; its rejected rows are left out.

    `Unreadable` when it is no file of records at all, or when not one of its rows can be read.
    """
    yield from _read(response, Options(network=NETWORK))


@connector(
    "file",
    read=read,
    reach="the records that someone has collected, from their first to their last day",
    options=("network", "channel", "preset", "map"),
    sees=("replies", "followers", "edits", "deletions", "likes"),
    terms="those of whoever made the file",
    verified="read on exports of Google Play and Twitter support conversations",
)
def listen(source: Source, cursor: Cursor) -> Listening:  # noqa: ARG001  (a file has no pages)
    """Ask for the file, once a run; the collector knows when it has not changed."""
    answer = yield Request(source.url)
    if answer is not None and not answer.unchanged:
        yield from _read(answer, _options(source.options))


def _options(options: Mapping[str, object]) -> Options:
    mapping = options.get("map")
    return Options(
        network=str(options.get("network", NETWORK)),
        channel=str(options.get("channel", "")),
        preset=str(options.get("preset", "")),
        mapping={str(field): str(column) for field, column in mapping.items()}
        if isinstance(mapping, dict)
        else {},
    )


def _read(response: Response, options: Options) -> Iterator[Post | Gone]:
    if not response.body or response.status >= 400:
        return
    name = unquote(urlsplit(response.url).path.rpartition("/")[2]) or "records"
    first: Rejected | None = None
    posts = 0
    try:
        for row in read_bytes(response.body, options, name):
            if isinstance(row, Post | Gone):
                posts += 1
                yield row
            elif isinstance(row, Rejected):
                first = first or row
    except FileError as error:
        raise Unreadable(str(error)) from None
    if first and not posts:
        raise Unreadable(f"{name}, line {first.line}: {first.reason}")
