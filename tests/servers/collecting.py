"""What is collected from a server, beside what was told there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from stores import looking_into, url_of

from solisten.pipeline.collecting import collect
from solisten.web import Manners

if TYPE_CHECKING:
    from pathlib import Path

    from solisten.collector.running import Report

CONFIG = """\
[collector]
contact = "me@acme.example"
ports = [{port}]
allow_private = ["127.0.0.0/8", "::1", "localhost"]

[[brand]]
name = "Acme"
query = "acme"
official = ["{network}:{official}"]

[[source]]
id = "here"
connector = "{connector}"
url = "{url}"
{options}
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Say where the configuration and the database are, and what time it is."""

    config: Path
    db: str
    now: float


@dataclass(frozen=True, slots=True)
class Listener:
    """A folder to collect in."""

    folder: Path

    def configure(self, **values: Any) -> None:
        """Write the configuration."""
        (self.folder / "config.toml").write_text(CONFIG.format(**values))

    def place(self, now: float) -> Place:
        """Return where a command runs, at a time."""
        return Place(self.folder / "config.toml", url_of(self.folder / "solisten.db"), now)

    def collect(self, now: float) -> Report:
        """Collect once, at a time of the story; the one source must be read to its end."""
        done = collect(self.place(now), clock=lambda: now, manners=Manners(pause=0.0))
        (report,) = done.reports
        assert report.state in {"read", "unchanged"}, report
        return report

    def rows(self, query: str) -> list[dict[str, Any]]:
        """Return what a query finds."""
        with looking_into(self.folder / "solisten.db") as connection:
            return [dict(row) for row in connection.execute(sa.text(query)).mappings()]
