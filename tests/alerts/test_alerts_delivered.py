"""Alerts observed where they arrive: a webhook and a mail server that the test started."""

from __future__ import annotations

import asyncio
import threading
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from sinks import Hook, Mailbox
from watched import NOON, Desk, keep, post, ran

from solisten.alerts import delivering
from solisten.alerts.alert import Alert, AlertKind
from solisten.alerts.delivering import CLAIM_SECONDS, Sent
from solisten.pipeline.alerting import find_alerts, keep_alerts, send_alerts, write_atom
from solisten.pipeline.inspecting import status
from solisten.report.tables import status_table
from solisten.store import alerts as kept
from solisten.web import Manners, open_web

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from solisten.pipeline.session import Session

QUICK = Manners(pause=0.0, failures=10**6)


def alert(number: int) -> Alert:
    return Alert(
        key=f"outage/s{number:02}/0",
        kind=AlertKind.OUTAGE,
        brand="Acme",
        subject=f"s{number:02}",
        day=20_000,
        title=f"Source s{number:02} cannot be read",
        text="It is down.",
        posts=(("mastodon", "1"),),
    )


def send(opened: Session, now: float = NOON, owner: str = "one") -> list[Sent]:
    """Deliver what is due."""

    async def go() -> list[Sent]:
        async with open_web(opened.config.collector, clock=lambda: now, manners=QUICK) as web:
            secrets = {"HOOK": HOOK, "PASSWORD": "s3cret"}
            return await send_alerts(opened, web, clock=lambda: now, owner=owner, environ=secrets)

    return asyncio.run(go())


HOOK = ""


@contextmanager
def hooked(desk: Desk, hook: Hook | None = None, mail: Mailbox | None = None) -> Iterator[Session]:
    """Open a session whose alerts go to these servers."""
    global HOOK  # noqa: PLW0603  (the environment of one test)
    with ExitStack() as stack:
        more = ""
        if hook:
            stack.enter_context(hook)
            HOOK = f"http://127.0.0.1:{hook.port}/services/T0/S3CRET"
            more += f'ports = [{hook.port}]\n[alerts]\nwebhook = "env:HOOK"\n'
        else:
            more += "[alerts]\n"
        if mail:
            stack.enter_context(mail)
            more += (
                f'smtp = {{ host = "127.0.0.1", port = {mail.port}, from = "s@acme.example", '
                'to = ["care@acme.example"], starttls = false }\n'
            )
        more += 'atom = "alerts.xml"\n'
        desk.write(more)
        yield stack.enter_context(desk.open())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_an_outage_and_its_end_arrive_each_once_everywhere(desk: Desk) -> None:
    hook, mail = Hook(), Mailbox()
    with hooked(desk, hook, mail) as opened:
        ran(opened, "blog", NOON - 3600)
        for run in range(6):
            ran(opened, "blog", NOON + run * 900, "timeout", reason="<!here> no answer")
            find_alerts(opened, NOON + run * 900)
            send(opened, NOON + run * 900)
        for run in range(6, 9):
            ran(opened, "blog", NOON + run * 900)
            find_alerts(opened, NOON + run * 900)
            send(opened, NOON + run * 900)
        write_atom(opened)
    expected = ["Source blog cannot be read", "Source blog can be read again"]
    assert hook.titles == expected
    assert [one["Subject"] for one in mail.arrived] == expected
    assert "&lt;!here&gt; no answer" in hook.arrived[0][1]["blocks"][1]["text"]["text"]
    entries = ET.parse(desk.folder / "alerts.xml").getroot()
    titles = [one.text for one in entries.iter("{http://www.w3.org/2005/Atom}title")][1:]
    assert titles == expected[::-1]
    told = status(desk)
    assert [one["title"] for one in told["alerts"]] == expected[::-1]
    shown = [line.split("  ")[-1].strip() for line in status_table(told, width=120).splitlines()]
    assert [line for line in shown if line in expected] == expected[::-1]


def test_links_lead_to_the_posts_and_deleted_posts_leave_nothing(desk: Desk) -> None:
    from solisten.nouns import Gone

    hook, mail = Hook(), Mailbox()
    with hooked(desk, hook, mail) as opened:
        keep(opened, [post(1, NOON, "acmerockets <b>burn</b> | ana@x.example")])
        keep_alerts(opened, [alert(1)], NOON)
        send(opened)
        write_atom(opened)
        before = (desk.folder / "alerts.xml").read_text()
        keep(opened, [Gone(network="mastodon", id="1")])  # type: ignore[list-item]
        write_atom(opened)
    text = hook.arrived[0][1]["blocks"][1]["text"]["text"]
    assert "<https://social.example/1|2024-10-04 12:00 UTC mastodon: acmerockets &lt;b&gt;" in text
    assert "ana" not in text
    assert "https://social.example/1" in mail.arrived[0].get_content()
    after = (desk.folder / "alerts.xml").read_text()
    assert "burn" in before
    assert "burn" not in after
    assert "social.example" not in after


@pytest.mark.parametrize("first", [500, 404, 429, 302])
def test_what_failed_is_tried_again_and_then_arrives_once(desk: Desk, first: int) -> None:
    hook, mail = Hook(statuses=[first, 503]), Mailbox(refuses=2)
    with hooked(desk, hook, mail) as opened:
        keep_alerts(opened, [alert(1)], NOON)
        (webhook, smtp) = send(opened)
        assert (webhook.alerts, smtp.alerts) == (0, 0)
        assert "S3CRET" not in webhook.failure
        assert "127.0.0.1" in webhook.failure
        assert "451" in smtp.failure
        assert send(opened, NOON + 30) == [], "not yet"
        assert [one.failure != "" for one in send(opened, NOON + 61)] == [True, True]
        with opened.database.reading() as connection:
            waiting = kept.waiting(connection)
        assert [(one.channel, one.alerts, one.attempts) for one in waiting] == [
            ("mail", 1, 2),
            ("webhook", 1, 2),
        ]
        assert send(opened, NOON + 100) == []
        assert len(send(opened, NOON + 190)) == 2
        assert send(opened, NOON + 10**6) == []
    assert len(hook.arrived) == len(mail.arrived) == 1


