"""Alerts as each channel shows them: whole, and whatever others wrote in them harmless."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solisten.alerts import atom, slack
from solisten.alerts.harmless import one_line
from solisten.alerts.mail import mail_of
from solisten.alerts.message import Message, message
from solisten.config import Smtp
from solisten.store.alerts import Told

if TYPE_CHECKING:
    from pathlib import Path

SMTP = Smtp(host="localhost", sender="alerts@acme.example", to=("care@acme.example", "b@x.example"))
NASTY = (
    "<!channel> <script>alert(1)</script> & @here ![x](http://evil.example/p.png) ]]> \x00\x1b[2J"
    "\r\nBcc: victim@evil.example\r\n\r\n<b>\u202e\ud800\ufffe \u2028 =?utf-8?q?x?="
)
A = "{http://www.w3.org/2005/Atom}"


def told(
    key: str = "volume/Acme/2026-01-01", title: str = "Acme: 40 mentions", text: str = "Why."
) -> Told:
    posts = (("mastodon", "1"), ("mastodon", "2"), ("forum", "3"))
    return Told(key, "volume", "Acme", "", 20_454, 1_767_225_600, title, text, posts)


def shown(
    *alerts: Told, url: str = "https://social.example/@ana/1", text: str = "It broke"
) -> list[Message]:
    posts = {
        ("mastodon", "1"): (1_767_225_000, url, text),
        ("forum", "3"): (1_767_225_000, "", text),
    }
    return [message(one, posts, lambda words: words) for one in alerts]


def test_slack_gets_a_headline_a_text_and_links() -> None:
    found = slack.payload(shown(told()))
    header, section = found["blocks"]
    assert found["text"] == header["text"]["text"] == "Acme: 40 mentions"
    assert section["text"]["text"].splitlines() == [
        "Why.",
        "• <https://social.example/@ana/1|2025-12-31 23:50 UTC mastodon: It broke>",
        "• (deleted since)",
        "• 2025-12-31 23:50 UTC forum: It broke",
    ]


def test_slack_obeys_nothing_that_others_wrote() -> None:
    one = shown(told(title=NASTY, text=NASTY), url="https://a.example/|x>y<!here>", text=NASTY)
    found = slack.payload(one)
    texts = [found["text"], found["blocks"][1]["text"]["text"]]
    for text in texts:
        bare = text.replace("<https://a.example/%7Cx%3Ey%3C!here%3E|", "").replace(">\n", "\n")
        assert "<" not in bare
        assert ">" not in bare
        assert "@here" not in text
        assert "](" not in text
        assert not any(ord(sign) < 32 and sign != "\n" for sign in text)
    assert found["blocks"][0]["text"]["type"] == "plain_text"
    assert len(found["blocks"][0]["text"]["text"]) <= 150


def test_many_alerts_are_one_message_within_slacks_limits() -> None:
    alerts = shown(*(told(key=str(number), text="x" * 5000) for number in range(60)))
    found = slack.payload(alerts)
    assert found["text"] == "Solisten: 60 alerts"
    assert len(found["blocks"]) <= 50
    assert all(len(block["text"]["text"]) <= 3000 for block in found["blocks"])
    assert "36 more" in found["blocks"][-1]["text"]["text"]


def test_a_mail_says_it_all_and_no_header_more() -> None:
    one = shown(told(title=NASTY, text=NASTY), text=NASTY)
    raw = mail_of(one, SMTP, 1_767_225_600.5).as_bytes()
    read = message_from_bytes(raw, policy=policy.default)
    assert sorted(read.keys()) == [
        *("Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From"),
        *("MIME-Version", "Message-ID", "Subject", "To"),
    ]
    assert read["To"] == "care@acme.example, b@x.example"
    body = read.get_content()
    assert "https://social.example/@ana/1" in body
    assert "\x1b" not in body
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))


def test_the_same_alert_is_the_same_mail() -> None:
    first, again = (mail_of(shown(told()), SMTP, at)["Message-ID"] for at in (1.0, 9.0))
    other = mail_of(shown(told(key="other")), SMTP, 1.0)["Message-ID"]
    assert first == again != other


def test_the_feed_is_atom_and_holds_each_alert_once() -> None:
    root = ET.fromstring(atom.feed(shown(told(), told(key="b")), ["Acme", "Globex"]))
    assert root.tag == f"{A}feed"
    entries = root.findall(f"{A}entry")
    ids = [entry.findtext(f"{A}id") for entry in entries]
    assert len({root.findtext(f"{A}id"), *ids}) == 3
    assert entries[0].findtext(f"{A}updated") == "2026-01-01T00:00:00Z"
    link = entries[0].find(f"{A}link")
    assert link is not None
    assert link.attrib == {"rel": "alternate", "href": "https://social.example/@ana/1"}


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_written_is_xml_and_comes_back_harmless(title: str, text: str) -> None:
    title, text = title + NASTY, NASTY + text
    root = ET.fromstring(atom.feed(shown(told(title=title, text=text), text=text), ["A<&>"]))
    entry = root.find(f"{A}entry")
    assert entry is not None
    assert entry.findtext(f"{A}title") == one_line(title)
    mail_of(shown(told(title=title, text=text), text=text), SMTP, 0.0).as_bytes()
    slack.payload(shown(told(title=title, text=text), text=text))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "//x",
        "https://[bad",
        "https://a\x00b.example/",
        "https://a.example/" + "x" * 3000,
    ],
)
def test_an_address_that_is_none_is_no_link(url: str) -> None:
    (one,) = shown(told(), url=url)
    assert one.links[0].url is None


def test_the_file_is_replaced_whole_and_only_when_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "alerts.xml"
    assert atom.write(path, b"one")
    before = path.stat()
    assert not atom.write(path, b"one")
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert atom.write(path, b"two")
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o644
    assert [found.name for found in tmp_path.iterdir()] == ["alerts.xml"]


def test_a_feed_that_cannot_be_written_leaves_nothing_half(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        atom.write(tmp_path / "missing" / "alerts.xml", b"one")
    (tmp_path / "alerts.xml").mkdir()
    with pytest.raises(IsADirectoryError):
        atom.write(tmp_path / "alerts.xml", b"one")
    assert [found.name for found in tmp_path.iterdir()] == ["alerts.xml"]
