"""Whether those with many followers are answered more often is told, or that it cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk import record
from hypothesis import given, settings
from hypothesis import strategies as st

from solisten.metrics.reach import reach_bias
from solisten.store.reach import Reached

if TYPE_CHECKING:
    from desk import Desk


def _asked(followers: Any) -> list[dict[str, Any]]:
    """Return forty questions of forty people; those with even numbers are answered."""
    rows = []
    for number in range(40):
        at = f"2026-01-{number // 2 + 1:02}T{8 + number % 2:02}:00:00Z"
        more = {} if followers is None else {"author_followers": followers(number)}
        rows.append(record(f"q{number}", "why does my Acme Rockets fail?", created_at=at) | more)
        rows[-1]["author"] = f"person{number}"
        if not number % 2:
            answer = {"author": "acme_care", "reply_to": f"q{number}", "thread": f"q{number}"}
            later = at.replace(":00:00Z", ":30:00Z")
            rows.append(record(f"a{number}", f"Turn {number}", created_at=later) | answer)
    return rows


def _told(desk: Desk, followers: Any) -> str:
    desk.good("import", desk.records("x.jsonl", _asked(followers)))
    found = desk.good("estimate", "--brand", "Acme", "--format", "json").json()["warnings"]
    (told,) = [one for one in found if one.startswith("Reach: ")]
    return str(told)


def test_the_followed_are_favoured(desk: Desk) -> None:
    told = _told(desk, lambda number: 1_000_000 - number if not number % 2 else number)
    assert "40 authors with the most followers 4 of 4 were answered" in told
    assert "with the fewest 0 of 4: +100 points" in told


def test_without_followers_nothing_is_made_up(desk: Desk) -> None:
    assert "too few authors here have a known number of followers" in _told(desk, None)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9999), st.booleans()), max_size=200))
@settings(max_examples=100, deadline=None)
def test_the_tenths_are_those_of_a_naive_sort(rows: list[tuple[int, int, bool]]) -> None:
    needs = [Reached("n", f"{who:02}", followers, done) for who, followers, done in rows]
    found = reach_bias(needs)
    people = {who: max(f for w, f, _ in rows if w == who) for who, _, _ in rows}
    if len(people) < 20:
        assert found is None
        return
    assert found is not None
    order = sorted(people, key=lambda who: (-people[who], f"{who:02}"))
    tenth = (len(order) + 9) // 10
    for part, (k, n) in ((order[:tenth], found.top), (order[-tenth:], found.bottom)):
        of = [done for who, _, done in rows if who in part]
        assert (sum(of), len(of)) == (k, n)
    assert -1 <= found.value <= 1
