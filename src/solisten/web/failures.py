"""What went wrong with a request, in the words of the contract, and whether to ask again."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import httpcore
import httpx

from solisten.connector import RequestFailed
from solisten.web.door import AddressRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from solisten.connector import FailureKind
    from solisten.web.sending import Limits

_KINDS: dict[int, FailureKind] = {
    401: "denied",
    403: "denied",
    404: "gone",
    407: "denied",
    408: "timeout",
    410: "gone",
    425: "server",
    429: "throttled",
    451: "denied",
}
_AGAIN = frozenset({"network", "server", "throttled"})
BACKOFF, BACKOFF_MOST = 1.0, 30.0  # seconds, doubled at each retry
EPOCH_SECONDS = 1e9  # a larger number is a time, a smaller one a duration


def failure_of(status: int, headers: Mapping[str, str], now: float) -> RequestFailed:
    """Return what an error's status means."""
    wait = retry_after(headers, now)
    kind: FailureKind = _KINDS.get(status, "server" if status >= 500 else "unreadable")
    if status == 503 and wait is not None:
        kind = "throttled"
    return RequestFailed(kind, status, wait)


def failure_from(error: Exception) -> RequestFailed | None:
    """Return what an exception of the libraries below means; None for one that is a bug."""
    kind: FailureKind
    if isinstance(error, AddressRefused):
        kind, why = "refused_address", str(error)
    elif isinstance(error, TimeoutError | httpx.TimeoutException | httpcore.TimeoutException):
        kind, why = "timeout", "the answer did not come in time"
    elif isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL | httpx.CookieConflict):
        kind, why = "refused_address", f"no address on the web: {error}"
    elif isinstance(error, httpx.DecodingError):
        kind, why = "unreadable", f"the answer cannot be read: {error}"
    elif isinstance(
        error, httpx.TransportError | httpcore.NetworkError | httpcore.ProtocolError | OSError
    ):
        kind, why = "network", _network(error)
    else:
        return None
    failure = RequestFailed(kind)
    failure.add_note(why)
    return failure


def _network(error: Exception) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return f"no safe connection: {getattr(cause, 'verify_message', '') or cause.reason}"
        cause = cause.__cause__ or cause.__context__
    return f"no answer: {str(error) or type(error).__name__}"


def pause_before_retry(
    failure: RequestFailed, attempt: int, limits: Limits, jitter: Callable[[], float]
) -> float | None:
    """Return the seconds to wait before asking again, None when that makes no sense.

    Exponential, the whole of it random ("full jitter"), so that many who failed at once do not
    come back at once. `attempt` counts from 0; what did not come in time is asked once more.
    """
    retries = min(limits.retries, 1) if failure.kind == "timeout" else limits.retries
    if attempt >= retries or (failure.kind not in _AGAIN and failure.kind != "timeout"):
        return None
    if failure.retry_after is not None:
        return failure.retry_after + jitter() if failure.retry_after <= limits.patience else None
    if failure.kind == "throttled":
        return min(BACKOFF_MOST, limits.patience) * (1 + jitter()) / 2
    return float(min(BACKOFF_MOST, BACKOFF * 2**attempt) * jitter())


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Return the seconds to wait that an answer names, as a number or as a date.

    >>> retry_after({"retry-after": "120"}, 0.0)
    120.0
    >>> retry_after({"retry-after": "Thu, 01 Jan 1970 00:02:00 GMT"}, 60.0)
    60.0
    """
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    if text.isascii() and text.replace(".", "", 1).isdigit() and len(text) < 12:
        return float(text)
    try:
        at = parsedate_to_datetime(text)
        aware = at if at.tzinfo else at.replace(tzinfo=UTC)
        return max(aware.timestamp() - now, 0.0)
    except (ValueError, TypeError, OverflowError):
        return None


def used_up(headers: Mapping[str, str], now: float) -> float | None:
    """Return the seconds until one may ask again, where the headers say that no request is left.

    `reset` is a time (ISO 8601, epoch seconds) or a duration (seconds).

    >>> used_up({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "42"}, 0.0)
    42.0
    """
    for prefix in ("x-ratelimit-", "ratelimit-", "x-rate-limit-"):
        left, reset = headers.get(f"{prefix}remaining"), headers.get(f"{prefix}reset", "").strip()
        if left is None or not reset:
            continue
        try:
            if float(left) >= 1:
                continue
            at = _moment(reset)
        except (ValueError, OverflowError):
            continue
        return max(at - now if at > EPOCH_SECONDS else at, 0.0)
    return None


def _moment(text: str) -> float:
    if "T" in text:
        read = datetime.fromisoformat(text)
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()
    return float(text)
