"""Bytes made to hurt: each ends soon, in little memory, with posts or a reason."""

from __future__ import annotations

import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import hostile_bytes
import pytest

from solisten.connector import Response
from solisten.errors import Unreadable
from solisten.nouns import Post

SECONDS = 20.0
CASES = [
    *(("rss", name, make) for name, make in hostile_bytes.FEEDS.items()),
    *(("mailinglist", name, make) for name, make in hostile_bytes.MAILS.items()),
    *(("telegram", name, make) for name, make in hostile_bytes.PAGES.items()),
    *(
        (network, name, hostile_bytes.JSONS[name])
        for name in hostile_bytes.JSONS
        for network in ("wordpress", "youtube", "github", "gitlab", "appstore")
    ),
]
REFUSED = {
    "gzip bomb": "refused",
    "a million attributes": "refused",
    "200,000 levels": "refused",
    "200,000 entries": "refused",
    "a body of 40 MB": "more than the 32,000,000",
    "an HTML page": "a web page",
    "a log-in form": "a log-in form",
    "nothing": "an empty answer",
    "blanks": "an empty answer",
    "a picture": "another format",
    "JSON of 500,000 levels": "refused",
}
READ_ALL_THE_SAME = {
    "billion laughs": "&a9;",
    "external entity": "&x;",
    "UTF-7": "+ADw-script+AD4-",
    "UTF-16 without a mark": "x",
    "an encoding that is none": "x",
    "truncated gzip": "x",
    "broken in the middle": "x",
    "NUL and control characters": "a\ufffdb c \ufffd\ufffd\ufffd\ufffd",
}
URL = "https://acme.example/feed"


def posts_of(network: str, body: bytes) -> list[Post] | str:
    """Return what is read, or the reason why not."""
    response = Response(URL, body=body, fetched_at=1_780_000_000.0)
    try:
        records = list(import_module(f"solisten_connectors.{network}").read(response))
    except Unreadable as failure:
        return failure.reason
    return [record for record in records if isinstance(record, Post)]


@pytest.mark.no_cover  # the tracer would be timed as well
@pytest.mark.parametrize(
    ("network", "name", "make"), CASES, ids=lambda value: "" if callable(value) else str(value)[:40]
)
def test_it_ends_with_posts_or_a_reason(network: str, name: str, make: object) -> None:
    assert callable(make)
    body = make()
    start = time.process_time()
    found = posts_of(network, body)
    assert time.process_time() - start < SECONDS
    if isinstance(found, str):
        assert found
        assert name not in READ_ALL_THE_SAME
        assert network != "rss" or REFUSED.get(name, "") in found
        assert "\n" not in found
        assert len(found) < 400
        return
    assert network != "rss" or name not in REFUSED
    if name in READ_ALL_THE_SAME:
        assert found[0].title == READ_ALL_THE_SAME[name]
    for post in found:
        assert 0 < len(post.id) <= 1000
        assert all(link.startswith(("http://", "https://")) for link in post.links)
        assert post.url.startswith(("http://", "https://")) or not post.url
        assert not {"\x00", "\ud800"} & set(post.text + post.title)


@pytest.mark.no_cover  # the tracer would be timed as well
@pytest.mark.parametrize("folder", ["hostile-feeds"])
def test_recorded_hostile_feeds(shared: Path, folder: str) -> None:
    for path in sorted((shared / "captures" / folder).iterdir()):
        start = time.process_time()
        found = posts_of("rss", path.read_bytes())
        assert time.process_time() - start < SECONDS, path.name
        for post in found if isinstance(found, list) else []:
            assert "root:" not in post.text, path.name
            assert len(post.text) < 1_000_000, path.name


HEAVY = """
import resource, sys
from test_hostile_feeds import CASES, posts_of
network, make = next((network, make) for network, name, make in CASES if name == sys.argv[1])
body = make()
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
found = posts_of(network, body)
print(found if isinstance(found, str) else f"{len(found)} posts")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="address space can be limited on Linux alone")
@pytest.mark.parametrize(
    "name",
    [
        *("a million attributes", "CDATA of 20 MB of markup", "20,000 entries of one guid"),
        *("a header of 10 MB", "a list of a million"),
    ],
)
def test_a_gibibyte_is_enough(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", HEAVY, name],
        capture_output=True, text=True, check=False, timeout=300,
        env={"PYTHONPATH": ":".join([str(Path(__file__).parent), *sys.path])},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout
