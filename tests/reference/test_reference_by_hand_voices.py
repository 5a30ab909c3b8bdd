"""Originals, topics and recommendations whose numbers were worked out by hand."""

from __future__ import annotations

from by_hand import CONFIG, DAY, FIRST, HOME, HOUR, Seen, answer, post

from reference import World
from solisten.config import Brand, Config
from solisten.query import parse


def test_a_brand_joins_threads_about_its_topic() -> None:
    topic = "How do you scan receipts?"
    seen = Seen(
        post("1", 0, topic, "ann"),
        post("2", 1, "By hand.", "ben", to="1"),
        post("3", 2, "With a phone.", "acme", to="1"),
        post("4", 0, topic, "cyd"),
        post("5", 1, "By hand.", "ben", to="4"),
        post("6", 2, "By foot.", "dan", to="4"),
        post("7", 3, "With a phone, I think.", "acme", to="4"),
        post("8", 0, topic, "eve"),
        post("9", 0, "Can acme scan receipts?", "fay"),  # names a brand
        post("10", 0, topic, "gil", network="twitter"),  # nobody's home
        post("11", 0, topic, "globex"),  # a brand's own
    )

    assert seen.of("topic_participation_rate") == (2, 3)
    assert seen.of("proactive_outreach_rate") == (1, 2)
    assert seen.ratio("share_of_conversation") == (3, 6)
    assert seen.ratio("share_of_conversation_earned") == (1, 6)
    assert seen.ratio("share_of_conversation_owned") == (2, 6)


def test_the_words_of_brands_are_no_topic() -> None:
    topic = post("1", 0, "How do you scan receipts?", "ann")
    scan = Brand(name="Scan", query=parse("scan"))

    assert Seen(topic).ratio("share_of_conversation") == (0, 1)
    world = World(Config(brands=(*CONFIG.brands, scan), topics=CONFIG.topics), [topic])
    found = world.metrics("Acme", FIRST, FIRST + 10, (FIRST + 10) * DAY)
    assert found["share_of_conversation"] == (0, 0, None)


def test_what_originals_link_to() -> None:
    seen = Seen(
        post("1", 0, "Read https://acme.example/x?utm_source=forum", "acme"),
        post("2", 1, "Read https://acme.example/y", "acme"),
        post("3", 2, "Talk at https://github.com/acme/app/issues", "acme"),
        post("4", 3, "Read https://other.test/z", "acme"),
        post("5", 4, "Our rules: https://acme.example/community-guidelines", "acme"),
    )

    assert seen.of("campaign_tag_share") == (1, 3)
    assert seen.of("living_destination_share") == (1, 4)
    assert seen.of("policy_published") == (1, 5)


def test_originals_speak_of_what_people_need() -> None:
    seen = Seen(
        post("1", 0, "@acme where does the printer hide its cartridge?"),
        post("2", 1, "The printer keeps its cartridge behind a small window", "acme"),
        post("3", 2, "Yesterday our football players visited Lisbon's museum", "acme"),
        post("4", 3, "Printer!", "acme"),  # under three content words
        post("5", 4, "Everybody may scan papers, receipts, letters, photos", "acme"),
    )

    assert seen.of("need_relevance_rate") == (2, 3)


def test_naming_somebody_who_mentioned_the_brand_invites() -> None:
    seen = Seen(
        post("1", 0, "I saw acme", "ann"),
        post("2", 1, "Look what @ann drew", "acme"),
        post("3", 1, "Look what @ben drew", "acme"),
        post("4", 2, "I saw acme", "ben"),
        post("5", 3, "Come and join us on Friday", "acme"),
    )

    assert seen.of("community_invitation_rate") == (2, 3)


def test_half_of_the_originals_must_be_in_a_listed_language() -> None:
    def seen(*languages: str) -> Seen:
        texts = {
            "en": "We wrote a new page for you all to read",
            "ja": "新しいページを書きました。ぜひ読んでください。",
        }
        posts = (
            post(str(at), at, texts[lang], "acme", lang=lang) for at, lang in enumerate(languages)
        )
        return Seen(*posts)

    two, three = seen("en", "ja"), seen("en", "ja", "ja")
    assert two.of("value_post_share") == (1, 1)
    assert two.indicator("value_post_share").observable
    assert three.of("value_post_share") == (1, 1)
    assert not three.indicator("value_post_share").observable


def test_a_text_that_three_recommend_is_one_voice() -> None:
    text = "I recommend acme to all and everybody"
    ring = [post(name, 0, text, name) for name in ("ann", "ben", "cyd")]
    seen = Seen(*ring, post("dan", 0, "You should try acme, I recommend it", "dan"))

    assert seen.ratio("advocate_share") == (2, 4)
    assert Seen(*ring[:2]).ratio("advocate_share") == (2, 2)


def test_praise_has_an_answer_rate_of_its_own() -> None:
    seen = Seen(
        post("1", 0, "I love @acme, it is great", "ann"),
        post("2", 0, "acme is great, I love it", "ben"),
        post("3", 0, "acme is great, I love it", "cyd", network="twitter"),
        post("4", 0, "acme is on page two", "dan"),
        answer("5", HOUR, "1", "We thank you."),
        *HOME,
    )

    assert seen.of("praise_response_rate") == (1, 2)
    assert seen.ratio("net_sentiment") == (3, 3)
    assert seen.ratio("mention_response_rate") == (1, 4)
