"""Ends of needs whose numbers were worked out by hand from the documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from by_hand import DAY, HOUR, Seen, answer, post, question

if TYPE_CHECKING:
    from solisten.nouns import Post


@pytest.mark.parametrize(
    ("text", "outcome", "resolved"),
    [
        ("Thanks, that helped.", "resolved", (1, 1)),
        ("What a great and lovely page!", "resolved", (1, 1)),
        ("This is horrible, I hate it.", "reopened", (0, 1)),
        ("Page two has a picture.", "unknown", (0, 1)),
    ],
)
def test_the_askers_last_post_tells_how_it_ended(
    text: str, outcome: str, resolved: tuple[int, int]
) -> None:
    seen = Seen(
        question("1", 0),
        answer("2", HOUR, to="1"),
        post("3", HOUR + 60, "This is horrible, I hate it.", to="2"),
        post("4", 2 * HOUR, text, to="2"),
    )

    assert seen.rows()["1"].outcome == outcome
    assert seen.of("resolution_rate") == resolved


def test_an_accepted_answer_resolves_also_in_silence() -> None:
    seen = Seen(question("1", 0), answer("2", HOUR, to="1", accepted=True))

    assert seen.rows()["1"].outcome == "resolved"
    assert seen.of("resolution_rate") == (1, 1)  # nobody returned, but somebody accepted


def test_recovery_is_a_rise_of_a_complainers_sentiment() -> None:
    seen = Seen(
        post("1", 0, "@acme this is horrible, I hate it.", "ann"),
        answer("2", HOUR, to="1"),
        post("3", 2 * HOUR, "It is fine again, I am happy.", "ann", to="2"),
        post("4", 0, "@acme this is horrible, I hate it.", "ben"),
        answer("5", HOUR, to="4"),
        post("6", 2 * HOUR, "It is still horrible, I hate it.", "ben", to="5"),
        post("7", 0, "@acme this is horrible, I hate it.", "cyd"),
        answer("8", HOUR, to="7"),
    )

    assert seen.of("sentiment_recovery_rate") == (1, 2)


def test_two_posts_ten_minutes_apart_are_two_turns() -> None:
    def turns(gap: int, by: str) -> Seen:
        return Seen(
            question("1", 0),
            answer("2", HOUR, to="1"),
            answer("3", HOUR + gap, "2", "And on page four.", by),
        )

    assert turns(599, "acme").of("multi_turn_rate") == (0, 1)
    assert turns(600, "acme").of("multi_turn_rate") == (1, 1)
    assert turns(600, "acme").of("cross_team_thread_rate") == (0, 1)
    assert turns(5, "acmehelp").of("cross_team_thread_rate") == (1, 1)


def test_a_case_number_hands_over() -> None:
    seen = Seen(
        question("1", 0),
        answer("2", HOUR, "1", "I opened ticket 482913 for you."),
        question("3", 0, by="ben"),
        answer("4", HOUR, "3", "Please DM us."),
        question("5", 0, by="cyd"),
    )

    assert seen.of("case_handoff_rate") == (1, 3)


def test_a_need_answered_by_another_department_than_the_usual_one() -> None:
    def breadth(*more: Post) -> tuple[int, int]:
        arrivals = []
        for at, by in enumerate(["acmehelp", "acmehelp", "acme"]):
            arrivals.append(question(f"q{at}", at, by=f"asker{at}"))
            arrivals.append(answer(f"a{at}", HOUR, f"q{at}", by=by))
        return Seen(*arrivals, *more).of("department_breadth")

    assert breadth() == (0, 3)  # support twice, and one that is not known
    assert breadth(answer("x", DAY, "q1", by="acme", author_name="Acme Billing")) == (1, 3)
    assert breadth(answer("x", DAY, "q1", "It was a wrong bill, (Billing)")) == (1, 3)


def test_a_wish_is_closed_when_the_brand_says_it_is_done() -> None:
    seen = Seen(
        post("1", 0, "@acme please add a dark mode", "ann"),
        post("2", 5 * DAY, "The dark mode is now available.", "acme", to="1"),
        post("3", 0, "@acme please add a bell", "ben"),
        post("4", 5 * DAY, "We will think about it.", "acme", to="3"),
    )

    assert seen.of("request_closed_rate") == (1, 2)
    assert {row.need for row in seen.rows().values()} == {"request"}
