"""What the record cannot tell is no evidence: by hand, in the reference and the product."""

from __future__ import annotations

from both import both
from by_hand import DAY, HOME, HOUR, MINUTE, Seen, answer, post, question

FORMULA = "Thank you for your kind words, we appreciate it very much."


def test_what_replies_to_an_unknown_post_is_owed_nothing() -> None:
    """It may go on after an answer that was not stored."""
    arrivals = [
        *HOME,
        question("1", 0),
        answer("2", HOUR, "1"),
        question("3", 0, "ben", to="nowhere"),
        question("4", 0, "cyd", to="nowhere"),
        answer("5", HOUR, "4"),
        post("6", 0, "Where is the acme button?", "dan", to="nowhere"),
        post("7", 0, "I love acme, it is great", "eve", to="nowhere"),
    ]
    assert both("response_rate", *arrivals) == (1, 1)
    assert both("answered_within_60min", *arrivals) == (1, 1)
    assert both("multi_turn_rate", *arrivals) == (0, 1)
    assert both("untagged_response_rate", *arrivals) == (0, 0)
    assert both("peer_answer_rate", *arrivals) == (0, 1)
    assert both("praise_response_rate", *arrivals) == (0, 0)
    assert both("substantive_reply_rate", *arrivals) == (2, 2)
    found = post("nowhere", 0, "Hello acme", "fay")
    assert both("response_rate", *arrivals, found) == (2, 3)


def test_praise_that_a_formula_answers_is_not_answered() -> None:
    praise = [post(f"p{at}", at, "@acme I love it, it is great", f"fan{at}") for at in range(4)]
    formulas = [answer(f"f{at}", at + DAY, f"p{at}", FORMULA) for at in range(3)]
    own = answer("f3", DAY + 9, "p3", "Which of the two colours did you take?")
    assert both("praise_response_rate", *HOME, *praise, *formulas, own) == (1, 4)
    assert both("praise_response_rate", *HOME, *praise, *formulas[:2], own) == (3, 4)
    both_texts = answer("f4", DAY + 99, "p0", "Send us a picture of it!")
    assert both("praise_response_rate", *HOME, *praise, *formulas, own, both_texts) == (2, 4)


def test_a_pleased_ending_names_no_fault() -> None:
    def ends(text: str) -> tuple[int, int]:
        back = post("3", 2 * HOUR, text, to="1")
        return both("resolution_rate", *HOME, question("1", 0), answer("2", HOUR, "1"), back)

    assert ends("Great, that is a lovely idea") == (1, 1)
    assert ends("Great idea, lovely, yet it is broken") == (0, 1)


def test_weeks_of_which_nothing_is_stored_are_no_weeks() -> None:
    late = [post("1", 8 * DAY, "Hello", "acme"), post("2", 9 * DAY, "Hi there", "ann")]
    assert both("posting_cadence", *late) == (0, 0)
    assert both("posting_cadence", post("0", DAY, "Hi there", "ben"), *late) == (0, 1)
    assert both("posting_cadence", *HOME, *late) == (1, 1)


def test_links_say_nothing_without_the_brand_s_domains() -> None:
    living = post("1", MINUTE, "Talk at https://github.com/globex/app/issues", "globex")
    assert Seen(living).indicator("living_destination_share", "Globex").observable
    assert both("living_destination_share", post("1", 0, "At https://acme.example", "acme")) == (
        0,
        1,
    )
