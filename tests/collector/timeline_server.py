"""A timeline of a Mastodon server that grows while it is read, newest first, page by page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from fault_server import Reply

if TYPE_CHECKING:
    from fault_server import FaultServer, Hit

BORN = datetime.now(UTC).timestamp() - 20 * 86_400
PAGE = 10


@dataclass(slots=True)
class Timeline:
    """Answer for a hashtag; `size` posts are there now."""

    server: FaultServer
    size: int

    def __post_init__(self) -> None:
        self.server.pages["/api/v1/timelines/tag/acme"] = self.page

    def page(self, hit: Hit) -> Reply:
        """Return one page, and where the older ones are."""
        query = parse_qs(urlsplit(hit.path).query)
        first = min(int(query.get("max_id", [str(self.size + 1)])[0]) - 1, self.size)
        numbers = range(first, max(first - PAGE, 0), -1)
        headers = {}
        if numbers and numbers[-1] > 1:
            older = f"{self.server.url}/api/v1/timelines/tag/acme?max_id={numbers[-1]}"
            headers["Link"] = f'<{older}>; rel="next"'
        return Reply(200, json.dumps([self.status(n) for n in numbers]).encode(), headers)

    def status(self, number: int) -> dict[str, object]:
        """Return one post."""
        at = datetime.fromtimestamp(BORN + 60 * number, UTC)
        account = {"id": "1", "acct": "ana", "username": "ana", "url": f"{self.server.url}/@ana"}
        return {
            "id": str(number),
            "uri": self.uri(number),
            "url": self.uri(number),
            "created_at": at.isoformat().replace("+00:00", "Z"),
            "content": f"<p>acme rockets {number}</p>",
            "visibility": "public",
            "account": account,
            "in_reply_to_id": None,
            "replies_count": 0,
        }

    def uri(self, number: int) -> str:
        """Return the lasting id of a post."""
        return f"https://toot.example/users/ana/statuses/{number}"

    def all(self) -> set[str]:
        """Return the ids of all posts."""
        return {self.uri(number) for number in range(1, self.size + 1)}
