"""What a source would ask for, told without asking anybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import msgspec

from solisten.connector import Request, Response
from solisten.connector import Source as Listened
from solisten.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solisten.config import Source
    from solisten.connector import Connector


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """Hold the requests of a run in which nothing has changed; more follow from the answers.

    `note` says why it would end early.
    """

    source: str
    connector: str
    requests: Sequence[str]
    note: str = ""


def rehearsed(connector: Connector, source: Source, row: Any) -> Rehearsed:
    """Run a connector with answers that say that nothing has changed; secrets stay `env:NAME`."""
    cursor = msgspec.json.decode(row.cursor) if row is not None else {}
    steps = connector.listen(
        Listened(source.id, source.connector, _url(source), source.options), cursor
    )
    found: list[str] = []
    answer, note = None, ""
    try:
        while len(found) < source.max_requests:
            event = steps.send(answer)
            answer = None
            if isinstance(event, Request):
                found.append(_line(event))
                if event.stream:
                    break
                answer = Response(event.url, 304, unchanged=True)
    except StopIteration:
        pass
    except Unreadable as failure:
        note = failure.reason if not found else "the rest follows from the answers"
    except Exception as failure:  # noqa: BLE001  (a connector's fault is no fault of ours)
        note = f"its connector fails ({type(failure).__name__}: {failure})"
    finally:
        steps.close()
    return Rehearsed(source.id, source.connector, found, note)


def _url(source: Source) -> str:
    """Return the source's address; one that is a secret stays one."""
    secret = source.url.startswith("env:")
    return f"https://{source.url.removeprefix('env:').lower()}.secret" if secret else source.url


def _line(request: Request) -> str:
    query = urlencode(request.params)
    url = f"{request.url}{'&' if '?' in request.url else '?'}{query}" if query else request.url
    return f"{request.method} {url}{f' (auth: {request.auth})' if request.auth else ''}"
