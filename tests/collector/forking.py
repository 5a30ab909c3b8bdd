"""Start collectors that can be killed: each a copy of this process, which has all imported.

Reads a line a run: the folder, the seconds until the copy is killed ("free": never, its number is
written at once), the seconds of a lease, the database's URL.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from collector_desk import Table

import solisten.cli.commands.collect
import solisten.pipeline.collecting  # noqa: F401  (imported once, for all copies)


def run(folder: Path, lease_seconds: float, database: str) -> None:
    """Collect, and say what became of it."""
    table = Table(folder, lease_seconds=lease_seconds, database=database)
    told = ",".join(report.state for report in table.collect().values()) or "nothing"
    os.write(1, f"told {told}\n".encode())


def main() -> None:
    """Start a copy for each line."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        folder, seconds, lease, database = line.split()
        child = os.fork()
        if not child:
            try:
                run(Path(folder), float(lease), database)
            finally:
                os._exit(0)
        if seconds == "free":
            os.write(1, f"{child}\n".encode())
            continue
        time.sleep(float(seconds))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        os.write(1, f"{'killed' if os.WIFSIGNALED(status) else 'ended'}\n".encode())


if __name__ == "__main__":
    main()
