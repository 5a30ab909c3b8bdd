"""Times in any spelling a file may hold, and nothing outside 1970..2200."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solisten.records.times import LATEST, NoTime, seconds_of, text_of

MOMENT = datetime(2023, 4, 24, 10, 45, 4, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    "spelling",
    [
        "2023-04-24T10:45:04Z",
        "2023-04-24 10:45:04",
        "2023-04-24T10:45:04",
        "2023-04-24T10:45:04.000Z",
        "2023-04-24T12:45:04+02:00",
        "2023-04-24T12:45:04+0200",
        "2023-04-24T12:45:04+02",
        "2023-04-24T05:15:04-05:30",
        "2023-04-24t10:45:04z",
        "2023-04-24 10:45:04 UTC",
        "2023-04-24 10:45:04 +0000",
        "20230424T104504Z",
        " 2023-04-24T10:45:04Z ",
        "Mon Apr 24 10:45:04 +0000 2023",
        "Mon, 24 Apr 2023 10:45:04 +0000",
        "Mon, 24 Apr 2023 12:45:04 +0200",
        int(MOMENT),
        MOMENT,
        str(int(MOMENT)),
        f"{MOMENT:.1f}",
        "1.682333104e9",
        int(MOMENT * 1000),
        str(int(MOMENT * 1000)),
        datetime(2023, 4, 24, 10, 45, 4),  # noqa: DTZ001  (none is UTC)
        datetime(2023, 4, 24, 10, 45, 4, tzinfo=UTC),
    ],
)
def test_one_moment_has_many_spellings(spelling: object) -> None:
    assert seconds_of(spelling) == MOMENT


def test_a_day_is_its_midnight_and_minutes_are_enough() -> None:
    assert seconds_of("2023-04-24") == MOMENT - 10 * 3600 - 45 * 60 - 4
    assert seconds_of("2023-04-24T10:45Z") == MOMENT - 4


def test_fractions_are_kept_to_the_last_digit() -> None:
    assert seconds_of("2023-04-24T10:45:04.123456Z") == MOMENT + 0.123456
    assert seconds_of("2023-04-24T10:45:04,5+00:00") == MOMENT + 0.5
    assert seconds_of(1682333104123) == MOMENT + 0.123


def test_a_leap_second_is_the_next_second() -> None:
    assert seconds_of("2016-12-31T23:59:60Z") == seconds_of("2017-01-01T00:00:00Z")


@pytest.mark.parametrize(
    "wrong",
    [
        "0001-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "2201-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-23:59",
        "2023-02-30T00:00:00Z",
        "2023-04-24T25:00:00Z",
        "2023-13-01",
        "24/04/2023 10:45",
        "4/24/2023 10:45",
        "yesterday",
        "",
        "nan",
        "inf",
        -1,
        1e300,
        math.nan,
        math.inf,
        7_289_654_400,
        253402300799000,
        10**400,
        "9" * 400,
        True,
        None,
        [],
        {"seconds": 1},
        "2023-04-24T10:45:04+99:99",
        "\u0662\u0660\u0662\u0663",
    ],
)
def test_what_is_no_time_says_so(wrong: object) -> None:
    with pytest.raises(NoTime):
        seconds_of(wrong)


def test_a_preset_may_bring_formats() -> None:
    assert seconds_of("24-Apr-2023 10:45AM", ("%d-%b-%Y %I:%M%p",)) == MOMENT - 4


@settings(deadline=None)
@given(st.floats(min_value=2**23, max_value=LATEST, exclude_max=True))
def test_what_is_written_is_read_back_exactly(seconds: float) -> None:
    assert seconds_of(text_of(seconds)) == seconds


def test_the_written_form_is_the_contract_s() -> None:
    assert text_of(0) == "1970-01-01T00:00:00Z"
    assert text_of(MOMENT + 0.5) == "2023-04-24T10:45:04.5Z"
