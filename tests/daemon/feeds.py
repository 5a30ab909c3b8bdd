"""A site with feeds that a test starts: it notes who asks for what, and fails when told to."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Self

from loopback import Quiet, served

ITEM = """<item><guid isPermaLink="false">{path}-{number}</guid><title>{title}</title>
<link>http://127.0.0.1/{number}</link><pubDate>{date}</pubDate><author>ana</author></item>"""
FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Talk</title>
<link>http://127.0.0.1/</link><description>Talk</description>{items}</channel></rss>"""


@dataclass
class Site:
    """Serve `/NAME.xml` for any name, with as many items as `items` says (default 3)."""

    items: dict[str, int] = field(default_factory=dict)
    title: str = "acmerockets are here"
    fails: bool = False
    slow: float = 0.0
    hits: list[tuple[float, str, int]] = field(default_factory=list)
    began: float = field(default_factory=time.time)
    lock: threading.Lock = field(default_factory=threading.Lock)
    port: int = 0

    def __enter__(self) -> Self:
        """Start it at a free port."""
        site = self

        class Handler(Quiet):
            protocol_version = "HTTP/1.1"
            timeout = 20

            def do_GET(self) -> None:  # noqa: N802  (the base's name)
                if site.slow:
                    time.sleep(site.slow)
                status, body, tag = site.answer(self.path, self.headers.get("if-none-match", ""))
                with site.lock:
                    site.hits.append((time.time(), self.path, status))
                self.send_response(status)
                self.send_header("etag", tag)
                self.send_header("content-type", "application/rss+xml")
                self.send_header("content-length", str(len(body)))
                with suppress(ConnectionError):  # who asked was killed meanwhile
                    self.end_headers()
                    self.wfile.write(body)

        self.serving = served(Handler)
        self.port = self.serving.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        self.serving.__exit__(None, None, None)

    def answer(self, path: str, tag: str) -> tuple[int, bytes, str]:
        """Return status, body and version of a feed."""
        if self.fails:
            return 404, b"", '""'
        name = path.strip("/").removesuffix(".xml")
        count = self.items.get(name, 3)
        now = f'"{count}"'
        if tag == now:
            return 304, b"", now
        items = "".join(
            ITEM.format(
                path=name,
                number=number,
                title=self.title,
                date=formatdate(self.began - 3600 + number),
            )
            for number in range(count)
        )
        return 200, FEED.format(items=items).encode(), now

    def asked(self, path: str) -> list[float]:
        """Return when a path was asked for."""
        with self.lock:
            return [at for at, other, _ in self.hits if other == path]
