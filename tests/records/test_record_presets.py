"""The shipped column maps: each loads, and reads a small export of its shape."""

from __future__ import annotations

import csv
import io
import json

import pytest

from solisten.errors import FileError
from solisten.nouns import Kind, Post
from solisten.records import FIELDS, Options, preset_named, preset_names, read_bytes
from solisten.records.times import seconds_of


def table(header: list[str], *rows: list[str], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([header, *rows])
    return out.getvalue()


def posts(text: str | bytes, preset: str, network: str = "", name: str = "x.csv") -> list[Post]:
    body = text if isinstance(text, bytes) else text.encode()
    found = list(read_bytes(body, Options(network=network, preset=preset), name))
    assert all(isinstance(row, Post) for row in found), found
    return [row for row in found if isinstance(row, Post)]


def test_the_contract_s_presets_are_shipped() -> None:
    assert set(preset_names()) == {"twcs", "google-play", "brandwatch", "meltwater", "4cat"}


@pytest.mark.parametrize("name", preset_names())
def test_each_says_what_it_is_and_maps_known_fields(name: str) -> None:
    preset = preset_named(name)
    assert preset.name == name
    assert preset.about
    assert preset.verified
    mapped = {*preset.columns, *preset.joined, *preset.values, *preset.slugs, *preset.prefixes}
    assert mapped <= set(FIELDS)
    assert "id" in preset.columns


TWCS = [
    "tweet_id",
    "author_id",
    "inbound",
    "created_at",
    "text",
    "response_tweet_id",
    "in_response_to_tweet_id",
]


class TestTwcs:
    def test_a_reply(self) -> None:
        row = ["696", "AppleSupport", "FALSE", "Tue Oct 31 22:27:49 +0000 2017"]
        row += ["@115854 Settings &gt; General &amp; more", "697", "698.0"]
        (post,) = posts(table(TWCS, row), "twcs")
        assert post == Post(
            network="twitter",
            id="696",
            created_at=seconds_of("2017-10-31T22:27:49Z"),
            kind=Kind.REPLY,
            author="AppleSupport",
            text="@115854 Settings > General & more",
            reply_to="698",
        )

    def test_the_user_s_network_goes_before_the_preset_s(self) -> None:
        row = ["1", "a", "TRUE", "Tue Oct 31 22:27:49 +0000 2017", "hi", "", ""]
        (post,) = posts(table(TWCS, row), "twcs", network="x")
        assert (post.network, post.kind) == ("x", Kind.POST)

    def test_the_same_rows_in_json(self) -> None:
        row = dict(zip(TWCS, ["1", "a", True, 5, "x &lt;3", None, 850.0], strict=True))
        (post,) = posts(json.dumps([row]), "twcs", name="x.json")
        assert (post.id, post.text, post.reply_to, post.created_at) == ("1", "x <3", "850", 5)


PLAY = [
    "reviewId",
    "userName",
    "userImage",
    "content",
    "score",
    "thumbsUpCount",
    "reviewCreatedVersion",
    "at",
    "replyContent",
    "repliedAt",
]


class TestGooglePlay:
    def test_scraped(self) -> None:
        row = ["r1", "u8806bb12b76b", "", "", "1", "4", "3.1.6", "2023-04-24 04:59:54"]
        row += ["Hey &amp; sorry", "2023-04-24 23:15:10"]
        (post,) = posts(table(PLAY, row), "google-play")
        assert (post.network, post.kind, post.rating, post.likes) == (
            "google-play",
            Kind.REVIEW,
            1.0,
            4,
        )
        assert post.text == ""
        assert post.reply_text == "Hey &amp; sorry"
        assert post.reply_at == seconds_of("2023-04-24T23:15:10Z")

    def test_unanswered(self) -> None:
        row = ["r1", "u8", "", "good", "5", "0", "", "2023-04-24 04:59:54", "", ""]
        (post,) = posts(table(PLAY, row), "google-play")
        assert (post.reply_text, post.reply_at) == (None, None)

    def test_a_column_of_one_s_own_still_counts(self) -> None:
        row = ["r1", "u8", "", "good", "5", "0", "", "2023-04-24 04:59:54", "", "", "com.acme"]
        (post,) = posts(table([*PLAY, "channel"], row), "google-play")
        assert post.channel == "com.acme"

    def test_the_console_s_export(self) -> None:
        header = ["Package Name", "Review Submit Date and Time", "Review Last Update Date and Time"]
        header += ["Star Rating", "Review Title", "Review Text", "Review Link", "Reviewer Language"]
        header += ["Developer Reply Date and Time", "Developer Reply Text"]
        row = ["com.acme", "2018-03-30T12:05:37Z", "2018-05-01T16:14:22Z", "2", "", "slow"]
        row += ["https://play.google.com/x?reviewid=gp:1", "en", "2018-04-02T06:00:40Z", "Hi ^rt"]
        body = table(header, row).encode("utf-16")  # as the console writes it
        (post,) = posts(body, "google-play")
        assert post.id == post.url == "https://play.google.com/x?reviewid=gp:1"
        assert (post.channel, post.lang, post.rating) == ("com.acme", "en", 2.0)
        assert post.created_at == seconds_of("2018-03-30T12:05:37Z")
        assert post.edited_at == seconds_of("2018-05-01T16:14:22Z")


BRANDWATCH = [
    "Query Id",
    "Date",
    "Title",
    "Url",
    "Domain",
    "Page Type",
    "Author",
    "Full Name",
    "Full Text",
    "Language",
    "Thread Entry Type",
    "Twitter Reply to",
    "Twitter Retweet of",
    "Expanded URLs",
    "Rating",
]


class TestBrandwatch:
    ABOUT = 'Report:,"Bulk Mentions, Download"\nBrand:,Acme\nFrom:,"1 May"\nLabel:,\n\n\n'

    def row(self, **cells: str) -> list[str]:
        row = dict.fromkeys(BRANDWATCH, "")
        row |= {"Date": "2021-05-01 12:00:00.0", "Url": "http://x.example/1", "Full Text": "hi"}
        return list((row | {"Page Type": "twitter"} | cells).values())

    def test_lines_about_the_report_come_first(self) -> None:
        reply = {"Thread Entry Type": "reply", "Twitter Reply to": "http://x.example/0"}
        first, second = posts(
            self.ABOUT
            + table(BRANDWATCH, self.row(**reply), self.row(**{"Thread Entry Type": "share"})),
            "brandwatch",
        )
        assert (first.network, first.kind, first.id) == (
            "twitter",
            Kind.REPLY,
            "http://x.example/1",
        )
        assert first.reply_to == "http://x.example/0"
        assert first.created_at == seconds_of("2021-05-01T12:00:00Z")
        assert second.kind is Kind.REPOST

    @pytest.mark.parametrize(
        ("page", "network", "kind"),
        [
            ("X", "twitter", Kind.POST),
            ("news", "news", Kind.ARTICLE),
            ("Sina Weibo", "sina-weibo", Kind.POST),
            ("review", "review", Kind.REVIEW),
        ],
    )
    def test_page_types_are_networks(self, page: str, network: str, kind: Kind) -> None:
        (post,) = posts(table(BRANDWATCH, self.row(**{"Page Type": page})), "brandwatch")
        assert (post.network, post.kind) == (network, kind)

    def test_links(self) -> None:
        row = self.row(**{"Expanded URLs": "https://a.example/1, https://b.example"})
        (post,) = posts(table(BRANDWATCH, row), "brandwatch")
        assert post.links == ("https://a.example/1", "https://b.example")

    def test_another_table_is_refused_with_its_header(self) -> None:
        with pytest.raises(FileError, match="no column for id; its columns are Name, Phone, City"):
            posts("Report:\n" + table(["Name", "Phone", "City"], ["a", "b", "c"]), "brandwatch")


class TestMeltwater:
    def test_tabs_in_utf_16(self) -> None:
        header = ["Date", "Headline", "URL", "Opening Text", "Hit Sentence", "Source"]
        header += ["Influencer", "Language", "Twitter Followers", "Time"]
        row = ["31-Mar-2022 11:59PM", "", "http://twitter.com/a/statuses/1", "", "hi &amp; bye"]
        row += ["Twitter", "@a", "English", "1,204", "11:59 PM"]
        (post,) = posts(table(header, row, delimiter="\t").encode("utf-16"), "meltwater")
        assert post.created_at == seconds_of("2022-03-31T23:59:00Z")
        assert (post.network, post.kind, post.author) == ("twitter", Kind.POST, "@a")
        assert (post.text, post.lang, post.author_followers) == ("hi & bye", "en", 1204)

    def test_news_with_a_date_apart(self) -> None:
        header = ["Date", "Time", "URL", "Source Type", "Source Name", "Title", "Hit Sentence"]
        row = ["02-May-24", "09:05 AM", "https://n.example/1", "Online News", "The N", "T", "S"]
        (post,) = posts("\n" + table(header, row), "meltwater")
        assert post.created_at == seconds_of("2024-05-02T09:05:00Z")
        assert (post.network, post.kind, post.channel) == ("news", Kind.ARTICLE, "The N")
        assert (post.title, post.text) == ("T", "S")


class TestFourCat:
    def test_reddit(self) -> None:
        header = "thread_id,id,timestamp,body,subject,author,subreddit,parent,score,unix_timestamp"
        row = ["t9", "c1", "2024-01-31 00:00:00", "hi", "", "jane", "acme", "t1_c0", "-2"]
        (post,) = posts(table(header.split(","), [*row, "1706659200"]), "4cat", "reddit")
        assert (post.reply_to, post.thread, post.kind) == ("c0", "t9", Kind.REPLY)
        assert (post.channel, post.likes, post.created_at) == ("acme", -2, 1706659200)

    def test_twitter(self) -> None:
        header = "id,thread_id,timestamp,body,author,author_fullname,is_retweet,urls,like_count"
        rows = [
            ["2", "1", "2024-01-31 00:00:00", "a", "j", "Jane", retweet, "https://a.example", "3"]
            for retweet in ("yes", "no")
        ]
        repost, post = posts(table(header.split(","), *rows), "4cat", "twitter")
        assert (repost.kind, post.kind) == (Kind.REPOST, Kind.POST)
        assert (post.author, post.author_name, post.likes) == ("j", "Jane", 3)

    def test_telegram_s_replies_have_other_ids_and_are_left_out(self) -> None:
        header = ["id", "thread_id", "chat", "author", "body", "reply_to", "unix_timestamp"]
        row = ["acme-7", "acme", "acme", "9", "hi", "6", "1706659200"]
        (post,) = posts(table(header, row), "4cat", "telegram")
        assert (post.reply_to, post.thread, post.channel) == ("", "", "acme")
