"""What runs say of a source's health."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from solisten.collector.conditions import conditions
from solisten.collector.health import DAY, Reading, by_day, next_due, read_since, too_quiet
from solisten.config import Source

HOUR = 3600
NOW = 1_000 * DAY


def reading(oldest: float | None, *, overlaps: bool = False) -> Reading:
    return Reading(at=NOW, every=HOUR, days=90.0, oldest=oldest, overlaps=overlaps)


def test_a_first_run_reads_back_to_its_oldest_post() -> None:
    assert read_since(None, reading(NOW - 30 * DAY)) == NOW - 30 * DAY
    assert read_since(None, reading(NOW - 300 * DAY)) == NOW - 90 * DAY
    assert read_since(None, reading(None)) == NOW


def test_a_run_in_time_goes_on_from_the_one_before() -> None:
    assert read_since(NOW - HOUR, reading(NOW - 60)) == NOW - HOUR


def test_after_an_outage_only_what_joins_on_closes_the_hole() -> None:
    down = NOW - 10 * DAY
    assert read_since(down, reading(NOW - DAY)) == NOW - DAY
    assert read_since(down, reading(NOW - DAY, overlaps=True)) == down
    assert read_since(down, reading(None)) == down


def test_days_add_up() -> None:
    found = by_day(NOW - 2.5 * DAY, NOW + 10)
    assert sum(found.values()) == 2.5 * DAY + 10
    assert max(found.values()) == DAY
    assert by_day(NOW, NOW) == {}


def test_a_failing_source_waits_ever_longer_a_throttled_one_as_long_as_it_is_told() -> None:
    def wait(failures: int, retry_after: float | None = None) -> float:
        return (
            next_due(
                NOW, HOUR, failures=failures, retry_after=retry_after, complete=True, jitter=0.5
            )
            - NOW
        )

    assert [wait(n) for n in (0, 1, 2, 3, 9)] == [HOUR, HOUR, 2 * HOUR, 4 * HOUR, DAY]
    assert wait(1, 5 * HOUR) >= 5 * HOUR


@pytest.mark.parametrize(
    ("usual", "silent", "told"), [(5, 3, 3), (5, 1, None), (0.1, 30, None), (1, 8, 8), (20, 1, 1)]
)
def test_too_quiet_for_chance(usual: float, silent: int, told: int | None) -> None:
    step = max(round(1 / usual), 1)
    many = max(round(usual), 1)
    days = {day: many * (day % step == 0) for day in range(60 if usual < 1 else 30)}
    last = max(day for day in days if days[day])
    new = {day: days[day] for day in range(last + 1)} | {last + 1 + n: 0 for n in range(silent)}
    assert too_quiet(new, last + 1 + silent) == told


def test_a_quiet_source_and_a_broken_one_are_told_apart() -> None:
    days = [
        SimpleNamespace(source=name, day=day, new=new, runs=24, failed_runs=failed)
        for name, new, failed in (("quiet", 10, 0), ("broken", 10, 0))
        for day in range(20)
    ]
    days += [
        SimpleNamespace(source="quiet", day=day, new=0, runs=24, failed_runs=0)
        for day in range(20, 25)
    ]
    days += [
        SimpleNamespace(source="broken", day=day, new=0, runs=24, failed_runs=24)
        for day in range(20, 25)
    ]
    row = {"due": 0, "asked_at": 25 * DAY, "answered_at": 0, "owner": "", "resting_until": 0}
    rows = {
        "quiet": SimpleNamespace(**row, failure="", reason="", failures=0),
        "broken": SimpleNamespace(**row, failure="server", reason="server (500)", failures=5),
    }
    sources = [Source(id=name, connector="rss") for name in ("quiet", "broken", "new")]
    found = {one.source: one for one in conditions(sources, rows, days, 25 * DAY + 5)}
    assert found["quiet"].health == "suspiciously quiet"
    assert "nothing new came for 5 days" in found["quiet"].reason
    assert found["broken"].health == "failing"
    assert "5 times in a row: server (500)" in found["broken"].reason
    assert found["new"].health == "never asked"
