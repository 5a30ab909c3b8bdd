"""Send what is due on each channel: claimed first, noted when it has arrived, else tried later.

Two processes never send one alert: whoever claims it holds it longer than any sending may take.
Only a process that dies between a sending and its note leaves it to be sent again, under the same
Message-ID or `Idempotency-Key`, by which the other side can know it.
"""

from __future__ import annotations

import asyncio
import logging
import smtplib
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from solisten.alerts import mail, slack
from solisten.alerts.harmless import one_line
from solisten.config import secret
from solisten.connector import Request, RequestFailed
from solisten.errors import ConfigError
from solisten.store import alerts as kept
from solisten.web import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from solisten.alerts.message import Message
    from solisten.config import Alerts
    from solisten.store.alerts import Told
    from solisten.store.database import Connection, Database
    from solisten.web import Web

log = logging.getLogger(__name__)

WEBHOOK, MAIL = "webhook", "mail"
CLAIM_SECONDS = 300
SEND_SECONDS = 60.0
SINGLE = 5
"""So many at a time are sent one by one; more of them become one message."""
TOGETHER = 20
FIRST_WAIT, LONGEST_WAIT = 60, 6 * 3600
PATIENCE = 3 * 86_400
"""Seconds after which an alert that could not be sent is given up, and logged as such."""
LONGEST_FAILURE = 300


@dataclass(frozen=True, slots=True)
class Sending:
    """Hold what sending works with; `shown` looks up what the alerts point at."""

    database: Database
    web: Web
    alerts: Alerts
    environ: Mapping[str, str]
    clock: Callable[[], float]
    owner: str
    shown: Callable[[Connection, Sequence[Told]], Sequence[Message]]


@dataclass(frozen=True, slots=True)
class Sent:
    """Say how many alerts a channel took, and why it took no more ("" where it did)."""

    channel: str
    alerts: int
    failure: str = ""


class _NotSent(Exception):  # noqa: N818  (it is noted, not raised further)
    """Say why a channel did not take a message, without any secret."""


def channels(alerts: Alerts) -> list[str]:
    """Return the channels that alerts have to reach; the Atom file is no such channel.

    It is written anew from what is stored, as often as one likes.
    """
    return [WEBHOOK] * bool(alerts.webhook) + [MAIL] * bool(alerts.smtp)


async def deliver(work: Sending) -> list[Sent]:
    """Send what is due on every channel, side by side; return what became of each."""
    names = channels(work.alerts)
    return [
        one
        for one in await asyncio.gather(*(_channel(work, name) for name in names))
        if one.alerts or one.failure
    ]


async def _channel(work: Sending, channel: str) -> Sent:
    """Send until nothing is due any more, or until it fails."""
    done = 0
    while claimed := await asyncio.to_thread(_claimed, work, channel):
        for part in _parts(claimed):
            try:
                await _send(work, channel, part)
            except _NotSent as why:
                left = claimed[claimed.index(part[0]) :]
                await asyncio.to_thread(_put_off, work, channel, left, str(why))
                return Sent(channel, done, str(why))
            await asyncio.to_thread(_noted, work, channel, part)
            done += len(part)
    return Sent(channel, done)


def _parts(messages: list[Message]) -> list[list[Message]]:
    if len(messages) <= SINGLE:
        return [[one] for one in messages]
    return [messages]


def _claimed(work: Sending, channel: str) -> list[Message]:
    now = int(work.clock())
    with work.database.reading() as connection:
        if not kept.any_due(connection, channel, now):
            return []
    with work.database.writing() as connection:
        told = kept.claim(
            connection,
            channel,
            owner=work.owner,
            now=now,
            until=now + CLAIM_SECONDS,
            most=TOGETHER,
        )
        return list(work.shown(connection, told))


def _noted(work: Sending, channel: str, part: Sequence[Message]) -> None:
    with work.database.writing() as connection:
        keys = [one.key for one in part]
        kept.sent(connection, channel, work.owner, keys, int(work.clock()))


def _put_off(work: Sending, channel: str, left: Sequence[Message], why: str) -> None:
    """Note that these could not be sent; those that are too old are given up."""
    now, failure = int(work.clock()), one_line(why)[:LONGEST_FAILURE]
    old = [one.key for one in left if now - one.made_at > PATIENCE]
    young = [one.key for one in left if now - one.made_at <= PATIENCE]
    with work.database.writing() as connection:
        if old:
            kept.give_up(connection, channel, work.owner, old, now, failure)
        if young:
            tried = kept.attempts(connection, channel, young)
            wait = min(FIRST_WAIT * 2 ** min(tried - 1, 20), LONGEST_WAIT)
            kept.put_off(connection, channel, work.owner, young, now + wait, failure)
    if old:
        log.error("alerts: %s: %d given up after three days: %s", channel, len(old), failure)


async def _send(work: Sending, channel: str, part: Sequence[Message]) -> None:
    try:
        if channel == WEBHOOK:
            await _post(work, part)
        else:
            await asyncio.to_thread(_mail, work, part)
    except ConfigError as error:
        raise _NotSent(str(error)) from None


async def _post(work: Sending, part: Sequence[Message]) -> None:
    """Post to the webhook; its address is a secret, so a failure names the host alone."""
    url = secret(work.alerts.webhook, work.environ)
    keys = "\n".join(sorted(one.key for one in part))
    request = Request(
        url,
        method="POST",
        json=slack.payload(part),
        headers={"idempotency-key": sha256(keys.encode()).hexdigest()[:32]},
    )
    limits = Limits(seconds=SEND_SECONDS / 2, retries=0, patience=0.0)
    try:
        await work.web.ask(request, limits=limits)
    except RequestFailed as failure:
        raise _NotSent(f"{_host(url)}: {failure}{_remedy(failure)}") from None


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "webhook"
    except ValueError:
        return "webhook"


def _remedy(failure: RequestFailed) -> str:
    if failure.kind == "refused_address":
        return " (an address inside your own network: [collector] allow_private and ports)"
    return ""


def _mail(work: Sending, part: Sequence[Message]) -> None:
    smtp = work.alerts.smtp
    if smtp is None:
        return
    password = secret(smtp.password, work.environ) if smtp.user else ""
    try:
        refused = mail.send(
            mail.mail_of(part, smtp, work.clock()), smtp, password, seconds=SEND_SECONDS / 3
        )
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise _NotSent(f"{smtp.host}: {one_line(str(error)) or type(error).__name__}") from None
    if refused:
        log.warning("alerts: %s refused %s", smtp.host, ", ".join(map(one_line, refused)))
