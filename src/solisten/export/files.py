"""Files that are whole or not there."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from solisten.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes the place of `path` if the block ends well, and else leaves none.

    A device or a pipe (`/dev/stdout`) is written directly; a link is followed. Raises FileError.
    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            if target.is_dir():
                raise FileError(f"{path}: is a folder; give --output the name of a file")
            with target.open("wb") as device:
                yield device
            return
        with _beside(target) as file:
            yield file
    except OSError as problem:
        if isinstance(problem, BrokenPipeError):
            raise
        why = problem.strerror or str(problem)
        raise FileError(f"{path}: cannot be written: {why}; choose another --output") from problem


@contextmanager
def _beside(target: Path) -> Iterator[BinaryIO]:
    """Write a neighbour of `target`, then rename it: readers see the old file or the new one."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_permissions(target))
        Path(name).replace(target)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise


def _permissions(target: Path) -> int:
    """Return what an ordinary `open` would have given: the old file's mode, or the umask's."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
