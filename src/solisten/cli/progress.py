"""A progress bar with rate and time left, on a terminal only."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator


class Advance(Protocol):
    """Tell how far the work has come."""

    def __call__(self, done: int, total: int | None = None) -> None:
        """Set the items done so far, and the items there are when that is known."""


@contextmanager
def progress(what: str, *, unit: str = "posts", quiet: bool = False) -> Iterator[Advance]:
    """Show a bar on stderr while the block runs; do nothing where stderr is no terminal.

    >>> with progress("reading") as advance:
    ...     advance(3, total=10)
    """
    if quiet or not sys.stderr.isatty():
        yield _nowhere
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task(what, total=None, rate="")

        def advance(done: int, total: int | None = None) -> None:
            speed = bar.tasks[0].speed
            rate = f"{speed:,.0f} {unit}/s" if speed else ""
            bar.update(task, completed=done, total=total, rate=rate)

        yield advance


def _nowhere(done: int, total: int | None = None) -> None:
    """Show nothing."""
