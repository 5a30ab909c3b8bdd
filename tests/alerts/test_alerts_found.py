"""What is worth telling, found in stored posts and in how sources fare."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from watched import DAY, NOON, TODAY, Desk, keep, post, ran, talk

from solisten.pipeline.alerting import find_alerts
from solisten.store import alerts as kept

if TYPE_CHECKING:
    from pathlib import Path

    from solisten.nouns import Post
    from solisten.pipeline.session import Session

USUAL = range(TODAY - 84, TODAY)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path).write()


def titles(opened: Session, now: float = NOON) -> list[str]:
    """Look for alerts and return the titles of the new ones."""
    new = set(find_alerts(opened, now))
    with opened.database.reading() as connection:
        return sorted(one.title for one in kept.newest(connection, 100) if one.key in new)


def test_a_quiet_record_has_no_alert(desk: Desk) -> None:
    with desk.open() as opened:
        keep(opened, talk(range(TODAY - 84, TODAY + 1), 10))
        ran(opened, "tags", NOON, up=USUAL)
        assert titles(opened) == []


def test_a_spike_is_told_once_with_its_figures_and_its_posts(desk: Desk) -> None:
    with desk.open() as opened:
        keep(opened, [*talk(USUAL, 10), *talk([TODAY], 60)])
        ran(opened, "tags", NOON, up=USUAL)
        assert titles(opened) == ["Acme: 61 mentions on 2024-10-04, usually 9.96"]
        assert titles(opened) == []
        keep(opened, talk([TODAY + 1], 70))
        ran(opened, "tags", NOON + DAY, up=range(TODAY, TODAY + 1))
        assert titles(opened, NOON + DAY) == []
        with opened.database.reading() as connection:
            (found,) = kept.newest(connection, 9)
    assert found.posts[0] == ("mastodon", f"{TODAY}-60")
    assert len(found.posts) == 5
    assert "(398 on 40 days of the same kind among the 56 before" in found.text


def test_a_day_of_anger_is_told_though_no_more_is_said(desk: Desk) -> None:
    with desk.open() as opened:
        keep(opened, talk(USUAL, 20, "acmerockets are fine today"))
        keep(opened, talk([TODAY], 20, "acmerockets are terrible, awful and horrible"))
        ran(opened, "tags", NOON, up=USUAL)
        (title,) = titles(opened)
        assert title == "Acme: 100 % of the mentions negative on 2024-10-04, usually 0 %"


def test_the_silence_of_an_outage_is_no_usual_day(desk: Desk) -> None:
    """Eight weeks of which a third of each day was read say nothing of what is usual."""
    posts = [*talk(USUAL, 5), *talk([TODAY], 40)]
    with desk.open() as opened:
        keep(opened, posts)
        ran(opened, "tags", NOON, up=USUAL)
        assert titles(opened) == ["Acme: 41 mentions on 2024-10-04, usually 4.96"]
    with Desk(desk.folder, file="other.db").open() as opened:
        keep(opened, posts)
        ran(opened, "tags", NOON, up=USUAL, seconds_a_day=DAY // 3)
        assert titles(opened) == []


def test_a_network_that_is_new_is_no_spike(desk: Desk) -> None:
    with desk.open() as opened:
        keep(opened, talk(range(TODAY - 84, TODAY + 1), 10))
        ran(opened, "tags", NOON, up=USUAL)
        keep(
            opened,
            [replace(one, network="bluesky") for one in talk(range(TODAY - 3, TODAY + 1), 90)],
        )
        assert titles(opened) == []


QUESTION = "@acme how do I refuel acmerockets?"


def asked(number: int, hours: float) -> Post:
    return post(number, NOON - hours * 3600, QUESTION)


def test_a_need_that_waits_longer_than_promised_is_told_once(desk: Desk) -> None:
    with desk.open() as opened:
        keep(opened, talk(USUAL, 3))
        keep(opened, [asked(1, 25), asked(2, 23), asked(3, 24 + 73)])
        ran(opened, "tags", NOON, up=USUAL)
        assert titles(opened) == ["Acme: a question on mastodon has waited longer than 24 h"]
        assert titles(opened) == []
        ran(opened, "tags", NOON + 7200)
        assert len(titles(opened, NOON + 7200)) == 1, "the second one, two hours later"
        with opened.database.reading() as connection:
            assert {one.posts for one in kept.newest(connection, 9)} == {
                (("mastodon", "1"),),
                (("mastodon", "2"),),
            }


def answer(number: int, hours: float, author: str) -> object:
    return post(
        f"a{number}", NOON - hours * 3600, "You turn the key.", reply_to=str(number)
    ), author


def test_what_is_answered_or_not_addressed_is_not_told(desk: Desk) -> None:
    with desk.open() as opened:
        keep(opened, talk(USUAL, 3))
        keep(opened, [asked(1, 30)])
        keep(opened, [post(2, NOON - 30 * 3600, "how do I refuel acmerockets?")])
        reply = post("a1", NOON - 20 * 3600, "You turn the key.", reply_to="1", thread="1")
        keep(opened, [replace(reply, author="acme@social.example")])
        ran(opened, "tags", NOON, up=USUAL)
        assert titles(opened) == []


def test_nobody_knows_while_the_network_is_not_read(desk: Desk) -> None:
    with desk.open() as opened:
        keep(opened, talk(USUAL, 3))
        keep(opened, [asked(1, 30)])
        ran(opened, "tags", NOON - 7 * 3600, up=USUAL)
        ran(opened, "tags", NOON, "timeout")
        assert titles(opened) == []
        ran(opened, "tags", NOON + 60)
        assert len(titles(opened, NOON + 60)) == 1


def test_an_outage_and_its_end_are_two_alerts_each_once(desk: Desk) -> None:
    with desk.open() as opened:
        ran(opened, "blog", NOON - 3600)
        for minutes in (45, 30):
            ran(opened, "blog", NOON - minutes * 60, "timeout")
            assert titles(opened) == []
        ran(opened, "blog", NOON - 900, "server", reason="503 <b>sorry</b>")
        assert titles(opened) == ["Source blog cannot be read"]
        ran(opened, "blog", NOON - 600, "server")
        assert titles(opened) == []
        ran(opened, "blog", NOON)
        assert titles(opened) == ["Source blog can be read again"]
        ran(opened, "blog", NOON + 900)
        assert titles(opened, NOON + 900) == []
        with opened.database.reading() as connection:
            texts = {one.kind: one.text for one in kept.newest(connection, 9)}
    assert "3 runs failed one after the other (server): 503 <b>sorry</b>. Until" in texts["outage"]
    assert "it could not be read for 1 h." in texts["recovery"]


def test_the_next_outage_is_another_one(desk: Desk) -> None:
    with desk.open() as opened:
        seen = []
        for hour in (0, 10):
            start = NOON + hour * 3600
            ran(opened, "blog", start)
            seen += titles(opened, start)
            for run in range(1, 4):
                ran(opened, "blog", start + run * 900, "timeout")
            seen += titles(opened, start + 2700)
        ran(opened, "blog", NOON + 11 * 3600)
        seen += titles(opened, NOON + 11 * 3600)
    down, up = "Source blog cannot be read", "Source blog can be read again"
    assert seen == [down, up, down, up]


def test_a_source_that_never_worked_is_told(desk: Desk) -> None:
    with desk.open() as opened:
        for run in range(3):
            ran(opened, "blog", NOON + run, "denied", reason="403")
        assert titles(opened) == ["Source blog cannot be read"]
        with opened.database.reading() as connection:
            assert kept.newest(connection, 1)[0].text.startswith("Not read ever; 3 runs failed")
        ran(opened, "blog", NOON + 60)
        assert titles(opened, NOON + 60) == ["Source blog can be read again"]
