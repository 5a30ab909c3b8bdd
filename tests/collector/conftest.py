"""A place to collect at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import stores
from collector_desk import Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    """Return a folder to collect in."""
    yield Table(tmp_path)
    stores.forget(tmp_path)
