"""The command line: every outcome becomes a message on stderr, an exit code, or both.

Exit codes (DESIGN 7.1): 0 done; 2 wrong use or configuration; 3 nothing to measure; 4 done, but
some sources failed; 130 interrupted; 1 is a bug, and shows no traceback without `-v`.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from solisten.cli import logs, parser
from solisten.errors import SolistenError
from solisten.pipeline.garbage import seldom_collecting
from solisten.report.safe import plain

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

OK, BUG, WRONG_USE, INTERRUPTED = 0, 1, 2, 130

log = logging.getLogger(__name__)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; nothing is raised.

    >>> main(["--version"])
    solisten 0.1.0
    0
    """
    _open_closed_streams()
    _speak_utf8()
    try:
        args = parser.parse(sys.argv[1:] if argv is None else list(argv))
    except SystemExit as done:  # argparse has said why: --help, --version or wrong use
        return done.code if isinstance(done.code, int) else WRONG_USE
    except SolistenError as problem:
        sys.stderr.write(f"solisten: {plain(str(problem))}\n")
        return problem.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    args.now = time.time()
    with logs.to_stderr(verbose=args.verbose, json_lines=args.json_logs), seldom_collecting():
        return _guarded(args)


def _guarded(args: argparse.Namespace) -> int:
    """Run the command of `args`; turn what it raises into an exit code."""
    try:
        code = parser.command(args.command).run(args)
        sys.stdout.flush()  # here, where a closed pipe is still ours to notice
    except SolistenError as problem:
        log.error("%s", problem, exc_info=args.verbose)  # noqa: TRY400  (a person reads this)
        return problem.exit_code
    except KeyboardInterrupt:
        log.error("interrupted")  # noqa: TRY400
        return INTERRUPTED
    except BrokenPipeError:  # the reader (`| head`) has seen enough
        _silence_stdout()
        return OK
    except OSError as problem:  # a full disk behind `>`, a folder taken away meanwhile
        log.error("%s; check the disk and the permissions", problem, exc_info=args.verbose)  # noqa: TRY400
        _silence_stdout()
        return WRONG_USE
    except Exception as bug:  # noqa: BLE001  (the last line of defence)
        _report_bug(bug, traceback=args.verbose)
        return BUG
    return code


def _report_bug(bug: Exception, *, traceback: bool) -> None:
    hint = "" if traceback else "; run it again with -v before the command for the traceback"
    log.error("a bug: %s: %s%s", type(bug).__name__, bug, hint, exc_info=bug if traceback else None)


def _silence_stdout() -> None:
    """Point stdout at nothing, so that the interpreter's last flush does not complain."""
    with suppress(OSError):  # a test's stream has no file behind it
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _open_closed_streams() -> None:
    """Put nothing where the caller has closed stdout or stderr (`>&-`): Python has None there."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says; what a terminal cannot show becomes a `?`."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:  # a test's stream
            continue
        if stream.isatty():
            reconfigure(errors="replace")
        else:
            reconfigure(encoding="utf-8", errors="replace")
