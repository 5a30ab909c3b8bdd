"""What one record may hold, field by field (DESIGN 7.2)."""

from __future__ import annotations

import math
from typing import Any

import pytest

from solisten.nouns import Gone, Kind, Post
from solisten.records import FIELDS
from solisten.records.rows import BadRow, Defaults, post_of

FORUM = Defaults("forum")
ROW = {"id": "7", "created_at": "2024-01-31T00:00:00Z", "text": "hello"}


def post(**fields: Any) -> Post:
    found = post_of({**ROW, **fields}, FORUM)
    assert isinstance(found, Post)
    return found


def why(**fields: Any) -> str:
    row = {key: value for key, value in {**ROW, **fields}.items() if value != "MISSING"}
    with pytest.raises(BadRow) as caught:
        post_of(row, Defaults(fields.pop("default", "forum")))
    return str(caught.value)


def test_the_fields_are_the_contract_s() -> None:
    assert FIELDS == (
        "network",
        "id",
        "created_at",
        "channel",
        "url",
        "kind",
        "author",
        "author_name",
        "author_followers",
        "author_bot",
        "edited_at",
        "text",
        "title",
        "lang",
        "reply_to",
        "thread",
        "rating",
        "likes",
        "shares",
        "visibility",
        "links",
        "reply_text",
        "reply_at",
        "reply_author",
        "repost_of",
        "quote_of",
        "accepted",
        "official",
        "deleted",
    )


class TestNeeded:
    def test_id(self) -> None:
        for missing in ("MISSING", "", " ", None):
            assert why(id=missing) == "no id"

    def test_time(self) -> None:
        for missing in ("MISSING", "", "  ", None):
            assert why(created_at=missing) == "no created_at"

    def test_text_or_title_or_rating(self) -> None:
        assert why(text="MISSING") == "no text, title or rating"
        assert why(text=None) == "no text, title or rating"
        assert post(text=None, title="t").title == "t"
        assert post(text=None, rating=0).rating == 0
        assert post(text="").text == ""

    def test_a_review_and_a_repost_need_no_words(self) -> None:
        assert post(text=None, kind="review").kind is Kind.REVIEW
        assert post(text=None, repost_of="3").kind is Kind.REPOST

    def test_a_network(self) -> None:
        with pytest.raises(BadRow, match="give --network"):
            post_of(ROW, Defaults())
        for wrong in ("Twitter", "a b", "x" * 41, "ä", "a_b", 3.5):
            assert "only a-z" in why(network=wrong)
        assert post(network="google-play").network == "google-play"
        assert post(network="x" * 40).network == "x" * 40


def test_defaults_fill_only_what_a_row_lacks() -> None:
    defaults = Defaults("forum", "general")
    bare, full = (
        post_of({**ROW, **more}, defaults) for more in ({}, {"network": "n", "channel": "c"})
    )
    assert isinstance(bare, Post)
    assert isinstance(full, Post)
    assert (bare.network, bare.channel) == ("forum", "general")
    assert (full.network, full.channel) == ("n", "c")


class TestIds:
    @pytest.mark.parametrize(
        ("value", "kept"),
        [
            (850.0, "850"),
            ("850.0", "850"),
            (850, "850"),
            (2**70, str(2**70)),
            (" t3_x ", "t3_x"),
            ("v1.0", "v1.0"),
            ("at://did:plc:x/app.bsky.feed.post/3k", "at://did:plc:x/app.bsky.feed.post/3k"),
        ],
    )
    def test_spellings(self, value: object, kept: str) -> None:
        assert post(id=value).id == kept
        assert post(reply_to=value).reply_to == kept
        assert post(thread=value).thread == kept

    def test_too_long(self) -> None:
        assert "10,000 characters" in why(id="x" * 10_000)
        assert "reply_to: it has" in why(reply_to="x" * 10_000)
        assert post(id="x" * 1000).id == "x" * 1000

    def test_rounded_by_a_spreadsheet(self) -> None:
        assert "rounded by a spreadsheet" in why(id="5.70306E+17")
        assert "rounded by a spreadsheet" in why(id=5.70306e17)
        assert post(reply_to="5.70306E+17").reply_to == ""

    def test_no_text_at_all(self) -> None:
        assert "is no text" in why(id=["7"])


class TestAuthors:
    @pytest.mark.parametrize(
        "private",
        [
            "jane@mail.example",
            "Jane.Doe+news@Mail.Example.org",
            "Jane Doe <jane@mail.example>",
            "mailto:jane@mail.example",
            "jane at mail.example",
            "203.0.113.7",
            "203.0.113.7:8080",
            "2001:db8::1",
            "[2001:db8::1]",
            "::ffff:203.0.113.7",
            "fe80::1%eth0",
        ],
    )
    def test_mailboxes_and_addresses_become_a_hash(self, private: str) -> None:
        for field in ("author", "author_name", "reply_author"):
            shown = getattr(post(**{field: private}), field)
            assert len(shown) == 16
            assert set(shown) <= set("0123456789abcdef")
            assert post(**{field: shown}) == post(**{field: private}), "read twice, the same"

    @pytest.mark.parametrize(
        "public",
        ["jane", "@jane", "@jane@social.example", "Dr. Jane", "12:30", "u/jane", "a.b.c", "at 5"],
    )
    def test_names_stay(self, public: str) -> None:
        assert post(author=public).author == public

    def test_one_mailbox_is_one_author(self) -> None:
        assert post(author="A@x.example").author == post(author="B <a@x.example>").author

    def test_federated_addresses_are_public(self) -> None:
        found = post(network="mastodon", author="jane@social.example")
        assert found.author == "jane@social.example"
        assert len(post(network="mastodon", author="203.0.113.7").author) == 16


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "count"),
        [("12", 12), ("1,204", 1204), ("12.0", 12), (12.0, 12), ("-3", -3), (0, 0), ("nan", None)],
    )
    def test_counts(self, value: object, count: int | None) -> None:
        assert post(likes=value, shares=value, author_followers=value) == post(
            likes=count, shares=count, author_followers=count
        )

    @pytest.mark.parametrize("value", ["many", "1.5", 1.5, "1.2K", 10**30, "9" * 5000, [1], True])
    def test_no_counts(self, value: object) -> None:
        assert why(likes=value).startswith("likes: ")

    @pytest.mark.parametrize(("value", "rating"), [("4.5", 4.5), (5, 5.0), ("5", 5.0), ("-", None)])
    def test_ratings(self, value: object, rating: float | None) -> None:
        assert post(rating=value).rating == rating

    @pytest.mark.parametrize("value", ["five", math.inf, "inf", "1e999", [1], True])
    def test_no_ratings(self, value: object) -> None:
        assert why(rating=value).startswith("rating: ")


