"""Official accounts, mentions and spam whose numbers were worked out by hand from the documents."""

from __future__ import annotations

from by_hand import DAY, HOUR, MINUTE, Seen, post, question

from solisten.nouns import Kind, Post

# --- official accounts ---------------------------------------------------------------------------


def test_a_platform_mark_counts_only_where_the_brand_hosts() -> None:
    def replied(channel: str, mark: str, by: str = "kim") -> bool:
        place = {"network": "board", "channel": channel}
        asked = post("1", 0, "acme, where is it?", **place)
        reply = post("2", HOUR, "Here.", by, to="1", official=mark, **place)
        return Seen(asked, reply).rows()["1"].answered

    assert replied("help", "staff")
    assert replied("help", "developer")
    assert not replied("talk", "staff")
    assert replied("help", "verified-domain", by="blog.acme.example")
    assert not replied("help", "verified-domain", by="blog.other.example")
    assert not replied("talk", "verified-domain", by="blog.acme.example")


def test_a_channel_in_an_official_entry_binds_it() -> None:
    def official(channel: str) -> Seen:
        return Seen(post("1", 0, "News", "Jane", network="board", channel=channel))

    assert official("help").ratio("official_posts") == (1, None)
    assert official("talk").ratio("official_posts") == (0, None)


def test_a_local_mastodon_name_has_its_instance_as_host() -> None:
    def official(channel: str, url: str = "") -> Seen:
        return Seen(post("1", 0, "News", "@Acme", network="mastodon", channel=channel, url=url))

    assert official("social.example").ratio("official_posts") == (1, None)
    assert official("", "https://social.example/@acme/1").ratio("official_posts") == (1, None)
    assert official("other.example").ratio("official_posts") == (0, None)


def test_staff_are_neither_official_nor_peers() -> None:
    seen = Seen(question("1", 0), post("2", HOUR, "Over there.", "jim", to="1"))

    assert seen.ratio("mention_response_rate") == (0, 1)
    assert seen.ratio("peer_answer_rate") == (0, 1)
    assert seen.ratio("official_posts") == (0, None)


def test_another_brands_account_is_nobodys_mention_and_nobodys_peer() -> None:
    seen = Seen(
        question("1", 0),
        post("2", MINUTE, "Leave acme, come to us", "globex", to="1"),
        post("3", HOUR, "Over there.", "bot", to="1", author_bot=True),
    )

    assert set(seen.rows()) == {"1"}
    assert set(seen.rows("Globex")) == set()
    assert seen.ratio("peer_answer_rate") == (0, 1)


# --- mentions ------------------------------------------------------------------------------------


def test_what_addresses_the_brand_is_tagged() -> None:
    seen = Seen(
        post("1", 0, "I saw acme yesterday", "ann"),
        post("2", 1, "@AcmeHelp hello", "ben"),
        post("3", 2, "Our new shop is open", "acme"),
        post("4", 3, "Well done", "cyd", to="3"),
        post("5", 4, "It crashes", "dan", network="board", channel="help"),
        post("6", 5, "For me too", "eve", to="5", network="board", channel="help"),
        post("7", 6, "It crashes", "fay", network="board", channel="talk"),
        post("8", 7, "@acmehelpless hello", "gil"),
    )

    assert {name: row.tagged for name, row in seen.rows().items()} == {
        "1": False,
        "2": True,
        "4": True,
        "5": True,
    }


def test_an_account_is_addressed_by_its_full_or_local_name() -> None:
    seen = Seen(
        *(
            post(name, 0, f"{name} hello", network="mastodon", channel="other.example")
            for name in ("@acme@social.example", "@acme", "@acme@other.example", "@jane")
        )
    )

    tagged = {name for name, row in seen.rows().items() if row.tagged}
    assert tagged == {"@acme@social.example", "@acme"}


def test_a_post_about_two_brands_is_a_mention_of_both() -> None:
    seen = Seen(
        post("1", 0, "acme or globex?", "ann"),
        post("2", 1, "globex is nice", "ben"),
        post("3", 2, "globex is fine", "cyd"),
    )

    assert seen.ratio("mentions") == (1, None)
    assert seen.ratio("mentions", "Globex") == (3, None)
    assert seen.ratio("share_of_voice") == (1, 4)


def test_reposts_are_no_mentions_and_no_originals() -> None:
    seen = Seen(
        post("1", 0, "acme", "ann", kind=Kind.REPOST),
        post("2", 1, "Our shop is open", "acme", kind=Kind.REPOST),
    )

    assert seen.ratio("mentions") == (0, None)
    assert seen.ratio("official_posts") == (1, None)
    assert seen.of("value_post_share") == (0, 0)


def spam(domain: str, days: int = 2, posts: int = 5) -> list[Post]:
    return [
        post(f"s{at}", (at % days) * DAY, f"acme acme https://{domain}/{at}", "sid")
        for at in range(posts)
    ]


def test_spam_is_five_posts_on_two_days_with_links_to_others() -> None:
    assert Seen(*spam("shop.test")).ratio("mentions") == (0, None)
    assert Seen(*spam("acme.example")).ratio("mentions") == (5, None)
    assert Seen(*spam("globex.example")).ratio("mentions") == (5, None)  # a rival's
    assert Seen(*spam("shop.test", days=1)).ratio("mentions") == (5, None)
    assert Seen(*spam("shop.test", posts=4)).ratio("mentions") == (4, None)


def test_four_of_five_posts_with_links_are_not_more_than_80_percent() -> None:
    quiet = post("q", 0, "acme", "sid")

    assert Seen(*spam("shop.test", posts=4), quiet).ratio("mentions") == (5, None)


def test_a_spammers_review_is_a_mention() -> None:
    review = post("r", 0, "acme eats paper", "sid", kind=Kind.REVIEW)

    assert set(Seen(*spam("shop.test"), review).rows()) == {"r"}
