"""Where a brand joins talk that is not about it, by hand, in the reference and the product."""

from __future__ import annotations

from typing import TYPE_CHECKING

from both import both
from by_hand import DAY, HOME, HOUR, MINUTE, answer, post, question

if TYPE_CHECKING:
    from solisten.nouns import Post

TOPIC = "How do you scan receipts?"
ROBOT = "We have got your message and will read it soon."


def robots(count: int = 4) -> list[Post]:
    """Greet so many askers at once with one text."""
    asked = [question(f"q{at}", at * HOUR, f"asker{at}") for at in range(count)]
    return [*asked, *(answer(f"r{at}", at * HOUR + 9, f"q{at}", ROBOT) for at in range(count))]


def test_who_tags_a_brand_or_writes_at_its_place_names_one() -> None:
    arrivals = [
        *HOME,
        post("1", 0, TOPIC, "ann"),
        post("2", 0, f"@acme {TOPIC}", "ben"),
        post("3", 0, f"@globex {TOPIC}", "cyd"),
        post("4", 0, TOPIC, "dan", network="board", channel="help"),
        post("5", 0, TOPIC, "eve", network="board", channel="elsewhere"),
        post("6", 9, "Hello", "jane", network="board", channel="help"),
    ]
    assert both("topic_participation_rate", *arrivals) == (0, 2)


def test_an_automatic_acknowledgement_joins_nothing() -> None:
    arrivals = [
        *HOME,
        *robots(),
        post("1", 5 * HOUR, TOPIC, "ann"),
        post("2", 5 * HOUR + 9, ROBOT, "acme", to="1"),
        post("3", 6 * HOUR, TOPIC, "ben"),
        post("4", 6 * HOUR + 9, ROBOT, "acme", to="3"),
        post("5", 6 * HOUR + 20, "By hand.", "cyd", to="3"),
        post("6", 6 * HOUR + 30, "With a phone.", "acme", to="3"),
    ]
    assert both("topic_participation_rate", *arrivals) == (1, 2)
    assert both("proactive_outreach_rate", *arrivals) == (1, 1)  # the robot takes no place


def test_the_brand_s_own_reply_makes_no_thread_one_with_a_reply() -> None:
    arrivals = [
        *HOME,
        post("1", 0, TOPIC, "ann"),
        post("2", MINUTE, "With a phone.", "acme", to="1"),
        post("3", 0, TOPIC, "ben"),
        post("4", MINUTE, "By hand.", "cyd", to="3"),
    ]
    assert both("topic_participation_rate", *arrivals) == (1, 2)
    assert both("proactive_outreach_rate", *arrivals) == (0, 1)


def test_automatic_acknowledgements_are_no_conversation() -> None:
    real = [question("q9", DAY), answer("r9", DAY + HOUR, "q9")]
    assert both("conversation_ratio", *HOME, *robots(), *real) == (1, 3)
    assert both("conversation_ratio", *HOME, *robots(3), *real) == (4, 6)


def test_two_accounts_of_one_department_are_one_team() -> None:
    asked = question("q", 0)
    first = post("a", MINUTE, "It is there.", "acme", "q", author_name="Acme Support")
    colleague = post("b", HOUR, "It is here.", "acmehelp", "q")
    engineer = post("b", HOUR, "It is here.", "acmehelp", "q", author_name="Acme Engineering")
    unnamed = post("a", MINUTE, "It is there.", "acme", "q")
    assert both("cross_team_thread_rate", *HOME, asked, first, colleague) == (0, 1)
    assert both("cross_team_thread_rate", *HOME, asked, first, engineer) == (1, 1)
    assert both("cross_team_thread_rate", *HOME, asked, first) == (0, 1)
    assert both("cross_team_thread_rate", *HOME, asked, unnamed, colleague) == (1, 1)


def test_a_promotion_is_not_about_a_need() -> None:
    arrivals = [
        post("1", 0, "@acme where does the printer hide its cartridge?"),
        post("2", 1, "The printer keeps its cartridge behind a small window", "acme"),
        post("3", 2, "Printer cartridge sale: discount today, order yours now", "acme"),
    ]
    assert both("need_relevance_rate", *arrivals) == (1, 2)


def test_a_formula_under_the_question_it_quotes_is_the_same_formula() -> None:
    asked = [question(f"q{at}", at * HOUR, f"asker{at}") for at in range(4)]
    quoting = [
        answer(
            f"a{at}", at * HOUR + 9 * MINUTE, f"q{at}", f"> red button {at}, {'x' * at}\n{ROBOT}"
        )
        for at in range(4)
    ]
    assert both("substantive_reply_rate", *HOME, *asked, *quoting) == (0, 4)
