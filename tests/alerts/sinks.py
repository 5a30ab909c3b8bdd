"""Servers that alerts arrive at: a webhook and a mail server, started and stopped by a test."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any, Self

from aiosmtpd.controller import Controller
from loopback import Quiet, served

if TYPE_CHECKING:
    from email.message import EmailMessage


@dataclass
class Hook:
    """A webhook: what arrived (headers, JSON), and the statuses it answers with, in turn.

    At 0 it says nothing until the other side leaves.
    """

    statuses: list[int] = field(default_factory=list)
    arrived: list[tuple[dict[str, str], Any]] = field(default_factory=list)
    port: int = 0

    def __enter__(self) -> Self:
        """Start it at a free port."""
        sink = self

        class Handler(Quiet):
            def do_POST(self) -> None:  # noqa: N802  (the base's name)
                body = self.rfile.read(int(self.headers["content-length"]))
                status = sink.statuses.pop(0) if sink.statuses else 200
                if not status:
                    self.connection.recv(1)
                    return
                if status == 200:
                    headers = {name.lower(): value for name, value in self.headers.items()}
                    sink.arrived.append((headers, json.loads(body)))
                self.send_response(status)
                self.send_header("content-length", "0")
                self.end_headers()

        self.serving = served(Handler)
        self.port = self.serving.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        self.serving.__exit__(None, None, None)

    @property
    def titles(self) -> list[str]:
        """Return the headlines that arrived."""
        return [payload["text"] for _, payload in self.arrived]


@dataclass
class Mailbox:
    """A mail server: what arrived, and how many times it refuses first."""

    refuses: int = 0
    arrived: list[EmailMessage] = field(default_factory=list)
    port: int = 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Take a mail."""
        if self.refuses:
            self.refuses -= 1
            return "451 try again <later>\x1b[31m"
        self.arrived.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def __enter__(self) -> Self:
        """Start it at a free port."""
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        self.controller.stop()
