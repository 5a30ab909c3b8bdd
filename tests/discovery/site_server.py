"""A site on the loopback interface, made of pages that a test writes down."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Answer = str | bytes | tuple[int, dict[str, str], bytes]


@dataclass(slots=True)
class Site:
    """Hold the pages by path, and what was asked for; `{root}` in a page is the site's address."""

    host: str
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def root(self) -> str:
        """Return the site's address, without a slash at its end."""
        return f"http://{self.host}:{self.port}"


@contextmanager
def served(*sites: Site) -> Iterator[None]:
    """Serve each site on a free port of its own while the block runs."""
    servers = [_server(site) for site in sites]
    threads = [threading.Thread(target=one.serve_forever, args=(0.02,)) for one in servers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for server, thread in zip(servers, threads, strict=True):
            server.shutdown()
            server.server_close()
            thread.join(5)


def _server(site: Site) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            status, headers, body = _answer(site, self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:  # the client has had enough
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base's name)
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.port = server.server_address[1]
    return server


def _answer(site: Site, path: str) -> tuple[int, dict[str, str], bytes]:
    found = site.pages.get(path, site.pages.get(path.partition("?")[0]))
    if found is None:
        return 404, {"content-type": "text/html"}, b"<title>Not found</title>"
    if isinstance(found, tuple):
        return found
    body = found.encode() if isinstance(found, str) else found
    return (
        200,
        {"content-type": "text/html; charset=utf-8"},
        body.replace(b"{root}", site.root.encode()),
    )
