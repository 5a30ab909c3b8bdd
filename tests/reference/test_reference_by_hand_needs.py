"""Needs whose numbers were worked out by hand from the documents."""

from __future__ import annotations

from by_hand import DAY, HOME, HOUR, MINUTE, Seen, answer, post, question, review


def test_needs_of_one_asker_within_a_day_are_one() -> None:
    seen = Seen(
        question("1", 0),
        question("2", DAY - 1, to="1"),
        answer("3", DAY + HOUR, to="2"),
        question("4", 0, by="ben", to="1"),
    )

    assert {name: row.role for name, row in seen.rows().items()} == {
        "1": "need",
        "2": "continued",
        "4": "need",
    }
    assert seen.ratio("mentions") == (3, None)
    assert seen.ratio("need_response_rate") == (1, 2)
    assert seen.rows()["1"].need_answer_seconds == DAY + HOUR


def test_after_a_day_a_need_is_a_new_one() -> None:
    seen = Seen(question("1", 0), question("2", DAY, to="1"))

    assert [row.role for row in seen.rows().values()] == ["need", "need"]


def test_an_answer_makes_what_comes_later_a_follow_up() -> None:
    seen = Seen(
        question("1", 0),
        answer("2", HOUR, to="1"),
        question("3", HOUR, to="2"),
        question("4", 5 * DAY, to="2"),
    )

    assert {name: row.role for name, row in seen.rows().items()} == {
        "1": "need",
        "3": "follow-up",
        "4": "follow-up",
    }
    assert seen.ratio("need_response_rate") == (1, 1)
    assert seen.rows()["4"].need == ""


def test_unknown_askers_are_each_their_own() -> None:
    seen = Seen(question("1", 0, by=""), question("2", HOUR, by="", to="1"))

    assert [row.role for row in seen.rows().values()] == ["need", "need"]
    assert seen.ratio("mentioning_authors") == (0, None)


def test_an_asker_is_not_their_own_peer() -> None:
    seen = Seen(question("1", 0), post("2", HOUR, "Found it.", to="1"))

    assert seen.ratio("peer_answer_rate") == (0, 1)
    assert seen.of("peer_answer_rate") == (0, 1)


def test_what_a_peer_answered_first_is_served_where_the_brand_hosts() -> None:
    place = {"network": "board", "channel": "help"}
    arrivals = [
        post("1", 0, "Where is it?", "ann", **place),
        post("2", MINUTE, "There.", "ben", to="1", **place),
        post("3", HOUR, "Indeed.", "jane", to="1", **place),
    ]

    assert Seen(*arrivals).ratio("response_rate") == (0, 0)
    assert Seen(*arrivals).ratio("need_response_rate") == (1, 1)
    assert Seen(arrivals[0], arrivals[2]).ratio("response_rate") == (1, 1)
    assert Seen(*arrivals).ratio("peer_answer_rate") == (1, 1)


def test_a_need_is_owed_after_two_days() -> None:
    arrivals = [question("1", 0), answer("2", MINUTE, to="1"), *HOME]

    def at(as_of: int) -> list[tuple[int, int]]:
        seen = Seen(*arrivals, as_of=as_of)
        return [
            seen.of(name)
            for name in ("response_rate", "answered_within_24h", "answered_within_60min")
        ]

    assert at(2 * DAY) == [(1, 1), (1, 1), (1, 1)]
    assert at(2 * DAY - 1) == [(0, 0), (1, 1), (1, 1)]
    assert at(DAY - 1) == [(0, 0), (0, 0), (1, 1)]
    assert at(HOUR - 1) == [(0, 0), (0, 0), (0, 0)]


def test_untagged_needs_are_counted_apart() -> None:
    seen = Seen(
        question("1", 0),
        post("2", 0, "where does one get an acme?", "ben"),
        post("3", HOUR, "In our shop.", "acme", to="2"),
        *HOME,
    )

    assert seen.of("untagged_response_rate") == (1, 1)
    assert seen.of("response_rate") == (0, 1)


def test_reviews_cannot_be_answered_by_peers() -> None:
    seen = Seen(review("1", 0), review("2", 0, reply_text="Sorry, Ana from Acme"))

    assert seen.of("response_rate") == (1, 2)
    assert seen.of("peer_answer_rate") == (0, 0)
    assert seen.of("multi_turn_rate") == (0, 0)
    assert seen.of("cross_team_thread_rate") == (0, 0)
    assert seen.of("presence_match") == (0, 0)
    assert seen.of("returning_author_rate") == (0, 0)
    assert seen.ratio("peer_answer_rate") == (0, 2)
    assert seen.ratio("returning_author_rate") == (0, 2)
