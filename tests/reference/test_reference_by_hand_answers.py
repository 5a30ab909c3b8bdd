"""Answers, replies and texts whose numbers were worked out by hand from the documents."""

from __future__ import annotations

import pytest
from by_hand import DAY, HOME, HOUR, MINUTE, START, Seen, answer, post, question, review

from solisten.nouns import Kind


def test_a_negative_latency_is_an_answer_without_a_time() -> None:
    seen = Seen(question("1", HOUR), answer("2", MINUTE, to="1"), *HOME)

    assert seen.ratio("mention_response_rate") == (1, 1)
    assert seen.ratio("negative_latency") == (1, None)
    assert seen.metric("first_response_seconds_p50") == (None, 0, None)
    assert seen.of("answered_within_24h") == (0, 1)


def test_an_embedded_answer_without_a_time_has_no_latency() -> None:
    seen = Seen(review("1", 9 * DAY, reply_text="Please write to us."))

    assert seen.rows()["1"].answered
    assert seen.rows()["1"].answered_at is None
    assert seen.rows()["1"].answered_by == "com.acme"
    assert seen.ratio("official_posts") == (1, None)  # on the review's day
    assert seen.metric("first_response_seconds_p50") == (None, 0, None)
    assert seen.ratio("negative_latency") == (0, None)


def test_an_embedded_answer_counts_by_its_own_time() -> None:
    seen = Seen(
        review("1", 9 * DAY, reply_at=START + 9.5 * DAY),
        review("2", 9 * DAY, reply_text="Hello.", reply_at=START + 11.0 * DAY),
        as_of=30 * DAY,
    )

    assert seen.ratio("mention_response_rate") == (2, 2)
    assert seen.ratio("official_posts") == (1, None)
    assert seen.metric("first_response_seconds_p50")[2] == 1.25 * DAY
    assert seen.of("substantive_reply_rate") == (1, 1)  # the other answer has no text


def test_where_nobody_hosts_an_embedded_answer_is_all_mentioned_brands() -> None:
    both = post("1", 0, "acme beats globex", kind=Kind.REVIEW, reply_text="We thank you.")
    seen = Seen(both)

    assert seen.rows()["1"].answered
    assert seen.rows("Globex")["1"].answered


def test_a_hosts_embedded_answer_is_no_other_brands() -> None:
    seen = Seen(review("1", 0, "globex beats acme", reply_text="We are sad."))

    assert seen.rows()["1"].answered
    assert not seen.rows("Globex")["1"].answered
    assert seen.ratio("peer_answer_rate", "Globex") == (0, 0)


def acknowledged(quick: int, slow: int) -> Seen:
    """Let Acme send one text to all askers, to `quick` of them within 120 seconds."""
    arrivals = []
    for at in range(quick + slow):
        wait = 120 if at < quick else 121
        arrivals += [
            question(f"q{at}", at * HOUR, by=f"asker{at}"),
            answer(f"a{at}", at * HOUR + wait, f"q{at}", f"@asker{at} we got it"),
        ]
    return Seen(*arrivals)


@pytest.mark.parametrize(
    ("quick", "slow", "answered"), [(4, 0, 0), (3, 0, 3), (3, 2, 5), (4, 2, 0)]
)
def test_four_equal_replies_mostly_within_two_minutes_are_automatic(
    quick: int, slow: int, answered: int
) -> None:
    seen = acknowledged(quick, slow)

    assert seen.ratio("mention_response_rate") == (answered, quick + slow)
    assert seen.ratio("official_replies") == (quick + slow, None)


def test_canned_texts_answer_but_have_no_substance() -> None:
    def seen(texts: list[str]) -> Seen:
        arrivals = []
        for at, text in enumerate(texts):
            arrivals += [
                post(f"q{at}", at * HOUR, "acme is broken", f"asker{at}"),
                answer(f"a{at}", at * HOUR + 600, f"q{at}", f"{text} ^AB"),
            ]
        return Seen(*arrivals)

    three = seen(["Sorry! Turn it off and on."] * 3 + ["Sorry, the fuse is burnt."])
    two = seen(["Sorry! Turn it off and on."] * 2 + ["Sorry, the fuse is burnt."])

    assert three.of("substantive_reply_rate") == (1, 4)
    assert three.of("empathy_rate") == (1, 4)
    assert three.of("named_voice_rate") == (4, 4)
    assert two.of("substantive_reply_rate") == (3, 3)
    assert two.of("empathy_rate") == (3, 3)


def test_official_replies_reply_to_somebody_else() -> None:
    seen = Seen(
        question("1", 0),
        post("2", 1, "Our shop is open", "acme"),
        post("3", 2, "And it is big", "acme", to="2"),  # to itself
        post("4", 3, "It is here", "acme", to="nowhere"),
        post("5", 4, "First half", "acme", to="1"),
        post("6", 5, "Second half", "acme", to="5"),  # inside the asker's thread: answers
    )

    assert seen.ratio("official_replies") == (3, None)
    assert seen.ratio("conversation_rate") == (3, 5)
    assert seen.of("conversation_ratio") == (3, 5)


def test_answers_to_reviews_are_no_conversation() -> None:
    seen = Seen(review("1", 0, reply_text="Sorry."), post("2", 1, "Our shop is open", "acme"))

    assert seen.ratio("conversation_rate") == (1, 2)
    assert seen.of("conversation_ratio") == (0, 1)


def test_another_language_is_unscored_and_never_neutral() -> None:
    seen = Seen(
        post("1", 0, "Ich habe acme gestern im Laden gesehen", "ann", lang="de"),
        post("2", 1, "acme ok", "ann", lang=""),
        post("3", 2, "I love acme", "ben", lang=""),
        post("4", 3, "acme tomorrow", "cyd", lang=""),
    )

    assert {name: row.lang for name, row in seen.rows().items()} == {
        "1": "de",
        "2": "de",  # as its author usually writes
        "3": "en",  # a word of the lexicon
        "4": "",
    }
    assert seen.ratio("unscored_share") == (3, 4)
    assert seen.ratio("negative_share") == (0, 1)


def test_percentiles_lie_between_the_order_statistics() -> None:
    arrivals = []
    for at, wait in enumerate((10, 20, 50, 40)):
        arrivals += [
            question(f"q{at}", 0, by=f"asker{at}"),
            answer(f"a{at}", wait, f"q{at}", f"It is on page number {'x' * at}"),
        ]
    seen = Seen(*arrivals)

    assert seen.metric("first_response_seconds_p50") == (None, 4, 30.0)
    assert seen.metric("first_response_seconds_p90")[2] == 47.0  # 40 + .7 (50 - 40)


def test_replies_are_signed_and_distinct() -> None:
    seen = Seen(
        question("1", 0),
        answer("2", 1, "1", "@ann It is here ^AB"),
        answer("3", 2, "1", "@ben it is HERE ^ab"),
        answer("4", 3, "1", "It is there, I think."),
        post("5", 4, "", "acme", to="1", title=""),
    )

    assert seen.ratio("distinct_reply_share") == (2, 3)
    assert seen.ratio("signed_reply_share")[1] == 3
    assert seen.ratio("official_replies") == (4, None)