@pytest.mark.parametrize("yes", [True, "TRUE", "True", "true", 1, "1", "yes", "Y", 1.0, " on "])
@pytest.mark.parametrize("no", [False, "FALSE", "False", 0, "0", "no", "", None, "nan", 0.0])
def test_flags(yes: object, no: object) -> None:
    assert post(author_bot=yes, accepted=no) == post(author_bot=True)


def test_no_flag() -> None:
    assert "neither true nor false" in why(accepted="perhaps")


@pytest.mark.parametrize(
    "links",
    [
        ["https://a.example/1,2", "https://b.example"],
        '["https://a.example/1,2", "https://b.example"]',
        "https://a.example/1,2 https://b.example",
        "https://a.example/1,2\nhttps://b.example",
        "https://a.example/1,2,https://b.example",
        "https://a.example/1,2; https://b.example",
        "https://a.example/1,2 | https://b.example",
    ],
)
def test_links(links: object) -> None:
    assert post(links=links).links == ("https://a.example/1,2", "https://b.example")


def test_links_of_a_python_list_and_none() -> None:
    assert post(links="['https://a.example', 'https://b.example']").links == (
        "https://a.example",
        "https://b.example",
    )
    assert post(links=[]).links == ()
    assert post(links=[None, "", "https://a.example"]).links == ("https://a.example",)
    assert why(links={"a": 1}).startswith("links: ")


class TestAnswers:
    def test_empty_is_none(self) -> None:
        for empty in ("", " ", None):
            found = post(reply_text=empty, reply_at=empty, reply_author="x")
            assert (found.reply_text, found.reply_at) == (None, None)

    def test_either_alone(self) -> None:
        assert post(reply_text="thanks").reply_at is None
        assert post(reply_at="2024-02-01").reply_text is None

    def test_a_wrong_time_is_reported(self) -> None:
        assert why(reply_at="soon").startswith("reply_at: ")


class TestVisibility:
    @pytest.mark.parametrize("closed", ["private", "direct", "followers", "whisper", "Private"])
    def test_what_is_not_public_is_dropped(self, closed: str) -> None:
        assert post_of({**ROW, "visibility": closed}, FORUM) is None
        assert post_of({**ROW, "visibility": closed, "likes": "x", "text": None}, FORUM) is None

    def test_public_and_unlisted_are_kept(self) -> None:
        assert post(visibility="unlisted").visibility == "unlisted"
        assert post(visibility="") == post(visibility="public") == post()

    def test_what_nobody_knows_is_not_kept(self) -> None:
        assert "none of public" in why(visibility="friends")


class TestDeleted:
    def test_only_an_id_is_needed(self) -> None:
        for yes in (True, "TRUE", 1, "yes"):
            assert post_of({"id": "7", "deleted": yes}, FORUM) == Gone(network="forum", id="7")

    def test_its_time_is_edited_at(self) -> None:
        row = {"id": "7", "deleted": True, "edited_at": "1970-01-02", "created_at": "broken"}
        assert post_of(row, FORUM) == Gone(network="forum", id="7", deleted_at=86400.0)
        assert post_of({**row, "edited_at": "?"}, FORUM) == Gone(network="forum", id="7")

    def test_not_deleted_is_a_post(self) -> None:
        assert post(deleted="FALSE") == post(deleted=None) == post()

    def test_no_id(self) -> None:
        assert why(id="", deleted=True) == "no id"


class TestKind:
    def test_named(self) -> None:
        assert post(kind="REVIEW").kind is Kind.REVIEW
        assert "none of post" in why(kind="tweet")

    def test_told_by_the_rest(self) -> None:
        assert post().kind is Kind.POST
        assert post(kind=" ").kind is Kind.POST
        assert post(reply_to="3").kind is Kind.REPLY
        assert post(rating=3).kind is Kind.REVIEW
        assert post(kind="post", reply_to="3").kind is Kind.POST


def test_official_marks() -> None:
    assert post(official="Developer").official == "developer"
    assert post(official="FALSE").official == ""
    assert "none of developer" in why(official="yes, very")


def test_text_is_kept_as_it_is() -> None:
    assert post(text=" a <b>&amp;\n").text == " a <b>&amp;\n"
    assert post(text=12).text == "12"


def test_unknown_fields_are_ignored() -> None:
    assert post(colour="red", sentiment={"x": [1]}) == post()
