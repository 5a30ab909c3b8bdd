"""What every command hands to the pipeline: where the configuration and the store are."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Context:
    """Hold the options before the command; `now` is the clock's one reading, in epoch seconds."""

    config: Path
    db: str | None
    now: float


def context_of(args: argparse.Namespace) -> Context:
    """Return the context of a parsed command line."""
    return Context(config=args.config, db=args.db, now=args.now)


def step(name: str) -> Callable[..., Any]:
    """Return the pipeline function `name`; the pipeline is imported only now."""
    function: Callable[..., Any] = getattr(import_module("solisten.pipeline"), name)
    return function