def test_a_webhook_that_hangs_is_left_and_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook, mail = Hook(statuses=[0]), Mailbox()
    with hooked(desk, hook, mail) as opened:
        keep_alerts(opened, [alert(1)], NOON)
        monkeypatch.setattr(delivering, "SEND_SECONDS", 4.0)
        told = {one.channel: one for one in send(opened)}
        assert (told["webhook"].alerts, told["mail"].alerts) == (0, 1)
        assert "timeout" in told["webhook"].failure
        monkeypatch.undo()
        assert [one.alerts for one in send(opened, NOON + 61)] == [1]
        assert send(opened, NOON + 10**6) == []
    assert len(hook.arrived) == len(mail.arrived) == 1


def test_a_channel_that_fails_holds_up_no_other(desk: Desk) -> None:
    hook, mail = Hook(statuses=[500] * 9), Mailbox()
    with hooked(desk, hook, mail) as opened:
        keep_alerts(opened, [alert(1), alert(2)], NOON)
        send(opened)
    assert len(mail.arrived) == 2
    assert len(hook.statuses) == 8, "after the first failure the rest wait with it"


def test_after_three_days_it_is_given_up_and_said(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    mail = Mailbox(refuses=10**6)
    with hooked(desk, mail=mail) as opened:
        keep_alerts(opened, [alert(1)], NOON)
        tries = 0
        for hours in (0, 0.02, 0.1, 1, 10, 40, 71, 72.1, 80):
            tries += len(send(opened, NOON + int(hours * 3600)))
        with opened.database.reading() as connection:
            assert kept.waiting(connection) == []
    assert tries == 8
    assert "1 given up after three days" in caplog.text


def test_a_flood_is_a_few_messages(desk: Desk) -> None:
    hook, mail = Hook(), Mailbox()
    with hooked(desk, hook, mail) as opened:
        keep_alerts(opened, [alert(number) for number in range(45)], NOON)
        send(opened)
    assert hook.titles[:2] == ["Solisten: 20 alerts", "Solisten: 20 alerts"]
    assert len(hook.titles) == 2 + 5
    text = "\n".join(str(payload) for _, payload in hook.arrived)
    assert all(text.count(f"Source s{number:02} cannot") >= 1 for number in range(45))
    assert len({headers["idempotency-key"] for headers, _ in hook.arrived}) == 7


def test_two_daemons_send_each_alert_once(desk: Desk) -> None:
    """Both find the same, both send at once: every alert arrives once on every channel."""
    hook, mail = Hook(), Mailbox()
    with hooked(desk, hook, mail) as opened, desk.open() as other:
        alerts = [alert(number) for number in range(4)]
        barrier = threading.Barrier(2)
        news: list[str] = []

        def daemon(mine: Session, owner: str) -> None:
            for batch in (alerts[:2], alerts[2:]):
                barrier.wait(10)
                news.extend(keep_alerts(mine, batch, NOON))
                send(mine, owner=owner)

        threads = [
            threading.Thread(target=daemon, args=(opened, "one")),
            threading.Thread(target=daemon, args=(other, "two")),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert sorted(news) == [one.key for one in alerts]
    assert sorted(hook.titles) == [one.title for one in alerts]
    assert sorted(one["Subject"] for one in mail.arrived) == [one.title for one in alerts]


def test_the_claim_of_a_daemon_that_died_runs_out(desk: Desk) -> None:
    mail = Mailbox()
    with hooked(desk, mail=mail) as opened:
        keep_alerts(opened, [alert(1)], NOON)
        with opened.database.writing() as connection:
            until = int(NOON) + CLAIM_SECONDS
            claim: Callable[..., list[kept.Told]] = kept.claim
            assert claim(connection, "mail", owner="dead", now=NOON, until=until, most=9)
        assert send(opened, NOON + CLAIM_SECONDS - 1) == []
        assert send(opened, NOON + CLAIM_SECONDS) == [Sent("mail", 1)]
        with opened.database.writing() as connection:
            assert kept.sent(connection, "mail", "dead", [alert(1).key], NOON) == 0


def test_a_webhook_inside_the_own_network_is_refused_unless_allowed(desk: Desk) -> None:
    with hooked(desk, Hook()) as opened:
        text = desk.config.read_text().replace("allow_private = true", "allow_private = false")
        desk.config.write_text(text)
        with desk.open() as strict:
            keep_alerts(strict, [alert(1)], NOON)
            (found,) = send(strict)
    assert "allow_private" in found.failure
    assert opened.config.collector.allow_private


def test_a_missing_secret_is_said_and_nothing_is_sent(desk: Desk) -> None:
    global HOOK  # noqa: PLW0603
    with hooked(desk, Hook()) as opened:
        HOOK = ""
        keep_alerts(opened, [alert(1)], NOON)
        (found,) = send(opened)
    assert found.failure == "env:HOOK: the environment has no HOOK; write export HOOK=..."


def test_a_server_without_the_encryption_asked_for_gets_no_mail(desk: Desk) -> None:
    mail = Mailbox()
    with hooked(desk, mail=mail):
        text = desk.config.read_text().replace("starttls = false", "starttls = true")
        desk.config.write_text(text)
        with desk.open() as strict:
            keep_alerts(strict, [alert(1)], NOON)
            (found,) = send(strict)
    assert "STARTTLS" in found.failure
    assert mail.arrived == []
