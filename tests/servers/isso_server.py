"""Isso, comments under web pages, that holds the story as two guest books."""

from __future__ import annotations

import json
import sqlite3
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from collecting import Listened, Shown, Source
from running import INSTALLED, Running, free_port
from story import ACCOUNTS, AUTHORS, BRANDS, DAY_TWO, DELETED, EDITED, second_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from story import Said

PAGES = ("/acme/", "/globex/")
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


def missing() -> str:
    """Return what is not installed, "" for nothing."""
    return "" if PROGRAM.exists() else "isso is not installed"


@dataclass(slots=True)
class Isso:
    """The server: `ids` are those of comments by key, `above` names what each hangs on."""

    running: Running
    port: int
    ids: dict[str, int] = field(default_factory=dict)
    above: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    edited: dict[str, int] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Return where it is."""
        return f"http://127.0.0.1:{self.port}"

    def listened(self) -> Listened:
        """Return how the feeds of both pages are listened to."""
        official = {brand: ACCOUNTS[name] for brand, name in BRANDS.items()}
        feeds = tuple(
            Source("rss", f"{self.url}/feed?uri={quote(page, safe='')}") for page in PAGES
        )
        return Listened("rss", self.port, official, feeds)

    def shown(self, posts: Iterable[Said]) -> dict[str, Shown]:
        """Return what the feeds say of posts, by id: no accounts, one time, that of an edit."""
        return {
            self.uri(one.key): Shown(
                ACCOUNTS[one.author],
                ACCOUNTS[one.author],
                self.edited.get(one.key, one.t),
                self.uri(self.above[one.key]),
                self.uri(self.above[one.key] or one.key),
                one.text,
            )
            for one in posts
        }

    def uri(self, key: str) -> str:
        """Return the id that the feeds give a comment, "" for none."""
        if not key:
            return ""
        page = PAGES.index(self.pages[key]) + 1
        return f"tag:127.0.0.1:{self.port},2018:/isso/{page}/{self.ids[key]}"

    def tell(self, posts: Iterable[Said]) -> None:
        """Comment, then set the times that the interface does not let us set."""
        told = list(posts)
        for one in told:
            root = self.pages.get(one.root)
            page = root or PAGES["Globex" in one.text]
            body = {
                "author": ACCOUNTS[one.author],
                "text": one.text,
                "title": "Guest book",
                "parent": self.ids.get(one.parent),
            }
            made, cookie = self._ask("POST", f"new?uri={quote(page, safe='')}", body)
            self.ids[one.key] = made["id"]
            keys = {number: key for key, number in self.ids.items()}
            self.above[one.key] = keys.get(made["parent"], "")
            self.pages[one.key], self.cookies[one.key] = page, cookie
        self._set("created", {one.key: one.t for one in told})

    def go_on(self) -> None:
        """Tell the second day: more comments, an edit, deletions."""
        self.tell(second_day())
        for key, text in EDITED.items():
            body = {"text": text, "author": ACCOUNTS[AUTHORS[key]]}
            self._ask("PUT", f"id/{self.ids[key]}", body, self.cookies[key])
            self.edited[key] = DAY_TWO - 60
        self._set("modified", self.edited)
        for key in DELETED:
            self._ask("DELETE", f"id/{self.ids[key]}", None, self.cookies[key])

    def _set(self, column: str, times: Mapping[str, int]) -> None:
        file = self.running.folder / "comments.db"
        query = f"update comments set {column} = ? where id = ?"
        with closing(sqlite3.connect(file, timeout=30)) as database, database:
            database.executemany(query, [(float(t), self.ids[key]) for key, t in times.items()])

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
