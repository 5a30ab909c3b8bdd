"""Isso, comments under web pages, that holds the story as two guest books."""

from __future__ import annotations

import json
import sqlite3
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from running import INSTALLED, Running, free_port
from story import ACCOUNTS, DELETED, EDITED, second_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from story import Said

PROGRAM = INSTALLED / "isso" / "bin" / "isso"
CONFIG = """\
[general]
dbpath = {folder}/comments.db
host = http://127.0.0.1:{port}/
max-age = 1d
[server]
listen = http://127.0.0.1:{port}
[rss]
base = http://127.0.0.1:{port}
limit = 100
[guard]
enabled = false
"""


@dataclass(slots=True)
class Isso:
    """The server: `ids` are those of comments by key, `above` what each hangs on."""

    running: Running
    port: int
    ids: dict[str, int] = field(default_factory=dict)
    above: dict[str, int | None] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Return where it is."""
        return f"http://127.0.0.1:{self.port}"

    def feed(self, page: str) -> str:
        """Return the feed of a page."""
        return f"{self.url}/feed?uri={quote(page, safe='')}"

    def tell(self, posts: Iterable[Said]) -> None:
        """Comment, then set the times that the interface does not let us set."""
        told = list(posts)
        for one in told:
            root = self.pages.get(one.root)
            page = root or ("/globex/" if "Globex" in one.text else "/acme/")
            body = {
                "author": ACCOUNTS[one.author],
                "text": one.text,
                "title": "Guest book",
                "parent": self.ids.get(one.parent),
            }
            made, cookie = self._ask("POST", f"new?uri={quote(page, safe='')}", body)
            self.ids[one.key], self.above[one.key] = made["id"], made["parent"]
            self.pages[one.key], self.cookies[one.key] = page, cookie
        file = self.running.folder / "comments.db"
        with closing(sqlite3.connect(file, timeout=30)) as database, database:
            for one in told:
                times = (float(one.t), self.ids[one.key])
                database.execute("update comments set created = ? where id = ?", times)

    def go_on(self, authors: dict[str, str]) -> None:
        """Tell the second day: more comments, an edit, deletions; `authors` are known by key."""
        self.tell(second_day())
        for key, text in EDITED.items():
            body = {"text": text, "author": ACCOUNTS[authors[key]]}
            self._ask("PUT", f"id/{self.ids[key]}", body, self.cookies[key])
        for key in DELETED:
            self._ask("DELETE", f"id/{self.ids[key]}", None, self.cookies[key])

    def _ask(
        self, method: str, path: str, body: object, cookie: str = ""
    ) -> tuple[dict[str, int], str]:
        headers = {"Content-Type": "application/json", "Origin": self.url, "Cookie": cookie}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/{path}", data, headers, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            made = json.loads(answer.read() or b"null")
            return made or {}, (answer.headers["Set-Cookie"] or "").split(";")[0]


def start(folder: Path) -> Isso:
    """Start it in an empty folder."""
    port, running = free_port(), Running(folder)
    (folder / "isso.cfg").write_text(CONFIG.format(folder=folder, port=port))
    running.start(PROGRAM, "-c", "isso.cfg", "run")
    running.wait_for(f"http://127.0.0.1:{port}/config")
    return Isso(running, port)
