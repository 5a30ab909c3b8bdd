"""Messages of public Telegram channels, written by us."""

from __future__ import annotations

from shapes import AT, NINE, TEN, posts, records

from solisten.nouns import Gone, Kind


def message(inside: str, classes: str = "", name: str = "acme/7") -> bytes:
    time = f'<a class="tgme_widget_message_date"><time datetime="{AT}"></time></a>'
    return (
        f'<div class="tgme_widget_message {classes}" data-post="{name}">'
        '<a class="tgme_widget_message_owner_name"><span>Acme &amp; Co</span></a>'
        f"{inside}{time}</div>"
    ).encode()


WORDS = '<div class="tgme_widget_message_text js-message_text">It <b>works</b><br/>now</div>'


def test_messages_of_a_channel() -> None:
    (post,) = posts("telegram", message(WORDS))
    assert (post.id, post.text, post.author) == ("acme/7", "It works\nnow", "acme")
    assert (post.author_name, post.created_at, post.kind) == ("Acme & Co", NINE, Kind.POST)
    answered = (
        '<a class="tgme_widget_message_reply" href="https://t.me/acme/3"><div class='
        '"tgme_widget_message_text js-message_reply_text">old</div></a>'
    )
    (reply,) = posts("telegram", message(answered + WORDS))
    assert (reply.kind, reply.reply_to, reply.text) == (Kind.REPLY, "acme/3", "It works\nnow")
    forwarded = (
        '<div class="tgme_widget_message_forwarded_from">Forwarded from <a class='
        '"tgme_widget_message_forwarded_from_name" href="https://t.me/globex/9">Globex</a></div>'
    )
    (repost,) = posts("telegram", message(forwarded + WORDS))
    assert (repost.kind, repost.repost_of, repost.text) == (Kind.REPOST, "globex/9", "")
    signed = '<span class="tgme_widget_message_from_author">Ana</span>'
    assert posts("telegram", message(WORDS + signed))[0].author_name == "Ana"
    assert posts("telegram", message(WORDS, "service_message")) == []
    pinned = '<div class="tgme_widget_message_text service_message">Acme pinned it</div>'
    assert posts("telegram", message(pinned)) == []
    poll = '<div class="tgme_widget_message_poll_question">Which one?</div>'
    assert posts("telegram", message(poll))[0].text == "Which one?"
    assert posts("telegram", message("<i class='photo'></i>"))[0].text == ""


def test_messages_of_a_public_group_are_nobodys_office() -> None:
    named = '<{} class="tgme_widget_message_author_name"{}><span>Ana</span></{}> in '
    owner = '<a class="tgme_widget_message_owner_name" href="https://t.me/acme">Acme</a>'
    answered = (
        '<a class="tgme_widget_message_reply" href="https://t.me/acme/3">'
        '<span class="tgme_widget_message_author_name">Bo</span>'
        '<div class="tgme_widget_message_text">old</div></a>'
    )
    linked = named.format("a", ' href="https://t.me/ana_lee"', "a")
    (post,) = posts("telegram", message(linked + owner + answered + WORDS))
    assert (post.author, post.author_name, post.official) == ("ana_lee", "Ana", "")
    assert (post.channel, post.reply_to, post.text) == ("acme", "acme/3", "It works\nnow")
    hidden = named.format("span", "", "span")
    (post,) = posts("telegram", message(hidden + owner + WORDS))
    assert (post.author, post.official) == ("Ana", "")
    (post,) = posts("telegram", message(answered + WORDS))
    assert (post.author, post.official) == ("acme", "staff")
    done = '<div class="message_media_not_supported_label">Service message</div>'
    assert posts("telegram", message(done)) == []
    spoken = WORDS.replace("now", '<a href="?q=%23a">#a</a> <a href="/acme/3">b</a>')
    assert posts("telegram", message(spoken))[0].links == ("https://t.me/acme/3",)


def test_a_deleted_message() -> None:
    page = b'<div class="tgme_widget_message_error">Post not found</div>'
    assert records("telegram", page, "https://t.me/acme/7?embed=1") == [
        Gone(network="telegram", id="acme/7")
    ]


def test_exports_of_public_chats_alone() -> None:
    said = {
        "id": 7, "type": "message", "date_unixtime": "1777626000", "from": "Ana",
        "from_id": "user1",
        "text": ["It ", {"type": "bold", "text": "works"}], "reply_to_message_id": 3,
        "edited_unixtime": "1777629600",
    }  # fmt: skip
    chat = {"id": 99, "type": "public_supergroup", "messages": [said, {"id": 8, "type": "service"}]}
    (post,) = posts("telegram", chat)
    assert (post.id, post.text, post.reply_to) == ("99/7", "It works", "99/3")
    assert (post.edited_at, post.author, post.author_name) == (TEN, "user1", "Ana")
    for kind in ("personal_chat", "private_group", "private_supergroup", "saved_messages"):
        assert posts("telegram", chat | {"type": kind}) == []
    linked = {"text": [{"type": "text_link", "text": "here", "href": "https://acme.example/x"}]}
    asked = said | {"text": "", "poll": {"question": "Which one?"}, "reply_to_peer_id": "channel5"}
    two = chat | {"messages": [said | linked, asked | {"id": 9}]}
    here, poll = posts("telegram", two)
    assert (here.text, here.links) == ("here", ("https://acme.example/x",))
    assert (poll.text, poll.reply_to, poll.kind) == ("Which one?", "", Kind.POST)
    told = {
        "message_id": 7, "date": 1777626000, "text": "x",
        "from": {"username": "ana", "is_bot": True},
        "chat": {"type": "supergroup", "username": "acme"},
    }  # fmt: skip
    (post,) = posts("telegram", {"ok": True, "result": [{"message": told}]})
    assert (post.id, post.author, post.author_bot) == ("acme/7", "ana", True)
    closed = told | {"chat": {"type": "group", "title": "x"}}
    assert posts("telegram", {"ok": True, "result": [{"message": closed}]}) == []
