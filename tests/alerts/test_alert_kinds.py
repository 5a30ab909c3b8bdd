"""Changes of the published level, and the words of alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from solisten.alerts.stages import stage_change

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMES = ["Observe", "Set the stage", "Socialise", "Find a voice"]
MONDAY = 20_006


def weeks(*levels: int | None) -> list[tuple[int, int | None]]:
    """Return weeks that end on Mondays, the last one on MONDAY."""
    first = MONDAY - 7 * (len(levels) - 1)
    return [(first + 7 * at, level) for at, level in enumerate(levels)]


def key(levels: Sequence[tuple[int, int | None]], told: str | None = None) -> str | None:
    found = stage_change("Acme", "solis", levels, NAMES, ["posts: more answers"], told, 2)
    return found.key if found else None


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (weeks(), None),
        (weeks(3), None),
        (weeks(3, 3, 3), None),
        (weeks(None, None, 3), None),
        (weeks(3, 4), "stage/Acme/solis/2024-10-10/3-4"),
        (weeks(4, 4, 2), "stage/Acme/solis/2024-10-10/4-2"),
        (weeks(3, 4, 4), "stage/Acme/solis/2024-10-03/3-4"),
        (weeks(3, 4, 4, 4, 4), "stage/Acme/solis/2024-09-19/3-4"),
        (weeks(3, 4, 4, 4, 4, 4), None),
        (weeks(3, 4, 3), "stage/Acme/solis/2024-10-10/4-3"),
    ],
)
def test_the_last_change_of_the_last_four_weeks_is_told(
    levels: list[tuple[int, int | None]], expected: str | None
) -> None:
    assert key(levels) == expected


def test_a_replay_that_dates_the_same_change_otherwise_tells_nothing_new() -> None:
    first = key(weeks(3, 3, 4))
    assert first
    assert key(weeks(3, 4, 4), first) is None
    assert key(weeks(4, 4, 3), first) == "stage/Acme/solis/2024-10-10/4-3"
    back = key(weeks(4, 4, 3), first)
    assert key(weeks(4, 3, 4), back) == "stage/Acme/solis/2024-10-10/3-4"


@pytest.mark.parametrize(
    ("hold", "weeks_told"),
    [(1, "a week confirms"), (2, "2 weeks running confirm"), (3, "3 weeks running confirm")],
)
def test_a_change_says_what_moved_it_and_how_long_a_level_must_hold(
    hold: int, weeks_told: str
) -> None:
    why = ["a 1 of 2 became 9 of 9"]
    found = stage_change("Acme", "solis", weeks(3, 4), NAMES, why, None, hold)
    assert found is not None
    assert found.title == "Acme: up from level 3 to 4 (solis)"
    assert found.text == (
        "Since the week that ended on 2024-10-09 the published level is 4 (Find a voice); it was "
        f"3 (Socialise). A level is published when {weeks_told} it. What moved it: a 1 of 2 "
        "became 9 of 9."
    )
