"""A working folder with a configuration, posts and a database, for the command to run in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stores import ON_POSTGRESQL, url_of

from solisten.cli import main
from solisten.store.database import open_database
from solisten.store.digest import digests

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOTS = os.pathsep.join(str(ROOT / part) for part in ("src", "connectors", "rules"))
COMMAND = (sys.executable, "-m", "solisten")
TOTAL = "read {}, new {}, changed {}, unchanged {}, rejected {}, not public {}"
CONFIG = """\
[[brand]]
name = "Acme"
query = '"acme rockets" OR acmerockets'
official = ["forum:@acme_care", "mastodon:@acme@social.example"]
hosts = ["google-play:com.acme.app"]
rivals = ["Globex"]
topics = ["model rocketry"]

[[brand]]
name = "Globex"
query = "globex"

[[topic]]
name = "model rocketry"
query = '"model rocket" OR "model rocketry"'
"""


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left: its exit code, its data, what it said."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> list[str]:
        """Return the lines on stderr."""
        return self.err.splitlines()

    def json(self) -> Any:
        """Return the data as JSON."""
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder to run the command in, within this process or in one of its own."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    def run(self, *words: str | Path) -> Done:
        """Run the command in this process."""
        self.capture.readouterr()
        code = main(self.placed(words))
        shown = self.capture.readouterr()
        return Done(code, shown.out, shown.err)

    def at(self, name: str) -> tuple[str, str]:
        """Return the words that name another database in the folder."""
        return ("--db", url_of(self.folder / name))

    def placed(self, words: Sequence[str | Path]) -> list[str]:
        """Return the words; on PostgreSQL they name the database that is the default elsewhere."""
        named = "--db" in words or not ON_POSTGRESQL or "[store]" in self.configured()
        return [*(() if named else self.at("solisten.db")), *map(str, words)]

    def configured(self) -> str:
        """Return the configuration, "" for none."""
        config = self.folder / "config.toml"
        return config.read_text(encoding="utf-8", errors="replace") if config.is_file() else ""

    def good(self, *words: str | Path) -> Done:
        """Run the command, which must succeed."""
        done = self.run(*words)
        assert done.code == 0, done.err
        return done

    def start(
        self, *words: str | Path, env: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start the command in a process of its own."""
        return subprocess.Popen(
            [*COMMAND, *self.placed(words)],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": ROOTS, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def spawn(self, *words: str | Path, env: Mapping[str, str] | None = None) -> Done:
        """Run the command in a process of its own."""
        process = self.start(*words, env=env)
        out, err = process.communicate(timeout=60)
        return Done(process.returncode, out.decode(), err.decode())

    def write(self, name: str, content: bytes | str) -> Path:
        """Write a file."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def records(self, name: str, records: Iterable[Mapping[str, Any]]) -> Path:
        """Write records, one JSON object a line."""
        return self.write(name, "".join(f"{json.dumps(one)}\n" for one in records))

    def digests(self, name: str = "solisten.db") -> dict[str, str]:
        """Return the digests of the tables of a database in the folder."""
        return digests_of(self.folder / name)


def record(number: int | str, text: str = "Acme Rockets: my engine broke", **more: Any) -> Any:
    """Return one record: a post in a forum, on a day that its number decides."""
    day = int(number) % 28 + 1 if str(number).isdigit() else 1
    known = {
        "network": "forum",
        "id": str(number),
        "created_at": f"2026-01-{day:02}T12:00:00Z",
        "author": f"user{number}",
        "text": text,
    }
    return {**known, **more}


def conversation() -> list[dict[str, Any]]:
    """Return 28 days of needs, praise, answers, a review, a rival and a topic."""
    records: list[dict[str, Any]] = []
    for day in range(1, 29):
        at = f"2026-01-{day:02}T"
        need = ("why does my Acme Rockets engine not start?", "Acme Rockets are great, thank you!")
        records.append(record(f"p{day}", need[day % 2], created_at=f"{at}08:00:00Z"))
        if day % 3:
            records.append(
                record(
                    f"a{day}",
                    f"Sorry to hear that. Please check valve {day} and tell us. Ana",
                    created_at=f"{at}09:30:00Z",
                    author="acme_care",
                    reply_to=f"p{day}",
                    thread=f"p{day}",
                    kind="reply",
                )
            )
        if not day % 7:
            records.append(
                record(f"g{day}", "globex builds a model rocket", created_at=f"{at}10:00:00Z")
            )
            records.append(
                record(
                    f"r{day}",
                    "Der Start hat nicht funktioniert, was soll ich tun?",
                    network="google-play",
                    channel="com.acme.app",
                    kind="review",
                    rating=2,
                    lang="de",
                    created_at=f"{at}11:00:00Z",
                    reply_text="Bitte schreiben Sie uns. Jo",
                    reply_at=f"{at}23:00:00Z",
                )
            )
    return records


def digests_of(file: Path) -> dict[str, str]:
    """Return the digests of the tables of a database."""
    return _digests_at(url_of(file))


def sqlite_digests(file: Path) -> dict[str, str]:
    """Return the digests of the tables of a SQLite file."""
    return _digests_at(f"sqlite:///{file}")


def _digests_at(url: str) -> dict[str, str]:
    with closing(open_database(url)) as database, database.reading() as connection:
        return digests(connection)


def saved(folder: Path, records: Iterable[Mapping[str, Any]], config: str = CONFIG) -> Path:
    """Import records and return the database, closed and in one file."""
    (folder / "config.toml").write_text(config)
    lines = "".join(f"{json.dumps(one)}\n" for one in records)
    (folder / "talk.jsonl").write_text(lines)
    file = folder / "solisten.db"
    where = ("--config", str(folder / "config.toml"), "--db", url_of(file))
    assert main([*where, "import", str(folder / "talk.jsonl")]) == 0
    return file
