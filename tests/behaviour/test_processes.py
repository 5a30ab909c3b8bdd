"""Processes that are killed, interrupted or at work at once lose nothing and double nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import pytest
import sqlalchemy as sa
from desk import COMMAND, ROOTS, TOTAL, digests_of, record, saved
from stores import ON_POSTGRESQL, looking_into

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from desk import Desk

MANY = 2_100
GIVEN = 1_300
"""More than a batch, of which the last 64 KiB wait in the pipe for their block to be full."""
BATCH = 1_000
FULL = Path("/dev/full")


def crowd() -> Iterator[dict[str, Any]]:
    """Yield chatter, and every sixth time a need with an answer to it or to an earlier one."""
    for number in range(MANY // 2):
        if number % 6:
            yield record(f"c{number}", f"the garden in rain {number} " * 5)
            yield record(f"ca{number}", f"more of it {number} " * 5, reply_to=f"c{number}")
            continue
        yield record(f"c{number}", f"why does my Acme Rockets engine {number} not start?")
        answer = f"Sorry! Please turn valve {number} and tell us. Ana"
        of = f"c{number - number % 18}"
        yield record(f"ca{number}", answer, author="acme_care", reply_to=of, thread=of)


@dataclass(frozen=True, slots=True)
class Slow:
    """An import that reads from a pipe, and so waits for whatever it is not given yet."""

    desk: Desk
    process: subprocess.Popen[bytes]
    pipe: BinaryIO

    def give(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Give it records to read."""
        self.pipe.write("".join(f"{json.dumps(one)}\n" for one in records).encode())
        self.pipe.flush()

    def wait(self, count: int) -> None:
        """Wait until so many posts are stored."""
        until = time.monotonic() + 60
        while stored(self.desk) < count:
            assert self.process.poll() is None, self.process.communicate()
            assert time.monotonic() < until
            time.sleep(0.02)

    def end(self) -> tuple[int, bytes]:
        """Let it come to its end; return its exit code and what it said."""
        with suppress(BrokenPipeError):
            self.pipe.close()
        _, err = self.process.communicate(timeout=60)
        return self.process.returncode, err


def slow_import(desk: Desk) -> Slow:
    """Start an import of what it will be given."""
    os.mkfifo(desk.folder / "pipe.jsonl")
    process = desk.start("import", "pipe.jsonl")
    return Slow(desk, process, (desk.folder / "pipe.jsonl").open("wb"))


def stored(desk: Desk) -> int:
    """Return the posts that are stored."""
    with looking_into(desk.folder / "solisten.db") as connection:
        return int(connection.execute(sa.text("select count(*) from post")).scalar_one())


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the digests of an undisturbed import of the crowd."""
    folder = tmp_path_factory.mktemp("clean")
    saved(folder, crowd())
    return digests_of(folder / "solisten.db")


def test_a_killed_import_goes_on_as_if_nothing_had_been(desk: Desk, clean: dict[str, str]) -> None:
    desk.good("status")
    talk = list(crowd())
    slow = slow_import(desk)
    slow.give(talk[:GIVEN])
    slow.wait(BATCH)
    slow.give(talk[GIVEN:])
    time.sleep(0.1)  # into the second batch
    slow.process.kill()
    assert slow.end()[0] == -signal.SIGKILL
    kept = stored(desk)
    assert kept in {BATCH, MANY}
    file = desk.records("crowd.jsonl", talk)
    assert desk.good("import", file).said[-1] == TOTAL.format(MANY, MANY - kept, 0, kept, 0, 0)
    assert desk.digests() == clean


def test_an_interrupted_import_is_130_and_leaves_the_database_whole(
    desk: Desk, clean: dict[str, str]
) -> None:
    desk.good("status")
    talk = list(crowd())
    slow = slow_import(desk)
    slow.give(talk)
    slow.wait(BATCH)
    slow.process.send_signal(signal.SIGINT)
    code, err = slow.end()
    assert (code, err) == (130, b"solisten: error: interrupted\n")
    assert stored(desk) in {BATCH, MANY}
    assert ON_POSTGRESQL or "database: whole" in desk.run("doctor").out
    file = desk.records("crowd.jsonl", talk)
    desk.good("import", file)
    assert desk.digests() == clean


def test_two_imports_at_once_lose_and_double_nothing(desk: Desk, clean: dict[str, str]) -> None:
    """Two processes make one new database and bring it two parts of the talk, some of it twice."""
    whole = list(crowd())
    parts = [desk.records(f"part{n}.jsonl", whole[n : n + GIVEN]) for n in (0, MANY - GIVEN)]
    both = [desk.start("import", part) for part in parts]
    told = [process.communicate(timeout=60)[1].decode() for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    new = [int(line.split("new ")[1].split(",")[0]) for line in told]
    assert sum(new) == len(whole)
    assert desk.digests() == clean


def test_many_first_commands_at_once(desk: Desk) -> None:
    """Only one of them can make the database; the others must find it made."""
    started = [desk.start("status", "--json") for _ in range(3)]
    ended = [(process.communicate(timeout=60), process.returncode) for process in started]
    assert [(code, err) for (_, err), code in ended] == [(0, b"")] * 3


def test_two_configurations_do_not_mix(desk: Desk, clean: dict[str, str]) -> None:
    """An import goes no further when another process has read the posts in another light."""
    desk.good("status")
    talk = list(crowd())
    slow = slow_import(desk)
    slow.give(talk[:GIVEN])
    slow.wait(BATCH)
    config = (desk.folder / "config.toml").read_text()
    desk.good("--config", desk.write("other.toml", config.replace("acme_care", "care")), "status")
    slow.give(talk[GIVEN:])
    code, err = slow.end()
    assert code == 2
    assert b"another process has read it again with another configuration" in err
    file = desk.records("crowd.jsonl", talk)
    desk.good("import", file)
    assert desk.digests() == clean


@pytest.mark.parametrize("words", ["export mentions --brand Acme", "models list"])
def test_a_closed_pipe_is_quiet(talk: Desk, words: str) -> None:
    process = talk.start(*words.split())
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=60), said) == (0, b"")


def test_a_full_disk_behind_stdout_is_2(talk: Desk) -> None:
    if not FULL.exists():
        pytest.skip("no /dev/full here")
    with FULL.open("wb") as full:
        done = subprocess.run(
            [*COMMAND, *talk.placed(["export", "mentions", "--brand", "Acme"])],
            env={**os.environ, "PYTHONPATH": ROOTS},
            cwd=talk.folder,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert b"No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr
