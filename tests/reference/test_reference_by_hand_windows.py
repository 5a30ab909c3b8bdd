"""Windows whose numbers were worked out by hand from the documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from both import both
from by_hand import ACME, CONFIG, DAY, HOME, START, Seen, answer, post, question, review

from reference import World

if TYPE_CHECKING:
    from solisten.nouns import Post


def test_a_home_is_where_the_brand_posted_twice_or_hosts_or_is_declared() -> None:
    def owed(*more: Post, days: int = 10) -> int | None:
        return Seen(question("1", 0), *more, days=days).ratio("response_rate")[1]

    assert owed() == 0
    assert owed(HOME[0]) == 0
    assert owed(*HOME) == 1
    assert owed(post("far", 4 * DAY, "Nothing", "ben")) == 1  # declared, five of ten days
    assert owed(post("far", 3 * DAY, "Nothing", "ben")) == 0
    unknown = question("2", 0, network="twitter")
    assert owed(unknown, *HOME) == 1
    assert owed(review("r", 0)) == 1


def test_bursts_are_days_far_above_the_median() -> None:
    def seen(complaints: int, days: int = 28) -> Seen:
        angry = [
            post(f"c{at}", 9 * DAY + at, "@acme this is horrible, I hate it.", f"asker{at}")
            for at in range(complaints)
        ]
        ends = [post("a", 0, "Hello", "acme"), post("z", 27 * DAY, "Hello", "acme")]
        return Seen(*angry, *ends, days=days)

    assert seen(5).ratio("response_rate") == (0, 5)  # five do not exceed five
    assert seen(5).of("burst_response_rate") == (0, 0)
    assert seen(6).ratio("response_rate") == (0, 0)
    assert seen(6).of("burst_response_rate") == (0, 1)
    assert seen(6, days=27).of("burst_response_rate") == (0, 0)
    assert seen(6).ratio("need_response_rate") == (0, 6)


def test_on_a_burst_day_the_brand_speaks_up_without_selling() -> None:
    def met(*texts: str) -> tuple[int, int]:
        angry = [
            post(f"c{at}", 9 * DAY + at, "@acme this is horrible, I hate it.", f"asker{at}")
            for at in range(6)
        ]
        ends = [post("a", 0, "Hello", "acme"), post("z", 27 * DAY, "Hello", "acme")]
        notices = [post(text, (9 + at) * DAY, text, "acme") for at, text in enumerate(texts)]
        return Seen(*angry, *ends, *notices, days=28).of("burst_response_rate")

    assert met("We know of it", "We repaired it") == (1, 1)
    assert met("We know of it") == (0, 1)
    assert met("We know of it", "Only today: 20 % discount, buy now!") == (0, 1)


def test_weekend_needs_are_answered_within_two_days() -> None:
    seen = Seen(
        question("fri", DAY - 1, by="ann"),
        question("sat", DAY, by="ben"),
        question("sun", 3 * DAY - 1, by="cyd"),
        question("mon", 3 * DAY, by="dan"),
        answer("a", DAY, "fri"),
        answer("b", 3 * DAY, "sat"),
        answer("c", 5 * DAY, "sun"),
    )

    assert seen.of("weekend_response_rate") == (1, 2)


def test_cadence_counts_whole_weeks() -> None:
    posts = [post(str(day), day * DAY, "Hello", "acme") for day in (0, 6, 8)]

    assert Seen(*posts, days=6).of("posting_cadence") == (0, 0)
    assert Seen(*posts, days=7).of("posting_cadence") == (1, 1)
    assert Seen(*posts, days=13).of("posting_cadence") == (1, 1)
    assert Seen(*posts, days=14).of("posting_cadence") == (2, 2)


def test_an_answer_dated_before_its_review_stretches_no_coverage() -> None:
    renewed = review("r", 9 * DAY, reply_text="Sorry", reply_at=float(START - 30 * DAY))
    early = review("e", 0, reply_text="Sorry", reply_at=float(START + DAY))

    assert both("posting_cadence", renewed) == (0, 0)  # listened to from the tenth day on
    assert both("posting_cadence", renewed, early) == (1, 1)


def test_presence_counts_to_ten() -> None:
    posts = [post(str(at), at, "Hello", "acme") for at in range(12)]
    talk = [post(f"m{at}", at, "I saw acme", "ben") for at in range(99)]

    assert Seen(*posts, *talk).of("official_presence") == (10, 11)
    assert Seen(*posts[:3]).of("official_presence") == (3, 3)


def test_without_a_collected_account_presence_cannot_be_seen() -> None:
    elsewhere = [post("1", 0, "where is acme?", network="twitter")]

    assert not Seen(*elsewhere).indicator("official_presence").observable
    assert not Seen(*elsewhere).indicator("presence_match").observable
    assert Seen(*elsewhere, post("2", 0, "Nothing")).indicator("official_presence").observable


def test_presence_matches_where_two_posts_were_made() -> None:
    seen = Seen(
        question("1", 0),
        question("2", 0, network="twitter"),
        post("3", 0, "where is acme?", network="mastodon"),
        post("4", 0, "Hello", "acme", network="mastodon", channel="social.example"),
        *HOME,
    )

    assert seen.of("presence_match") == (1, 3)


def test_authors_of_the_first_half_return_in_the_second() -> None:
    seen = Seen(
        post("1", 5 * DAY - 1, "I saw acme", "ann"),
        post("2", 5 * DAY, "I saw acme", "@Ann"),
        post("3", 0, "I saw acme", "ben"),
        post("4", 5 * DAY, "I saw acme", "cyd"),
        post("5", 9 * DAY, "I saw acme", "ben", network="twitter"),
    )

    assert seen.ratio("returning_author_rate") == (1, 2)
    assert seen.of("returning_author_rate") == (1, 2)
    odd = Seen(post("1", 5 * DAY - 1, "I saw acme"), post("2", 5 * DAY, "I saw acme"), days=11)
    assert odd.ratio("returning_author_rate") == (1, 1)  # five days and six


def test_peers_answer_within_a_day() -> None:
    seen = Seen(
        question("1", 0),
        post("2", DAY, "There.", "ben", to="1"),
        question("3", 0, by="cyd"),
        post("4", DAY + 1, "There.", "ben", to="3"),
        question("5", 9 * DAY - 1, by="dan"),
        question("6", 8 * DAY + 1, by="eve"),
    )

    assert seen.of("peer_answer_24h_rate") == (1, 4)
    assert seen.of("peer_answer_rate") == (2, 2)


def test_the_reference_counts_everything_it_is_asked_for() -> None:
    world = World(CONFIG, [])

    assert len(world.metrics("Acme", 0, 1, 0)) == 24
    assert len(world.indicators("Acme", 0, 1, 0)) == 39
    assert ACME in CONFIG.brands


def test_a_lone_post_long_before_the_others_begins_no_record() -> None:
    month = 30 * DAY
    talk = [post(f"m{at}", 9 * DAY + at, "I saw acme", "ben") for at in range(100)]
    hello = post("h", 9 * DAY, "Hello", "acme")

    assert both("posting_cadence", hello, *talk) == (0, 0)  # listened to from the tenth day on
    assert both("posting_cadence", hello, *talk, post("old", -month, "Hello", "acme")) == (0, 0)
    # Of fewer than a hundred it is a part, and so it is when it is not far.
    assert both("posting_cadence", hello, *talk[3:], post("old", -month, "x")) == (0, 1)
    assert both("posting_cadence", hello, *talk, post("old", -15 * DAY, "x")) == (0, 1)


def test_what_another_brand_hosts_is_no_record_of_this_one() -> None:
    def reviews(channel: str) -> list[Post]:
        return [review(f"{channel}{at}", at * DAY, channel=channel) for at in range(10)]

    late = review("late", 9 * DAY, reply_text="Sorry", reply_at=float(START + 9 * DAY))

    assert both("posting_cadence", late) == (0, 0)
    assert both("posting_cadence", late, *reviews("com.globex")) == (0, 0)
    assert both("posting_cadence", late, *reviews("com.acme")) == (0, 1)


def test_weeks_are_those_of_places_where_the_brand_has_an_account() -> None:
    elsewhere = [post(f"m{at}", at * DAY, "I saw acme", network="twitter") for at in range(10)]
    hello = post("h", 9 * DAY, "Hello", "acme")

    assert both("posting_cadence", hello, *elsewhere) == (0, 0)
    assert both("posting_cadence", hello, *elsewhere, post("m", 0, "I saw acme")) == (0, 1)


def test_reviews_show_no_departments() -> None:
    told = review("r", 0, reply_text="It was a wrong bill, (Billing)", reply_at=float(START + 1))

    assert both("department_breadth", told) == (0, 0)
