"""Each outside library has one door, and the import contracts name it as soon as it is used."""

from __future__ import annotations

import ast
import tomllib
from functools import cache

import pytest
from packaging_places import ROOT

ONE_DOOR = (
    "alembic",
    "apscheduler",
    "feedparser",
    "httpx",
    "pandas",
    "sqlalchemy",
    "vaderSentiment",
)


@cache
def libraries_used() -> set[str]:
    """Return the top-level names that our three packages import, anywhere in a module."""
    used: set[str] = set()
    for root in ("src", "connectors", "rules"):
        for path in (ROOT / root).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    used |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom):
                    used.add((node.module or "").partition(".")[0])
    return used


@pytest.mark.parametrize("library", ONE_DOOR)
def test_a_library_in_use_has_a_contract(library: str) -> None:
    if library not in libraries_used():
        pytest.skip(f"{library} is not in use yet")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    protected = [name for one in contracts for name in one.get("protected_modules", ())]
    assert library in protected, f"protect {library} in [[tool.importlinter.contracts]]"
