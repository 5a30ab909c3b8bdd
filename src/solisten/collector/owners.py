"""Who collects: a name for this process, by which others on its machine see whether it lives."""

from __future__ import annotations

import os
import secrets
import socket
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def this_process() -> str:
    """Return a new name: machine, process, when that was started, and a part by chance."""
    return f"{_machine()}:{os.getpid()}:{_started(os.getpid())}:{secrets.token_hex(4)}"


def process_of(owner: str) -> str:
    """Return the process of an owner: all that one process collects shares its hosts' turns.

    >>> process_of("machine:12:3456:ab")
    'machine:12:3456'
    """
    return owner.rpartition(":")[0]


def dead(owners: Iterable[str]) -> list[str]:
    """Return the owners, or processes, that were of this machine and are no more.

    Of another machine nothing is known: its lease has to run out.
    """
    machine, found = _machine(), []
    for owner in owners:
        parts = owner.split(":")
        own = len(parts) in {3, 4} and parts[0] == machine and parts[1].isdigit()
        if own and not _lives(int(parts[1]), parts[2]):
            found.append(owner)
    return found


def _lives(pid: int, started: str) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        return True
    return _started(pid) == started


def _started(pid: int) -> str:
    """Return when a process was started, in the system's own count; "" where it does not say."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    # A zombie has ended, though nobody has asked how.
    return "" if fields[:1] == ["Z"] else fields[19] if len(fields) > 19 else ""


def _machine() -> str:
    """Return a name for what process numbers are counted in: host, boot, namespace."""
    found = blake2b(socket.gethostname().encode(), digest_size=8)
    for name in ("/proc/sys/kernel/random/boot_id", "/proc/self/ns/pid"):
        path = Path(name)
        try:
            text = str(path.readlink()) if path.is_symlink() else path.read_text("utf-8")
        except OSError:
            text = ""
        found.update(text.encode())
    return found.hexdigest()
