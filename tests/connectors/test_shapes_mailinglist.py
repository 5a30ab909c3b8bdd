"""Mails of public lists, written by us."""

from __future__ import annotations

import pytest
from shapes import AT, NINE, posts

from solisten.nouns import Kind


def mail(head: str, body: str = "hello") -> bytes:
    begin = "From ana at acme.example  Fri May  1 09:00:00 2026\n"
    return f"{begin}{head}\nMessage-ID: <1@acme.example>\n\n{body}\n".encode(
        "utf-8", "surrogateescape"
    )


DATE = "Date: Fri, 1 May 2026 11:00:00 +0200"


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("ana at acme.example (Ana Lee)", "Ana Lee"),
        ("Ana Lee <ana at acme.example>", "Ana Lee"),
        ('"Lee, Ana" <ana@acme.example>', "Lee, Ana"),
        ("ana@acme.example", "05e9c03bfe4bf987"),
        ("ana at acme.example", "05e9c03bfe4bf987"),
        ("=?iso-8859-1?q?J=F6rg?= <j@acme.example>", "Jörg"),
        ("=?utf-8?b?SsO2cmc=?= via users <users@acme.example>", "Jörg"),
        ("J\udcc3\udcb6rg <j@acme.example>", "Jörg"),
    ],
)
def test_who_wrote_a_mail(sender: str, name: str) -> None:
    (post,) = posts("mailinglist", mail(f"From: {sender}\n{DATE}\nSubject: x"))
    assert post.author == name
    assert post.created_at == NINE


def test_threads_of_mails() -> None:
    head = f"From: Ana <a@b.example>\n{DATE}\nSubject: =?utf-8?q?Re=3A_It_f=C3=A4ils?=\n"
    both = f"{head}In-Reply-To: <3@x> (Bo's message)\nReferences: <1@x>\n\t<2@x> <3@x>"
    (post,) = posts("mailinglist", mail(both), "https://acme.example/pipermail/users/2026-May.txt")
    assert (post.reply_to, post.thread, post.kind) == ("3@x", "1@x", Kind.REPLY)
    assert (post.title, post.channel, post.id) == ("Re: It fäils", "users", "1@acme.example")
    (post,) = posts("mailinglist", mail(f"{head}References: <1@x> <2@x>"))
    assert (post.reply_to, post.thread) == ("2@x", "1@x")
    (post,) = posts("mailinglist", mail(f"{head}List-Id: Users <users.acme.example>"))
    assert (post.reply_to, post.thread, post.channel) == ("", "", "users")


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        ("Content-Transfer-Encoding: quoted-printable", "caf=C3=A9 =\nau lait", "café au lait"),
        ("Content-Type: text/plain; charset=iso-8859-1", "caf\udce9", "café"),
        ("Content-Type: text/html", "<p>a</p><script>b</script>", "a"),
        ("X: y", ">From here on", "From here on"),
        (
            'Content-Type: multipart/alternative; boundary="b"',
            "--b\nContent-Type: text/html\n\n<p>h</p>\n--b\nContent-Type: text/plain\n\np\n--b--",
            "p",
        ),
        (
            'Content-Type: multipart/mixed; boundary="b"',
            "--b\nContent-Disposition: attachment\n\nfile\n--b\n\nwords\n--b--",
            "words",
        ),
    ],
)
def test_the_words_of_a_mail(head: str, body: str, text: str) -> None:
    (post,) = posts("mailinglist", mail(f"From: Ana <a@b.example>\n{DATE}\n{head}", body))
    assert post.text == text


def test_mails_are_told_apart() -> None:
    body = mail(f"From: A <a@b.example>\n{DATE}", "From here\nto there.\n\nFrom Ana with love.")
    found = posts("mailinglist", body + b"\n" + mail(f"From: B <b@b.example>\n{DATE}"))
    assert [post.author for post in found] == ["A", "B"]
    assert found[0].text.endswith("From Ana with love.")


def test_a_mail_passed_on_is_no_mail_of_its_own() -> None:
    inner = mail(f"From: B <b@b.example>\n{DATE}\nSubject: inner")
    outer = f"From: A <a@b.example>\n{DATE}\nMessage-ID: <2@x>\n\nSee below.\n\n".encode()
    (post,) = posts("mailinglist", outer + inner)
    assert (post.id, post.author) == ("2@x", "A")
    unnamed = b"From a@b.example\n" + outer
    assert posts("mailinglist", unnamed)[0].id == "2@x"


def test_what_is_no_id_and_no_date() -> None:
    head = "From: A <a@b.example>\nIn-Reply-To: yes\nReferences: y\nSubject: x"
    received = "Received: by a; Fri, 1 May 2026 11:00:00 +0200"
    whole = f"{received}\n{head}\nDate: Pn, 29 paX 2007 21:13\n\nhello\n".encode()
    (post,) = posts("mailinglist", whole)
    assert (post.reply_to, post.thread, post.kind) == ("", "", Kind.POST)
    assert post.created_at == NINE


def test_hyperkittys_interface() -> None:
    url = "https://lists.acme.example/archives/api/list/users@lists.acme.example/email/"
    one = {
        "url": f"{url}A/", "mailinglist": url.partition("email")[0], "message_id": "1@x",
        "date": AT,
        "sender": {"address": "ana (a) acme.example"}, "sender_name": "Ana", "subject": "x",
        "parent": None, "content": "hello", "votes": {"likes": 2},
    }  # fmt: skip
    one |= {"message_id_hash": "A", "thread": f"{url.replace('email', 'thread')}A/"}
    two = one | {"url": f"{url}B/", "message_id": "2@x", "parent": f"{url}A/", "sender_name": ""}
    two |= {"message_id_hash": "B"}
    first, second = posts("mailinglist", {"count": 2, "results": [one, two]})
    assert (first.id, first.author, first.channel, first.likes) == ("1@x", "Ana", "users", 2)
    assert (second.reply_to, second.thread, second.author) == ("1@x", "1@x", "05e9c03bfe4bf987")
    assert (first.reply_to, first.thread) == ("", "")
