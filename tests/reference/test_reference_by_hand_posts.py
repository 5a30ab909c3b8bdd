"""Threads, versions and deletions whose numbers were worked out by hand from the documents."""

from __future__ import annotations

from itertools import permutations

import pytest
from by_hand import HOUR, MINUTE, START, Seen, answer, post, question

from solisten.nouns import Gone, Post, Visibility

# --- threads -------------------------------------------------------------------------------------


def test_a_parent_that_comes_late_is_answered_all_the_same() -> None:
    arrivals = [answer("2", HOUR, to="1"), question("1", 0)]

    before, after = Seen(*arrivals[:1]), Seen(*arrivals)

    assert before.ratio("official_replies") == (1, None)  # to a post that is not stored
    assert before.ratio("mention_response_rate") == (0, 0)
    assert after.ratio("mention_response_rate") == (1, 1)
    assert after.rows()["1"].answer_seconds == HOUR


def test_every_order_of_arrival_gives_the_same_numbers() -> None:
    arrivals: list[Post | Gone] = [
        question("1", 0),
        post("2", MINUTE, "Same here, acme is broken", "ben", to="1"),
        answer("3", HOUR, to="2"),
        Gone(network="forum", id="4"),
        post("4", 0, "I love acme", "cyd"),
        post("2", MINUTE, "Same here, acme is slow", "ben", to="1", edited_at=START + 5.0),
    ]
    expected = Seen(*arrivals)

    for order in permutations(arrivals):
        assert Seen(*order).rows() == expected.rows()


def test_a_post_inside_the_thread_of_its_opener_answers_the_opener() -> None:
    seen = Seen(
        question("1", 0),
        post("2", MINUTE, "Have you looked?", "ben", to="1"),
        answer("3", HOUR, to="2"),
    )

    assert set(seen.rows()) == {"1"}  # Ben neither names nor addresses Acme
    assert seen.rows()["1"].answer_seconds == HOUR
    assert seen.rows()["1"].peer_answer_seconds == MINUTE


FLAT = "my acme scanner eats every second page of paper"


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("> eats every second page of paper\nPlease clean it.", True),  # a run of six words
        ("> every second page of paper\nPlease clean it.", False),  # of five
        ("@ben please clean it.", True),
        ("@bent please clean it.", False),
        ("Please clean it.", False),
    ],
)
def test_in_a_flat_thread_an_answer_quotes_six_words_or_names_the_asker(
    text: str, answered: bool
) -> None:
    seen = Seen(
        post("1", 0, "A thread about scanners", "ann"),
        post("2", MINUTE, FLAT, "ben", thread="1"),
        post("3", HOUR, text, "acme", thread="1"),
    )

    assert seen.rows()["2"].answered is answered


def test_a_flat_answer_comes_after_what_it_answers() -> None:
    seen = Seen(
        post("2", HOUR, FLAT, "ben", thread="1"),
        post("3", MINUTE, "@ben please clean it.", "acme", thread="1"),
    )

    assert not seen.rows()["2"].answered


def test_a_cycle_is_cut_at_its_youngest_post() -> None:
    seen = Seen(
        post("1", 0, "acme, why?", "ann", to="3"),
        post("2", MINUTE, "acme, how?", "ben", to="1"),
        post("3", HOUR, "acme, when?", "cyd", to="2"),
    )

    assert {row.thread for row in seen.rows().values()} == {"3"}
    assert [seen.rows()[name].reply_to for name in "123"] == ["3", "1", ""]


def test_a_named_thread_is_the_root_though_nobody_stored_it() -> None:
    seen = Seen(
        question("1", 0, thread="far"),
        answer("2", HOUR, to="1", thread="far"),
        answer("3", MINUTE, to="", thread="elsewhere"),
    )

    assert seen.rows()["1"].thread == "far"
    assert seen.rows()["1"].answer_seconds == HOUR


# --- edits, deletions, visibility ----------------------------------------------------------------


@pytest.mark.parametrize("turned", [False, True])
def test_the_last_edit_stands_however_it_arrived(turned: bool) -> None:
    first = post("1", 0, "acme, where is it?")
    edited = post("1", 0, "I found my acme", edited_at=START + 60.0)
    arrivals = [edited, first] if turned else [first, edited]

    assert Seen(*arrivals).rows()["1"].role == "mention"


def test_of_two_equal_versions_the_later_arrival_stands() -> None:
    seen = Seen(post("1", 0, "acme, where is it?"), post("1", 0, "I found my acme"))

    assert seen.rows()["1"].role == "mention"


def test_what_is_gone_stays_gone_and_its_replies_stay() -> None:
    gone = Gone(network="forum", id="1")
    seen = Seen(gone, question("1", 0), answer("2", HOUR, to="1"))

    assert seen.rows() == {}
    assert seen.ratio("official_posts") == (1, None)
    assert seen.ratio("official_replies") == (1, None)


def test_what_is_not_public_does_not_exist() -> None:
    assert Seen(question("1", 0, visibility=Visibility.FOLLOWERS)).rows() == {}
    assert len(Seen(question("1", 0, visibility=Visibility.UNLISTED)).rows()) == 1


def test_as_of_hides_what_is_dated_later() -> None:
    arrivals = [question("1", 0), answer("2", HOUR, to="1")]

    assert Seen(*arrivals, as_of=HOUR).ratio("mention_response_rate") == (0, 1)
    assert Seen(*arrivals, as_of=HOUR + 1).ratio("mention_response_rate") == (1, 1)
    assert Seen(*arrivals, as_of=0).ratio("mention_response_rate") == (0, 0)
