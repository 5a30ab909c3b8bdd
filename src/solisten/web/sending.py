"""What goes with a request beside its own words, and how much may come back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solisten.connector import Response


@dataclass(frozen=True, slots=True)
class Limits:
    """Hold the most that is waited for and read: seconds for the whole answer, bytes of its body.

    `ratio` is how many times its size a body may unfold to; `retries` how often a request is
    repeated that may be, `patience` the seconds that are waited for a host in all.
    """

    seconds: float = 20.0
    bytes: int = 20_000_000
    ratio: int = 100
    redirects: int = 10
    retries: int = 3
    patience: float = 60.0


@dataclass(frozen=True, slots=True)
class Credentials:
    """Hold secrets for one host: headers and parameters, never shown, stored or sent elsewhere."""

    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    params: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Validators:
    """Hold what an earlier answer said of its version; both are empty where it said nothing."""

    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[str, str]:
        """Return the headers that ask whether it changed."""
        found = {"if-none-match": self.etag, "if-modified-since": self.last_modified}
        return {name: value for name, value in found.items() if value}


def validators_in(response: Response) -> Validators:
    """Return what an answer says of its version."""
    return Validators(
        response.headers.get("etag", "")[:1000], response.headers.get("last-modified", "")[:100]
    )
