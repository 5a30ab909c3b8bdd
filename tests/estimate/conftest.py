"""Counts to judge, drawn at random or worked by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from solisten.models.registry import load

if TYPE_CHECKING:
    from solisten.models.pack import Pack


@pytest.fixture(scope="session")
def solis() -> Pack:
    """Return the shipped ladder."""
    return load("solis")
