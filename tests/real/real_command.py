"""The command, run as a person runs it: in a process of its own."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from stores import url_of

ROOT = Path(__file__).resolve().parents[2]
ROOTS = os.pathsep.join(str(ROOT / part) for part in ("src", "connectors", "rules"))

Cells: TypeAlias = dict[str, str]


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder with a configuration of one brand and its database."""

    folder: Path
    brand: str

    @classmethod
    def of(cls, folder: Path, brand: str, places: str) -> Desk:
        """Write the configuration; `places` are its lines on where the brand speaks."""
        (folder / "config.toml").write_text(
            f'[[brand]]\nname = "{brand}"\nquery = "{brand.lower()}"\n{places}\n'
            f'[store]\nurl = "{url_of(folder / "solisten.db")}"\n',
            encoding="utf-8",
        )
        return cls(folder, brand)

    def run(self, *words: str | Path) -> tuple[str, str]:
        """Run the command, which must succeed; return its data and what it said."""
        done = subprocess.run(
            [sys.executable, "-m", "solisten", *map(str, words)],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": ROOTS},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout, done.stderr

    def metrics(self, *words: str) -> list[Cells]:
        """Return the rows of `metrics` over the whole record."""
        asked = ("metrics", "--brand", self.brand, "--since", "2010-01-01", "--format", "csv")
        return list(csv.DictReader(io.StringIO(self.run(*asked, *words)[0])))

    def totals(self) -> dict[str, Cells]:
        """Return the whole record's metrics by name."""
        return {row["metric"]: row for row in self.metrics()}

    def estimate(self) -> dict[str, Any]:
        """Return the estimate over the whole record."""
        asked = ("estimate", "--brand", self.brand, "--since", "2010-01-01", "--format", "json")
        document: dict[str, Any] = json.loads(self.run(*asked)[0])
        return document
