"""A server of the Mastodon API (mastodon_mock) that holds the story."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from collecting import Listened, Shown, Source
from running import INSTALLED, Running, ask, free_port
from story import ACCOUNTS, AUTHORS, BRANDS, DAY_TWO, DELETED, EDITED, second_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from story import Said

PROGRAM = INSTALLED / "mastodon_mock" / "bin" / "mastodon_mock"


def missing() -> str:
    """Return what is not installed, "" for nothing."""
    return "" if PROGRAM.exists() else "mastodon_mock is not installed"


@dataclass(slots=True)
class Mastodon:
    """The server: `ids` are its own by key, `uris` those that the network knows."""

    running: Running
    port: int
    ids: dict[str, str] = field(default_factory=dict)
    uris: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Return where it is."""
        return f"http://127.0.0.1:{self.port}"

    def author(self, name: str) -> str:
        """Return what the network calls an account."""
        return f"{name}@127.0.0.1:{self.port}"

    def listened(self) -> Listened:
        """Return how both hashtags and their conversations are listened to."""
        official = {brand: f"@{self.author(name)}" for brand, name in BRANDS.items()}
        source = Source("mastodon", self.url, 'hashtags = ["acme", "globex"]')
        return Listened("mastodon", self.port, official, (source,))

    def shown(self, posts: Iterable[Said]) -> dict[str, Shown]:
        """Return what the network says of posts, by id."""
        return {
            self.uris[one.key]: Shown(
                self.author(one.author),
                ACCOUNTS[one.author],
                one.t,
                self.uris.get(one.parent, ""),
                self.uris[one.root],
                one.text,
            )
            for one in posts
        }

    def uri(self, key: str) -> str:
        """Return the id that the network knows of a post."""
        return self.uris[key]

    def tell(self, posts: Iterable[Said]) -> None:
        """Post, then set the times that the interface does not let us set."""
        told = list(posts)
        for one in told:
            body: dict[str, Any] = {"status": one.text, "visibility": "public", "language": "en"}
            if one.parent:
                body["in_reply_to_id"] = self.ids[one.parent]
            made = self._call("POST", "statuses", one.author, body)
            self.ids[one.key], self.uris[one.key] = made["id"], made["uri"]
        self._set("created_at", {self.ids[one.key]: one.t for one in told})

    def go_on(self) -> None:
        """Tell the second day: more posts, an edit, deletions."""
        self.tell(second_day())
        for key, text in EDITED.items():
            self._call("PUT", f"statuses/{self.ids[key]}", AUTHORS[key], {"status": text})
            self._set("edited_at", {self.ids[key]: DAY_TWO - 60})
        for key in DELETED:
            self._call("DELETE", f"statuses/{self.ids[key]}", AUTHORS[key])

    def _call(self, method: str, path: str, author: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer token-{author}"}
        return ask(method, f"{self.url}/api/v1/{path}", body, headers)[0]

    def _set(self, column: str, times: dict[str, int]) -> None:
        file = self.running.folder / "mastodon.db"
        with closing(sqlite3.connect(file, timeout=30)) as database, database:
            for id_, t in times.items():
                moment = datetime.fromtimestamp(t, UTC).strftime("%Y-%m-%d %H:%M:%S.000000")
                query = f"update statuses set {column} = ? where id = ?"
                database.execute(query, (moment, int(id_)))


def start(folder: Path) -> Mastodon:
    """Start it in an empty folder."""
    port = free_port()
    lines = [
        f'[database]\npath = "{folder}/mastodon.db"',
        f'[server]\nhost = "127.0.0.1"\nport = {port}',
    ]
    for name, shown in ACCOUNTS.items():
        lines.append(
            f'[[seed.accounts]]\nusername = "{name}"\ndisplay_name = "{shown}"\nnote = "Tea"\n'
            f'access_token = "token-{name}"'
        )
    (folder / "server.toml").write_text("\n\n".join(lines))
    running = Running(folder)
    running.start(
        *(PROGRAM, "serve", "--config", "server.toml"),
        *("--domain", f"127.0.0.1:{port}", "--log-level", "warning"),
    )
    running.wait_for(f"http://127.0.0.1:{port}/api/v1/instance")
    return Mastodon(running, port)
