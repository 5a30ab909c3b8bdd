"""A Bluesky network of one machine (directory, PDS, AppView; from npm) that holds the story."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import postgres_server
import stores
from collecting import Listened, Shown, Source
from running import INSTALLED, Running, ask, free_port, free_ports
from story import ACCOUNTS, AUTHORS, BRANDS, DELETED, second_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from story import Said

FOLDER = INSTALLED / "bluesky"
PROGRAM = Path(__file__).parent / "bluesky" / "network.cjs"
REPO = "com.atproto.repo"
POST, PROFILE = "app.bsky.feed.post", "app.bsky.actor.profile"
PASSWORD = "hunter2hunter2"
DIGITS = "234567abcdefghijklmnopqrstuvwxyz"
SECONDS = 240
AT_ONCE = 100  # records that the PDS takes in one request, and the AppView shows on a page


@dataclass(slots=True)
class Bluesky:
    """The network: `refs` are its posts by key, `dids` and `tokens` its accounts' by name."""

    running: Running
    pds: str
    url: str
    port: int
    refs: dict[str, dict[str, str]] = field(default_factory=dict)
    dids: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def listened(self) -> Listened:
        """Return how every account and its threads are listened to."""
        official = {brand: f"{name}.test" for brand, name in BRANDS.items()}
        return self.accounts(list(ACCOUNTS), official)

    def accounts(self, names: Sequence[str], official: dict[str, str]) -> Listened:
        """Return how some accounts are listened to."""
        handles = ", ".join(f'"{name}.test"' for name in names)
        source = Source("bluesky", self.url, f"accounts = [{handles}]")
        return Listened("bluesky", self.port, official, (source,))

    def shown(self, posts: Iterable[Said]) -> dict[str, Shown]:
        """Return what the network says of posts, by id."""
        return {
            self.uri(one.key): Shown(
                f"{one.author}.test",
                ACCOUNTS.get(one.author, ""),
                one.t,
                self.uri(one.parent) if one.parent else "",
                self.uri(one.root),
                one.text,
            )
            for one in posts
        }

    def uri(self, key: str) -> str:
        """Return the id that the network knows of a post."""
        return self.refs[key]["uri"]

    def tell(self, posts: Iterable[Said]) -> None:
        """Post with times of our own, parents first, and wait until the AppView shows it."""
        left = told = list(posts)
        while left:
            ready = [one for one in left if not one.parent or one.parent in self.refs]
            for author in {one.author: None for one in ready}:
                self._post(author, [one for one in ready if one.author == author])
            left = [one for one in left if one.key not in self.refs]
        self._until_shown({self.uri(one.key) for one in told})

    def _post(self, author: str, posts: Sequence[Said]) -> None:
        """Post what one author says, much of it with one request."""
        what = {"$type": f"{REPO}.applyWrites#create", "collection": POST}
        for first in range(0, len(posts), AT_ONCE):
            part = posts[first : first + AT_ONCE]
            writes = [{**what, "rkey": _key(one.t), "value": self._record(one)} for one in part]
            made = self._write("applyWrites", author, writes=writes)["results"]
            for one, ref in zip(part, made, strict=True):
                self.refs[one.key] = {"uri": ref["uri"], "cid": ref["cid"]}

    def go_on(self) -> None:
        """Tell the second day, with deletions; nobody edits here."""
        self.tell(second_day())
        for key in DELETED:
            rkey = self.uri(key).rsplit("/", 1)[1]
            self._write("deleteRecord", AUTHORS[key], collection=POST, rkey=rkey)
        self._until_shown(set(), {self.uri(key) for key in DELETED})

    def sign_up(self, name: str, shown: str) -> None:
        """Make an account."""
        body = {"handle": f"{name}.test", "email": f"{name}@example.com", "password": PASSWORD}
        made = ask("POST", f"{self.pds}/xrpc/com.atproto.server.createAccount", body)[0]
        self.dids[name], self.tokens[name] = made["did"], made["accessJwt"]
        record = {"$type": PROFILE, "displayName": shown}
        self._write("putRecord", name, collection=PROFILE, rkey="self", record=record)

    def _until_shown(self, wanted: set[str], unwanted: set[str] | None = None) -> None:
        """Wait until the AppView shows these posts, and those no more, as long as it goes on.

        It reads what the PDS tells at its own pace; SECONDS without any news are too long.
        """
        fewest, until = len(wanted) + 1, time.monotonic() + SECONDS
        while left := (wanted - (found := self._feeds())) | ((unwanted or set()) & found):
            if len(left) < fewest:
                fewest, until = len(left), time.monotonic() + SECONDS
            assert time.monotonic() < until, f"{fewest} posts are not as they were told"
            time.sleep(min(5.0, 0.2 + fewest / 1000))

    def _feeds(self) -> set[str]:
        found = set()
        for did in self.dids.values():
            cursor: str | None = ""
            while cursor is not None:
                query = f"actor={did}&limit={AT_ONCE}&cursor={cursor}"
                page = ask("GET", f"{self.url}/xrpc/app.bsky.feed.getAuthorFeed?{query}")[0]
                found |= {item["post"]["uri"] for item in page["feed"]}
                cursor = page.get("cursor") or None
        return found

    def _record(self, one: Said) -> dict[str, Any]:
        at = datetime.fromtimestamp(one.t, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        record: dict[str, Any] = {"$type": POST, "text": one.text, "createdAt": at, "langs": ["en"]}
        if one.parent:
            record["reply"] = {"root": self.refs[one.root], "parent": self.refs[one.parent]}
        return record

    def _write(self, what: str, name: str, **body: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.tokens[name]}"}
        url = f"{self.pds}/xrpc/{REPO}.{what}"
        return ask("POST", url, {"repo": self.dids[name], **body}, headers)[0]


def _key(t: int) -> str:
    """Return a record key of a time: microseconds and ten bits of a clock, in base 32."""
    number = t * 1_000_000 << 10
    return "".join(DIGITS[number >> shift & 31] for shift in range(60, -1, -5))


def missing() -> str:
    """Return what is not installed, "" for nothing."""
    found = [name for name in ("node", "redis-server") if not shutil.which(name)]
    if not (FOLDER / "ready").exists():
        found.append("@atproto/dev-env")
    told = f"not installed: {', '.join(found)}" if found else ""
    return told or postgres_server.missing()


def start(folder: Path) -> Bluesky:
    """Start it in an empty folder."""
    running, redis, port = Running(folder), free_port(), free_ports(6)
    database = stores.empty_url().replace("+psycopg", "")
    try:
        words = ("--port", str(redis), "--bind", "127.0.0.1", "--save", "", "--dir", folder)
        running.start("redis-server", *words)
        running.start(
            *("node", PROGRAM, FOLDER, str(port)),
            DB_POSTGRES_URL=database,
            REDIS_HOST=f"127.0.0.1:{redis}",
            LOG_ENABLED="false",
            NODE_ENV="development",
        )
        running.wait_for_word("READY", SECONDS)
        pds, view = (f"http://localhost:{port + more}" for more in (1, 2))
        found = Bluesky(running, pds, view, port + 2)
        for name, shown in ACCOUNTS.items():
            found.sign_up(name, shown)
    except BaseException:
        running.stop()
        raise
    return found
