"""`/healthz` and `/metrics` for whoever watches the daemon, on this machine alone."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias

LOOPBACK = "127.0.0.1"
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = 10  # for one request

Health: TypeAlias = Callable[[], tuple[bool, Mapping[str, Any]]]


@contextmanager
def watched(port: int, health: Health, metrics: Callable[[], bytes]) -> Iterator[int]:
    """Serve both pages while the block runs; give the port (0 asks for any that is free).

    `health` says whether all is well, and what to show. Raises OSError when the port is taken.
    """

    class Handler(BaseHTTPRequestHandler):
        timeout = SECONDS
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if path == "/healthz":
                well, told = health()
                body = json.dumps(told).encode() + b"\n"
                self._answer(200 if well else 503, "application/json", body)
            elif path == "/metrics":
                self._answer(200, PROMETHEUS, metrics())
            else:
                self._answer(404, "text/plain", b"/healthz and /metrics are here\n")

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.send_header("cache-control", "no-store")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Leave the log to what the daemon does."""

    server = ThreadingHTTPServer((LOOPBACK, port), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.2,), daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
