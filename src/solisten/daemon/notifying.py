"""A word to systemd when the daemon is ready, rereads its configuration, or ends."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def notify(state: str, environ: Mapping[str, str]) -> bool:
    """Tell the service manager (sd_notify(3)); False when there is none to tell."""
    path = environ.get("NOTIFY_SOCKET", "")
    if not path.startswith(("/", "@")):
        return False
    address = f"\0{path[1:]}" if path.startswith("@") else path
    words = f"{state}\nMONOTONIC_USEC={time.monotonic_ns() // 1000}"
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as found:
            found.connect(address)
            found.sendall(words.encode())
    except OSError:
        return False
    return True
